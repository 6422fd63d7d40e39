"""What every answer carries, and what is said when there is nothing to answer."""

import pytest

from tests.server.serving import Line, Served, furnished

PAGES = ["/office/sign-in", "/api/health", "/api/nothing", "/office/nothing"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_guarded(served, path):
    headers = Line(served.url).get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "Server" not in headers


def test_health_tells_and_gives_nothing_away(served):
    said = Line(served.url).get("/api/health").json()
    assert said["ok"] is True
    assert set(said) == {
        "ok",
        "database",
        "photos",
        "disk",
        "disk_free_mb",
        "version",
        "server_time",
        "epoch",
    }


def test_the_root_leads_to_the_office(served):
    assert Line(served.url).get("/", allow_redirects=False).headers["Location"].startswith("/office")


def test_there_are_no_pages_for_developers(served):
    for path in ("/docs", "/redoc", "/openapi.json", "/api/docs"):
        assert Line(served.url).get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/push", 405), ("GET", "/api/nothing", 404)]
)
def test_a_wrong_address_is_answered_with_a_code(served, method, path, status):
    answer = Line(served.url).ask(method, path)
    assert answer.status_code == status
    assert answer.json()["code"].startswith("server.no_such_")


@pytest.mark.parametrize("told", ["", "Bearer", "Bearer x", "Basic x", "Bearer " + "x" * 5000])
def test_without_a_token_nothing_is_told(served, told):
    line = Line(served.url)
    for path in ("/api/push", "/api/pull", "/api/photos/need", "/api/records/status"):
        answer = line.post(
            path, {"records": [], "buckets": {}, "sha256": [], "ids": []}, headers={"Authorization": told}
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "token.expired")


def test_a_body_beyond_all_limits_is_not_read(served):
    answer = Line(served.url).ask("POST", "/office/sign-in", data=b"x" * 41 * 2**20)
    assert answer.status_code == 413


def test_unknown_host_names_are_refused_where_names_are_set(tmp_path):
    furnished(tmp_path).close()
    office = Served(
        tmp_path, ANJIAN_HOSTS="127.0.0.1, office.example", ANJIAN_ADDRESS="https://office.example"
    ).start()
    line = Line(office.url)
    assert line.get("/api/health", headers={"Host": "office.example"}).status_code == 200
    answer = line.get("/api/health", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (421, "request.wrong_host")
    assert "max-age" in line.get("/api/health").headers["Strict-Transport-Security"]
    office.stop()
