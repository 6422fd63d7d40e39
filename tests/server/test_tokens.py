"""Tokens that are changed at every use, over a line that loses answers."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from inspection.problems import Problem
from sync_server import meta, tables, tokens
from tests.server.building import AT, LINA, Phone, all_of

SOON = AT + timedelta(minutes=1)


@pytest.fixture
def store(office_store):
    with office_store.write() as c:
        meta.begin(c, AT)
    return office_store


@pytest.fixture
def first(store):
    phone = Phone(store, LINA)
    with store.write() as c:
        return tokens.begin(c, phone.device_id, LINA, AT)


def refused(act, *arguments):
    with pytest.raises(Problem) as found:
        act(*arguments)
    return found.value.code


def use(store, pair, at=SOON):
    with store.write() as c:
        row = tokens.of_access(c, pair.access, at)
        tokens.use(c, row.device_id, row.generation, at)
    return row


def test_a_repeated_refresh_is_answered_the_same(store, first):
    answers = {tokens.refresh(store, first.refresh, "n1", SOON) for _ in range(3)}
    assert len(answers) == 1


def test_the_token_before_is_good_until_its_successor_is_used(store, first):
    lost = tokens.refresh(store, first.refresh, "n1", SOON)
    second = tokens.refresh(store, first.refresh, "n2", SOON)
    assert refused(use, store, lost) == "token.expired"
    assert use(store, second).person_id == LINA


def test_the_old_access_token_lives_on_beside_the_new_one(store, first):
    use(store, tokens.refresh(store, first.refresh, "n1", SOON))
    assert use(store, first).device_id == first.device_id


def test_an_older_token_ends_the_family(store, first):
    second = tokens.refresh(store, first.refresh, "n1", SOON)
    third = tokens.refresh(store, second.refresh, "n2", SOON)
    assert refused(tokens.refresh, store, first.refresh, "n3", SOON) == "token.revoked"
    assert refused(tokens.refresh, store, third.refresh, "n4", SOON) == "token.revoked"
    assert refused(use, store, third) == "token.expired"
    assert all_of(store, tables.audit)[0]["act"] == "token.reused"


def test_a_used_successor_makes_the_token_before_a_copy(store, first):
    use(store, tokens.refresh(store, first.refresh, "n1", SOON))
    assert refused(tokens.refresh, store, first.refresh, "other", SOON) == "token.revoked"


def test_a_duplicate_that_the_network_delivers_late_harms_nothing(store, first):
    second = tokens.refresh(store, first.refresh, "n1", SOON)
    use(store, second)
    assert tokens.refresh(store, first.refresh, "n1", SOON) == second
    assert use(store, second).device_id == first.device_id


def test_tokens_run_out(store, first):
    assert refused(use, store, first, AT + timedelta(minutes=31)) == "token.expired"
    assert refused(tokens.refresh, store, first.refresh, "n1", AT + timedelta(days=91)) == "token.expired"


def test_nobody_goes_on_for_more_than_a_year_without_a_password(store, first):
    pair, at = first, AT
    for day in range(80, 400, 80):
        at = AT + timedelta(days=day)
        pair = tokens.refresh(store, pair.refresh, f"n{day}", at)
    assert refused(tokens.refresh, store, pair.refresh, "last", AT + timedelta(days=366)) == "token.expired"


def test_a_new_sign_in_ends_what_the_device_had(store, first):
    with store.write() as c:
        tokens.begin(c, first.device_id, LINA, SOON)
    assert refused(use, store, first) == "token.expired"


def test_a_blocked_device_is_given_no_tokens(store, first):
    with store.write() as c:
        c.execute(update(tables.device).where(tables.device.c.id == first.device_id).values(state="blocked"))
    assert refused(tokens.refresh, store, first.refresh, "n1", SOON) == "device.blocked"
    assert refused(use, store, first) == "device.blocked"


def test_only_hashes_are_kept(store, first):
    second = tokens.refresh(store, first.refresh, "n1", SOON)
    with store.read() as c:
        kept = str(c.execute(select(tables.token)).all())
    assert not [
        secret for pair in (first, second) for secret in (pair.access, pair.refresh) if secret in kept
    ]
