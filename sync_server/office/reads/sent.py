"""JSON that a phone sent, as it was sent: what it left out reads as None."""

import json


class Sent(dict):
    def __missing__(self, name):
        return None


def read(text: str | bytes | None, empty: str = "{}"):
    """The value in `text`, every object in it a `Sent`."""
    return json.loads(text or empty, object_hook=Sent)
