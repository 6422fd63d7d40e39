"""A client that was written from docs/protocol.md alone signs in, sends a visit, is refused, pulls and reads."""

import io
import json
import sys
import uuid

import pytest
import sqlalchemy as sa
from PIL import Image

from sync_server import chain, meta, tables
from tests.journey import stranger
from tests.journey.office import PASSWORD
from tests.journey.stranger import Refused, Stranger, now, sha256
from tests.server import protocol_document as protocol
from tests.source import imports

FIRM, HIS_FIRM = "e-shunda", "e-hengli"  # of 李娜's area and not under 陈杰's contract; under his


def picture(number: int, size=(1600, 1200)) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise(size, 40 + number).save(kept, "JPEG", quality=70)
    return kept.getvalue()


def seen(photo: dict, place: str, item: str) -> dict:
    return {
        "finding_id": str(uuid.uuid4()),
        "checklist": "ELEC",
        "item": item,
        "place": place,
        "text": "插座无保护",
        "severity": "general",
        "deadline_days": 3,
        "seen_at": now(),
        "photos": [{"sha256": photo["sha256"], "role": "before"}],
    }


def visit(client: Stranger, enterprise: str = FIRM, **changes) -> dict:
    """A record with two findings and three photos, one of them a signature."""
    photos = [client.photo(picture(number)) for number in (1, 2)]
    photos.append(client.photo(picture(3, (600, 200)), "drawn"))
    officers = [("lina", "李娜", "粤A-0101"), ("liuyang", "刘洋", "粤A-0102")]
    body = {
        "visit_id": str(uuid.uuid4()),
        "enterprise_id": enterprise,
        "track": "inspection",
        "purpose": "routine",
        "mode": "full",
        "checklists": [{"code": "ELEC", "version": 1}],
        "started_at": now(),
        "finished_at": now(),
        "participants": [
            {"person_id": one, "name": name, "role": "officer", "certificate_no": no}
            for one, name, no in officers
        ],
        "companion": {"name": "吴厂长"},
        "answers": [{"checklist": "ELEC", "item": "ELEC-04", "result": "fail", "at": now()}],
        "findings": [seen(photos[0], "1号车间", "ELEC-04"), seen(photos[1], "2号车间", "ELEC-05")],
        "signatures": [{"who": "inspector", "name": "李娜", "sha256": photos[2]["sha256"], "at": now()}],
    } | changes
    return client.record("visit", ("visit", body["visit_id"]), body, photos)


@pytest.fixture
def lina(office):
    client = Stranger(office.address)
    client.sign_in("lina", PASSWORD)
    return client


@pytest.fixture
def chenjie(office):
    """An expert of another contract."""
    client = Stranger(office.address)
    client.sign_in("chenjie", PASSWORD)
    return client


def test_it_knows_nothing_but_the_standard_library():
    known = {module.split(".")[0] for _, module in imports("tests/journey/stranger.py")}
    assert known <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("number", [1, 2])
def test_it_comes_to_the_hashes_of_the_document(number):
    made = json.loads(protocol.example(f"record-{number}"))
    assert stranger.digest(made) == protocol.example(f"hash-{number}")


def test_a_visit_goes_out_and_its_result_comes_back(lina):
    made = visit(lina)
    assert [(one["outcome"], one["dup"]) for one in lina.push()] == [("applied", False)]
    assert [(one["outcome"], one["dup"]) for one in lina.push(made)] == [("applied", True)]
    assert sorted(lina.send_photos()) == sorted(lina.photos)

    lina.pull(limit=50)
    findings = {one["finding_id"]: one for one in made["body"]["findings"]}
    hazards = lina.things("hazard")
    assert set(hazards) == set(findings)
    assert {one["state"] for one in hazards.values()} == {"graded"}
    told = lina.things("past_visit")[made["body"]["visit_id"]]
    assert (told["findings"], told["photos"], told["photos_here"]) == (2, 3, 3)
    assert lina.things("enterprise")[FIRM]["open_hazards"] == 2
    assert lina.things("checklist")["ELEC@1"]["current"]
    assert lina.pull() == 0

    for sha, content in lina.photos.items():
        assert lina.picture(sha, "full") == content
        assert lina.picture(sha, "thumb").startswith(b"\xff\xd8")


def test_a_photo_that_is_cut_goes_on_and_a_wrong_one_is_refused(lina):
    made = visit(lina)
    first, second, _ = (one["sha256"] for one in made["photos"])
    with pytest.raises(Refused) as refused:
        lina.offer(first, len(lina.photos[first]))
    assert (refused.value.status, refused.value.code) == (403, "photo.not_named")
    lina.push()

    place = lina.upload(first, lina.photos[first], pieces=2)
    assert lina.reached(place) == 2 * 64 * 1024
    assert lina.offer(first, len(lina.photos[first])) == (place, 2 * 64 * 1024)
    lina.upload(first, lina.photos[first])

    wrong = lina.photos[second][:-1] + b"?"
    with pytest.raises(Refused) as refused:
        lina.upload(second, wrong)
    assert (refused.value.status, refused.value.code) == (460, "upload.hash_wrong")
    assert second in lina.need(second)["need"]
    assert sorted(lina.send_photos()) == sorted(lina.photos)
    place, reached = lina.offer(second, len(lina.photos[second]))
    assert reached == lina.reached(place) == len(lina.photos[second])  # nothing to send twice


