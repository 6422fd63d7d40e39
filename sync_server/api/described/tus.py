"""The calls of tus 1.0.0 below /api/uploads, by which photos come in."""

from inspection.record import PHOTO_MOST_BYTES
from sync_server.api.uploads import BYTES, CHECKSUMS, EXTENSIONS, VERSION

_VERSION = {"name": "Tus-Resumable", "in": "header", "schema": {"type": "string", "enum": [VERSION]}}
_CHECKSUM = {
    "name": "Upload-Checksum",
    "in": "header",
    "description": f"{' or '.join(CHECKSUMS)}, a blank, and the digest of this request's bytes in base64.",
    "schema": {"type": "string"},
}
_TOLD = {
    "Tus-Resumable": {"schema": {"type": "string"}},
    "Upload-Offset": {"schema": {"type": "integer"}, "description": "Bytes the office has."},
    "Upload-Expires": {"schema": {"type": "string"}, "description": "Not of a photo that is whole."},
}
_LENGTH = {"Upload-Length": {"schema": {"type": "integer"}}}
_PLACE = {
    "Location": {"required": True, "schema": {"type": "string"}, "description": "Where the upload goes on."}
}
_CONTENT = {BYTES: {"schema": {"type": "string", "format": "binary"}}}


def paths(call, caller: tuple) -> dict:
    """`call` describes one operation; `caller` are the codes of a token that is not good."""
    one = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    known = (
        *caller,
        "server.no_such_page",
        "upload.unknown",
        "upload.expired",
        "upload.other_version",
        "upload.locked",
    )
    sends = (
        "upload.invalid",
        "upload.too_large",
        "upload.checksum_wrong",
        "upload.hash_wrong",
        "request.too_large",
    )
    sends += ("request.too_slow",)
    told = {"204": {"description": "What the server speaks.", "headers": _spoken()}}
    return {
        "/api/uploads": {
            "options": call("What the server speaks.", (), told, holder=False),
            "post": {
                **call(
                    "Offer a photo by its hash, and send the first of its bytes along if wanted.",
                    (*caller, *sends, "upload.other_version", "upload.locked", "photo.not_named"),
                    {
                        "201": {
                            "description": "Send what lies behind Upload-Offset.",
                            "headers": _TOLD | _PLACE,
                        }
                    },
                    more=[_VERSION, _length(), _metadata(), _CHECKSUM],
                ),
                "requestBody": {"required": False, "content": _CONTENT},
            },
        },
        "/api/uploads/{id}": {
            "parameters": [one],
            "options": call("What the server speaks.", ("server.no_such_page",), told, holder=False),
            "head": call(
                "How many bytes the office has.",
                known,
                {"200": {"description": "Go on behind Upload-Offset.", "headers": _TOLD | _LENGTH}},
                more=[_VERSION],
            ),
            "patch": {
                **call(
                    "Send bytes.",
                    (*known, *sends, "upload.wrong_type", "upload.wrong_offset"),
                    {"204": {"description": "Taken.", "headers": _TOLD}},
                    more=[_VERSION, _offset(), _CHECKSUM],
                ),
                "requestBody": {"required": True, "content": _CONTENT},
            },
            "delete": call("Give it up.", known, {"204": {"description": "Forgotten."}}, more=[_VERSION]),
        },
    }


def _spoken() -> dict:
    words = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(PHOTO_MOST_BYTES),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }
    return {name: {"schema": {"type": "string", "const": word}} for name, word in words.items()}


def _length() -> dict:
    schema = {"type": "integer", "minimum": 1, "maximum": PHOTO_MOST_BYTES}
    return {"name": "Upload-Length", "in": "header", "required": True, "schema": schema}


def _offset() -> dict:
    schema = {"type": "integer", "minimum": 0, "maximum": PHOTO_MOST_BYTES}
    return {"name": "Upload-Offset", "in": "header", "required": True, "schema": schema}


def _metadata() -> dict:
    return {
        "name": "Upload-Metadata",
        "in": "header",
        "required": True,
        "description": "Pairs of a name and a base64 text, parted by commas: sha256 (needed), filename, filetype.",
        "schema": {"type": "string"},
    }
