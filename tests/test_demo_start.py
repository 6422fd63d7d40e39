"""`make demo` around stand-ins for server and phone: what is started ends, and every fault is a sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.source import ROOT
from tools.say import box, width

SERVER = """
import http.server, os, pathlib, subprocess, sys
if sys.argv[1] == "demo":
    folder = pathlib.Path(sys.argv[3])
    (folder / "seeded").write_text(str(len(list(folder.iterdir()))))
    sys.exit(os.environ.get("SEED_FAULT"))
pathlib.Path(os.environ["ANJIAN_DATA_DIR"], "child").write_text(str(subprocess.Popen(["sleep", "600"]).pid))
if os.environ.get("SERVER_FAULT"):
    raise ValueError(os.environ["SERVER_FAULT"])
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[5])), Health).serve_forever()
"""
PHONE = """
import http.server, os
port = int(os.environ["FLET_SERVER_PORT"])
os.chdir(os.environ["FLET_WEB_PATH"])
http.server.test(http.server.SimpleHTTPRequestHandler, port=port, bind="127.0.0.1")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """One run of the real starter in a tree of stand-ins."""

    def __init__(self, tree, *words, **env):
        self.folder, self.server, self.phone = tree / "made here", free_port(), free_port()
        ports = ["--server-port", str(self.server), "--phone-port", str(self.phone)]
        command = [sys.executable, "-m", "tools.demo", "--folder", str(self.folder), *ports, *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
        self.program = subprocess.Popen(command, cwd=tree, env={**os.environ, **env}, **pipes)
        self.said = ""

    def until(self, words: str):
        for line in self.program.stdout:
            self.said += line
            if words in line:
                return self
        raise AssertionError(f"never said {words!r}:\n{self.said}")

    def end(self, sign=None) -> int:
        if sign:
            self.program.send_signal(sign)
        self.said += self.program.communicate(timeout=60)[0]
        assert "Traceback" not in self.said
        return self.program.returncode


@pytest.fixture
def tree(tmp_path):
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "sync_server").mkdir()
    (tmp_path / "sync_server" / "__main__.py").write_text(SERVER)
    (tmp_path / "main.py").write_text(PHONE)
    return tmp_path


def alive(number: str) -> bool:
    try:
        with open(f"/proc/{number}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_box_stays_straight_with_chinese_in_it():
    assert width("手机 phone") == 10
    drawn = box(["安检通 Anjian", "", "手机端 http://127.0.0.1:8550"]).splitlines()
    assert len({width(line) for line in drawn}) == 1


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_both_and_ends_all_of_it(tree, sign):
    demo = Demo(tree).until("Ctrl-C")
    page = urllib.request.urlopen(f"http://127.0.0.1:{demo.phone}/", timeout=10).read().decode()
    assert "Content-Security-Policy" in page
    assert "<title>安检通</title>" in page
    grandchild = (demo.folder / "server" / "child").read_text()
    assert alive(grandchild)
    assert demo.end(sign) == 0
    assert not alive(grandchild)
    for port in (demo.server, demo.phone):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), 1)


def test_a_second_start_keeps_the_data_and_reset_starts_over(tree):
    Demo(tree).until("Ctrl-C").end(signal.SIGINT)
    mine = tree / "made here" / "server" / "mine"
    mine.write_text("kept")
    second = Demo(tree).until("Ctrl-C")
    assert "keeping the demo data" in second.said
    assert mine.exists()
    assert Demo(tree).until("is using").end() == 1  # one demo to a folder
    second.end(signal.SIGINT)
    Demo(tree, "--reset").until("Ctrl-C").end(signal.SIGINT)
    assert not mine.exists()


def test_a_broken_off_seeding_is_begun_again(tree):
    first = Demo(tree, SEED_FAULT="no such checklist")
    assert first.until("no such checklist").end() == 1
    Demo(tree).until("Ctrl-C").end(signal.SIGINT)
    assert (tree / "made here" / "server" / "seeded").read_text() == "0"


def test_a_folder_of_someone_else_is_left_alone(tree):
    (tree / "made here").mkdir()
    (tree / "made here" / "thesis.txt").write_text("three years of work")
    demo = Demo(tree, "--reset")
    assert demo.until("left alone").end() == 1
    assert (tree / "made here" / "thesis.txt").exists()


def test_a_server_that_dies_is_quoted(tree):
    demo = Demo(tree, SERVER_FAULT="the disk is full")
    assert demo.until("the disk is full").end() == 1
    assert not alive((demo.folder / "server" / "child").read_text())


def test_a_taken_port_is_named_with_a_way_out(tree):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        demo = Demo(tree, "--phone-port", str(port))
        assert demo.until("is taken").end() == 1
        assert f"PHONE_PORT={port + 10}" in demo.said


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1", ""])
def test_a_port_that_is_none_is_refused_in_a_sentence(tree, port):
    assert Demo(tree, f"--server-port={port}").until("from 1 to 65535").end() == 1


def test_a_further_phone_works_without_a_server(tree):
    phone = Demo(tree, "--only-phone").until("Ctrl-C")
    assert "offline" in phone.said
    assert phone.end(signal.SIGTERM) == 0
