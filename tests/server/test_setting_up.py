"""What an office changes about itself: areas, contracts, people, its own settings; and its first start."""

import itertools

import pytest
import sqlalchemy as sa

from inspection.problems import Problem
from sync_server import areas, contracts, first_start, orders, scope, settings, staffing, tables
from tests.server import building
from tests.server.building import (
    ADMIN,
    AT,
    CHENJIE,
    CONTRACT,
    ELSEWHERE,
    LINA,
    SONGLING,
    STORE_ROOM,
    STREET,
    WANGQIANG,
    WORKS,
    YUNXI,
)  # fmt: skip


def ids():
    numbers = itertools.count(1)
    return lambda: f"n-{next(numbers)}"


def refused(code: str):
    return pytest.raises(Problem, match=code.replace(".", r"\."))


def seen(store, person_id: str) -> set[str]:
    with store.read() as c:
        person = building.person(store, person_id)
        return set(c.scalars(sa.select(tables.enterprise.c.id).where(scope.enterprises_of(person))))


def acts(store) -> list[str]:
    return [row["act"] for row in building.all_of(store, tables.audit)]


def test_an_area_is_added_renamed_moved_and_told_to_phones(office_store):
    new_id = ids()
    with office_store.write() as c:
        grid = areas.add(c, " 一号网格 ", "grid", YUNXI, ADMIN, AT, new_id)
        assert areas.change(c, grid, {"name": "第一网格", "parent_id": SONGLING}, ADMIN, AT)
        assert not areas.change(c, grid, {"name": "第一网格"}, ADMIN, AT)
    told = building.told(office_store, "ref")["area", grid]
    assert (told["name"], told["parent_id"], told["place"]) == ("第一网格", SONGLING, 1)
    with office_store.write() as c:
        areas.remove(c, grid, ADMIN, AT)
    assert ("area", grid) not in building.told(office_store, "ref")
    assert acts(office_store) == ["area.add", "area.change", "area.remove"]


def test_an_area_stands_where_it_may_under_a_name_of_its_own(office_store):
    with office_store.write() as c:
        for kind, parent in (("village", None), ("village", YUNXI), ("street", STREET)):
            with refused("area.wrong_place"):
                areas.check(c, "新村", kind, parent)
        with refused("area.name_taken"):
            areas.check(c, "云溪村", "village", STREET)
        with refused("area.name_needed"):
            areas.check(c, "  ", "village", STREET)
        with refused("area.not_empty"):
            areas.remove(c, YUNXI, ADMIN, AT)
        with refused("area.unknown"):
            areas.change(c, "nowhere", {"name": "x"}, ADMIN, AT)


def test_a_contract_shows_its_experts_what_it_lists_and_takes_it_away_again(office_store):
    assert seen(office_store, WANGQIANG) == {WORKS, STORE_ROOM}
    with office_store.write() as c:
        told = contracts.set_enterprises(c, CONTRACT, [ELSEWHERE, WORKS, "gone"], [STORE_ROOM], ADMIN, AT)
        assert told == (1, 1)
    assert seen(office_store, WANGQIANG) == {WORKS, ELSEWHERE}
    bucket = building.told(office_store, f"c:{CONTRACT}")
    assert ("enterprise", ELSEWHERE) in bucket
    assert ("enterprise", STORE_ROOM) not in bucket
    with office_store.write() as c:
        company = {"organisation_id": "o-rival"}
        contracts.change(c, CONTRACT, company, ADMIN, AT)
    assert WORKS in seen(office_store, CHENJIE)
    assert seen(office_store, WANGQIANG) == set()
    assert acts(office_store) == ["contract.enterprises", "contract.change"]


def test_a_contract_needs_a_company_a_name_and_days_that_fit(office_store):
    whole = {"organisation_id": "o-safe", "name": "年度", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    for wrong, code in (
        ({"organisation_id": "o-none"}, "contract.company_needed"),
        ({"name": ""}, "contract.name_needed"),
        ({"ends_on": "2025-12-31"}, "contract.wrong_days"),
        ({"starts_on": "soon"}, "contract.wrong_days"),
    ):
        with office_store.write() as c, refused(code):
            contracts.add(c, whole | wrong, ADMIN, AT, ids())
    with office_store.write() as c:
        made = contracts.add(c, whole, ADMIN, AT, ids())
        assert contracts.end(c, made, "2026-06-30", ADMIN, AT)
        assert contracts.row_of(c, made)["ends_on"] == "2026-06-30"


def test_the_last_administrator_stays(office_store):
    for act in (
        lambda c: staffing.leave(c, ADMIN, ADMIN, AT),
        lambda c: staffing.change(c, ADMIN, {"role": "office"}, ADMIN, AT),
    ):
        with office_store.write() as c, refused("person.last_admin"):
            act(c)
    with office_store.write() as c:
        staffing.change(c, LINA, {"role": "admin"}, ADMIN, AT)
        assert staffing.leave(c, ADMIN, ADMIN, AT)
    with office_store.write() as c, refused("person.last_admin"):
        staffing.leave(c, LINA, LINA, AT)


def test_somebody_changes_and_colleagues_hear_of_it(office_store):
    with office_store.write() as c:
        fields = {"certificate_no": "浙A0100", "areas": [YUNXI], "phone": "0571", "name": "李娜娜"}
        assert staffing.change(c, LINA, fields, ADMIN, AT)
        assert not staffing.change(c, LINA, fields, ADMIN, AT)
    told = building.told(office_store, "ref")["colleague", LINA]
    assert (told["name"], told["certificate_no"]) == ("李娜娜", "浙A0100")
    assert seen(office_store, LINA) == {WORKS, STORE_ROOM}
    with office_store.write() as c:
        assert staffing.leave(c, LINA, ADMIN, AT)
    assert ("colleague", LINA) not in building.told(office_store, "ref")
    assert acts(office_store) == ["person.change", "person.leave"]
    for wrong in ({"role": "king"}, {"certificate_until": "2026-13-01"}, {"name": ""}, {"login": "x"}):
        with refused("person.invalid"):
            staffing.read(wrong)


@pytest.mark.parametrize(
    "pattern",
    ["{n}", "{year}", "责改", "{year}{n}{x}", "{year}{n", "{year}{n.real}", "{year}{n:9999}", "{}{n}{year}"],
)
def test_a_pattern_that_could_give_a_number_twice_or_none_is_refused(pattern):
    with refused("settings.pattern"):
        settings.check_pattern(pattern)


def test_an_office_names_itself_and_its_orders(office_store):
    with office_store.write() as c:
        fields = {
            "office": "青山镇安监所",
            "office_short": "青山",
            "order_pattern": "{office}〔{year}〕{n}号",
        }
        assert set(settings.change(c, fields, ADMIN, AT)) == set(fields)
        assert orders.number_text(c, 2026, 7) == "青山〔2026〕7号"
        assert settings.follow_config(c, "别的名字") is None  # what was set here stays over a restart
        assert settings.change(c, fields, ADMIN, AT) == {}
    assert building.told(office_store, "ref")["office", "office"]["name"] == "青山镇安监所"
    assert acts(office_store) == ["office.settings"]


@pytest.mark.parametrize(
    ("office", "street"),
    [
        ("青禾街道应急管理办公室", "青禾街道"),
        ("临江市白鹭镇安监所", "临江市白鹭镇"),
        ("高桥乡", "高桥乡"),
        ("街道安全生产监督管理办公室", ""),
        ("安监所", ""),
    ],
)
def test_the_street_is_read_from_the_name_of_its_office(office, street):
    assert first_start.street_name(office) == street
