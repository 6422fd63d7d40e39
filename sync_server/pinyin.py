"""The letters a person types to find a name: 青禾纸业 → qhzy."""

import unicodedata


def initials(name: str) -> str:
    """First letters of every Chinese character, lower case; Latin letters and digits as they are.

    Words are read as words: 重庆 is cq, 重型 is zx.
    """
    # imported here: the dictionary takes 58 MB, and few servers are given new names every day
    from pypinyin import Style, lazy_pinyin

    folded = unicodedata.normalize("NFKC", name).casefold()
    read = lazy_pinyin(folded, style=Style.NORMAL, errors=_letters_and_digits)
    return "".join(part[:1] for part in read)


def _letters_and_digits(strange: str) -> list[str]:
    return [c for c in strange if c.isascii() and c.isalnum()]
