"""What whoever keeps the office running may rely on: nothing is open to others, nothing is changed unseen."""

import fcntl
import stat

import sqlalchemy as sa

from sync_server import backup, tables
from sync_server.app import make_context, prepare
from sync_server.config import Config
from tests.server import serving
from tests.server.building import LINLAN, WANGQIANG, ZHAOMIN, all_of, finding
from tests.server.office.desk import Office
from tests.server.test_command_line import run
from tests.server.test_hazards import found, move, rechecked, refusal


def test_the_data_and_the_copies_are_nobody_elses_to_read(tmp_path):
    context = make_context(Config.at(tmp_path / "office"))
    prepare(context)
    context.close()
    assert run(tmp_path / "office", "backup", str(tmp_path / "copy")).returncode == 0
    for folder in ("office", "copy"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_nothing_is_restored_under_a_running_server(tmp_path):
    serving.furnished(tmp_path / "office").close()
    assert run(tmp_path / "office", "backup", str(tmp_path / "copy")).returncode == 0
    with (tmp_path / "office" / ".serving").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run(tmp_path / "office", "restore", str(tmp_path / "copy"), "--replace")
        assert done.returncode == 1
        assert "已有一个服务器在运行" in done.stderr
    assert run(tmp_path / "office", "restore", str(tmp_path / "copy"), "--replace").returncode == 0


def test_a_day_that_is_none_is_not_taken_for_a_certificates_end(tmp_path):
    serving.furnished(tmp_path).close()
    words = ["add-user", "qianjin", "--name", "钱进", "--role", "officer", "--password-stdin"]
    done = run(tmp_path, *words, "--certificate-until", "31.12.2026", told="qian-jin-2026\n")
    assert done.returncode == 1
    assert "31.12.2026" in done.stderr


def test_publishing_checklists_is_audited(tmp_path):
    context = serving.furnished(tmp_path)
    shipped = serving.ROOT / "sync_server" / "shipped" / "checklists.yaml"
    assert run(tmp_path, "import-checklists", str(shipped)).returncode == 0
    assert "checklists.import" in [row["act"] for row in all_of(context.store, tables.audit)]
    context.close()


def test_a_refused_sign_in_is_audited_at_every_door_and_without_the_password(tmp_path):
    office = Office(tmp_path)
    office.set_password(ZHAOMIN)
    client = office.browser(None).client
    told = {"login": "zhaomin", "password": "secret-guess", "device": {"id": "d-x"}}
    assert client.post("/api/sign-in", json=told).status_code == 401
    assert client.post("/office/sign-in", data=told | {"device": ""}).status_code == 401
    rows = all_of(office.store, tables.audit, tables.audit.c.act == "sign_in.refused")
    assert [row["target_id"] for row in rows] == ["zhaomin", "zhaomin"]
    assert "secret-guess" not in str(rows)
    office.close()


def test_a_major_hazard_no_officer_has_confirmed_is_not_signed_off(office_store):
    one = found(office_store, by=WANGQIANG, track="service")
    found(office_store, finding(severity="major"), by=WANGQIANG, track="service")  # now it looks major
    assert rechecked(office_store, one, by=WANGQIANG, track="service") == ("applied", None)
    with office_store.write() as c:
        c.execute(sa.update(tables.hazard).where(tables.hazard.c.id == one).values(accepted=True))
    assert refusal(move, office_store, one, "sign_off", LINLAN) == "hazard.major_needs_officer"


def test_a_visit_is_planned_only_for_what_it_may_be_and_who_may_go(tmp_path):
    office = Office(tmp_path)
    browser = office.browser(ZHAOMIN)
    plan = {"day": "2026-11-30", "track": "inspection", "purpose": "advice", "person_id": "p-lina"}
    address = "/office/enterprises/e-works/plan"
    assert browser.post(address, plan, sure=True).status_code == 409
    with office.store.write() as c:
        c.execute(sa.update(tables.contract).values(ends_on="2026-11-22"))
    plan |= {"track": "service", "person_id": WANGQIANG}
    assert browser.post(address, plan, sure=True).status_code == 409
    assert all_of(office.store, tables.plan) == []
    office.close()


def test_a_port_or_database_that_cannot_be_is_said(tmp_path):
    done = run(tmp_path, "serve", "--port", "99999")
    assert (done.returncode, "99999" in done.stderr) == (1, True)
    for url in ("postgresql+psycopg2://somebody:hidden@host/x", "sqlite://", "postgresql://host"):
        done = run(tmp_path, "verify", ANJIAN_DATABASE_URL=url)
        assert (done.returncode, "ANJIAN_DATABASE_URL" in done.stderr) == (1, True)
        assert "hidden" not in done.stdout + done.stderr


def test_a_copy_cut_off_at_its_last_step_is_whole_all_the_same(tmp_path):
    context = serving.furnished(tmp_path / "office")
    backup.backup(context, tmp_path / "copy")
    database = tmp_path / "copy" / backup.DATABASE
    database.rename(f"{database}.new")  # the manifest speaks of this one already
    database.write_bytes(b"of the day before")
    assert backup.restore(context, tmp_path / "copy", replace=True).rows > 0
    context.close()
