"""One person's line to the office during a run: who asks, what the phone holds, and whether to go on."""

from app.storage import outbox
from app.sync.client import decode, refusal
from app.sync.errors import Identity, Offline, Refused


class Stopped(Exception):
    """The run was asked to end; everything so far is kept."""


class Line:
    """`store`, `client` and `tokens` belong to one person; `stop` is a threading.Event."""

    def __init__(
        self, store, client, tokens, now, stop, progressed=lambda: None, something_new=lambda: False
    ):
        self.store, self.client, self.tokens, self.now = store, client, tokens, now
        self.stop, self.progressed, self.something_new = stop, progressed, something_new
        self.echoed = 0  # photos the office has named as stored during this run

    def stop_if_asked(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise Stopped

    def post(self, path: str, body: dict) -> dict:
        """As the person, telling what this phone still holds; the token renewed once if it has run out."""
        self.stop_if_asked()
        with self.store.read() as s:
            body = body | {"holds": outbox.holds(s)}
        return self._as_person(lambda token: self.client.post(path, body, token))

    def fetch(self, path: str) -> bytes:
        self.stop_if_asked()
        return self._as_person(lambda token: self.client.fetch(path, token))

    def upload(self, method: str, path: str, content: bytes, headers: dict):
        """One exchange of the upload protocol: its answer, with refusals for the caller to read from the status."""
        self.stop_if_asked()

        def ask(token):
            answer, said = self.client.exchange(
                method, path, content, {"Tus-Resumable": "1.0.0"} | headers, token
            )
            status = answer.status_code
            if status in (401, 403, 426, 429) or status >= 500:
                told = decode(said)
                if method == "HEAD" and status == 401:
                    told = {"code": "token.expired", "epoch": ""}  # an answer to HEAD has no body
                if not isinstance(told, dict) or "epoch" not in told:
                    told = {} if status >= 500 or status == 429 else None
                why = refusal(answer, told) if told is not None else None
                if why and not isinstance(why, Refused):
                    raise why
            if "Tus-Resumable" not in answer.headers and "Upload-Offset" not in answer.headers:
                told = decode(said)
                if method != "HEAD" and not (isinstance(told, dict) and "epoch" in told):
                    raise Offline("sync.portal", server=self.client.address, status=status)
            return answer, said

        return self._as_person(ask)

    def _as_person(self, ask):
        try:
            return ask(self.tokens.bearer(self.client))
        except Identity as refused:
            if refused.code != "token.expired":
                raise
            return ask(self.tokens.renew(self.client))
