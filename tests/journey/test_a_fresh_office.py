"""An office from an empty folder to the first visit: everything through the command line and the office pages."""

import pytest
import sqlalchemy as sa

from app.storage import checklists, enterprises
from sync_server import tables
from tests.journey.fresh_office import COMPANY, Fresh
from tests.journey.phones import Phone


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    made = Fresh(tmp_path_factory.mktemp("fresh"))
    yield made
    made.close()


@pytest.fixture
def phone(fresh, tmp_path):
    made = []

    def one(login: str) -> Phone:
        made.append(Phone(tmp_path / login, fresh.served.url).sign_in(login, fresh.passwords[login]))
        made[-1].sync()
        return made[-1]

    yield one
    for each in made:
        each.close()


def firms(phone: Phone) -> set[str]:
    return {row.name for row in phone.read(enterprises.search)}


def test_an_empty_office_says_what_to_do_first_until_it_is_done(fresh, phone):
    assert "新办公室" in fresh.said
    for step in ("建区域", "加人员", "导入企业名单", "手机登录"):
        assert step in fresh.first_page
    assert "/office/settings/areas" in fresh.first_page
    phone("lina")
    assert "开始使用" not in fresh.admin.get("/office/")
    assert "开始使用" not in fresh.desk("linlan").get("/office/")


def test_an_import_makes_villages_only_when_told_to(fresh):
    assert "还没有建：杏林村" in fresh.preview
    assert "将新建村（社区）1 个：杏林村（1 家）" in fresh.preview_with_areas
    assert set(fresh.ids(tables.area)) == {"青禾街道", "云溪村", "松岭社区", "杏林村"}
    with fresh.context.store.read() as c:
        area = c.scalar(
            sa.select(tables.enterprise.c.area_id).where(tables.enterprise.c.name == "远望印刷厂")
        )
    assert area == fresh.ids(tables.area)["杏林村"]


def test_phones_get_the_shipped_checklists_and_what_their_people_may_see(fresh, phone):
    lina, zhenglan = phone("lina"), phone("zhenglan")
    assert len(lina.read(checklists.current)) == 20
    assert firms(lina) == {"顺达五金制品厂", "恒利塑胶有限公司"}
    assert firms(zhenglan) == set(fresh.firms)
    assert firms(phone("wangqiang")) == {"福兴木器厂"}
    assert firms(phone("chenjie")) == set()


def test_an_officers_first_visit_arrives(fresh, phone):
    lina = phone("lina")
    people = [lina.me()]
    with fresh.context.store.read() as c:
        other = (
            c.execute(sa.select(tables.person).where(tables.person.c.login == "zhenglan")).mappings().one()
        )
    people.append({"person_id": other["id"]} | {n: other[n] for n in ("name", "role", "certificate_no")})
    visit = lina.begin(fresh.firms["顺达五金制品厂"], people=people)
    lina.find(visit, "配电箱前堆放杂物", "1号车间")
    record = lina.finish(visit)
    lina.sync()
    assert lina.state_of(record) == "applied"
    seen = fresh.desk("linlan").get(f"/office/visits/{visit}")
    for words in ("顺达五金制品厂", "李娜", "郑兰", "3/3 张已到"):
        assert words in seen


def test_a_longer_contract_reaches_the_phone_and_an_ended_one_leaves_it(fresh, phone):
    wang = phone("wangqiang")
    fresh.admin.send(fresh.contract + "/enterprises?q=恒利", {"act": "all"}, seen_at=fresh.contract)
    wang.sync()
    assert firms(wang) == {"福兴木器厂", "恒利塑胶有限公司"}
    fresh.admin.send(fresh.contract + "/end", {"last_day": "2020-12-31"}, seen_at=fresh.contract)
    wang.sync()
    assert firms(wang) == set()
    again = {"company": COMPANY, "name": "年度技术服务", "starts_on": "2020-01-01", "ends_on": ""}
    fresh.admin.send(fresh.contract, again, seen_at=fresh.contract + "/edit")
    fresh.admin.send(fresh.contract + "/enterprises?q=恒利", {"act": "none"}, seen_at=fresh.contract)
    wang.sync()
    assert firms(wang) == {"福兴木器厂"}


def test_an_enterprise_that_moves_goes_from_one_phone_to_another(fresh, phone):
    lina, zhouli = phone("lina"), phone("zhouli")
    assert "恒利塑胶有限公司" in firms(lina) - firms(zhouli)
    where = f"/office/enterprises/{fresh.firms['恒利塑胶有限公司']}/edit"
    moved = {"name": "恒利塑胶有限公司", "code": "", "kind": "production", "status": "operating"}
    for area, sees, not_any_more in (("松岭社区", zhouli, lina), ("云溪村", lina, zhouli)):
        fresh.desk("linlan").send(where, moved | {"area_id": fresh.areas[area], "address": "云溪村 2 号"})
        lina.sync()
        zhouli.sync()
        assert "恒利塑胶有限公司" in firms(sees) - firms(not_any_more)


def test_somebody_with_another_area_has_other_enterprises_at_the_next_pull(fresh, phone):
    zhouli = phone("zhouli")
    with fresh.context.store.read() as c:
        who = c.scalar(sa.select(tables.person.c.id).where(tables.person.c.login == "zhouli"))
    form = {"name": "周立", "role": "officer", "language": "zh-CN", "certificate_no": "浙A0002"}
    for area, seen in (("杏林村", "远望印刷厂"), ("松岭社区", "福兴木器厂")):
        fresh.admin.send(f"/office/people/{who}", form | {"areas": fresh.ids(tables.area)[area]})
        zhouli.sync()
        assert firms(zhouli) == {seen}


def test_somebody_who_has_left_is_refused_at_the_next_request(fresh, phone):
    chen = phone("chenjie")
    with fresh.context.store.read() as c:
        who = c.scalar(sa.select(tables.person.c.id).where(tables.person.c.login == "chenjie"))
    page = f"/office/people/{who}"
    fresh.admin.send(page + "/active", {"active": "no"}, seen_at=page)
    status = chen.sync()
    assert (status.state, status.code) == ("paused", "device.blocked")
    fresh.admin.send(page + "/active", {"active": "yes"}, seen_at=page)
    status = chen.sync()
    assert status.state == "paused"  # in again, but only with the password
    chen.sign_in("chenjie", fresh.passwords["chenjie"])
    assert chen.sync().state == "idle"


def test_the_last_administrator_cannot_be_sent_away(fresh):
    with fresh.context.store.read() as c:
        who = c.scalar(sa.select(tables.person.c.id).where(tables.person.c.login == "admin"))
    with pytest.raises(AssertionError, match="最后一名系统管理员"):
        fresh.admin.send(f"/office/people/{who}/active", {"active": "no"}, seen_at=f"/office/people/{who}")
    with pytest.raises(AssertionError, match="最后一名系统管理员"):
        fresh.admin.send(f"/office/people/{who}", {"name": "管理员", "role": "office", "language": "zh-CN"})
