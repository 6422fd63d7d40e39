"""Importing enterprises at the desk: a preview of every row, then what was confirmed and nothing else."""

import re

from sync_server import tables
from tests.server.building import ADMIN, LINA, ZHAOMIN
from tests.server.office.desk import ZHENGLAN

TABLE = """企业名称,统一社会信用代码,生产经营地址,所在村社区,颜色
新河五金厂,91330100799655058B,云溪村 1 号,云溪村,红
松岭木业有限公司,,松岭路 2 号,松岭社区,蓝
错码塑料厂,91330100799655058A,云溪村 3 号,云溪村,
,,,,
合计,3,,,
"""


def upload(browser, content: bytes, name: str = "名单.csv"):
    return browser.client.post(
        "/office/import", data={"csrf": browser.csrf}, files={"table": (name, content, "text/csv")}
    )


def names(office) -> set[str]:
    return {row["name"] for row in office.rows(tables.enterprise)}


def test_a_list_is_previewed_row_by_row_and_written_when_confirmed(office):
    browser, before = office.browser(ZHAOMIN), names(office)
    answer = upload(browser, TABLE.encode("gb18030"))
    assert re.fullmatch(r"/office/import/[0-9a-f]{32}", answer.headers["location"])
    where = answer.headers["location"]
    page = browser.get(where).text
    for words in ("新河五金厂", "校验位不对", "没有统一社会信用代码", "合计", "颜色"):
        assert words in page
    assert names(office) == before
    done = browser.post(where, sure=True)
    assert done.status_code == 200
    assert "已写入" in done.text
    assert names(office) - before == {"新河五金厂", "松岭木业有限公司", "错码塑料厂"}
    assert "enterprises.import" in office.acts()
    assert browser.get(where).status_code == 404  # what was written is not written again
    assert "新河五金厂" in browser.get("/office/enterprises?q=xhwj").text


def test_an_upload_belongs_to_whoever_sent_it(office):
    where = upload(office.browser(ZHAOMIN), TABLE.encode()).headers["location"]
    assert office.browser(ADMIN).get(where).status_code == 404
    assert office.browser(ADMIN).post(where, sure=True).status_code == 404
    assert office.browser(LINA).get(where).status_code == 404
    assert office.browser(ZHAOMIN).get("/office/import/../../etc/passwd").status_code in (303, 404)
    assert office.browser(ZHAOMIN).get("/office/import/" + "g" * 32).status_code == 404


def test_what_is_no_table_gets_a_sentence(office):
    browser = office.browser(ZHAOMIN)
    for content, name in (
        (b"", "a.csv"),
        (b"%PDF-1.7 nothing", "a.pdf"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"\xff\xd8\xff\xe0", "a.xlsx"),
    ):
        answer = upload(browser, content, name)
        assert answer.status_code == 409
        assert "没有导入任何内容" in answer.text
        assert "Traceback" not in answer.text
    answer = browser.post("/office/import")
    assert "没有选择文件" in answer.text


def test_uploads_that_nobody_confirmed_are_swept_after_a_day(office):
    from datetime import timedelta

    from sync_server.office import kept_uploads

    first = upload(office.browser(ZHAOMIN), TABLE.encode()).headers["location"].rsplit("/", 1)[1]
    folder = office.context.config.data_dir
    kept_uploads.keep(folder, b"x", "b.csv", ZHAOMIN, office.now + timedelta(days=2))
    assert kept_uploads.of(folder, first, ZHAOMIN) is None
    assert not list((folder / "imports").glob(f"{first}*"))


def test_officers_do_not_import(office):
    assert upload(office.browser(ZHENGLAN), TABLE.encode()).status_code == 404
