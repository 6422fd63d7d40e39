"""One exchange with the office's server, believed only when it is really the office that answered.

Whatever goes wrong comes out as one of `errors`. A portal of a café or hotel answers 200 with a page of
its own: an answer counts only when it is JSON and names the server's `epoch`.
"""

import gzip
import json
import ssl
import time
from urllib.parse import urlsplit

import requests

from app.sync.errors import Identity, Offline, Refused, ServerFault, TooOld
from inspection import days
from inspection.record import PROTOCOL

ANSWER_MOST_BYTES = 16 * 1024 * 1024
CONNECT_S, SILENCE_S, WHOLE_S = 10, 30, 180  # to connect; between two bytes; for all of one exchange
GZIP_FROM_BYTES = 1024
OFFSET_WORTH_RTT_MS = 10_000  # a slower exchange says too little about the clocks
OPEN_HOSTS = ("127.0.0.1", "::1", "localhost")


class Client:
    """Speaks with one server. `now()` gives a Moment; `offset` is how far the server's clock is ahead, in ms."""

    def __init__(self, address: str, now, version: str = ""):
        self.address, self.now = address.rstrip("/"), now
        self.offset: int | None = None
        self.epoch: str | None = None
        self.cuts = 0  # how rough the line was lately: uploads that broke, less those that went through
        self.session = requests.Session()
        self.session.headers.update(
            {
                "X-Anjian-Protocol": str(PROTOCOL),
                "Accept": "application/json",
                "User-Agent": f"Anjian/{version}",
            }
        )
        if urlsplit(self.address).hostname in OPEN_HOSTS:
            self.session.trust_env = False  # a proxy has no business between us and this machine

    def close(self) -> None:
        self.session.close()

    def post(self, path: str, body: dict, token: str | None = None) -> dict:
        """The decoded answer to JSON posted at `path`."""
        sent = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json"}
        if len(sent) >= GZIP_FROM_BYTES:
            sent, headers["Content-Encoding"] = gzip.compress(sent, 6), "gzip"
        answer, content = self.exchange("POST", path, sent, headers, token)
        return self._believe(answer, content)

    def get(self, path: str, token: str | None = None) -> dict:
        answer, content = self.exchange("GET", path, None, {}, token)
        return self._believe(answer, content)

    def fetch(self, path: str, token: str | None = None, most: int = ANSWER_MOST_BYTES) -> bytes:
        """Bytes that are no JSON: a photo. The caller checks them."""
        answer, content = self.exchange("GET", path, None, {"Accept": "*/*"}, token, most)
        if answer.status_code != 200:
            self._believe(answer, content)
        return content

    def exchange(self, method: str, path: str, body, headers: dict, token=None, most=ANSWER_MOST_BYTES):
        """(answer, its content) whatever its status. Problems: Offline."""
        if token:
            headers = headers | {"Authorization": f"Bearer {token}"}
        limits = {"timeout": (CONNECT_S, SILENCE_S), "stream": True, "allow_redirects": False}
        url, began = self.address + path, time.monotonic()
        try:
            with self.session.request(method, url, data=body, headers=headers, **limits) as answer:
                return answer, _read(answer, most, began + WHOLE_S)
        except requests.exceptions.SSLError as fault:
            raise Offline(_tls_code(fault), server=self.address) from fault
        except (requests.RequestException, OSError, ValueError) as fault:
            raise Offline("sync.offline", server=self.address, why=type(fault).__name__) from fault
        finally:
            self._took_ms = (time.monotonic() - began) * 1000

    def _believe(self, answer, content: bytes) -> dict:
        """The answer's JSON; a refusal as its Problem."""
        said = decode(content)
        if not isinstance(said, dict) or not isinstance(said.get("epoch"), str):
            if answer.status_code >= 500:
                raise _waiting(ServerFault("sync.server_fault", status=answer.status_code), answer)
            raise Offline("sync.portal", server=self.address, status=answer.status_code)
        self._compare_clocks(said.get("server_time"))
        self.epoch = said["epoch"]
        if answer.status_code == 200 or answer.status_code == 201:
            return said
        raise refusal(answer, said)

    def _compare_clocks(self, server_time) -> None:
        if not isinstance(server_time, str) or self._took_ms > OFFSET_WORTH_RTT_MS:
            return
        try:
            theirs = days.to_instant(server_time)
        except ValueError:
            return
        ours = days.to_instant(self.now().wall)
        self.offset = round((theirs - ours).total_seconds() * 1000 + self._took_ms / 2)


def refusal(answer, said: dict):
    """The Problem in an answer that is no success."""
    status = answer.status_code
    code = said.get("code") if isinstance(said.get("code"), str) else None
    facts = said.get("facts") if isinstance(said.get("facts"), dict) else {}
    facts = {name: value for name, value in facts.items() if name not in ("code", "status")}
    if status == 426:
        return TooOld(code or "app.too_old", **facts)
    if status == 401 or (status == 403 and (code or "").startswith(("device.", "token.", "sign_in."))):
        return Identity(code or "token.expired", **facts)
    if status == 404 and code in (None, "server.no_such_page"):
        return TooOld("sync.server_too_old", **facts)
    if status >= 500 or status in (408, 423, 429):
        return _waiting(ServerFault(code or "sync.server_fault", **({"status": status} | facts)), answer)
    return Refused(code or "sync.refused", status, **facts)


def decode(content: bytes):
    try:
        return json.loads(content) if content else None
    except ValueError:
        return None


def _waiting(problem: ServerFault, answer) -> ServerFault:
    said = answer.headers.get("Retry-After", "")
    wait = problem.facts.get("wait_s", int(said) if said.isdigit() else None)
    problem.wait_s = min(float(wait), 3600.0) if isinstance(wait, int | float) else None
    return problem


def _read(answer, most: int, until: float) -> bytes:
    content = bytearray()
    for piece in answer.iter_content(64 * 1024):
        content += piece
        if len(content) > most or time.monotonic() > until:
            raise ValueError("answer too long")
    return bytes(content)


def _tls_code(fault: Exception) -> str:
    """A certificate that is "not yet valid" or "expired" mostly means that this phone's clock is wrong."""
    seen, cause = set(), fault
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "sync.wrong_clock" if cause.verify_code in (9, 10) else "sync.certificate"
        cause = cause.__cause__ or cause.__context__ or getattr(cause, "reason", None) or _inner(cause)
    return "sync.certificate"


def _inner(fault: BaseException):
    return next((part for part in fault.args if isinstance(part, BaseException)), None)
