"""From the tap to the closed hazard, with phones, server and desk: an inspection, and a service visit."""

from datetime import UTC, datetime, timedelta

from inspection.days import china_day
from sync_server import tables
from tests.journey.agreement import agree, counts
from tests.journey.office import Office
from tests.journey.phones import a_photo


def in_days(days: int) -> str:
    return (china_day(datetime.now(UTC)) + timedelta(days=days)).isoformat()


def test_an_inspection_ends_in_an_order_a_recheck_and_a_closed_hazard(office, phone):
    li = phone("li").sign_in("lina")
    assert li.sync().state == "idle"
    office.stop()  # out of reach, as on a factory floor

    visit = li.begin("e-shunda")
    wiring = li.find(visit, "配电箱前堆放杂物", "一楼车间东侧", photos=2)
    li.find(visit, "灭火器压力不足", "二楼仓库", fixed_on_site=False)
    record = li.finish(visit)
    assert li.sync().state == "offline"
    assert li.state_of(record) == "waiting"

    office.start()
    assert li.sync().state == "idle"
    assert li.state_of(record) == "applied"
    assert counts(office) | {"hazard_history": 0} == {
        "inbox": 1, "visit": 1, "finding": 2, "hazard": 2, "hazard_history": 0,
    }  # fmt: skip
    agree(office, li)

    office.order("e-shunda", [wiring], due=in_days(7))
    liu = phone("liu").sign_in("liuyang")
    liu.sync()
    assert [(task.hazard.id, task.hazard.state) for task in liu.tasks()] == [(wiring, "ordered")]
    assert liu.services.sync.photo(liu.hazard(wiring).photos[0].sha256)

    decided = liu.recheck(wiring)
    assert liu.hazard(wiring).shown_state == "closed"
    liu.sync()
    assert liu.state_of(decided) == "applied"
    assert office.hazard(wiring)["state"] == "closed"
    li.sync()
    assert li.hazard(wiring).state == "closed"
    agree(office, li, liu)


def test_the_same_holds_with_postgresql_behind_the_office(postgres_database, phone, tmp_path):
    folder = tmp_path / "office-on-postgresql"
    folder.mkdir()
    office = Office(folder, postgres_database).furnish()
    office.start()
    try:
        li = phone("li", office.address).sign_in("lina")
        li.sync()
        visit = li.begin("e-shunda")
        finding = li.find(visit, "疏散指示标志损坏", "三楼走廊")
        record = li.finish(visit)
        li.sync()
        assert li.state_of(record) == "applied"
        office.order("e-shunda", [finding], due=in_days(7))
        li.sync()
        li.recheck(finding)
        li.sync()
        assert office.hazard(finding)["state"] == "closed"
        agree(office, li)
    finally:
        office.close()


def test_advice_of_an_expert_becomes_an_order_once_officers_have_seen_it(office, phone):
    wang = phone("wang").sign_in("wangqiang")
    wang.sync()
    visit = wang.begin("e-shunda", track="service", purpose="advice")
    advised = wang.find(visit, "砂轮机没有防护罩", "打磨间")
    record = wang.finish(visit)
    wang.sync()
    assert wang.state_of(record) == "applied"
    hazard = office.hazard(advised)
    assert hazard["track"] == "service"
    assert hazard["state"] in ("registered", "graded", "advised")
    wang.sync()

    li = phone("li").sign_in("lina")
    li.sync()
    seen = li.begin("e-shunda")
    again = li.do.open_finding(seen, None, None, hazard_id=advised)
    li.do.edit_finding(again, place="打磨间", text="砂轮机没有防护罩，复核属实")
    li.do.keep_photo(a_photo(), "finding", again, "before", seen)
    li.finish(seen)
    li.sync()
    office.order("e-shunda", [advised], due=in_days(10))
    assert office.hazard(advised)["state"] == "ordered"
    wang.sync()
    assert wang.hazard(advised).state == "ordered"
    li.sync()
    agree(office, wang, li)


def test_a_major_hazard_reaches_the_office_before_its_visit(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    visit = li.begin("e-hengli")
    major = li.find(visit, "喷漆房与明火作业同室", "喷漆房", severity="major")
    ahead = li.do.send_finding_ahead(major)
    li.sync()
    assert li.state_of(ahead) == "applied"
    assert office.hazard(major)["severity"] == "major"
    assert office.rows(tables.visit) == []

    record = li.finish(visit)
    li.sync()
    assert li.state_of(record) == "applied"
    assert len(office.rows(tables.finding)) == 1
    agree(office, li)
