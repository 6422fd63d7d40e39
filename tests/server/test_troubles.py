"""When the machine is in trouble: a full disk, a database that is away, values no database holds. A sentence each."""

import os
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from sync_server import photo_checks, tables
from sync_server.api import ahead
from tests.server.building import LINA, Phone, all_of, finding, photo, photo_bytes
from tests.server.office import desk

NUL = "\0"


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else ""
    made = desk.Office(tmp_path, url)
    yield made
    made.close()


def phone_line(office):
    """李娜's phone, signed in: (client, headers)."""
    office.set_password(LINA)
    client = office.browser(None).client
    told = {"login": "lina", "password": desk.PASSWORD, "device": {"id": "d-lina"}}
    answer = client.post("/api/sign-in", json=told)
    return client, {"Authorization": f"Bearer {answer.json()['access']}", "X-Anjian-Protocol": "1"}


def fill_disk(store) -> None:
    """The database may not grow by a page."""

    @sa.event.listens_for(store.engine, "connect")
    def _no_more(connection, _record):
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")

    store.engine.dispose()
    office_full.append(_no_more)


def free_disk(store) -> None:
    sa.event.remove(store.engine, "connect", office_full.pop())
    store.engine.dispose()


office_full: list = []


def test_a_full_disk_keeps_nothing_half_and_all_goes_on_once_there_is_room(tmp_path):
    office = desk.Office(tmp_path)
    client, headers = phone_line(office)
    phone = Phone(office.store, LINA, "d-second")
    records = [phone.visit([finding(place=f"{n}号库", text="很长的说明" * 300)]) for n in range(40)]
    fill_disk(office.store)
    answer = client.post("/api/push", json={"records": records}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (507, "server.disk_full")
    assert all_of(office.store, tables.inbox) == []
    page = office.browser(LINA).post(
        "/office/enterprises/new",
        {
            "name": "新厂",
            "area_id": "a-yunxi",
            "kind": "production",
            "status": "operating",
            "scope": "长" * 4000,
        },
        sure=True,
    )
    assert page.status_code == 507
    assert "磁盘已满" in page.text
    free_disk(office.store)
    answer = client.post("/api/push", json={"records": records}, headers=headers)
    assert {one["outcome"] for one in answer.json()["answers"]} == {"applied"}
    office.close()


@pytest.mark.parametrize("room", [1, ahead.ROOM])
def test_a_photo_that_finds_the_disk_full_leaves_nothing_behind(tmp_path, monkeypatch, room):
    office = desk.Office(tmp_path)
    client, headers = phone_line(office)
    phone = Phone(office.store, LINA, "d-second")
    phone.push(phone.visit([finding(shots=[photo("one")])]))
    sha, content = photo("one")["sha256"], photo_bytes("one")
    metadata = f"sha256 {b64encode(sha.encode()).decode()}"
    told = headers | {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(content)),
        "Upload-Metadata": metadata,
    }
    told |= {"Content-Type": "application/offset+octet-stream"}

    def full(file, _bytes):
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("sync_server.api.uploads.os.write", full)
        patched.setattr(ahead, "ROOM", room)
        answer = client.post("/api/uploads", content=content, headers=told)
    assert (answer.status_code, answer.json()["code"]) == (507, "server.disk_full")
    assert list(office.context.photos.arriving.iterdir()) == []
    assert client.post("/api/uploads", content=content, headers=told).status_code == 201
    assert office.context.photos.has(sha)
    office.close()


def test_a_good_photo_is_not_called_undecodable_because_its_view_found_no_room(tmp_path):
    office = desk.Office(tmp_path)
    sha = office.context.photos.put(_jpeg())
    with office.store.write() as c:
        c.execute(sa.insert(tables.photo).values(sha256=sha, size=1, mime="image/jpeg", state="stored"))
    view = office.context.photos.folder / "view"
    view.mkdir(parents=True)
    (view / sha[:2]).symlink_to("/proc")  # nothing can be written there, not even by root
    assert photo_checks.check_some(office.context) == 0
    (row,) = all_of(office.store, tables.photo)
    assert (row["state"], row["checked_at"]) == ("stored", None)
    (view / sha[:2]).unlink()
    assert photo_checks.check_some(office.context) == 1
    (row,) = all_of(office.store, tables.photo)
    assert (row["state"], row["w"]) == ("stored", 32)
    office.close()


