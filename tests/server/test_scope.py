"""Who sees what: by area, by contract, and a photo only through a record within reach. 陈杰 is refused everywhere."""

import pytest
from sqlalchemy import insert, select, update

from sync_server import pull, scope, tables
from tests.server.building import (
    ADMIN,
    AT,
    CHENJIE,
    CONTRACT,
    ELSEWHERE,
    LINA,
    LINLAN,
    OTHER_CONTRACT,
    SONGLING,
    STORE_ROOM,
    STREET,
    SUNLI,
    WANGQIANG,
    WORKS,
    YUNXI,
    ZHAOMIN,
    ZHOULI,
    Phone,
    finding,
    outcomes,
    person,
    photo,
    told,
)


@pytest.fixture
def visited(office_store):
    """An official inspection and a service visit at the works, each with a hazard."""
    officer, expert = Phone(office_store, LINA), Phone(office_store, WANGQIANG)
    seen, advised = finding(), finding(place="仓库")
    inspection, service = officer.visit([seen]), expert.visit([advised], track="service")
    officer.push(inspection)
    expert.push(service)
    return {"seen": seen, "advised": advised, "inspection": inspection, "service": service}


def sees(store, person_id, visited) -> dict:
    who = person(store, person_id)
    with store.read() as c:
        return {
            "enterprise": scope.sees_enterprise(c, who, WORKS),
            "hazard": scope.sees_hazard(c, who, visited["seen"]["id"]),
            "inspection": scope.sees_visit(c, who, visited["inspection"]["body"]["visit_id"]),
            "service": scope.sees_visit(c, who, visited["service"]["body"]["visit_id"]),
            "hazard photo": scope.sees_photo(c, who, visited["seen"]["photos"][0]["sha256"]),
            "officers' signature": scope.sees_photo(c, who, visited["inspection"]["photos"][-1]["sha256"]),
        }


def test_who_sees_what(office_store, visited):
    everything = dict.fromkeys(
        ("enterprise", "hazard", "inspection", "service", "hazard photo", "officers' signature"), True
    )
    for person_id in (LINA, SUNLI, ZHAOMIN, LINLAN):
        assert sees(office_store, person_id, visited) == everything, person_id
    own = everything | {"inspection": False, "officers' signature": False}
    assert sees(office_store, WANGQIANG, visited) == own
    for person_id in (CHENJIE, ADMIN):
        assert not any(sees(office_store, person_id, visited).values()), person_id


def test_who_has_left_sees_nothing(office_store, visited):
    with office_store.write() as c:
        c.execute(update(tables.person).values(active=False))
    for person_id in (LINA, LINLAN, WANGQIANG):
        assert not any(sees(office_store, person_id, visited).values())
        with office_store.read() as c:
            assert scope.buckets_of(c, person(office_store, person_id)) == []


def test_naming_a_hash_opens_no_photo(office_store, visited):
    shot = visited["seen"]["photos"][0]
    phone = Phone(office_store, CHENJIE)
    stolen = finding(shots=[shot])
    assert outcomes(phone.push(phone.visit([stolen], track="service"))) == [
        ("refused", "record.not_your_enterprise")
    ]
    with office_store.read() as c:
        chenjie = person(office_store, CHENJIE)
        assert not scope.sees_photo(c, chenjie, shot["sha256"])
        assert scope.photos_named(c, chenjie, [shot["sha256"]]) == {shot["sha256"]}  # bring it he may


def test_naming_somebody_elses_photo_in_a_good_record_of_ones_own_opens_it_to_nobody(office_store, visited):
    shot, own = visited["seen"]["photos"][0], photo("own")
    phone = Phone(office_store, CHENJIE)
    record = phone.visit([finding(shots=[shot, own])], track="service", enterprise=ELSEWHERE, signatures=[])
    assert outcomes(phone.push(record)) == [("applied", None)]
    with office_store.read() as c:
        chenjie, lina = person(office_store, CHENJIE), person(office_store, LINA)
        assert not scope.sees_photo(c, chenjie, shot["sha256"])
        assert scope.sees_photo(c, chenjie, own["sha256"])
        assert scope.sees_photo(c, lina, shot["sha256"])


