"""Files that are no list of enterprises get a sentence; codes are read however they are written."""

import io
import zipfile

import hypothesis.strategies as st
import pytest
import xlsxwriter
from hypothesis import given

from inspection.credit_code import ALPHABET, check_character
from inspection.problems import Problem
from inspection.texts import speaker
from sync_server import enterprises_import
from sync_server.intake import columns, values
from sync_server.intake.reading import read_table
from tests.server import messy


def zipped(**parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def huge_cell_reference() -> bytes:
    """A sheet of two cells at opposite ends of the grid: small on disk, seventeen thousand million cells in memory."""
    good = messy.xlsx([["1", "甲厂"]])
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet2.xml":
                content = content.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            archive.writestr(part.filename, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
WRONG = [
    ("import.empty", b""),
    ("import.empty", b"\xef\xbb\xbf\r\n \r\n"),
    ("import.not_a_table", b"\xff\xd8\xff\xe0" + b"\x10JFIF" * 200),
    ("import.not_a_table", b"\x00\x00\x00\x18ftypheic" + b"x" * 100),
    ("import.not_a_table", b"%PDF-1.7" + b"x" * 100),
    ("import.not_a_table", zipped(a__b="hello")),
    ("import.not_a_table", bytes(range(1, 32)) * 20),
    ("import.broken", b"PK\x03\x04" + b"garbage" * 100),
    ("import.broken", OLE),
    ("import.password", OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 400),
    ("import.broken", zipped(xl__workbook_xml="<nothing")),
    ("import.too_heavy", zipped(xl__workbook_xml="x" * (200 * 1024 * 1024))),
    ("import.too_heavy", huge_cell_reference()),
    ("import.html_table", b"<html><table><tr><td>a</td></tr></table></html>"),
    ("import.unknown_encoding", b"\xff\xfe\x00\xd8" + "企业名称".encode("utf-16-le")),
    ("import.no_header", "这里,什么\n都,没有\n".encode()),
    ("import.no_header", "甲,乙,丙".encode("gb18030")),
]


@pytest.mark.parametrize(
    ("problem", "raw"), WRONG, ids=[f"{code}-{place}" for place, (code, _) in enumerate(WRONG)]
)
def test_a_wrong_file_is_refused_with_a_sentence_in_both_languages(problem, raw):
    with pytest.raises(Problem) as refused:
        enterprises_import.read(raw, "名单.xlsx")
    assert refused.value.code == problem
    for language in ("zh-CN", "en"):
        sentence = speaker(language).problem(refused.value.code, refused.value.facts)
        assert "名单.xlsx" in sentence
        assert "{" not in sentence
        assert "—" not in sentence


def test_a_missing_file_is_a_sentence_too(tmp_path):
    with pytest.raises(Problem) as refused:
        enterprises_import.read(tmp_path / "没有.xlsx")
    assert refused.value.code == "import.no_file"


def test_a_csv_called_xlsx_and_a_workbook_called_csv_are_read_all_the_same():
    text = "企业名称,信用代码\n甲厂,1\n".encode()
    assert len(enterprises_import.read(text, "名单.xlsx").rows) == 1
    assert len(enterprises_import.read(messy.xlsx([["1", "甲厂"]]), "名单.csv").rows) == 1


def test_a_cell_merged_over_several_rows_speaks_for_each_of_them_and_titles_for_none():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(1, 1, 2, 4, "青禾街道企业台账")
        sheet.write_row(3, 1, ["企业名称", "所在村社区", "注册地址", "从业人数"])
        for row in range(4, 8):
            sheet.write_row(row, 1, [f"甲{row}厂", "", f"路{row}号"])
        sheet.merge_range(4, 2, 6, 2, "云溪村")
        sheet.write_formula(4, 4, "=10+2", None, 12)
    read = read_table(out.getvalue(), "台账.xlsx")
    assert [cells[:2] for _, cells in read.rows] == [
        ["甲4厂", "云溪村"], ["甲5厂", "云溪村"], ["甲6厂", "云溪村"], ["甲7厂", ""],
    ]  # fmt: skip
    assert (read.header_row, read.rows[0][0], read.rows[0][1][3]) == (4, 5, 12)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("企业名称", "name"),
        ("单 位 名 称", "name"),
        ("＊企业名称", "name"),
        ("1.企业全称（必填）", "name"),
        ("公司名称*", "name"),
        ("统一社会\n信用代码", "code"),
        ("统一社会信用代码（注册号）", "code"),
        ("工商注册号", "code"),
        ("组织机构代码", "code"),
        ("村（社区）", "area"),
        ("村(社区)", "area"),
        ("所在村社区", "area"),
        ("所属村居", "area"),
        ("网格", "area"),
        ("法定代表人（负责人）", "legal_person"),
        ("法人", "legal_person"),
        ("安全负责人", "contact"),
        ("联系电话（手机）", "contact_phone"),
        ("住所", "registered_address"),
        ("生产经营地址", "address"),
        ("从业人数（人）", "employees"),
        ("风险等级【红橙黄蓝】", "grade"),
        ("备 注", "note"),
        ("行业类别", "sectors"),
        ("序号", "serial"),
    ],
)
def test_headings_are_known_however_they_are_spelled(heading, field):
    assert columns.field_of(heading)[0] == field


