"""Lists of thousands of messy rows come into the register, and every row says what became of it."""

import json
import time

import pytest
import sqlalchemy as sa

from inspection.texts import speaker
from sync_server import enterprises, enterprises_import, tables
from tests.server import messy
from tests.server.intake_office import AT, counting_ids, open_office
from tests.server.intake_office import enterprises as kept


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = (
        f"sqlite:///{tmp_path}/office.db"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_database")
    )
    store = open_office(url)
    yield store
    store.close()


@pytest.fixture
def small_office(tmp_path):
    store = open_office(f"sqlite:///{tmp_path}/office.db")
    yield store
    store.close()


def previewed(store, sheet):
    with store.read() as c:
        return enterprises_import.preview(c, sheet)


def table(*rows, headings="企业名称,统一社会信用代码,地址,所在村社区"):
    text = "\n".join([headings, *rows])
    return enterprises_import.read(text.encode(), "名单.csv")


def kinds(store, *rows, **more):
    return [(row.kind, [r.code for r in row.reasons]) for row in previewed(store, table(*rows, **more)).rows]


def code(number):
    import random

    return messy.credit_code(random.Random(number))


def test_three_thousand_messy_rows_are_previewed_and_written_in_seconds(office):
    made, put = messy.rows(3200)
    began = time.monotonic()
    sheet = enterprises_import.read(messy.xlsx(made), "名单.xlsx")
    before = previewed(office, sheet)
    assert sheet.header_row == 3
    assert sheet.name == "名单"
    assert kept(office) == []
    counts = before.counts
    assert counts["refused"] == put["total"] + put["nameless"]
    assert counts["duplicate"] == put["twice"]
    assert before.empty == put["empty"]
    assert before.unknown_columns == ["消防验收文号"]
    found = before.reasons()
    assert found["code_old"] == put["old"]
    assert found["code_missing"] == put["missing"]
    assert found["code_damaged"] == put["damaged"]
    assert found["code_wrong_check"] == put["wrong_check"]
    steps = []
    result = enterprises_import.write(
        office, before, "zhaomin", AT, counting_ids(), lambda done, of: steps.append((done, of))
    )
    assert result.added == before.adds == len(kept(office))
    assert steps[0] == (500, before.adds)
    assert steps[-1] == (before.adds, before.adds)
    assert time.monotonic() - began < 60
    again = previewed(office, sheet)
    assert again.accepted == []
    assert again.counts["same"] == before.adds


def test_codes_come_in_as_the_register_writes_them_and_odd_ones_are_kept(small_office):
    made, _ = messy.rows(60)
    sheet = enterprises_import.read(messy.xlsx(made), "名单.xlsx")
    enterprises_import.write(small_office, previewed(small_office, sheet), "zhaomin", AT, counting_ids())
    rows = kept(small_office)
    by_kind = {row["code_kind"]: row for row in rows}
    assert set(by_kind) == {"credit", "old", "odd", "temporary"}
    assert all(row["code"].isascii() and row["code"] == row["code"].upper() for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)
    assert any("9.13399E+17" in row["profile"] or "damaged_code" in row["profile"] for row in rows)
    formula = [row for row in rows if "HYPERLINK" in row["profile"]]
    assert json.loads(formula[0]["profile"])["note"] == '=HYPERLINK("http://a")'
    assert {row["area_id"] for row in rows} == {"yunxi", "songling"}
    assert {row["grade"] for row in rows} == {"red", "orange", "blue"}
    assert rows[0]["contact_phone"].startswith("139")
    assert json.loads(rows[0]["profile"])["extra"]["行业类别"]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t"), ("utf-16-le", ",")],
)
def test_a_csv_file_reads_the_same_in_every_encoding_and_with_every_delimiter(
    small_office, encoding, delimiter
):
    made, put = messy.rows(3100)
    raw = messy.csv_text(made, delimiter).encode(encoding)
    before = previewed(small_office, enterprises_import.read(raw, "名单.csv"))
    assert before.counts["duplicate"] == put["twice"]
    assert before.reasons()["code_old"] == put["old"]
    assert before.unknown_columns == ["消防验收文号"]
    assert before.adds > 2800


