"""An office restored from a backup gets its lost days back; scope that changes takes and gives."""

from sqlalchemy import delete, insert

from app.storage import enterprises, given, meta
from app.storage.tables import cursor
from sync_server import backup as backups
from sync_server import projections, tables
from tests.journey.agreement import agree, counts
from tests.journey.test_bad_lines import a_visit_with


def firms(phone) -> list[str]:
    return sorted(row.id for row in phone.read(enterprises.search))


def test_lost_days_come_back_and_a_recheck_that_comes_first_waits_for_its_hazard(office, phone, tmp_path):
    wang, liu = phone("wang").sign_in("wangqiang"), phone("liu").sign_in("liuyang")
    wang.sync()
    liu.sync()
    backup(office, tmp_path / "backup")

    visit = wang.begin("e-shunda", track="service", purpose="advice")
    hazard = wang.find(visit, "气瓶未固定", "焊接区")
    record = wang.finish(visit)
    wang.sync()
    liu.sync()
    assert liu.hazard(hazard).state == "advised"
    decided = liu.recheck(hazard)

    restore(office, tmp_path / "backup")
    assert office.rows(tables.inbox) == []
    liu.sync()
    assert liu.state_of(decided) == "held"
    assert liu.hazard(hazard) is None  # the office does not know it just now
    wang.sync()
    assert wang.state_of(record) == "applied"
    liu.sync()
    assert liu.state_of(decided) == "applied"
    assert office.hazard(hazard)["state"] == "closed"
    wang.sync()
    agree(office, wang, liu)
    assert counts(office)["inbox"] == 2


def test_a_restore_costs_no_second_upload_of_photos_that_are_still_there(office, line, phone, tmp_path):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    a_visit_with(li, photos=3)
    li.sync()
    backup(office, tmp_path / "backup")
    restore(office, tmp_path / "backup")
    line.requests.clear()
    li.sync()
    assert line.asked("/api/uploads") == 0
    assert line.asked("/api/records/status") == 1
    agree(office, li)


def test_a_firm_that_leaves_the_contract_leaves_the_phone_and_the_work_done_there_stays(office, phone):
    wang = phone("wang").sign_in("wangqiang")
    wang.sync()
    assert firms(wang) == ["e-fuxing", "e-shunda"]
    office.stop()
    visit = wang.begin("e-shunda", track="service", purpose="advice")
    wang.find(visit, "通道堵塞", "成品库")
    record = wang.finish(visit)
    with office.context.store.write() as c:
        mine = tables.contract_enterprise.c.enterprise_id == "e-shunda"
        c.execute(delete(tables.contract_enterprise).where(mine))
        projections.enterprise_changed(c, "e-shunda")
    office.start()
    wang.sync()
    assert firms(wang) == ["e-fuxing"]
    assert wang.state_of(record) in ("applied", "refused")  # kept in either case
    assert [row["id"] for row in office.rows(tables.inbox)] == [record]


def test_losing_an_area_takes_its_rows_and_getting_it_back_brings_the_past(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    _, finding = a_visit_with(li)
    li.sync()
    set_areas(office, "lina", ["songling"])
    li.sync()
    assert firms(li) == ["e-fuxing"]
    assert li.hazard(finding) is None
    set_areas(office, "lina", ["yunxi", "songling"])
    li.sync()
    assert firms(li) == ["e-fuxing", "e-hengli", "e-shunda"]
    assert li.hazard(finding) is not None
    agree(office, li)


def test_a_phone_that_knows_more_than_the_office_starts_that_bucket_over(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    with li.store.write() as s:
        s.execute(cursor.update().where(cursor.c.bucket == "a:yunxi").values(pos=10_000))
    li.sync()
    assert firms(li) == ["e-fuxing", "e-hengli", "e-shunda"]
    assert li.read(given.cursors)["a:yunxi"] < 10_000


def test_a_first_fetch_that_breaks_off_goes_on_where_it_was(office, line, phone, monkeypatch):
    monkeypatch.setattr("app.sync.pull.PAGE", 3)
    li = phone("li", line.address).sign_in("lina")
    for _ in range(15):  # every fourth page is lost on the way
        line.faults.clear()
        line.lose_answers("/api/pull", skip=3)
        if li.sync().state == "idle":
            break
    assert firms(li) == ["e-fuxing", "e-hengli", "e-shunda"]
    assert li.read(meta.get, "epoch")


def set_areas(office, person: str, areas: list[str]) -> None:
    with office.context.store.write() as c:
        c.execute(delete(tables.person_area).where(tables.person_area.c.person_id == person))
        for one in areas:
            c.execute(insert(tables.person_area).values(person_id=person, area_id=one))


def backup(office, folder) -> None:
    backups.backup(office.context, folder)


def restore(office, folder) -> None:
    """Yesterday's backup in the place of today's office; restoring gives it a new epoch."""
    office.stop()
    backups.restore(office.context, folder, replace=True)
    office.start()
