"""A phone to measure: a checklist of any length, any number of enterprises, two officers."""

import json
from pathlib import Path

from app.storage import given
from tests.app import field
from tools.bench.names import code_of, name_of

begun = field.begun


def long_phone(place: Path, items: int):
    """A store whose checklist BASE asks `items` things."""
    store = field.phone(place)
    body = field.checklist("BASE", 1, items) | {"current": True}
    row = {"bucket": "ref", "pos": 2, "kind": "checklist", "id": "BASE@1", "rev": 2, "deleted": False}
    with store.write() as s:
        given.take(s, {"changes": [row | {"body": body}], "cursors": {"ref": 2}, "more": False})
    return store


def firm(number: int) -> dict:
    from sync_server.pinyin import initials

    name = name_of(number)
    return {
        "id": f"e-{number:06d}",
        "name": name,
        "code": code_of(number),
        "initials": initials(name),
        "area_id": "v1",
        "kind": "production",
        "grade": "yellow",
        "status": "operating",
        "address": f"示范路{number}号",
        "open_hazards": number % 5,
    }


def take_firms(store, count: int) -> list[dict]:
    """As a first fetch brings them."""
    firms = [firm(number) for number in range(count)]
    for start in range(0, count, 500):
        page = [
            {
                "bucket": "a:v1",
                "pos": n,
                "kind": "enterprise",
                "id": one["id"],
                "rev": 1,
                "deleted": False,
                "body": one,
            }
            for n, one in enumerate(firms[start : start + 500], start)
        ]
        with store.write() as s:
            given.take(s, {"changes": page, "cursors": {"a:v1": start + 500}, "more": True})
    return firms


def size_of(values: list[dict]) -> int:
    return len(json.dumps(values, ensure_ascii=False).encode())