def test_a_photo_within_reach_may_be_named_again_and_opens_where_it_is_named(office_store, visited):
    shot = visited["seen"]["photos"][0]
    phone = Phone(office_store, ZHOULI)
    phone.push(phone.visit([finding(shots=[shot])], enterprise=ELSEWHERE))
    with office_store.read() as c:
        assert scope.sees_photo(c, person(office_store, CHENJIE), shot["sha256"])
        uses = c.execute(
            select(tables.photo_use.c.claimed).where(tables.photo_use.c.sha256 == shot["sha256"])
        )
        assert uses.scalars().all() == [False, False]


def test_a_photo_stays_its_makers_when_their_record_is_judged_again_after_a_stranger_named_it(office_store):
    phone, stranger, shot = Phone(office_store, LINA), Phone(office_store, CHENJIE), photo("still waiting")
    found = finding()
    held = phone.recheck(found["id"], "fail", track="service", photos=[shot])
    assert outcomes(phone.push(held)) == [("held", "record.waits")]
    stolen = stranger.visit([finding(shots=[shot])], track="service", enterprise=ELSEWHERE, signatures=[])
    assert outcomes(stranger.push(stolen)) == [("applied", None)]
    phone.push(phone.visit([found], track="service"))
    with office_store.read() as c:
        assert scope.sees_photo(c, person(office_store, SUNLI), shot["sha256"])
        assert not scope.sees_photo(c, person(office_store, CHENJIE), shot["sha256"])


def test_only_photos_named_in_a_record_may_be_brought(office_store, visited):
    with office_store.read() as c:
        shas = [visited["seen"]["photos"][0]["sha256"], photo("nobody's")["sha256"]]
        assert scope.photos_named(c, person(office_store, LINA), shas) == {shas[0]}
        assert scope.photos_named(c, person(office_store, CHENJIE), shas) == set()


def test_buckets_follow_areas_and_contracts(office_store):
    with office_store.read() as c:
        own = {
            one: scope.buckets_of(c, person(office_store, one))
            for one in (LINA, SUNLI, WANGQIANG, CHENJIE, ADMIN)
        }
    areas = sorted(f"a:{one}" for one in (STREET, YUNXI, SONGLING))
    assert sorted(own[LINA]) == [*areas, "ref", f"u:{LINA}"]
    assert own[SUNLI] == [f"u:{SUNLI}", "ref", f"a:{YUNXI}"]
    assert own[WANGQIANG] == [f"u:{WANGQIANG}", "ref", f"c:{CONTRACT}"]
    assert own[CHENJIE] == [f"u:{CHENJIE}", "ref", f"c:{OTHER_CONTRACT}"]
    assert own[ADMIN] == [f"u:{ADMIN}", "ref"]


def test_the_contract_view_is_an_allow_list(office_store, visited):
    outside, inside = told(office_store, f"c:{CONTRACT}"), told(office_store, f"a:{YUNXI}")
    enterprise = outside[("enterprise", WORKS)]
    assert "internal_remark" in inside[("enterprise", WORKS)]["profile"]
    assert enterprise["profile"] == {}
    hazard = outside[("hazard", visited["seen"]["id"])]
    assert "by" not in hazard["history"][0]
    assert "by" in inside[("hazard", visited["seen"]["id"])]["history"][0]
    visits = {identity for kind, identity in outside if kind == "past_visit"}
    assert visits == {visited["service"]["body"]["visit_id"]}
    assert told(office_store, f"c:{OTHER_CONTRACT}").keys() == {("enterprise", ELSEWHERE)}


def test_an_expert_of_a_second_company_at_the_same_works_does_not_see_the_first_ones_visits(
    office_store, visited
):
    from sync_server import projections

    with office_store.write() as c:
        c.execute(insert(tables.contract_enterprise).values(contract_id=OTHER_CONTRACT, enterprise_id=WORKS))
        projections.enterprise_moved(c, WORKS)
    outside = told(office_store, f"c:{OTHER_CONTRACT}")
    assert ("hazard", visited["advised"]["id"]) in outside
    assert not [key for key in outside if key[0] == "past_visit"]
    assert not sees(office_store, CHENJIE, visited)["service"]
    assert sees(office_store, CHENJIE, visited)["hazard photo"]