def _jpeg() -> bytes:
    import io

    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(content, "JPEG")
    return content.getvalue()


def test_a_database_that_is_away_is_said_and_comes_back(tmp_path, postgres_database):
    office = desk.Office(tmp_path, postgres_database)
    client, headers = phone_line(office)
    away = sa.create_engine(office.store.url.set(port=1))
    there, office.store.engine = office.store.engine, away
    answer = client.post("/api/pull", json={"buckets": {}}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "server.database_away")
    assert answer.headers["retry-after"]
    page = office.browser(None).get("/office/", headers={"Cookie": "anjian_desk=x"})
    assert page.status_code == 503
    assert "数据库" in page.text
    office.store.engine = there
    assert client.post("/api/pull", json={"buckets": {}}, headers=headers).status_code == 200
    office.close()


def test_what_no_database_holds_is_a_refusal_and_no_fault(office):
    client, headers = phone_line(office)
    device = {"id": "d-x", "name": f"手机{NUL}"}
    answers = [
        client.post("/api/sign-in", json={"login": f"li{NUL}na", "password": "x", "device": device}),
        client.post("/api/photos/need", json={"sha256": [NUL, "a" * 64]}, headers=headers),
        client.post("/api/records/status", json={"ids": [f"r{NUL}"]}, headers=headers),
        client.post("/api/pull", json={"buckets": {f"ref{NUL}": 1, "ref": -(2**70)}}, headers=headers),
        client.post("/api/pull", json={"buckets": {"ref": 2**62}, "limit": -(2**40)}, headers=headers),
        client.get("/api/photos/%00", headers=headers),
        client.post("/api/token", json={"refresh": NUL, "nonce": NUL}),
        client.head("/api/uploads/%00", headers=headers | {"Tus-Resumable": "1.0.0"}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    browser = office.browser(LINA)
    pages = [
        browser.get(address)
        for address in (
            "/office/enterprises?q=%00",
            "/office/enterprises/%00",
            "/office/hazards?number=%00",
            "/office/hazards?enterprise=%00&area=%00",
            "/office/visits?since=%00&person=%00",
            "/office/visits/%00",
            "/office/photos/%00",
            "/office/attention/%00",
            "/office/documents/%00",
            "/office/checklists/%00/99999999",
        )
    ]
    pages.append(office.browser(None).client.post("/office/sign-in", data={"login": NUL, "password": NUL}))
    assert [page.status_code for page in pages if page.status_code >= 500] == []


def test_one_phone_signing_in_twice_at_once_is_no_fault(office):
    office.set_password(LINA)
    client = office.browser(None).client

    def sign_in(device_id):
        told = {"login": "lina", "password": desk.PASSWORD, "device": {"id": device_id}}
        return client.post("/api/sign-in", json=told).status_code

    with ThreadPoolExecutor(3) as threads:
        for n in range(4):
            assert set(threads.map(sign_in, [f"d-same-{n}"] * 3)) == {200}


def test_surrogates_and_deep_nesting_are_refused_and_stop_nothing_else(office):
    client, headers = phone_line(office)
    good = Phone(office.store, LINA, "d-second").visit()
    deep = '{"id":"r-deep","body":' + '{"a":' * 500 + "1" + "}" * 500 + "}"
    import json

    body = '{"records":[{"id":"r-lone","kind":"\\ud800","seq":1e999},' + deep + "," + json.dumps(good) + "]}"
    answer = client.post("/api/push", content=body, headers=headers | {"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert [one["outcome"] for one in answer.json()["answers"]] == ["refused", "refused", "applied"]
    lone = '{"login":"\\ud800","password":"\\ud800","device":{"id":"d-x","name":"\\ud800"}}'
    assert client.post("/api/sign-in", content=lone).status_code in (400, 401)
