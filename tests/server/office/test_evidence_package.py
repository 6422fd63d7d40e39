"""The evidence package: whole it verifies with the standard library alone; touched anywhere it says where."""

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest

from sync_server import tables
from tests.server.building import LINA, Phone, finding, photo, photo_bytes


@pytest.fixture
def package(office, tmp_path):
    """Unpacked: a visit with two findings between two other records of the phone."""
    phone = Phone(office.store, LINA)
    before = phone.visit()
    visit = phone.visit([finding(shots=[photo("one")]), finding(place="二楼", shots=[photo("two")])])
    phone.push(before, visit, phone.visit())
    signature = f"signature {int(visit['body']['visit_id'][2:])}"
    for name in ("one", "two", signature):
        office.context.photos.put(photo_bytes(name))
    browser = office.browser(LINA)
    answer = browser.post(f"/office/visits/{visit['body']['visit_id']}/evidence", sure=True)
    assert answer.headers["content-type"] == "application/zip"
    (tmp_path / "evidence.zip").write_bytes(answer.content)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(tmp_path / "evidence.zip") as file:
        file.extractall(folder)
    return folder


def verify(where) -> tuple[int, str]:
    script = where / "verify.py" if where.is_dir() else where.parent / "unpacked" / "verify.py"
    words = [sys.executable, "-I", "-S", str(script), *([] if where.is_dir() else [str(where)])]
    done = subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", cwd=where.parent, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def manifest(package) -> dict:
    return json.loads((package / "manifest.json").read_text("utf-8"))


def test_whole_it_verifies_unpacked_and_as_it_came(office, package):
    for where in (package, package.parent / "evidence.zip"):
        code, said = verify(where)
        assert code == 0, said
        assert "everything fits 全部相符" in said
        assert "!!" not in said
    (row,) = office.rows(tables.audit, tables.audit.c.act == "evidence.export")
    assert (
        json.loads(row["facts"])["manifest"]
        == hashlib.sha256((package / "manifest.json").read_bytes()).hexdigest()
    )
    assert len(manifest(package)["chain"]) == 3
    page = (package / "index.html").read_text("utf-8")
    assert "检查证据包" in page
    assert "二楼" in page
    assert list(office.context.config.data_dir.glob("evidence-*")) == []


def change(path, before: bytes, after: bytes) -> None:
    content = path.read_bytes()
    assert before in content
    path.write_bytes(content.replace(before, after, 1))


def record(package):
    return package / manifest(package)["records"][0]["file"]


def picture(package):
    return package / next(one["file"] for one in manifest(package)["photos"] if one["file"])


def forged(package, everywhere: bool = False) -> None:
    """Somebody changes a record and its hash in the manifest as well, or whatever stands on that hash, too."""
    path, old = record(package), manifest(package)["records"][0]["hash"]
    change(path, "二楼".encode(), "三楼".encode())
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    text = (package / "manifest.json").read_text("utf-8")
    mark = "{}" if everywhere else '"hash": "{}"'
    (package / "manifest.json").write_text(text.replace(mark.format(old), mark.format(new)), "utf-8")


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (lambda p: change(record(p), "二楼".encode(), "三楼".encode()), "was changed 被改动"),
        (lambda p: record(p).unlink(), "is missing 缺失"),
        (forged, "not linked 不相连"),
        (lambda p: picture(p).write_bytes(b"another"), "was changed 被改动"),
        (lambda p: picture(p).unlink(), "is missing 缺失"),
        (lambda p: (p / "photos" / "new.jpg").write_bytes(b"x"), "was put in 是后来放入的"),
        (lambda p: change(p / "manifest.json", b'"move": "found"', b'"move": "close"'), "不相连或被改动"),
        (lambda p: (p / "manifest.json").unlink(), "manifest.json is missing"),
    ],
    ids=[
        "record",
        "record gone",
        "record and its hash",
        "photo",
        "photo gone",
        "photo put in",
        "history",
        "no list",
    ],
)
def test_touched_anywhere_it_says_where(package, touch, said):
    touch(package)
    code, told = verify(package)
    assert code == 1
    assert any(line.startswith("!!") and said in line for line in told.splitlines()), told


def test_a_forger_of_everything_cannot_forge_what_the_office_noted(office, package):
    forged(package, everywhere=True)
    (row,) = office.rows(tables.audit, tables.audit.c.act == "evidence.export")
    noted = json.loads(row["facts"])["manifest"]
    code, said = verify(package)
    assert code == 0  # it fits in itself
    assert noted not in said


def test_what_is_no_package_gets_a_sentence(package, tmp_path):
    (package / "manifest.json").write_text("[]", "utf-8")
    assert verify(package)[0] == 2
    assert "不是完整的证据包" in verify(package)[1]