def test_the_same_enterprise_twice_in_a_file_is_taken_once(small_office):
    found = kinds(
        small_office,
        f"甲乙机械厂,{code(1)},路1号,云溪村",
        f"甲乙机械厂（分部）,{code(1)},路1号,云溪村",
        "丙丁食品店,,路2号,云溪村",
        "丙丁 食品店,,路２号,云溪村",
        "丙丁食品店,,路9号,云溪村",
    )
    assert found[0] == ("new", [])
    assert found[1] == ("duplicate", ["same_code_in_file"])
    assert found[2] == ("warned", ["code_missing"])
    assert found[3][0] == "duplicate"
    assert found[3][1][0] == "same_name_in_file"
    assert found[4] == ("warned", ["code_missing", "name_shared"])


def test_a_row_finds_its_enterprise_in_the_register_by_code_or_by_name(small_office):
    with small_office.write() as c:
        ids = counting_ids()
        first = enterprises.add(
            c,
            {"name": "甲乙机械厂", "code": code(1), "area_id": "yunxi", "address": "路1号"},
            "zhaomin",
            AT,
            ids,
        )
        enterprises.add(c, {"name": "丙丁食品店", "area_id": "yunxi"}, "zhaomin", AT, ids)
        enterprises.add(
            c, {"name": "戊己木业", "code": "330199000000001", "area_id": "yunxi"}, "zhaomin", AT, ids
        )
    found = kinds(
        small_office,
        f"甲乙机械厂,{code(1)},路1号,云溪村",
        f"丙丁食品店,{code(2)},路3号,云溪村",
        f"戊己木业,{code(3)},,云溪村",
        f"甲乙机械厂,{code(4)},路7号,云溪村",
    )
    assert found[0] == ("same", [])
    assert found[1] == ("changed", [])
    assert found[2] == ("warned", ["code_replaced"])
    assert found[3][0] == "warned"
    assert found[3][1] == ["name_shared", "name_in_register"]
    renamed = previewed(small_office, table(f"甲乙精密机械厂,{code(1)},路1号,云溪村"))
    assert renamed.rows[0].enterprise_id == first
    assert [r.code for r in renamed.rows[0].reasons] == ["renamed"]


def test_empty_cells_never_wipe_out_what_the_register_knows(small_office):
    with small_office.write() as c:
        fields = {
            "name": "甲乙机械厂",
            "code": code(1),
            "area_id": "yunxi",
            "address": "路1号",
            "contact": "钱某",
            "profile": {"employees": 9},
        }
        enterprises.add(c, fields, "zhaomin", AT, counting_ids())
    before = previewed(
        small_office,
        table(f"甲乙机械厂,{code(1)},,不知道村,12", headings="企业名称,信用代码,地址,村居,职工人数"),
    )
    enterprises_import.write(small_office, before, "zhaomin", AT, counting_ids())
    row = kept(small_office)[0]
    assert (row["address"], row["contact"], row["area_id"], row["rev"]) == ("路1号", "钱某", "yunxi", 2)
    assert json.loads(row["profile"]) == {"employees": 12}


def test_villages_are_found_however_they_are_spelled(small_office):
    spelled = [
        "云溪村",
        "云溪村委会",
        "云溪村村民委员会",
        "云溪社区",
        "云 溪",
        "青禾街道云溪村",
        "云溪",
        "火星村",
        "",
    ]
    rows = [f"第{place}家厂,{code(place)},路{place}号,{name}" for place, name in enumerate(spelled)]
    rows.append(f"看地址厂,{code(99)},青禾街道松岭社区8号,")
    before = previewed(small_office, table(*rows))
    assert [row.fields.get("area_id") for row in before.rows] == ["yunxi"] * 7 + [None, None, "songling"]
    assert [r.code for r in before.rows[7].reasons] == ["area_unknown"]
    assert [r.code for r in before.rows[8].reasons] == ["area_missing"]
    assert [r.code for r in before.rows[9].reasons] == ["area_from_address"]
    enterprises_import.write(small_office, before, "zhaomin", AT, counting_ids())
    assert [row["area_id"] for row in kept(small_office)][7:] == ["street", "street", "songling"]


