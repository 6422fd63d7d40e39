"""Headings over two rows, as merged cells make them, and cells that somebody broke into lines."""

import csv
import io

from sync_server import enterprises_import
from tests.server import building

GROUPED = [
    ["企业名称", "统一社会信用代码", "负责人", "", "所在村社区", "安全管理", ""],
    ["", "", "姓名", "电话", "", "安全员", "手机号码"],
    ["丙厂", "91330100799655058B", "王五", "13900000000", "松岭社区", "赵六", "13700000000"],
]


def previewed(store, rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    sheet = enterprises_import.read(out.getvalue().encode("gb18030"), "list.csv")
    with store.read() as c:
        return enterprises_import.preview(c, sheet)


def test_a_heading_over_two_rows_is_read_as_one(tmp_path):
    store = building.open_office(f"sqlite:///{tmp_path}/o.db")
    found = previewed(store, GROUPED)
    (row,) = found.rows
    assert (row.number, row.kind, row.fields["area_id"]) == (3, "new", "a-songling")
    assert (row.fields["legal_person"], row.fields["contact"]) == ("王五", "赵六")
    assert row.fields["contact_phone"] in ("13900000000", "13700000000")
    kept = {row.fields["contact_phone"], *row.fields["profile"]["extra"].values()}
    assert kept >= {"13900000000", "13700000000"}  # nothing that stood in the file is lost
    store.close()


def test_a_row_without_a_name_is_no_second_heading(tmp_path):
    store = building.open_office(f"sqlite:///{tmp_path}/o.db")
    rows = [GROUPED[0], ["", "", "王五", "", "", "", ""], GROUPED[2]]
    assert [row.kind for row in previewed(store, rows).rows] == ["refused", "new"]
    store.close()


def test_a_value_under_no_heading_is_kept_and_told_of(tmp_path):
    store = building.open_office(f"sqlite:///{tmp_path}/o.db")
    found = previewed(store, [["企业名称", "", "所在村社区"], ["甲厂", "要紧的话", "云溪村"]])
    assert "要紧的话" in found.rows[0].fields["profile"]["extra"].values()
    assert len(found.unknown_columns) == 1
    store.close()


def test_a_name_broken_into_lines_is_one_line(tmp_path):
    store = building.open_office(f"sqlite:///{tmp_path}/o.db")
    found = previewed(store, [["企业名称", "地址"], ["壬厂\n（分厂）", "一号楼\n二层"]])
    assert found.rows[0].fields["name"] == "壬厂（分厂）"
    assert found.rows[0].fields["address"] == "一号楼 二层"
    store.close()
