"""A rescue bundle at the desk: looked at, then taken in when that is confirmed; what is none gets a sentence."""

import io
import json
import zipfile

import pytest

from inspection.bundle import MANIFEST, Manifest, photo_name, record_name
from sync_server import tables
from tests.server.building import ADMIN, LINA, ZHAOMIN, Phone, finding, photo, photo_bytes


def bundle(phone: Phone, *records: dict, photos=(), **changes) -> bytes:
    about = Manifest(phone.device_id, LINA, "李娜", "2026-11-20T08:00:00+00:00", "0.1.0", 0, 0)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(MANIFEST, json.dumps(about.as_json() | changes))
        for number, record in enumerate(records, 1):
            file.writestr(record_name(number, record["id"]), json.dumps(record, ensure_ascii=False))
        for name in photos:
            file.writestr(photo_name(photo(name)["sha256"]), photo_bytes(name))
    return made.getvalue()


def hand_in(browser, content: bytes):
    return browser.client.post(
        "/office/bundle",
        data={"csrf": browser.csrf},
        files={"bundle": ("应急包.zip", content, "application/zip")},
    )


def came(office, phone) -> list[dict]:
    return office.rows(tables.inbox, tables.inbox.c.device_id == phone.device_id)


@pytest.fixture
def phone(office):
    return Phone(office.store, LINA)


def test_a_bundle_is_looked_at_and_taken_in_when_confirmed(office, phone):
    browser = office.browser(ZHAOMIN)
    content = bundle(phone, phone.visit([finding(shots=[photo("one")])]), photos=["one", "two"])
    where = hand_in(browser, content).headers["location"]
    page = browser.get(where).text
    assert "李娜的手机" in page
    assert "共 1 条记录，其中 1 条办公室还没有；2 张照片" in page
    assert came(office, phone) == []
    done = browser.post(where, sure=True).text
    assert "接收记录 1 条：已生效 1" in done
    assert "有 1 张照片没有记录提到" in done
    assert office.context.photos.has(photo("one")["sha256"])
    assert not office.context.photos.has(photo("two")["sha256"])
    assert "bundle.import" in office.acts()
    assert browser.get(where).status_code == 404
    again = hand_in(browser, content).headers["location"]
    assert "其中 0 条办公室还没有" in browser.get(again).text
    assert "其中 1 条办公室早已收到" in browser.post(again, sure=True).text
    assert len(came(office, phone)) == 1


def test_a_bundle_belongs_to_whoever_handed_it_in(office, phone):
    where = hand_in(office.browser(ZHAOMIN), bundle(phone, phone.visit())).headers["location"]
    assert office.browser(ADMIN).get(where).status_code == 404
    assert office.browser(ADMIN).post(where, sure=True).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "other"}, "不是安检通的应急包"),
        ({"version": 9}, "更新的版本"),
        ({"person_id": "p-nobody"}, "办公室没有这个人"),
        ({"device_id": "d-nobody"}, "不认识存出这个应急包的手机"),
        ({"made_at": "yesterday"}, "made_at"),
    ],
)
def test_what_is_no_bundle_for_this_office_gets_a_sentence(office, phone, changes, said):
    answer = hand_in(office.browser(ZHAOMIN), bundle(phone, phone.visit(), **changes))
    assert answer.status_code == 409
    assert said in answer.text
    assert came(office, phone) == []
    assert list((office.context.config.data_dir / "imports").glob("*")) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a zip", b"\xff\xd8\xff a photo"])
def test_a_file_that_is_no_zip_gets_a_sentence(office, content):
    answer = hand_in(office.browser(ZHAOMIN), content)
    assert answer.status_code == 409
    assert "不是安检通的应急包" in answer.text
