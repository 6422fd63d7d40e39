"""JSON as it stands in columns. msgspec writes it in a tenth of the time that `json` takes."""

import msgspec

_plain = msgspec.json.Encoder()
_sorted = msgspec.json.Encoder(order="sorted")


def written(value) -> str:
    return _plain.encode(value).decode()


def in_order(value) -> str:
    """With sorted keys, so that the same value is always the same text."""
    return _sorted.encode(value).decode()
