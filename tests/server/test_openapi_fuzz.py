"""schemathesis asks a running office whatever its OpenAPI page allows, and much it does not."""

import io
import itertools
import os
from hashlib import sha256

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from PIL import Image
from schemathesis.generation import GenerationMode

from inspection.canonical import CHAIN_START
from sync_server.api.described import document
from tests.server import building
from tests.server.serving import Line, metadata


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(kept, "JPEG")
    return kept.getvalue()


EXAMPLES = int(os.environ.get("ANJIAN_FUZZ", "12"))  # of each call
WRONG = ["400", "401", "403", "404", "405", "408", "409", "410", "412", "413", "415", "426", "429", "460"]
PHOTO = b"a photo that is offered again and again"
SHA = sha256(PHOTO).hexdigest()
PICTURE = picture()
STORED = sha256(PICTURE).hexdigest()


def loaded():
    checks = {
        "negative_data_rejection": {"expected-statuses": WRONG},
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", *WRONG]},
        "missing_required_header": {"expected-statuses": WRONG},
    }
    return schemathesis.openapi.from_dict(
        document(), config=schemathesis.Config.from_dict({"checks": checks})
    )


schema = loaded()


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(_context, value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def line(served):
    """Signed in as 李娜, whose records name two photos; the bytes of one are stored, those of the other begun."""
    found = Line(served.url)
    assert found.sign_in("lina", "fuzzed-phone").status_code == 200
    record = naming([SHA, STORED])
    assert found.post("/api/push", {"records": [record]}).json()["answers"][0]["outcome"] == "applied"
    assert found.offer(STORED, len(PICTURE), PICTURE).status_code == 201
    found.upload = found.offer(SHA, len(PHOTO)).headers["Location"].rpartition("/")[2]
    return found


def naming(hashes) -> dict:
    manifest = {"size": 6, "mime": "image/jpeg", "source": "taken"}
    made = building.finding(shots=[{"sha256": one} | manifest for one in hashes])
    body = {"finding": made["body"], "visit_id": "v", "enterprise_id": building.WORKS, "track": "inspection"}
    told = {"id": "r-fuzz", "seq": 1, "prev": CHAIN_START, "kind": "finding", "v": 1, "body": body}
    told |= {"entity": {"type": "finding", "id": made["id"]}, "at": {"wall": "2026-11-23T10:00:00+08:00"}}
    return told | {"photos": made["photos"]}


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_answer_is_one_that_is_described(case, line):
    if case.meta.generation.mode is GenerationMode.POSITIVE:
        lead(case, line)
    headers = {"Authorization": line.session.headers["Authorization"]}
    case.call_and_validate(base_url=line.url, headers=headers, timeout=20)


turn = itertools.count()


def lead(case, line) -> None:
    """Now and then to what is really there, where chance alone would never come."""
    if "Upload-Metadata" in case.headers:
        case.headers["Upload-Metadata"] = metadata((SHA, STORED, "0" * 64)[next(turn) % 3])
        case.headers["Upload-Length"] = str(len(PHOTO))
    if next(turn) % 3 == 0:
        return
    known = {"id": line.upload, "sha256": STORED}
    for name in case.path_parameters:
        case.path_parameters[name] = known[name]
    if isinstance(case.body, dict):
        case.body = led(case.body)


def led(value, name: str = ""):
    """The same JSON, speaking of an enterprise and photos that are known."""
    known = {"enterprise_id": building.WORKS, "area_id": building.YUNXI, "hazard_id": "h", "buckets": None}
    if name in known and isinstance(value, str):
        return known[name]
    if isinstance(value, dict):
        return {inner: led(one, inner) for inner, one in value.items()}
    if isinstance(value, list):
        return [led(one) for one in value]
    return value
