"""What the phone makes of answers: the office's own, and everything else that may stand in between."""

import gzip
import json
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from app.storage.moment import moment_of
from app.sync import client as clients
from app.sync import push
from app.sync.client import Client
from app.sync.errors import Identity, Offline, Refused, ServerFault, SyncProblem, TooOld
from inspection.days import to_text

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HERE = {"server_time": to_text(NOW), "epoch": "e1"}


class Scripted(ThreadingHTTPServer):
    """Answers each request with what the test laid out: (status, headers, body); keeps what was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.answer, self.asked = (200, {}, b"{}"), []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def says(self, status, body, headers=None):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answer = (status, headers or {"Content-Type": "application/json"}, body)


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.asked.append((self.path, dict(self.headers), body))
        status, headers, said = self.server.answer
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(said))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST  # noqa: N815 - the name is the library's

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = Scripted()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def client(server):
    made = Client(f"http://127.0.0.1:{server.server_port}", lambda: moment_of(NOW), "0.1.0")
    yield made
    made.close()


def problem(client):
    with pytest.raises(SyncProblem) as caught:
        client.post("/api/pull", {})
    return caught.value


def test_an_answer_of_the_office_is_believed(server, client):
    server.says(200, HERE | {"changes": []})
    assert client.post("/api/pull", {"buckets": {}}, "secret")["changes"] == []
    path, headers, body = server.asked[0]
    assert (path, json.loads(body)) == ("/api/pull", {"buckets": {}})
    assert headers["Authorization"] == "Bearer secret"
    assert headers["X-Anjian-Protocol"] == "1"
    assert client.epoch == "e1"


def test_a_long_body_is_packed(server, client):
    server.says(200, HERE)
    client.post("/api/push", {"records": ["整改" * 2000]})
    assert server.asked[0][1]["Content-Encoding"] == "gzip"
    assert json.loads(server.asked[0][2])["records"][0].startswith("整改")


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"<html>Welcome to the guest network</html>", {"Content-Type": "text/html"}),
        (200, b'{"ok": true}', None),
        (200, b"[1]", None),
        (200, b"", None),
        (302, b"", {"Location": "http://portal.example/login"}),
        (403, b"<html>blocked by the firm's proxy</html>", {"Content-Type": "text/html"}),
    ],
)
def test_whoever_else_answers_is_not_taken_for_the_office(server, client, status, body, headers):
    server.says(status, body, headers)
    assert problem(client) == Offline("sync.portal", server=client.address, status=status)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "token.expired", Identity),
        (403, "device.blocked", Identity),
        (403, "device.upload_only", Identity),
        (403, "photo.not_named", Refused),
        (426, "app.too_old", TooOld),
        (404, "server.no_such_page", TooOld),
        (400, "push.unreadable", Refused),
        (413, "push.too_large", Refused),
        (429, "sign_in.too_many", ServerFault),
        (500, "server.fault", ServerFault),
        (507, "server.disk_full", ServerFault),
    ],
)
def test_refusals_are_sorted_by_what_the_phone_does_about_them(server, client, status, code, kind):
    server.says(status, HERE | {"code": code, "facts": {"wait_s": 7}})
    found = problem(client)
    assert type(found) is kind
    if code != "server.no_such_page":
        assert found.code == code
    if kind is ServerFault:
        assert found.wait_s == 7


def test_a_gateway_that_stumbles_is_a_fault_of_the_server(server, client):
    server.says(502, b"<html>Bad gateway</html>", {"Retry-After": "30"})
    found = problem(client)
    assert (type(found), found.code, found.wait_s) == (ServerFault, "sync.server_fault", 30)


def test_an_answer_that_is_cut_short_is_a_lost_line(server, client):
    server.says(200, HERE, {"Content-Length": "5000"})
    server.timeout = 1
    original = Answering.do_POST

    def cut(self):
        original(self)
        self.connection.shutdown(2)

    Answering.do_POST = cut
    try:
        assert problem(client).code == "sync.offline"
    finally:
        Answering.do_POST = original


def test_an_endless_answer_is_not_read_to_its_end(server, client):
    server.says(200, HERE | {"padding": "x" * 5000})
    with pytest.raises(Offline):
        client.fetch("/api/photos/x", most=1000)


def test_nobody_there_is_offline():
    client = Client("http://127.0.0.1:1", lambda: moment_of(NOW))
    found = problem(client)
    assert (type(found), found.code) == (Offline, "sync.offline")


def test_the_difference_of_the_clocks_is_learnt_from_every_answer(server, client):
    server.says(200, HERE | {"server_time": to_text(NOW + timedelta(minutes=5))})
    client.post("/api/pull", {})
    assert 299_000 <= client.offset <= 301_000


def test_a_certificate_that_nobody_vouches_for_is_named(tmp_path):
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"]
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("no openssl here")
    server = Scripted()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.says(200, HERE)
    client = Client(f"https://127.0.0.1:{server.server_port}", lambda: moment_of(NOW))
    assert problem(client).code == "sync.certificate"
    client.session.verify = str(tmp_path / "cert.pem")
    assert client.post("/api/pull", {})["epoch"] == "e1"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("number", "code"), [(9, "sync.wrong_clock"), (10, "sync.wrong_clock"), (18, "sync.certificate")]
)
def test_a_certificate_not_yet_or_no_longer_valid_speaks_of_the_clock(number, code):
    inner = ssl.SSLCertVerificationError(1, "certificate verify failed")
    inner.verify_code = number
    assert clients._tls_code(requests.exceptions.SSLError(inner)) == code


def test_only_verdicts_that_this_version_understands_settle_a_record():
    good = {"id": "r1", "outcome": "refused", "code": "hazard.unknown", "facts": {}}
    odd = [
        "r2",
        {"id": 3, "outcome": "applied"},
        {"id": "r4", "outcome": "postponed"},
        {"id": "r5", "outcome": "applied", "facts": ["x"]},
        {"id": "r6", "outcome": ["applied"]},
    ]
    assert push.verdicts([good, *odd]) == {"r1": good}
    assert push.verdicts({"r1": good}) == push.verdicts(None) == {}
