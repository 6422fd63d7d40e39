"""The two tokens of one person on this phone, kept where the device keeps secrets, never in the database.

`keep(name, text)` and `fetch(name)` are given by `app.start`: the phone's secure storage, or a private file.
"""

import json
from datetime import timedelta

from app.sync.errors import Identity
from inspection import days

EARLY = timedelta(seconds=60)  # renewed a little before its time


class Tokens:
    """Tokens of the account `name`. A renewal whose answer is lost is repeated with the same nonce.

    `heard(said)` is told what the office says of the person at each renewal.
    """

    def __init__(self, name: str, keep, fetch, now, new_id, heard=None):
        self.heard = heard
        self.name, self._keep, self._fetch, self.now, self.new_id = name, keep, fetch, now, new_id

    def given(self, said: dict) -> None:
        """Keep what sign-in or renewal gave."""
        self._write(
            {"access": said["access"], "access_until": said["access_until"], "refresh": said["refresh"]}
        )

    def forget(self) -> None:
        self._write({})

    def there(self) -> bool:
        return bool(self._read().get("refresh"))

    def bearer(self, client) -> str:
        """An access token that is good for a while yet. Problems: those of `renew`."""
        kept = self._read()
        if kept.get("access") and self._good(kept.get("access_until"), client):
            return kept["access"]
        return self.renew(client)

    def renew(self, client) -> str:
        """Problems: token.expired, token.revoked, device.blocked; Offline and ServerFault of the line."""
        kept = self._read()
        if not kept.get("refresh"):
            raise Identity("token.expired")
        if not kept.get("nonce"):
            kept["nonce"] = self.new_id()
            self._write(kept)
        said = client.post("/api/token", {"refresh": kept["refresh"], "nonce": kept["nonce"]})
        self.given(said)
        if self.heard:
            self.heard(said)
        return said["access"]

    def _good(self, until, client) -> bool:
        try:
            ends = days.to_instant(until)
        except (TypeError, ValueError):
            return False
        ahead = timedelta(milliseconds=client.offset or 0)
        return days.to_instant(self.now().wall) + ahead + EARLY < ends

    def _read(self) -> dict:
        try:
            kept = json.loads(self._fetch(self.name) or "{}")
        except ValueError:
            kept = {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict) -> None:
        self._keep(self.name, json.dumps(kept))
