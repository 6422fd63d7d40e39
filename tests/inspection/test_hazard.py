"""The state machine of a hazard: every state can be reached and left, and nothing closes without evidence."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.hazard import (
    CLOSED,
    ENDED,
    MOVES,
    OPEN,
    REGISTERED,
    STATES,
    SYSTEM,
    Standing,
    after,
    already_there,
    days_overdue,
    follows_from_finding,
    guard,
    moves_open_to,
    recheck_move,
)
from inspection.problems import Problem
from inspection.roles import ADMIN, EXPERT, LEADER, OFFICE, OFFICER, ROLES, STATION

CLOSING = [name for name, move in MOVES.items() if CLOSED in move.leads.values()]
STANDINGS = st.builds(
    Standing,
    severity=st.sampled_from(["general", "major"]),
    track=st.sampled_from(["inspection", "service"]),
    major_confirmed=st.booleans(),
    seen_by_officers=st.booleans(),
    has_after_photo=st.booleans(),
    passed_recheck=st.booleans(),
    accepted=st.booleans(),
    corrected_by=st.sampled_from([None, "lina", "zhouli"]),
)
ACTS = {
    "actor": st.sampled_from(["lina", "zhouli"]),
    "officers": st.integers(0, 3),
    "reason": st.sampled_from(["", "原因"]),
    "second": st.sampled_from([None, "lina", "zhaomin"]),
}


def reached_from(start) -> set[str]:
    reached, fresh = {start}, [start]
    while fresh:
        state = fresh.pop()
        for move in MOVES.values():
            if state in move.leads and move.leads[state] not in reached:
                reached.add(move.leads[state])
                fresh.append(move.leads[state])
    return reached


def test_every_state_can_be_reached_and_every_open_one_can_be_left_and_closed():
    assert reached_from(REGISTERED) == set(STATES)
    for state in OPEN:
        assert CLOSED in reached_from(state), state
        assert any(moves_open_to(role, state) for role in ROLES), state


def test_nothing_leaves_an_ended_state():
    for move in MOVES.values():
        assert not ENDED & set(move.leads)


def test_no_expert_station_keeper_or_administrator_closes_voids_or_orders():
    for name in [*CLOSING, "void", "order", "transfer"]:
        for role in (EXPERT, STATION, ADMIN, OFFICE):
            assert role not in MOVES[name].who, name


@given(st.sampled_from(CLOSING), STANDINGS, st.fixed_dictionaries(ACTS))
def test_no_move_closes_without_evidence(move, standing, act):
    """An after-photo, or words why there is none; a passed recheck or eyes on site; majors with acceptance."""
    try:
        guard(move, standing, **act)
    except Problem:
        return
    if move == "transfer_result":
        return  # another authority has answered in writing
    assert standing.has_after_photo or act["reason"]
    if move != "fix_on_site":
        assert act["actor"] != standing.corrected_by
    if move in ("close", "sign_off"):
        assert standing.passed_recheck
    if move == "recheck_pass" and standing.track == "inspection":
        assert act["officers"] >= 2
    if standing.severity == "major":
        assert move == "sign_off"
        assert standing.accepted


@given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from([*ROLES, SYSTEM])), max_size=40))
def test_however_moves_are_tried_the_state_is_always_one_of_ours_and_closing_ends_it(tries):
    state = REGISTERED
    for move, role in tries:
        try:
            state = after(state, move, role)
        except Problem as problem:
            refused = problem.code
        else:
            refused = None
        assert refused in (None, "hazard.move_not_allowed", "hazard.not_your_move")
        assert state in STATES


@given(STANDINGS, st.fixed_dictionaries(ACTS))
def test_an_order_always_rests_on_two_officers_who_saw_it(standing, act):
    try:
        guard("order", standing, **act)
    except Problem:
        return
    assert standing.seen_by_officers
    assert act["officers"] >= 2
    assert standing.severity == "general" or standing.major_confirmed


def test_moves_open_to_a_role_are_exactly_those_that_work():
    for role, state, move in itertools.product(ROLES, STATES, MOVES):
        try:
            works = bool(after(state, move, role))
        except Problem:
            works = False
        assert works == (move in moves_open_to(role, state))


@pytest.mark.parametrize(
    ("verdict", "role", "severity", "move"),
    [
        ("pass", OFFICER, "general", "recheck_pass"),
        ("pass", OFFICER, "major", "recheck_accept"),
        ("pass", EXPERT, "general", "recheck_accept"),
        ("partly", EXPERT, "major", "recheck_partly"),
        ("fail", STATION, "general", "recheck_fail"),
    ],
)
def test_what_a_recheck_stands_for(verdict, role, severity, move):
    assert recheck_move(verdict, role, severity) == move


def test_what_follows_from_a_finding_can_follow():
    for track, severity in itertools.product(("inspection", "service"), ("general", "major")):
        state = REGISTERED
        for move in follows_from_finding(track, severity):
            state = after(state, move, SYSTEM)
        assert state == {"major": "registered"}.get(
            severity, "graded" if track == "inspection" else "advised"
        )


def test_a_move_whose_end_another_has_reached_is_no_disagreement():
    assert already_there("closed", "recheck_pass")
    assert already_there("closed", "recheck_accept")
    assert already_there("rectified_pending", "rectify")
    assert not already_there("closed", "recheck_fail")
    assert not already_there("closed", "rectify")


def test_overdue_is_a_due_day_looked_at_on_a_given_day():
    due = date(2026, 11, 20)
    assert days_overdue("ordered", due, date(2026, 11, 23)) == 3
    assert days_overdue("ordered", due, due) == 0
    assert days_overdue("rectified_pending", due, date(2026, 11, 23)) == 0
    assert days_overdue("ordered", None, date(2026, 11, 23)) == 0


def test_voiding_takes_two_different_people():
    standing = Standing("general", "inspection")
    with pytest.raises(Problem) as refused:
        guard("void", standing, actor="lina", reason="误报", second="lina")
    assert refused.value.code == "hazard.second_person_needed"
    guard("void", standing, actor="lina", reason="误报", second="zhaomin")
    assert LEADER in MOVES["void"].who
