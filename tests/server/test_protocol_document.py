"""docs/protocol.md says what the code does: fields, changes, codes with their facts, limits, right hashes."""

import ast
import json
import re

import pytest

from inspection import hazard, record
from inspection.canonical import canonical, digest
from sync_server import pull, tokens, uploads
from sync_server.api import answers, bodies, photos, records
from sync_server.api.described import document
from tests.server import protocol_document as protocol
from tests.server.asked_fields import READERS, fields_of
from tests.source import dotted, python_files, tree
from tests.test_texts import catalogue

SCHEMAS = document()["components"]["schemas"]
HEADINGS = {"envelope": "4. The envelope of a record"}
TOLD = ("area", "checklist", "colleague", "office", "enterprise", "hazard", "past_visit", "plan", "notice")
# What phones can be answered with comes out of these; the rest of the office speaks to its own pages.
WIRE = [*python_files("sync_server/api"), *(f"sync_server/{name}.py" for name in ("tokens", "uploads"))]
WIRE += [f"sync_server/{name}.py" for name in ("accounts", "passwords", "photo_store", "viewing", "troubles")]
JUDGING = [f"inspection/{name}.py" for name in (*READERS, "shapes", "canonical", "record", "hazard")]
JUDGING = [path.replace("envelope", "record") for path in JUDGING] + python_files("sync_server/apply")
JUDGING += [
    f"sync_server/{name}.py" for name in ("receive", "parcels", "inbox", "arrival", "consolidate", "rejudge")
]
JUDGING += ["inspection/problems.py"]
ONLY_AT_THE_DESK = {
    "hazard.major_needs_officer",
    "hazard.major_needs_acceptance",
    "hazard.officers_must_see_it",
    "hazard.no_recheck_yet",
    "hazard.reason_needed",
    "hazard.second_person_needed",
    "password.too_short",
    "password.too_long",
    "password.too_common",
    "person.invalid",
    "person.login_taken",
    "person.no_such_area",
    "person.unknown",
}


@pytest.mark.parametrize("kind", READERS)
def test_every_field_of_a_record_is_written_down(kind):
    asked = {name: (protocol.kind_of(told), told["required"]) for name, told in fields_of(kind).items()}
    written = protocol.fields(HEADINGS.get(kind, kind))
    if kind == "envelope":
        assert ", ".join(f"`{one}`" for one in record.KINDS) == written_kinds()
    assert written == asked


def written_kinds() -> str:
    row = next(cells for cells in protocol.rows(HEADINGS["envelope"]) if cells[0] == "kind")
    return row[3].replace(" · ", ", ")


@pytest.mark.parametrize("kind", [*TOLD, "Change", "Checklist item"])
def test_every_field_of_a_change_is_written_down(kind):
    name = {"Change": "Change", "Checklist item": "ChecklistItem"}.get(
        kind, f"Told{kind.title().replace('_', '')}"
    )
    heading = {"Change": "8.2 A change"}.get(kind, kind)
    written = {cells[0]: cells[1] for cells in protocol.rows(heading)}
    assert written == protocol.kind_of_schema(SCHEMAS[name], SCHEMAS)


def test_states_lead_where_the_table_says():
    written = {}
    for states, _, rectified, rechecked in protocol.rows("hazard", "in the state"):
        for state in re.findall(r"`(\w+)`", states):
            written[state] = (rectified.strip("`*"), rechecked == "yes")
    assert set(written) == set(hazard.STATES)
    for state, (leads, rechecked) in written.items():
        there = "merged" if hazard.already_there(state, "rectify") else ""
        assert leads == hazard.MOVES["rectify"].leads.get(state, there)
        for move in ("recheck_pass", "recheck_accept", "recheck_partly", "recheck_fail"):
            assert (state in hazard.MOVES[move].leads) == rechecked


# ── the example ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("number", [1, 2])
def test_the_hashes_of_the_example_are_right(number):
    made = json.loads(protocol.example(f"record-{number}"))
    assert digest(made) == protocol.example(f"hash-{number}")
    assert record.read_envelope(made).hash == protocol.example(f"hash-{number}")
    READERS[made["kind"]](made["body"])


def test_the_example_is_a_chain_and_its_canonical_form_begins_as_written():
    first, second = (json.loads(protocol.example(f"record-{number}")) for number in (1, 2))
    assert second["prev"] == protocol.example("hash-1")
    links = [(one["seq"], one["prev"], digest(one)) for one in (first, second)]
    assert record.chain_breaks(links) == []
    content = canonical(first)
    assert content.decode().startswith(protocol.example("canonical-1"))
    assert f"one line of {len(content)} bytes" in protocol.text()


