"""What /api/openapi.json says is what the code goes by: fields of records, routes, changes that phones are told."""

import re
from datetime import date

import jsonschema_rs
import pytest
from starlette.routing import Route

from inspection.checklist import from_json
from sync_server import api, checklists_import, hazards, people, projections, pull
from sync_server.api.described import document, records
from sync_server.api.described.fields import IDENTITY, SHA256
from tests.server import building
from tests.server.asked_fields import READERS, fields_of
from tests.server.building import AT, LINA, WANGQIANG, Phone
from tests.server.serving import Line

SCHEMAS = document()["components"]["schemas"]


def resolved(schema: dict) -> tuple[dict, bool]:
    """The schema without references, and whether the value may be null."""
    null = False
    if "anyOf" in schema:
        null, schema = True, schema["anyOf"][0]
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    kinds = schema.get("type")
    if isinstance(kinds, list):
        null, schema = True, schema | {"type": kinds[0]}
    return schema, null


def described(schema: dict, path: str = "") -> dict[str, dict]:
    """The same as `fields_of` gives, out of a schema."""
    schema, _ = resolved(schema)
    found = {}
    for name, inner in schema["properties"].items():
        inner, null = resolved(inner)
        required = name in schema["required"]
        assert null is not required, f"{path}{name}: what is optional may be null, what is not may not"
        found[path + name] = {"required": required, **limits(inner)}
        if found[path + name]["kind"] == "object" and "properties" in inner:
            found |= described(inner, f"{path}{name}.")
        if found[path + name]["kind"] == "objects":
            found |= described(inner["items"], f"{path}{name}[].")
    return found


def limits(schema: dict) -> dict:
    if schema["type"] == "string":
        return of_text(schema)
    if schema["type"] == "integer":
        return {"kind": "whole", "least": schema["minimum"], "most": schema["maximum"]}
    if schema["type"] == "array":
        items, _ = resolved(schema["items"])
        if items["type"] == "object":
            return {"kind": "objects", "most": schema["maxItems"]}
        return {"kind": "texts", "most": schema["maxItems"], "longest": items["maxLength"]}
    return {"kind": {"boolean": "flag", "object": "object"}[schema["type"]]}


def of_text(schema: dict) -> dict:
    if "enum" in schema:
        return {"kind": "choice", "options": tuple(one for one in schema["enum"] if one is not None)}
    if "pattern" in schema:
        return {"kind": {IDENTITY: "identity", SHA256: "sha256"}[schema["pattern"]]}
    if "format" in schema:
        return {"kind": {"date-time": "instant", "date": "day"}[schema["format"]]}
    return {"kind": "text", "least": schema.get("minLength", 0), "most": schema["maxLength"]}


@pytest.mark.parametrize("kind", READERS)
def test_every_field_of_a_record_is_described_as_it_is_read(kind):
    schema = SCHEMAS["Record" if kind == "envelope" else records.BODIES[kind]]
    assert described(schema) == fields_of(kind)


def test_every_route_is_described_and_nothing_else():
    routed = {
        ("/api" + re.sub(r":\w+}", "}", route.path), method.lower())
        for route in api.routes()
        if isinstance(route, Route)
        for method in route.methods
    }
    heads = {(path, "head") for path, method in routed if method == "get"}  # a GET without its content
    told = {
        (path, method)
        for path, calls in document()["paths"].items()
        for method in calls
        if method != "parameters"
    }
    assert told == routed - heads


def test_it_is_served_to_anybody(served):
    answer = Line(served.url).get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == document()
    assert (
        Line(served.url).get("/api/openapi.json", headers={"Accept-Encoding": "identity"}).json()
        == document()
    )


def test_every_reference_leads_somewhere():
    asked = set(re.findall(r"#/components/schemas/(\w+)", str(document())))
    assert asked <= set(SCHEMAS)
    assert set(SCHEMAS) - asked == set()


def closed(schema):
    """The same schemas, but nothing is let pass that they do not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(inner) for name, inner in schema.items()}
    if made.get("type") == "object" and "required" in made and isinstance(made.get("properties"), dict):
        made["additionalProperties"] = False
    return made


def faults(name: str, value) -> list[str]:
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": closed(SCHEMAS)}}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [f"{list(fault.instance_path)}: {fault.message[:200]}" for fault in validator.iter_errors(value)]


@pytest.mark.parametrize("who", [LINA, WANGQIANG])
def test_what_a_phone_is_told_is_described(tmp_path, who):
    store = building.open_office(f"sqlite:///{tmp_path}/office.db")
    phone = Phone(store, LINA)
    found = building.finding()
    assert phone.push(phone.visit([found]))[0]["outcome"] == "applied"
    with store.write() as c:
        checklists_import.publish(c, checklists_import.shipped(), AT)
        projections.office_changed(c)
        hazard_id = found["body"]["finding_id"]
        hazards.change_due(c, hazard_id, date(2026, 12, 24), people.by_id(c, LINA), AT, reason="节前停产")
        facts = {"number": "1", "place": "", "text": "", "by": "", "reason": "", "due": ""}
        projections.notice(c, who, "n1", "hazard_ordered", facts, {"kind": "hazard", "id": hazard_id}, AT)
    with store.read() as c:
        said = pull.pull(c, people.by_id(c, who), {}, 1000)
    store.close()
    kinds = {one["kind"] for one in said["changes"]}
    assert kinds >= {"checklist", "colleague", "office", "enterprise", "hazard", "notice", "area"}
    assert faults("Pulled", said | {"server_time": "2026-11-23T02:00:00.000+00:00", "epoch": "e"}) == []


def test_a_record_that_is_sent_is_described(tmp_path):
    store = building.open_office(f"sqlite:///{tmp_path}/office.db")
    phone = Phone(store, LINA)
    found = building.finding()
    for record in (
        phone.visit([found]),
        phone.rectification("h"),
        phone.recheck("h"),
        phone.recheck("h", "fail"),
    ):
        assert faults("Record", record) == []
    store.close()


def test_the_shipped_checklists_are_as_described():
    for body in checklists_import.shipped():
        from_json(body)
        assert faults("ToldChecklist", body | {"current": True}) == []
