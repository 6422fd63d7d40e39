"""The codes that name an enterprise: unified social credit code (GB 32100-2015) and its forerunners."""

from inspection.problems import Problem

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
OLD_NUMBER_LENGTHS = (13, 15)  # business registration numbers before 2015: 13 digits, then 15 (GS 15-2006)


def check_character(first17: str) -> str:
    total = sum(ALPHABET.index(c) * w for c, w in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def tidy(text: str) -> str:
    """As the register writes it: half-width, upper case, no blanks and no dashes."""
    half_width = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(half_width.split()).replace("-", "").upper()


def parse_credit_code(text: str) -> str:
    """The code in the register's writing: 18 characters.

    Problems: credit_code.malformed, credit_code.wrong_check_character. Both are for a warning,
    never a reason to turn a record away: what stands on the licence is what is kept.
    """
    code = tidy(text)
    if len(code) != 18 or not set(code) <= set(ALPHABET):
        raise Problem("credit_code.malformed", code=code)
    expected = check_character(code[:17])
    if code[17] != expected:
        raise Problem("credit_code.wrong_check_character", code=code, expected=expected)
    return code


def kind_of(text: str) -> str:
    """credit | old | none | odd — `old` is a registration number from before 2015."""
    code = tidy(text)
    if not code:
        return "none"
    if code.isascii() and code.isdigit() and len(code) in OLD_NUMBER_LENGTHS:
        return "old"
    try:
        parse_credit_code(code)
    except Problem:
        return "odd"
    return "credit"