@pytest.mark.parametrize("heading", ["消防验收文号", "", "经度", "产值（万元）"])
def test_other_headings_are_not_guessed(heading):
    assert columns.field_of(heading) is None


def written(code: str, spelling: str) -> str:
    return {
        "plain": code,
        "lower": code.lower(),
        "wide": messy.full_width(code),
        "blanks": f" {code[:6]} {code[6:]}　",
        "apostrophe": f"'{code}",
        "curly": f"’{code}",
        "dashes": f"{code[:8]}-{code[8:]}",
        "broken": f"{code[:9]}\n{code[9:]}",
    }[spelling]


spellings = st.sampled_from(["plain", "lower", "wide", "blanks", "apostrophe", "curly", "dashes", "broken"])
codes = (
    st.text(ALPHABET, min_size=15, max_size=15)
    .map(lambda tail: "91" + tail)
    .map(lambda c: c + check_character(c))
)


@given(codes, spellings)
def test_a_sound_code_is_read_the_same_in_every_spelling(code, spelling):
    if code[1:].isdigit() and code.endswith("000"):
        return
    assert values.read_code(written(code, spelling)) == (code, "")


@given(codes, st.sampled_from(ALPHABET))
def test_a_wrong_check_character_is_told_and_the_code_kept(code, last):
    wrong = code[:17] + last
    read, odd = values.read_code(wrong)
    if last == code[17]:
        assert odd == ""
    elif odd != "damaged":
        assert (read, odd) == (wrong, "wrong_check")


@given(st.integers(10**17, 10**18 - 1))
def test_a_code_that_excel_has_made_a_number_is_never_kept_as_a_code(number):
    for cell in (float(number), f"{float(number):.5E}"):
        assert values.read_code(cell) == ("", "damaged")


@given(st.integers(10**14, 10**15 - 1))
def test_an_old_registration_number_survives_being_a_number(number):
    assert values.read_code(float(number)) == (str(number), "old")
    assert values.read_code(f" {number}") == (str(number), "old")


@given(st.text(max_size=80))
def test_any_text_in_the_code_column_gives_an_answer(text):
    code, odd = values.read_code(text)
    assert odd in ("", "missing", "old", "odd", "wrong_check", "damaged")
    assert bool(code) != (odd in ("missing", "damaged"))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_problem(raw):
    try:
        read = enterprises_import.read(raw, "x.csv").columns.fields
    except Problem as problem:
        read = {"name": problem.code.startswith("import.")}
    assert read["name"]
