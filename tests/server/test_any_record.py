"""Whatever a phone sends as a record is kept and judged: none of them may be a fault of the server."""

import itertools
import os
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inspection import days
from sync_server.api.described import document, records
from sync_server.api.described.fields import IDENTITY
from tests.server import building
from tests.server.building import AT, LINA, Phone

SCHEMAS = document()["components"]["schemas"]
KNOWN = {"enterprise_id": (building.WORKS, building.ELSEWHERE), "area_id": (building.YUNXI,)}
WORDS = {
    "purpose": st.sampled_from(["routine", "special"]),
    "track": st.sampled_from(["inspection", "service"]),
    "participants": st.just(building.participants("inspection")),
    "hazard_id": st.sampled_from(["f-1", "f-2", "h-9"]),
    "finding_id": st.sampled_from(["f-1", "f-2", "f-3", "f-4"]),
    "visit_id": st.sampled_from(["v-1", "v-2", "v-3"]),
    "item": st.sampled_from([None, "FIRE-01", "ELEC-04"]),
    "place": st.sampled_from(["1号车间", "１号 车间", "", "二楼\x00"]),
    "amends": st.sampled_from(["a-0", "a-1", "a-2"]),
    "name": st.sampled_from(["永兴五金店", "a\x00b", "🏭"]),
    "started_at": st.just("2026-11-23T09:00:00+08:00"),
    "finished_at": st.sampled_from(["2026-11-23T09:00:00+08:00", "2999-12-31T23:59:59-12:00"]),
    "fixed_on_site": st.just(False),
    "signatures": st.just([]),
    "verdict": st.sampled_from(["pass", "partly", "fail"]),
}
EXAMPLES = int(os.environ.get("ANJIAN_FUZZ", "12")) * 8
ids = itertools.count()


@cache
def values(name: str) -> st.SearchStrategy:
    """Values that the schema of this name allows."""
    return of(SCHEMAS[name])


def of(schema: dict, name: str = "") -> st.SearchStrategy:
    if name in WORDS:
        return WORDS[name]
    if name in KNOWN:
        return st.sampled_from(KNOWN[name])
    if "$ref" in schema:
        return st.deferred(lambda: values(schema["$ref"].rpartition("/")[2]))
    if "anyOf" in schema:
        return st.one_of(*(of(one) for one in schema["anyOf"]))
    kind = schema["type"]
    if isinstance(kind, list):
        rest = schema | {"type": kind[0]}
        rest = rest | ({"enum": [one for one in rest["enum"] if one is not None]} if "enum" in rest else {})
        return st.none() | of(rest, name)
    return PLAIN[kind](schema)


def text(schema: dict) -> st.SearchStrategy:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("pattern") == IDENTITY:
        return st.text("ab-1", min_size=1, max_size=4)
    if "pattern" in schema:
        return st.integers(0, 5).map(lambda number: f"{number:064x}")
    if schema.get("format") == "date":
        return st.dates().map(str)
    if "format" in schema:
        return st.datetimes(days.EARLIEST.replace(year=1900, tzinfo=None), timezones=st.just(AT.tzinfo)).map(
            lambda instant: days.to_text(instant.replace(year=min(instant.year, 2999)))
        )
    letters = st.characters(exclude_categories=("Cs",))
    return st.text(letters, min_size=schema.get("minLength", 0), max_size=min(schema["maxLength"], 30))


def whole(schema: dict) -> st.SearchStrategy:
    return st.integers(schema["minimum"], schema["maximum"])


def several(schema: dict) -> st.SearchStrategy:
    return st.lists(of(schema["items"]), max_size=3)


def thing(schema: dict) -> st.SearchStrategy:
    made = {name: of(inner, name) for name, inner in schema.get("properties", {}).items()}
    needed = set(schema.get("required", ()))
    optional = {name: one for name, one in made.items() if name not in needed}
    return st.fixed_dictionaries({name: made[name] for name in made if name in needed}, optional=optional)


PLAIN = {
    "string": text,
    "integer": whole,
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    "array": several,
    "object": thing,
}


def hashes_in(value) -> set[str]:
    if isinstance(value, dict):
        own = {value["sha256"]} if isinstance(value.get("sha256"), str) else set()
        return own.union(*map(hashes_in, value.values()))
    return set().union(*map(hashes_in, value)) if isinstance(value, list) else set()


@st.composite
def any_record(draw):
    """Its body as the schema allows, its photos those of the body, and now and then something left out or odd."""
    kind = draw(st.sampled_from(sorted(records.BODIES)))
    body = draw(values(records.BODIES[kind]))
    manifest = draw(st.lists(values("Photo"), min_size=6, max_size=6))
    photos = [one | {"sha256": sha} for one, sha in zip(manifest, sorted(hashes_in(body)), strict=False)]
    envelope = draw(values("Record")) | {
        "id": f"a-{next(ids)}",
        "kind": kind,
        "v": 1,
        "body": body,
        "photos": photos,
    }
    envelope["deps"] = draw(st.lists(st.sampled_from(["a-0", "a-1"]), max_size=1))
    if draw(st.integers(0, 9)) == 0:
        envelope[draw(st.sampled_from(sorted(envelope)))] = draw(
            st.sampled_from([None, [], {}, -1, "\x00", True])
        )
    return envelope


def test_no_record_is_a_fault_of_the_server(office_store):
    phone, seen = Phone(office_store, LINA), set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(any_record(), min_size=1, max_size=4))
    def each(sent):
        answers = phone.push(*sent)
        assert len(answers) == len(sent)
        for record, answer in zip(sent, answers, strict=True):
            assert answer["code"] != "record.server_error", record
            seen.add((str(record.get("kind")), answer["outcome"], answer["code"]))

    each()
    applied = {kind for kind, outcome, _ in seen if outcome == "applied"}
    assert len(applied) >= 2, "what is sent is not altogether nonsense"