def test_writing_can_be_stopped_and_taken_up_again(small_office):
    made, _ = messy.rows(1400)
    sheet = enterprises_import.read(messy.xlsx(made), "名单.xlsx")
    before = previewed(small_office, sheet)
    result = enterprises_import.write(
        small_office, before, "zhaomin", AT, counting_ids(), lambda done, of: False
    )
    assert result.stopped
    assert (result.added, result.left) == (500, before.adds - 500)
    again = previewed(small_office, sheet)
    assert again.adds == before.adds - 500


def test_what_came_in_between_preview_and_writing_is_left_alone(small_office):
    before = previewed(
        small_office, table(f"甲乙机械厂,{code(1)},路1号,云溪村", f"丙丁厂,{code(2)},路2号,云溪村")
    )
    with small_office.write() as c:
        enterprises.add(
            c, {"name": "甲乙机械厂", "code": code(1), "area_id": "yunxi"}, "zhaomin", AT, lambda: "else"
        )
    result = enterprises_import.write(small_office, before, "zhaomin", AT, counting_ids())
    assert result.overtaken == [2]
    assert len(kept(small_office)) == 2


def test_phones_of_the_area_are_told_and_the_import_is_audited(small_office):
    before = previewed(small_office, table(f"甲乙机械厂,{code(1)},路1号,云溪村"))
    enterprises_import.write(small_office, before, "zhaomin", AT, counting_ids(), origin="10.0.0.9")
    with small_office.read() as c:
        assert c.execute(
            sa.select(tables.change.c.bucket).where(tables.change.c.kind == "enterprise")
        ).scalars().all() == ["a:yunxi"]
        row = c.execute(sa.select(tables.audit)).mappings().one()
    assert (row["act"], row["person_id"]) == ("enterprise.import", "zhaomin")
    assert row["origin"] == "10.0.0.9"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_an_import_will_do_and_has_done_is_said_in_sentences(small_office, tmp_path, language):
    say = speaker(language)
    made, _ = messy.rows(120)
    path = tmp_path / "名单.xlsx"
    path.write_bytes(messy.xlsx(made))
    before = previewed(small_office, enterprises_import.read(path))
    lines = enterprises_import.told_before(before, say) + enterprises_import.row_lines(before, say)
    result = enterprises_import.write(small_office, before, "zhaomin", AT, counting_ids())
    lines += enterprises_import.told_after(result, say)
    said = "\n".join(lines)
    assert "import." not in said
    assert "{" not in said
    assert "名单.xlsx" in lines[0]
    assert str(before.adds) in lines[-1]


def test_villages_that_are_missing_are_made_once_however_they_are_spelled(office):
    rows = (
        "远望印刷厂,,杏林路 1 号,杏林村",
        "近水塑料厂,,杏林路 2 号,青禾街道杏林村委会",
        "新河五金厂,,,云溪村",
    )
    sheet = table(*rows)
    assert previewed(office, sheet).areas_lacking == {"杏林村": 1, "青禾街道杏林村委会": 1}
    with office.read() as c:
        before = enterprises_import.preview(c, sheet, create_areas=True)
    assert list(before.areas_made.values()) == [("杏林村", 2)]
    result = enterprises_import.write(office, before, "p", AT, counting_ids())
    assert result.areas == ["杏林村"]
    with office.read() as c:
        found = c.execute(sa.select(tables.area).where(tables.area.c.name == "杏林村")).mappings().one()
    assert (found["kind"], found["parent_id"]) == ("village", "street")
    assert [row["area_id"] for row in kept(office)].count(found["id"]) == 2
    with office.read() as c:
        again = enterprises_import.preview(c, sheet, create_areas=True)
    assert (again.accepted, again.areas_made) == ([], {})