def test_other_bytes_under_a_known_id_are_refused_and_the_first_stay(lina):
    made = visit(lina)
    lina.push()
    changed = json.loads(json.dumps(made))
    changed["body"]["findings"][0]["place"] = "3号车间"
    assert [(one["outcome"], one["code"]) for one in lina.push(changed)] == [("refused", "record.id_reused")]
    assert lina.status(made["id"], "never-made") == {
        made["id"]: {"outcome": "applied", "code": None, "facts": {}},
        "never-made": None,
    }


def test_a_broken_chain_is_kept_and_shown_to_the_office(lina, office):
    lina.push(visit(lina))
    lina.prev = sha256(b"something else")
    assert lina.push(visit(lina))[0]["outcome"] == "applied"
    with office.context.store.read() as c:
        assert [one["why"] for one in chain.of_device(c, lina.device_id)] == ["changed"]


def test_a_stranger_to_the_enterprise_gets_nothing_in_and_nothing_out(lina, chenjie):
    mine = visit(lina)
    lina.push()
    lina.send_photos()
    sha = mine["photos"][0]["sha256"]

    track = {"track": "service", "purpose": "advice"}
    answers = chenjie.push(
        visit(chenjie, **track), visit(chenjie, HIS_FIRM), visit(chenjie, HIS_FIRM, **track)
    )
    assert [(one["outcome"], one["code"]) for one in answers] == [
        ("refused", "record.not_your_enterprise"),
        ("refused", "visit.track_not_yours"),
        ("applied", None),
    ]
    assert chenjie.status(mine["id"]) == {mine["id"]: None}
    chenjie.pull()
    assert set(chenjie.things("enterprise")) == {HIS_FIRM}
    assert mine["body"]["visit_id"] not in chenjie.things("past_visit")
    other = Stranger(chenjie.address)
    other.sign_in("wangqiang", PASSWORD)
    for who in (chenjie, other):
        with pytest.raises(Refused) as refused:
            who.picture(mine["photos"][2]["sha256"])  # a signature on an official paper
        assert (refused.value.status, refused.value.code) == (404, "photo.not_found")
    assert sha in other.need(sha)["have"]  # a hazard under the contract shows its photos


def test_what_speaks_of_something_unknown_waits_and_a_wrong_field_is_named(lina):
    visited = str(uuid.uuid4())
    early = lina.record(
        "amendment", ("record", visited), {"amends": visited, "path": "remark", "text": "", "reason": "x"}
    )
    wrong = visit(lina, mode="hasty")
    fraction = visit(lina, remark=0.5)
    answers = {one["id"]: one for one in lina.push()}
    assert answers[early["id"]]["facts"] == {"kind": "record", "id": visited}
    assert answers[early["id"]]["outcome"] == "held"
    assert answers[wrong["id"]]["facts"] == {"field": "mode", "why": "choice"}
    assert answers[fraction["id"]]["code"] == "json.not_canonical"


def test_tokens_are_renewed_and_a_lost_answer_is_asked_for_again(lina):
    with pytest.raises(Refused) as refused:
        Stranger(lina.address).sign_in("lina", "wrong")
    assert (refused.value.status, refused.value.code) == (401, "sign_in.wrong")
    first, lina.access = lina.refresh, "over"
    lina.pull()
    assert lina.refresh != first
    again = Stranger(lina.address)
    again.refresh, again.nonce = lina.refresh, "n"
    again.renew()
    twice = Stranger(lina.address)
    twice.refresh, twice.nonce = lina.refresh, "n"
    twice.renew()
    assert (again.access, again.refresh) == (twice.access, twice.refresh)


def test_a_client_of_another_time_may_still_hand_in(lina):
    status, _, said = lina.ask("POST", "/api/pull", b'{"buckets": {}}', {"X-Anjian-Protocol": "99"})
    told = json.loads(said)
    assert (status, told["code"], told["facts"]) == (426, "app.too_old", {"protocol": 1})
    old = json.dumps({"records": [visit(lina) | {"v": 9}, "no envelope at all"]}).encode()
    status, _, said = lina.ask("POST", "/api/push", old, {"X-Anjian-Protocol": "0"})
    codes = [(one["outcome"], one["code"]) for one in json.loads(said)["answers"]]
    assert (status, codes) == (200, [("held", "record.newer_kind"), ("refused", "record.invalid")])


def test_another_person_on_the_same_device_is_refused(lina):
    with pytest.raises(Refused) as refused:
        Stranger(lina.address, lina.device_id).sign_in("liuyang", PASSWORD)
    assert (refused.value.status, refused.value.code) == (409, "device.belongs_to_another")


def test_a_restored_office_gets_the_lost_day_again(lina, office):
    made = visit(lina)
    lina.push()
    lina.pull()
    with office.context.store.write() as c:  # as if a backup of yesterday had been put back
        c.execute(sa.delete(tables.inbox).where(tables.inbox.c.id == made["id"]))
        for table in (tables.visit, tables.finding, tables.hazard, tables.hazard_history, tables.photo_use):
            c.execute(sa.delete(table))
        meta.new_epoch(c)
    office.stop()
    office.start()
    lina.pull()
    assert [(one["outcome"], one["dup"]) for one in lina.push()] == [("applied", False)]
    assert lina.need(*lina.photos)["unknown"] == []
