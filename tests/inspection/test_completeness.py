"""What a visit still lacks: exactly that, in the order a person would mend it."""

from types import SimpleNamespace

from inspection.checklist import Item
from inspection.completeness import lacks
from inspection.visit import Participant

PLAIN = Item(
    "FIRE-01", "安全出口畅通", "Exits clear", "消防法", "general", "清理", 0, photo_required_on_fail=True
)
INFO = Item("FIRE-02", "登记人数", "Head count", "", "general", "", 0)
LINA = Participant("p1", "李娜", "officer", "浙A0001")
ZHOULI = Participant("p2", "周立", "officer", "浙A0002")
WANGQIANG = Participant("p3", "王强", "expert", "")
ASKED = [("FIRE", PLAIN), ("FIRE", INFO)]


def finding(**changes):
    whole = {"id": "f1", "checklist": "FIRE", "item": "FIRE-01", "place": "东侧", "text": "堵塞"}
    whole |= {"fixed_on_site": False, "no_photo_reason": "", "photo_roles": ["before"]}
    return SimpleNamespace(**whole | changes)


IDS = {"李娜": "p1", "周立": "p2", "王强": "p3"}


def signature(name, who="inspector", refused=False, reason="", signed=True, person_id=None):
    told = {"who": who, "name": name, "person_id": person_id or IDS.get(name)}
    return SimpleNamespace(**told, refused=refused, reason=reason, signed=signed)


SIGNED = [signature("李娜"), signature("周立"), signature("吴厂长", "companion")]
WHOLE = {
    "track": "inspection",
    "participants": [LINA, ZHOULI],
    "companion_name": "吴厂长",
    "asked": ASKED,
    "answers": {("FIRE", "FIRE-01"): "fail", ("FIRE", "FIRE-02"): "noted"},
    "findings": [finding()],
    "signatures": SIGNED,
}


def codes(**changes) -> list[str]:
    return [lack.code for lack in lacks(**WHOLE | changes)]


def test_a_whole_visit_lacks_nothing():
    assert codes() == []


def test_an_inspection_wants_two_officers_with_certificates():
    assert codes(participants=[LINA], signatures=SIGNED) == ["officers"]
    bare = Participant("p2", "周立", "officer", " ")
    assert codes(participants=[LINA, bare]) == ["certificate", "officers"]
    twice = Participant("p9", "李娜", "officer", "浙A0001")
    assert codes(participants=[LINA, twice]) == ["officers", "signature"]


def test_a_service_visit_wants_whoever_made_it_and_no_officers():
    made_by = {"track": "service", "participants": [WANGQIANG]}
    assert codes(**made_by, signatures=[signature("王强"), SIGNED[2]]) == []
    assert codes(track="service", participants=[], signatures=[SIGNED[2]]) == ["participants"]


def test_open_items_are_counted_by_list_and_lead_to_the_first():
    (lack,) = lacks(**WHOLE | {"answers": {}, "findings": []})
    assert (lack.code, lack.facts["count"]) == ("answers", 2)
    assert lack.where == {"checklist": "FIRE", "item": "FIRE-01"}


def test_a_fail_wants_a_finding_and_a_finding_wants_words_place_and_photo():
    assert codes(findings=[]) == ["finding"]
    assert codes(findings=[finding(text=" ", place="", photo_roles=[])]) == [
        "finding_text",
        "finding_place",
        "photo",
    ]
    assert codes(findings=[finding(photo_roles=[], no_photo_reason="涉密场所")]) == []


def test_what_was_put_right_on_site_wants_the_photo_that_shows_it():
    assert codes(findings=[finding(fixed_on_site=True)]) == ["after_photo"]
    assert codes(findings=[finding(fixed_on_site=True, photo_roles=["before", "after"])]) == []


def test_everyone_signs_and_the_companion_may_refuse_with_a_reason():
    assert codes(signatures=SIGNED[1:]) == ["signature"]
    assert codes(signatures=SIGNED[:2]) == ["companion_signature"]
    refused = signature("吴厂长", "companion", refused=True, signed=False)
    assert codes(signatures=[*SIGNED[:2], refused]) == ["companion_signature"]
    with_reason = signature("吴厂长", "companion", refused=True, reason="不认可", signed=False)
    assert codes(signatures=[*SIGNED[:2], with_reason]) == []
    assert codes(companion_name="") == ["companion"]


def test_lacks_come_in_the_order_a_person_would_mend_them():
    everything = codes(
        participants=[], companion_name="", answers={}, findings=[finding(place="")], signatures=[]
    )
    assert everything == ["officers", "companion", "answers", "finding_place", "companion_signature"]


def test_two_inspectors_of_one_name_both_sign():
    namesake = Participant("p8", "李娜", "officer", "浙A0008")
    both = {"participants": [LINA, namesake]}
    assert codes(**both, signatures=[SIGNED[0], SIGNED[2]]) == ["signature"]
    assert codes(**both, signatures=[SIGNED[0], signature("李娜", person_id="p8"), SIGNED[2]]) == []
