"""The enterprise file, the visit, the lists and the small changes around them."""

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from sync_server import enterprises, projections, tables
from tests.server import building
from tests.server.building import ADMIN, AT, LINA, LINLAN, SONGLING, WORKS, YUNXI, ZHAOMIN
from tests.server.office.desk import ZHENGLAN

FILE = f"/office/enterprises/{WORKS}"


def test_the_file_shows_profile_visits_hazards_documents_plans_and_contract(looked_at):
    office, _ = looked_at
    page = office.browser(LINLAN).get(FILE).text
    for words in (
        "云雀精密机械有限公司",
        "临时编号",
        "未销号隐患（5）",
        "1号车间东侧",
        "执法检查",
        "技术服务",
        "应急责改〔2026〕1号",
        "2026-11-25 李娜",
        "o-safe",
    ):
        assert words in page


def test_a_visit_shows_people_answers_findings_signatures_and_how_many_photos_came(looked_at):
    office, ids = looked_at
    page = office.browser(LINLAN).get(f"/office/visits/{ids['visit']}").text
    for words in (
        "证号 浙A0001",
        "证号 浙A0002",
        "第 1 项要求",
        "不符合 3",
        "东侧堆放纸箱",
        "除尘系统未运行",
        "0/4 张已到",
        "证据链完整",
        "30.274100, 120.155100",
        "吴厂长",
    ):
        assert words in page
    refused = office.browser(LINLAN).get(f"/office/visits/{ids['service']}").text
    assert "拒绝签名：负责人不在，不便签字" in refused
    assert "见证人：孙莉" in refused


def test_basic_fields_are_shown_before_and_after_and_saved_with_a_trace(office):
    told = {
        "name": "云雀精密机械有限公司",
        "code": "91330100799655058B",
        "area_id": YUNXI,
        "kind": "production",
    }
    told |= {"status": "operating", "grade": "orange", "tags": ["dust"], "contact": "吴厂长"}
    browser = office.browser(ZHAOMIN)
    asked = browser.post(FILE + "/edit", told)
    assert "未分级 → 橙色" in asked.text
    assert 'name="tags" value="dust"' in asked.text
    assert browser.post(FILE + "/edit", told, sure=True).headers["location"] == FILE + "?done=saved"
    (row,) = office.rows(tables.enterprise, tables.enterprise.c.id == WORKS)
    assert (row["grade"], row["code_kind"], row["tags"]) == ("orange", "credit", '["dust"]')
    assert "enterprise.change" in office.acts()
    assert "nothing" in browser.post(FILE + "/edit", told, sure=True).headers["location"]


def test_a_code_that_fails_its_check_is_kept_with_a_warning(office):
    told = {
        "name": "新厂",
        "code": "91330100799655058A",
        "area_id": YUNXI,
        "kind": "small",
        "status": "operating",
    }
    answer = office.browser(ZHAOMIN).post("/office/enterprises/new", told, sure=True)
    page = office.browser(ZHAOMIN).get(answer.headers["location"]).text
    assert "校验不对" in page
    twin = office.browser(ZHAOMIN).post("/office/enterprises/new", told)
    assert "档案里已有同名或同代码的企业" in twin.text


def test_a_visit_is_planned_once_and_only_for_somebody_who_may_go(office):
    told = {
        "person_id": LINA,
        "day": "2026-11-30",
        "track": "inspection",
        "purpose": "recheck",
        "plan_id": "plan-9",
    }
    browser = office.browser(ZHAOMIN)
    assert "确认安排" in browser.post(FILE + "/plan", told).text
    for _ in range(2):
        assert browser.post(FILE + "/plan", told, sure=True).status_code == 303
    assert len(office.rows(tables.plan, tables.plan.c.id == "plan-9")) == 1
    assert ("plan", "plan-9") in building.told(office.store, f"u:{LINA}")
    for wrong in (
        {"person_id": "p-wangqiang"},
        {"day": "2026-11-01"},
        {"person_id": ZHENGLAN},
        {"purpose": "tea"},
        {"day": ""},
    ):
        assert (
            browser.post(FILE + "/plan", told | {"plan_id": "plan-10"} | wrong, sure=True).status_code == 409
        )
    assert browser.post("/office/plans/plan-9/drop", sure=True).status_code == 303
    assert ("plan", "plan-9") not in building.told(office.store, f"u:{LINA}")
    assert [act for act in office.acts() if act.startswith("plan.")] == ["plan.add", "plan.drop"]


