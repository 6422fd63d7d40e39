"""The unified social credit code, GB 32100-2015, against codes that are in use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.credit_code import ALPHABET, check_character, kind_of, parse_credit_code, tidy
from inspection.problems import Problem

IN_USE = (
    "91330100799655058B",
    "9144030071526726XG",
    "914403001922038216",
    "91110000802100433B",
    "91110108551385082Q",
    "91320594088140947F",
    "91440300708461136T",
)


@pytest.mark.parametrize("code", IN_USE)
def test_codes_in_use_pass(code):
    assert parse_credit_code(code) == code
    assert kind_of(code) == "credit"


@given(st.sampled_from(IN_USE), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_changed_character_fails(code, place, other):
    changed = code[:place] + other + code[place + 1 :]
    if changed == code:
        return
    with pytest.raises(Problem) as refused:
        parse_credit_code(changed)
    assert refused.value.code == "credit_code.wrong_check_character"


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_every_seventeen_characters_have_one_check_character(first):
    code = first + check_character(first)
    assert parse_credit_code(code) == code
    assert kind_of(code) == "credit"


@given(st.text(max_size=30))
def test_no_text_at_all_breaks_the_reading(text):
    assert kind_of(text) in ("credit", "old", "none", "odd")
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    "typed",
    [
        "  91330100799655058b ",
        "９１３３０１００７９９６５５０５８Ｂ",
        "9133 0100 7996 5505 8B",
        "91330100-799655058-B",
        "91330100\u3000799655058B",
    ],
)
def test_the_ways_people_type_it_are_understood(typed):
    assert parse_credit_code(typed) == "91330100799655058B"


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_the_standard_leaves_out_are_malformed(letter):
    with pytest.raises(Problem) as refused:
        parse_credit_code("9133010079965505" + letter + "B")
    assert refused.value.code == "credit_code.malformed"


def test_the_problem_says_what_was_expected():
    with pytest.raises(Problem) as refused:
        parse_credit_code("91330100799655058A")
    assert refused.value.facts == {"code": "91330100799655058A", "expected": "B"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [("330100000012345", "old"), ("3301001234567", "old"), ("", "none"), ("  ", "none"), ("无证照", "odd")],
)
def test_forerunners_and_none_are_told_apart(code, kind):
    assert kind_of(code) == kind