# ── codes ───────────────────────────────────────────────────────────────────────────────────────
def raised(paths) -> dict[str, set[str]]:
    """{code: facts} of every Problem and Verdict in these files; a code without one is there for its name."""
    found: dict[str, set[str]] = {}
    known = {key.removeprefix("problem.") for key in catalogue("en") if re.match(r"problem\.\w+\.", key)}
    known = {code for code in known if not code.startswith("cli.")}  # said on the command line
    for path in sorted(set(paths)):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and node.value in known:
                found.setdefault(node.value, set())
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in ("Problem", "Verdict"):
                for code in (one.value for one in node.args if isinstance(one, ast.Constant)):
                    if code in known:
                        found.setdefault(code, set()).update(_facts(node))
            if dotted_call(node) == "super().__init__":
                found.setdefault(node.args[0].value, set()).update(_facts(node))
    return found


def dotted_call(node) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) and node.keywords else ""


def _facts(call: ast.Call) -> set[str]:
    told = {one.arg for one in call.keywords if one.arg}
    if dotted(call.func).endswith("Problem") or "super" in ast.unparse(call.func):
        return told
    for one in call.args:
        if isinstance(one, ast.Dict):
            return {key.value for key in one.keys}
    return set()


def written_codes(heading: str) -> dict[str, tuple[str, set[str]]]:
    """{code: (what stands before it, its facts)}"""
    first = "status" if heading.startswith("10.1") else "outcome"
    found = {}
    for before, code, facts, *_ in protocol.rows(heading, first):
        assert code.strip("`") not in found, f"{code} stands twice"
        found[code.strip("`")] = (before, {one.strip() for one in facts.split(",") if one.strip()})
    return found


def test_every_code_of_an_answer_is_written_down_with_its_facts_and_status():
    written, by_code = written_codes("10.1 Answers outside 2xx"), raised(WIRE)
    said = {
        code for path in document()["paths"].values() for call in path.values() for code in codes_of(call)
    }
    by_code |= {code: by_code.get(code, set()) for code in answers.STATUS}
    assert set(written) == set(by_code) - ONLY_AT_THE_DESK | {"record.invalid"}
    assert said == set(written) - {"server.no_such_method"}, "the same as OpenAPI says"
    for code, (status, facts) in written.items():
        assert int(status) == answers.STATUS.get(code, 400), code
        assert by_code.get(code, set()) <= facts, code


def codes_of(call) -> set[str]:
    """Those in the descriptions of its refusals."""
    told = call["responses"].items() if isinstance(call, dict) else ()
    refusals = [answer["description"] for status, answer in told if status[0] in "45"]
    return set(re.findall(r"[a-z_]+\.[a-z_]+", " ".join(refusals)))


def test_every_code_of_an_outcome_is_written_down_with_its_facts():
    written, by_code = written_codes("10.2 Codes of outcomes"), raised(JUDGING)
    assert set(written) == set(by_code) - ONLY_AT_THE_DESK
    for code, (_, facts) in written.items():
        assert by_code[code] <= facts, code


def test_what_stands_aside_is_still_there():
    assert set(raised([*WIRE, *JUDGING])) >= ONLY_AT_THE_DESK


def test_every_reason_of_a_wrong_field_is_written_down():
    source = "\n".join(ast.unparse(tree(path)) for path in JUDGING)
    told = set(re.findall(r"wrong\([^,()]+, '(\w+)'\)", source)) | set(re.findall(r"why='(\w+)'", source))
    told |= set(re.findall(r"self\._get\(name, default, \w+, '(\w+)'\)", source))
    section = protocol.section("10.2 Codes of outcomes")
    assert {one for one in told if f"`{one}`" not in section} == set()


# ── limits ──────────────────────────────────────────────────────────────────────────────────────
def test_limits_are_those_of_the_code():
    said = protocol.text()
    assert (
        f"{bodies.SMALL // 1024} KiB unpacked; a push {records.PUSH_MOST_BYTES // 2**20} MiB (keep to 1 MiB)"
        in said
    )
    assert record.BATCH_MOST_BYTES == 2**20
    assert f"| {record.BATCH_MOST_RECORDS} records → 413 |" in said
    assert f"| {record.RECORD_MOST_BYTES // 1024} KiB of canonical JSON" in said
    assert f"{record.PHOTO_MOST_BYTES // 2**20} MiB ({record.PHOTO_MOST_BYTES} bytes)" in said
    assert photos.HASHES_MOST == records.IDS_MOST == 500
    assert f"| {records.PAGE_MOST}, {records.PAGE} unless asked otherwise |" in said
    assert records.PAGE_MOST == pull.MOST
    assert f"| {bodies.SILENCE_S} s → 408 |" in said
    assert f"good for {tokens.ACCESS_FOR.seconds // 60} minutes" in said
    assert f"good for {tokens.REFRESH_FOR.days} days after its making" in said
    assert tokens.FAMILY_FOR.days == 365
    assert tokens.REPEATED_FOR.seconds == 600
    assert uploads.KEPT_FOR.days == 7
    assert photos.LONG_EDGE == {"thumb": 320, "screen": 1600}
    assert {str(record.PROTOCOL)} == records.PROTOCOLS
