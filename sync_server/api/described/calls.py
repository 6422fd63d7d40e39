"""Every call below /api: what it is given, what it answers, and with which codes it refuses."""

from inspection.record import BATCH_MOST_RECORDS
from sync_server.api import photos, records
from sync_server.api.answers import STATUS
from sync_server.api.described import tus
from sync_server.api.described.fields import named, sha256

ALWAYS = ("request.wrong_host", "server.fault", "server.database_away", "server.disk_full")
BODY = ("request.unreadable", "request.too_large", "request.too_slow")
CALLER = ("token.expired", "device.blocked")


def call(said: str, codes: tuple, good: dict, body: str = "", holder: bool = True, more=()) -> dict:
    """One operation. `holder`: only for who shows an access token."""
    described = {"summary": said, "responses": good | refusals((*codes, *ALWAYS))}
    described |= {} if holder else {"security": []}
    described |= {"parameters": list(more)} if more else {}
    if body:
        content = {"application/json": {"schema": named(body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def good(schema: str, said: str = "Done.") -> dict:
    return {"200": {"description": said, "content": {"application/json": {"schema": named(schema)}}}}


def refusals(codes) -> dict:
    """{status: response}, the codes of each in its description."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS.get(code, 400), []).append(code)
    return {str(status): _refusal(status, by_status[status]) for status in sorted(by_status)}


def _refusal(status: int, codes: list[str]) -> dict:
    problem = {"allOf": [named("Problem"), {"properties": {"code": {"enum": sorted(set(codes))}}}]}
    told = {
        "description": ", ".join(sorted(set(codes))),
        "content": {"application/json": {"schema": problem}},
    }
    if status in (429, 503, 507):
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait before asking again."}
        told["headers"] = {"Retry-After": seconds}
    return told


def _pull_header() -> dict:
    return {
        "name": "X-Anjian-Protocol",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "enum": sorted(records.PROTOCOLS)},
    }


def _photo() -> dict:
    size = {
        "name": "size",
        "in": "query",
        "schema": {"type": "string", "enum": list(photos.SIZES), "default": "screen"},
    }
    path = {"name": "sha256", "in": "path", "required": True, "schema": sha256()}
    pictures = ("image/jpeg", "image/png", "image/webp", "image/heic", "application/octet-stream")
    whole = {
        "description": "The photo. `full` is what was sent, byte for byte; the other sizes are JPEGs without EXIF.",
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {kind: {} for kind in pictures},
    }
    answers = {"200": whole, "304": {"description": "Not changed since the ETag in If-None-Match."}}
    codes = (
        *CALLER,
        "device.upload_only",
        "server.no_such_page",
        "photo.not_found",
        "photo.not_stored",
        "photo.undecodable",
    )
    return {"get": call("One photo.", codes, answers, more=(path, size))}


def paths() -> dict:
    signed = good("Signed", "Tokens, and who they belong to.")
    sign_in = ("record.invalid", "sign_in.wrong", "sign_in.too_many", "sign_in.no_phone")
    sign_in += ("device.blocked", "device.belongs_to_another")
    renew = ("token.expired", "token.revoked", "device.blocked")
    push = (
        "push.unreadable",
        "push.too_large",
        "request.unreadable",
        "request.too_large",
        "request.too_slow",
    )
    return {
        "/api/sign-in": {
            "post": call("Sign in with a password.", (*BODY, *sign_in), signed, "SignIn", holder=False)
        },
        "/api/token": {
            "post": call(
                "Change a refresh token for new tokens.", (*BODY, *renew), signed, "Renew", holder=False
            )
        },
        "/api/push": {
            "post": call(
                f"Up to {BATCH_MOST_RECORDS} records, oldest first; each is kept and answered for itself.",
                (*push, *CALLER),
                good("Pushed"),
                "Push",
            )
        },
        "/api/pull": {
            "post": call(
                "What has changed since the cursors.",
                (*BODY, *CALLER, "device.upload_only", "app.too_old"),
                good("Pulled"),
                "Pull",
                more=[_pull_header()],
            )
        },
        "/api/records/status": {
            "post": call("What became of records.", (*BODY, *CALLER), good("Statuses"), "Status")
        },
        "/api/photos/need": {
            "post": call("Which photos the office lacks.", (*BODY, *CALLER), good("Needed"), "Need")
        },
        "/api/photos/{sha256}": _photo(),
        **tus.paths(call, CALLER),
        "/api/health": {"get": _health()},
        "/api/openapi.json": {"get": _document()},
    }


def _health() -> dict:
    ill = {"503": {"description": "Something does not work.", "content": good("Health")["200"]["content"]}}
    described = call("Whether the office works.", (), good("Health") | ill, holder=False)
    described["responses"]["503"] |= ill["503"]
    return described


def _document() -> dict:
    page = {
        "200": {"description": "This page.", "content": {"application/json": {"schema": {"type": "object"}}}}
    }
    return call("This page.", (), page, holder=False)
