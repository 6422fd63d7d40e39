"""A checklist file is published in whole or not at all, and every fault in it is named."""

import json

import pytest
import sqlalchemy as sa

from inspection.checklist import from_json, quick_items, suggested
from inspection.texts import speaker
from sync_server import checklists_import, tables
from tests.server.intake_office import AT, open_office

GOOD = """\
checklists:
- code: KILN
  title_zh: 工业窑炉
  title_en: Kilns
  industries: [建材]
  tags: [machinery]
  items:
  - code: KILN-01
    text_zh: 燃气总管设压力报警
    basis: 部令第10号
    severity: major
    deadline_days: 0
    major_rules: [MEM10-6-5]
  - code: KILN-02
    text_zh: 测量炉壁温度
    severity: general
    deadline_days: 7
    answer: number
    unit: ℃
    min: 0
    max: 60.50
"""
BAD = """\
checklists:
- code: KILN
  title_zh: 工业窑炉
  tags: [volcano]
  colour: red
  items:
  - code: KILN-01
    severity: terrible
    deadline_days: soon
    answer: photo
    photo_required_on_fail: sometimes
  - code: KILN-01
    text_zh: 测量炉壁温度
    severity: general
    deadline_days: 7
    min: 5
    max: warm
    major_rules: [第六条]
- code: KILN
  title_zh: ''
  items: []
"""


@pytest.fixture
def office(tmp_path):
    store = open_office(f"sqlite:///{tmp_path}/office.db")
    yield store
    store.close()


def publish(store, text):
    lists, faults = checklists_import.read(text.encode())
    assert faults == []
    with store.write() as c:
        return checklists_import.publish(c, lists, AT)


def stored(store):
    with store.read() as c:
        rows = c.execute(
            sa.select(tables.checklist).order_by(tables.checklist.c.code, tables.checklist.c.version)
        ).mappings()
        return [(row["code"], row["version"], row["current"]) for row in rows]


def test_the_shipped_checklists_are_clean_and_ask_what_they_should():
    lists = [from_json(body) for body in checklists_import.shipped()]
    assert len(lists) == 20
    assert sum(len(one.items) for one in lists) == 327
    assert sum(item.severity == "major" for one in lists for item in one.items) == 54
    assert [one.code for one in lists if one.always] == ["BASE", "ELEC", "FIRE"]
    assert {tag for one in lists for tag in one.tags} == set(checklists_import.TAGS)
    oxygen = next(item for one in lists for item in one.items if item.code == "CONF-15")
    assert (oxygen.min, oxygen.max) == ("19.5", "23.5")
    assert [one.code for one in suggested(lists, ["dust"], [])] == ["BASE", "ELEC", "FIRE", "DUST"]
    assert all(quick_items(one) for one in lists)


def test_every_tag_has_a_name_in_both_languages():
    for language in ("zh-CN", "en"):
        assert all(f"tag.{tag}" in speaker(language) for tag in checklists_import.TAGS)


def test_the_same_file_again_makes_no_new_version_and_a_changed_one_keeps_the_old(office):
    assert publish(office, GOOD) == [("KILN", 1, "new")]
    assert publish(office, GOOD) == [("KILN", 1, "same")]
    assert publish(office, GOOD.replace("炉壁", "炉顶")) == [("KILN", 2, "changed")]
    assert stored(office) == [("KILN", 1, False), ("KILN", 2, True)]
    with office.read() as c:
        told = {
            row.id: json.loads(row.body)
            for row in c.execute(sa.select(tables.change).where(tables.change.c.kind == "checklist"))
        }
    assert told["KILN@1"]["current"] is False
    assert told["KILN@2"]["current"] is True


def test_limits_stay_as_they_are_written_and_json_says_the_same_as_yaml(office):
    lists, _ = checklists_import.read(GOOD.encode())
    item = lists[0]["items"][1]
    assert (item["min"], item["max"]) == ("0", "60.5")
    again, faults = checklists_import.read(json.dumps({"checklists": lists}, indent="\t").encode())
    assert (again, faults) == (lists, [])
    assert publish(office, GOOD) == [("KILN", 1, "new")]


def test_every_fault_is_told_with_its_list_item_line_and_field():
    _, faults = checklists_import.read(BAD.encode())
    told = [(f.list, f.item, f.line, f.field, f.reason) for f in faults]
    assert told == [
        ("KILN", "", 5, "colour", "unknown_field"),
        ("KILN", "", 4, "tags", "unknown_tag"),
        ("KILN", "KILN-01", 7, "text_zh", "missing"),
        ("KILN", "KILN-01", 8, "severity", "unknown_severity"),
        ("KILN", "KILN-01", 9, "deadline_days", "not_days"),
        ("KILN", "KILN-01", 10, "answer", "unknown_answer"),
        ("KILN", "KILN-01", 11, "photo_required_on_fail", "not_a_flag"),
        ("KILN", "KILN-01", 17, "max", "not_a_number"),
        ("KILN", "KILN-01", 18, "major_rules", "unknown_rule"),
        ("KILN", "KILN-01", 12, "code", "item_twice"),
        ("KILN", "KILN-01", 16, "min", "limit_without_number"),
        ("KILN", "", 20, "title_zh", "missing"),
        ("KILN", "", 19, "code", "list_twice"),
        ("KILN", "", 21, "items", "no_items"),
    ]


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        ("empty", b""),
        ("not_yaml", b"a: [1, 2"),
        ("not_json", b'{"checklists": [}'),
        ("not_utf8", "检查表".encode("gb18030")),
        ("no_lists", b"just: words"),
        ("twice", b"checklists: []\nchecklists: []\n"),
        ("too_large", b"#" * 6_000_000),
        ("alias", b"a: &a [1]\nb: [*a, *a]\n"),
        ("too_deep", b"[" * 3000 + b"]" * 3000),
        ("not_yaml", b"\x00"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(reason, raw):
    lists, faults = checklists_import.read(raw)
    assert lists == []
    assert [f.reason for f in faults] == [reason]
    for language in ("zh-CN", "en"):
        assert "checklists." not in checklists_import.fault_line(faults[0], speaker(language))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_command_line_publishes_nothing_from_a_faulty_file(office, tmp_path, language):
    say = speaker(language)
    path = tmp_path / "list.yaml"
    path.write_text(BAD, "utf-8")
    published, lines = checklists_import.import_file(office, path, AT, say)
    assert not published
    assert len(lines) == 15
    assert not any("checklists.fault" in line or "{" in line for line in lines)
    assert stored(office) == []
    path.write_text(GOOD, "utf-8")
    published, lines = checklists_import.import_file(office, path, AT, say)
    assert published
    assert len(lines) == 2
