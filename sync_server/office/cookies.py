"""The two cookies of the desk, and the only addresses a form may lead on to."""

SESSION_COOKIE = "anjian_desk"
LANGUAGE_COOKIE = "anjian_language"


def address_here(wanted: str) -> str:
    """`wanted` when it is a page of the office, the overview otherwise: never another site."""
    plain = wanted.startswith("/office/") and "\\" not in wanted and not any(ord(c) < 33 for c in wanted)
    return wanted if plain else "/office/"
