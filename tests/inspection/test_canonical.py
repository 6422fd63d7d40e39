"""One way to write a value, so that a hash means the same everywhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.canonical import SAFE_WHOLE, canonical, digest
from inspection.problems import Problem

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE_WHOLE, SAFE_WHOLE) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=20,
)


@given(VALUES)
def test_reading_it_back_gives_the_same_value_and_the_same_bytes(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(st.text(st.characters(max_codepoint=127)), st.integers(0, 9), min_size=2))
def test_the_order_in_which_keys_were_put_in_does_not_matter(value):
    turned = dict(reversed(value.items()))
    assert digest(turned) == digest(value)


def test_the_bytes_are_those_of_rfc_8785():
    value = {
        "numbers": [333333333, -1, 0],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
        "甲": 1,
    }
    value.pop("甲")
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333,-1,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(value) == expected.encode()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"a": 1.5}, "float"),
        ({"a": float("nan")}, "float"),
        ([2**53], "too_large"),
        (["\ud800"], "lone_surrogate"),
        ({"钥": 1}, "key"),
        ({1: 1}, "key"),
        ({"a": b"x"}, "bytes"),
        ({"a": {1}}, "set"),
    ],
)
def test_what_other_languages_would_write_differently_is_refused(value, why):
    with pytest.raises(Problem) as refused:
        canonical(value)
    assert refused.value.code == "json.not_canonical"
    assert refused.value.facts["why"] == why


def test_depth_has_an_end_long_before_the_stack():
    value = "x"
    for _ in range(500):
        value = {"in": value}
    with pytest.raises(Problem) as refused:
        canonical(value)
    assert refused.value.facts["why"] == "too_deep"


def test_the_problem_names_the_place():
    with pytest.raises(Problem) as refused:
        canonical({"body": {"findings": [{"depth": 0.5}]}})
    assert refused.value.facts["path"] == "$.body.findings[0].depth"
