"""The command line: sentences, exit codes, and never a traceback."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy import select

from sync_server import people, tables, troubles
from sync_server.app import make_context
from sync_server.config import Config
from tests.server.serving import OFFICE, PASSWORD, ROOT, Line, Served, furnished


def run(folder, *words: str, told: str = "", **variables: str):
    env = {
        **os.environ,
        "ANJIAN_DATA_DIR": str(folder),
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", *words],
        cwd=ROOT, env=env | variables, input=told, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_a_person_is_added_and_may_sign_in(tmp_path):
    context = furnished(tmp_path)
    words = [
        "add-user",
        "QianJin",
        "--name",
        "钱进",
        "--role",
        "officer",
        "--area",
        "云溪村",
        "--certificate",
        "浙A0009",
    ]
    done = run(tmp_path, *words, "--password-stdin", told="qian-jin-2026\n")
    assert (done.returncode, done.stdout) == (0, "已添加 钱进，账号 qianjin\n")
    with context.store.read() as c:
        found = people.by_login(c, "qianjin")
        assert (found.name, found.areas, found.certificate_no) == ("钱进", ("a-yunxi",), "浙A0009")
        assert c.scalar(select(tables.audit.c.act)) == "person.add"
    context.close()


def test_faults_are_said_in_the_language_of_the_terminal(tmp_path):
    furnished(tmp_path).close()
    again = ["add-user", "lina", "--name", "李娜", "--role", "officer", "--password-stdin"]
    done = run(tmp_path, *again, told="li-na-2026\n")
    assert (done.returncode, done.stderr) == (1, "账号 lina 已经有人使用，没有添加\n")
    done = run(tmp_path, *again, told="li-na-2026\n", LANG="en_GB.UTF-8")
    assert done.stderr == "The account lina is taken; nobody was added\n"
    done = run(tmp_path, again[0], "lili", *again[2:], told="short\n", LANG="en_GB.UTF-8")
    assert done.stderr.startswith("The password is too short")
    assert run(tmp_path, "set-password", "nobody", "--password-stdin", told="some-words\n").returncode == 1


def test_what_is_not_understood_is_told(tmp_path):
    done = run(tmp_path, "dance")
    assert done.returncode == 2
    assert done.stderr.startswith("命令写得不对")
    assert run(tmp_path, "--help").returncode == 0


def test_all_faults_of_the_configuration_are_named_at_once(tmp_path):
    done = run(
        tmp_path, "migrate", ANJIAN_DATABASE_URL="mysql://x", ANJIAN_LANGUAGE="fr", ANJIAN_ADDRESS="office"
    )
    assert done.returncode == 1
    assert [name in done.stderr for name in ("DATABASE_URL", "LANGUAGE", "ADDRESS")] == [True] * 3


def test_a_database_that_does_not_answer_is_a_sentence(tmp_path):
    done = run(tmp_path, "migrate", ANJIAN_DATABASE_URL="postgresql://nobody@/none?host=/nowhere")
    assert done.returncode == 1
    assert done.stderr.startswith("数据库不能用")


def test_a_new_password_signs_out_what_was_signed_in(served):
    line = Line(served.url)
    line.sign_in("linlan", "d-linlan")
    done = run(served.folder, "set-password", "linlan", "--password-stdin", told="another-one-2026\n")
    assert done.returncode == 0
    assert line.post("/api/pull", {"buckets": {}}).json()["code"] == "token.expired"
    assert line.sign_in("linlan", "d-linlan", PASSWORD).json()["code"] == "sign_in.wrong"
    assert line.sign_in("linlan", "d-linlan", "another-one-2026").status_code == 200


def test_a_taken_port_and_a_second_server_are_refused(served, tmp_path):
    assert "已有一个服务器在运行" in run(served.folder, "serve", "--port", "0").stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "serve", "--port", port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port} 已被占用" in done.stderr


def test_the_server_says_where_it_is_and_ends_in_order(tmp_path):
    office = Served(tmp_path).start()
    said = office.said().splitlines()
    assert [line for line in said if "add-user admin" in line]
    assert f"{OFFICE} 已启动：{office.url}（按 Ctrl-C 停止）" in said
    assert Line(office.url).get("/api/health").json()["ok"]
    assert office.stop() == 0
    assert office.said().splitlines()[-1] == "已停止"


def test_the_server_runs_on_postgresql(tmp_path, postgres_database):
    context = furnished(tmp_path, postgres_database)
    office = Served(tmp_path, postgres_database).start()
    line = Line(office.url)
    assert line.sign_in("lina", "d-lina").status_code == 200
    assert {"area", "colleague", "office"} <= {
        one["kind"] for one in line.post("/api/pull", {"buckets": {}}).json()["changes"]
    }
    office.process.send_signal(signal.SIGINT)
    assert office.process.wait(20) == 0
    assert not (tmp_path / "anjian.db").exists()
    context.close()


def test_backup_restore_and_verify_say_what_they_did(tmp_path):
    furnished(tmp_path / "office").close()
    made = run(tmp_path / "office", "backup", str(tmp_path / "copy"))
    assert (made.returncode, "备份完成" in made.stdout) == (0, True)
    refused = run(tmp_path / "office", "restore", str(tmp_path / "copy"))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    back = run(tmp_path / "other", "restore", str(tmp_path / "copy"))
    assert (back.returncode, "已恢复" in back.stdout) == (0, True)
    whole = run(tmp_path / "other", "verify")
    assert (whole.returncode, whole.stdout) == (0, "检查完毕，全部完好\n")


@pytest.mark.parametrize("sure", [True, False])
def test_an_import_from_the_terminal_writes_only_when_told(tmp_path, sure):
    context = furnished(tmp_path / "office")
    table = tmp_path / "firms.csv"
    table.write_text("企业名称,所在村社区\n海棠五金厂,云溪村\n", "utf-8")
    done = run(tmp_path / "office", "import-enterprises", str(table), *(["--yes"] if sure else []))
    assert done.returncode == (0 if sure else 3), done.stderr
    with context.store.read() as c:
        names = set(c.scalars(select(tables.enterprise.c.name)))
    assert ("海棠五金厂" in names) is sure
    context.close()


def test_an_office_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "不能写入" in run(tmp_path / "file", "migrate").stderr


def test_a_new_office_gets_its_street_its_checklists_and_areas_from_the_terminal(tmp_path):
    folder = tmp_path / "office"
    assert "随附的检查表" in run(folder, "migrate", ANJIAN_OFFICE="青禾街道应急办").stdout
    assert "随附的检查表" not in run(folder, "migrate").stdout
    assert run(folder, "add-area", "云溪村").returncode == 0
    assert run(folder, "add-area", "一组", "--under", "云溪村", "--kind", "grid").returncode == 0
    assert "已有“云溪村”" in run(folder, "add-area", "云溪村").stderr
    table = tmp_path / "firms.csv"
    table.write_text("企业名称,所在村社区\n海棠五金厂,紫竹村\n", "utf-8")
    done = run(folder, "import-enterprises", str(table), "--yes", "--create-areas")
    assert "将新建村（社区）1 个：紫竹村（1 家）" in done.stdout
    context = make_context(Config.at(folder))
    with context.store.read() as c:
        kinds = dict(c.execute(select(tables.area.c.name, tables.area.c.kind)).all())
        assert len(c.scalars(select(tables.checklist.c.code)).all()) == 20
    context.close()
    assert kinds == {"青禾街道": "street", "云溪村": "village", "一组": "grid", "紫竹村": "village"}


def test_an_office_that_is_not_there_is_neither_whole_nor_worth_a_copy(tmp_path):
    for words in (["verify"], ["backup", str(tmp_path / "copy")]):
        done = run(tmp_path / "mistyped", *words)
        assert done.returncode == 1
        assert done.stdout == ""
        assert "这里还没有办公室" in done.stderr
        assert "mistyped" in done.stderr


def test_a_full_disk_is_called_so(tmp_path):
    with closing(sqlite3.connect(tmp_path / "small.db")) as c:
        c.execute("PRAGMA max_page_count = 3")
        c.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlite3.Error) as full:
            c.execute("INSERT INTO t VALUES (randomblob(100000))")
    assert troubles.in_a_terminal(full.value).code == "cli.disk_full"
    with open("/dev/full", "wb", buffering=0) as device, pytest.raises(OSError, match="space") as full:
        device.write(b"x")
    assert troubles.in_a_terminal(full.value).code == "cli.disk_full"