def test_a_held_record_is_explained_and_judged_again(office):
    page = office.browser(ADMIN).get("/office/attention").text
    assert "待补" in page
    assert "被退回" in page
    where = f"/office/attention/{office.ids['held']}"
    record = office.browser(ADMIN).get(where).text
    assert "f-unknown" in record
    assert "完整保存" in record
    assert office.browser(ADMIN).post(where + "/again", sure=True).status_code == 303
    assert "record.again" in office.acts()


def test_a_lost_phone_is_blocked_and_let_in_again(office):
    browser, where = office.browser(ADMIN), f"/office/devices/{office.ids['device']}/state"
    assert "不能再上传或接收" in browser.post(where, {"state": "blocked"}).text
    for state in ("blocked", "upload_only", "active"):
        browser.post(where, {"state": state}, sure=True)
        assert office.rows(tables.device, tables.device.c.id == office.ids["device"])[0]["state"] == state
    assert browser.post(where, {"state": "exploded"}, sure=True).status_code == 409
    assert office.acts().count("device.state") == 3


def test_a_photo_is_shown_to_those_who_reach_it_and_says_what_is_known(office):
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(picture, "JPEG")
    sha = office.ids["photo"]
    browser = office.browser(LINA)
    assert browser.get(f"/office/photos/{sha}?size=thumb").status_code == 404  # named, not here yet
    assert "还没有从手机传到办公室" in browser.get(f"/office/photos/{sha}/about").text
    stored = office.context.photos.put(picture.getvalue())
    with office.store.write() as c:  # the same photo under the hash of real bytes
        c.execute(
            sa.insert(tables.photo).values(
                sha256=stored, size=9, mime="image/jpeg", w=640, h=480, state="stored"
            )
        )
        use = (
            c.execute(sa.select(tables.photo_use).where(tables.photo_use.c.sha256 == sha)).mappings().first()
        )
        manifest = '{"source": "imported", "taken_at": "2026-11-23T01:00:00.000+00:00", "device": "红米"}'
        c.execute(sa.insert(tables.photo_use).values(dict(use) | {"sha256": stored, "manifest": manifest}))
    for size in ("thumb", "screen"):
        answer = browser.get(f"/office/photos/{stored}?size={size}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).size[0] <= 1600
    full = browser.get(f"/office/photos/{stored}?size=full")
    assert full.content == picture.getvalue()
    assert "attachment" in full.headers["content-disposition"]
    about = browser.get(f"/office/photos/{stored}/about").text
    for words in ("相册选取", "2026-11-23 09:00:00", "红米", stored):
        assert words in about
    assert office.browser(ZHENGLAN).get(f"/office/photos/{stored}?size=thumb").status_code == 404
    assert office.browser(None).get(f"/office/photos/{stored}?size=thumb").status_code == 303


@pytest.mark.parametrize("text", ["精密机", "yqjm", "YQJM", "0799655", "91330100799655058b", "云雀 精密"])
def test_enterprises_are_found_by_part_of_name_initials_or_code(office, text):
    with office.store.write() as c:
        enterprises.change(c, WORKS, {"name": "云雀精密机械厂", "code": "91330100799655058B"}, ZHAOMIN, AT)
    page = office.browser(LINA).get("/office/enterprises", params={"q": text}).text
    assert "云雀精密机械厂" in page
    assert "青藤包装" not in page


def test_pages_of_a_list_follow_each_other_without_gap_or_double(office):
    with office.store.write() as c:
        for n in range(120):
            enterprises.add(
                c, {"name": f"流水五金{n:03d}号", "area_id": YUNXI}, ZHAOMIN, AT, office.context.new_id
            )
    browser, seen, where = office.browser(LINA), [], "/office/enterprises?q=流水五金"
    import html
    import re

    while where:
        page = browser.get(where).text
        seen += re.findall(r"流水五金\d{3}号", page)
        further = re.search(r'href="([^"]*after=[^"]*)"', page)
        where = html.unescape(further.group(1)) if further else None
    assert len(seen) == 120
    assert sorted(set(seen)) == sorted(seen)
    nonsense = browser.get("/office/enterprises?after=bm9uc2Vuc2U")
    assert nonsense.status_code == 200


def test_the_filters_of_hazards_narrow_the_list(office):
    office.now = AT.replace(day=28)
    browser = office.browser(LINLAN)
    late = browser.get("/office/hazards?overdue=1&state=owed").text
    assert "货物堆放过高" in late
    assert "逾期 2 天" in late
    assert "1号车间东侧" not in late
    assert "打磨间" in browser.get("/office/hazards?severity=major").text
    assert "1号车间东侧" not in browser.get("/office/hazards?severity=major").text
    assert "货物堆放过高" in browser.get("/office/advice").text
    number = building.hazard(office.store, office.ids["major"])["number"]
    assert browser.get(f"/office/hazards?number={number}").headers["location"].endswith(office.ids["major"])
    assert "没有编号为" in browser.get("/office/hazards?number=YH-1-1").text


def test_the_overview_counts_with_numerators_and_shows_no_rate_where_nothing_was_found(office):
    page = office.browser(LINLAN).get("/office/?period=month").text
    assert "0/5 条已销号" in page
    with office.store.write() as c:
        for table in (tables.hazard_history, tables.finding, tables.hazard):
            c.execute(sa.delete(table))
        projections.enterprise_changed(c, WORKS)
    page = office.browser(LINLAN).get("/office/?period=month&fresh=1").text
    assert "<b>—</b>" in page
    assert "本期没有发现隐患" in page
    assert "100" not in page.split("整改率")[1][:60]


def test_a_changed_enterprise_stands_in_the_audit_by_name_with_what_changed_and_from_where(office):
    form = {"name": "云雀精密机械有限公司", "area_id": SONGLING, "kind": "production", "status": "suspended"}
    form |= {"grade": "red", "tags": "dust"}
    assert office.browser(ZHAOMIN).post(f"{FILE}/edit", form, sure=True).status_code == 303
    row = max(office.rows(tables.audit), key=lambda row: row["n"])
    assert (row["act"], row["origin"]) == ("enterprise.change", "testclient")
    page = office.browser(LINLAN).get(f"/office/audit?kind=enterprise&target={WORKS}").text
    for words in ("云雀精密机械有限公司", "村社区：云溪村", "村社区：松岭社区", "testclient"):
        assert words in page
    for raw in ("name_key", "[&#34;dust&#34;]", "area_id", SONGLING):
        assert raw not in page


def test_what_was_done_to_whom_is_said_by_name(office):
    hazard = f"/office/hazards/{office.ids['general']}"
    told = {"receiver": "消防", "reason": "职责"}
    office.browser(LINLAN).post(f"{hazard}/moves/transfer", told, sure=True)
    office.browser(LINLAN).post(f"/office/visits/{office.ids['visit']}/seen", sure=True)
    page = office.browser(LINLAN).get("/office/audit").text
    number = building.hazard(office.store, office.ids["general"])["number"]
    assert f">{number}</a>" in page
    assert "云雀精密机械有限公司 2026-11-23" in page


def test_a_visit_marked_as_seen_is_no_longer_new(office):
    where = f"/office/visits/{office.ids['visit']}"
    assert office.browser(LINA).post(where + "/seen", sure=True).status_code == 303
    assert office.rows(tables.visit, tables.visit.c.id == office.ids["visit"])[0]["review"] == "seen"
    assert "visit.seen" in office.acts()