def test_an_enterprise_that_moves_to_another_area_takes_everything_along(office_store, visited):
    from sync_server import enterprises

    with office_store.write() as c:
        enterprises.change(c, WORKS, {"area_id": SONGLING}, LINA, AT)
    before, after = told(office_store, f"a:{YUNXI}"), told(office_store, f"a:{SONGLING}")
    assert ("enterprise", WORKS) not in before
    assert {key[0] for key in before} == {"enterprise"}
    assert {key[0] for key in after} == {"enterprise", "hazard", "past_visit"}
    with office_store.read() as c:
        assert set(c.scalars(select(tables.hazard.c.area_id))) == {SONGLING}
    assert not sees(office_store, SUNLI, visited)["hazard"]


def everything_pulled(store, who, limit=500) -> dict:
    """What a phone has after pulling until nothing more comes, page by page."""
    cursors, given, pages = {}, {}, 0
    while True:
        with store.read() as c:
            answer = pull.pull(c, who, cursors, limit)
        assert len(answer["changes"]) <= limit
        cursors, pages = answer["cursors"], pages + 1
        for change in answer["changes"]:
            given[(change["bucket"], change["kind"], change["id"])] = change["body"]
        if not answer["more"]:
            return {"given": given, "cursors": cursors, "pages": pages, "buckets": answer["buckets"]}


def test_pages_of_any_size_bring_the_same(office_store, visited):
    lina = person(office_store, LINA)
    whole, small = everything_pulled(office_store, lina), everything_pulled(office_store, lina, limit=3)
    assert small["given"] == whole["given"]
    assert small["pages"] > whole["pages"] == 1
    kinds = {key[1] for key in whole["given"]}
    assert kinds == {"area", "colleague", "enterprise", "hazard", "past_visit"}


def test_what_changed_since_is_all_that_comes(office_store, visited):
    lina = person(office_store, LINA)
    before = everything_pulled(office_store, lina)
    phone = Phone(office_store, LINA)
    phone.push(phone.visit([finding(place="三楼")], enterprise=STORE_ROOM))
    with office_store.read() as c:
        answer = pull.pull(c, lina, before["cursors"])
    assert {(one["kind"], one["id"]) for one in answer["changes"]} >= {("enterprise", STORE_ROOM)}
    assert len(answer["changes"]) == 3


def test_lost_scope_is_dropped_and_gained_scope_brings_the_past(office_store, visited):
    before = everything_pulled(office_store, person(office_store, SUNLI))
    with office_store.write() as c:
        c.execute(
            update(tables.person_area).where(tables.person_area.c.person_id == SUNLI).values(area_id=SONGLING)
        )
    with office_store.read() as c:
        answer = pull.pull(c, person(office_store, SUNLI), before["cursors"])
    assert answer["drop"] == [f"a:{YUNXI}"]
    assert {one["id"] for one in answer["changes"]} == {ELSEWHERE}


def test_a_cursor_beyond_the_servers_own_is_reset(office_store, visited):
    lina = person(office_store, LINA)
    with office_store.read() as c:
        answer = pull.pull(c, lina, {f"a:{YUNXI}": 9000, "ref": 0})
    assert answer["reset"] == [f"a:{YUNXI}"]
    assert ("enterprise", WORKS) in {(one["kind"], one["id"]) for one in answer["changes"]}


def test_a_plan_is_told_to_its_person_and_done_by_the_visit(office_store):
    from sync_server import projections

    row = {
        "id": "plan-1",
        "enterprise_id": WORKS,
        "person_id": LINA,
        "day": "2026-11-23",
        "track": "inspection",
    }
    with office_store.write() as c:
        c.execute(
            insert(tables.plan).values(row | {"purpose": "routine", "state": "planned", "made_by": ZHAOMIN})
        )
        projections.plan_changed(c, "plan-1")
    phone = Phone(office_store, LINA)
    assert told(office_store, f"u:{LINA}")[("plan", "plan-1")]["state"] == "planned"
    phone.push(phone.visit([], plan_id="plan-1"))
    assert told(office_store, f"u:{LINA}")[("plan", "plan-1")]["state"] == "done"
    with office_store.write() as c:
        c.execute(update(tables.plan).values(state="dropped"))
        projections.plan_changed(c, "plan-1")
    assert ("plan", "plan-1") not in told(office_store, f"u:{LINA}")
