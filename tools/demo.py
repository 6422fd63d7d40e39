"""`make demo`: demo data, the server and the phone app on this machine; Ctrl-C ends all of it.

`--only-phone` starts a further phone beside a running demo.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import traceback
import urllib.request
from pathlib import Path

from tools import web_root
from tools.children import Child, gone, listens, need_free, wait_for
from tools.demo_folder import DemoFolder
from tools.say import Stop, box, complain, say, speaks_utf8

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "anjian-demo"
OFFICE = "青禾街道应急管理办公室"
ACCOUNTS = "officer1-4  expert1-3  station1-6  office1-2  leader1  admin"
stopping = threading.Event()


def answers(server: str) -> bool:
    """Whether the server says that it is well. Asked directly: a proxy has no business here."""
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{server}/api/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def environment(**more: str) -> dict[str, str]:
    here = ",".join(filter(None, [os.environ.get("NO_PROXY", ""), "127.0.0.1", "localhost"]))
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "NO_PROXY": here,
        "no_proxy": here,
        **more,
    }


def office_environment(folder: DemoFolder) -> dict[str, str]:
    return environment(ANJIAN_DATA_DIR=str(folder.server), ANJIAN_OFFICE=OFFICE)


def seed(folder: DemoFolder) -> None:
    """Demo data, once. What a broken-off attempt left is thrown away first."""
    if folder.seeded():
        say(f"使用已有的演示数据 / keeping the demo data in {folder.path}")
        return
    say("正在生成演示数据，需要几分钟 … / making demo data, a few minutes …")
    folder.forget_data()
    command = [sys.executable, "-m", "sync_server", "demo", "--data", str(folder.server)]
    child = Child("演示数据生成", command, folder.log("seed"), office_environment(folder), shows=True)
    try:
        while not child.ended() and not stopping.is_set():
            stopping.wait(0.2)
    finally:
        child.end()
    if stopping.is_set():
        return
    if child.program.returncode:
        raise gone(child)
    folder.now_seeded()


def start_server(folder: DemoFolder, port: int) -> Child:
    command = [sys.executable, "-m", "sync_server", "serve", "--host", "127.0.0.1", "--port", str(port)]
    return Child("服务器", command, folder.log("server"), office_environment(folder))


def start_phone(folder: DemoFolder, phone: Path, port: int, server: str) -> Child:
    phone.mkdir(parents=True, exist_ok=True)
    env = environment(
        FLET_FORCE_WEB_SERVER="1",
        FLET_SERVER_IP="127.0.0.1",
        FLET_SERVER_PORT=str(port),
        FLET_WEB_NO_CDN="true",
        FLET_WEB_PATH=str(web_root.prepare(folder.web(port))),
        FLET_APP_STORAGE_DATA=str(phone),
        ANJIAN_SERVER=server,
    )
    return Child("手机端", [sys.executable, "main.py"], folder.log(f"phone-{port}"), env)


def watch(children: list[Child]) -> None:
    while not stopping.is_set():
        for child in children:
            if child.ended():
                raise gone(child)
        stopping.wait(0.5)


def run_demo(folder: DemoFolder, server_port: int, phone_port: int) -> None:
    need_free(server_port, "SERVER_PORT")
    need_free(phone_port, "PHONE_PORT")
    seed(folder)
    children: list[Child] = []
    address = f"http://127.0.0.1:{server_port}"
    try:
        if not stopping.is_set():
            say("正在启动 … / starting …")
            children.append(start_server(folder, server_port))
            wait_for(children[-1], lambda: answers(address), stopping)
        if not stopping.is_set():
            children.append(start_phone(folder, folder.path / "phone", phone_port, address))
            wait_for(children[-1], lambda: listens(phone_port), stopping)
        if not stopping.is_set():
            lines = [
                "安检通演示 / Anjian demo",
                "",
                f"手机端 phone    http://127.0.0.1:{phone_port}",
                f"办公室 office   {address}",
                "",
                f"演示账号 accounts  {ACCOUNTS}",
                f"密码 password      {PASSWORD}",
                "",
                f"数据 data  {folder.path}",
                f"日志 logs  {folder.logs}",
                "",
                "再开一部手机 another phone:  make phone PHONE_PORT=8551",
                "按 Ctrl-C 结束 / Ctrl-C ends both",
            ]
            say(box(lines, fancy=speaks_utf8()))
        watch(children)
    finally:
        for child in reversed(children):  # the phone first, so that it does not miss its server
            child.end()
    say("已全部停止 / everything has ended.")


def run_phone(folder: DemoFolder, phone: Path, server_port: int, phone_port: int) -> None:
    need_free(phone_port, "PHONE_PORT")
    address = f"http://127.0.0.1:{server_port}"
    if not answers(address):
        say(
            f"服务器 {address} 暂时没有应答；手机照常启动，可离线使用。",
            f"No answer from {address}; the phone starts all the same, offline.",
        )
    child = start_phone(folder, phone, phone_port, address)
    try:
        wait_for(child, lambda: listens(phone_port), stopping)
        if not stopping.is_set():
            lines = [
                f"手机端 phone  http://127.0.0.1:{phone_port}",
                f"数据 data     {phone}",
                "按 Ctrl-C 结束 / Ctrl-C ends it",
            ]
            say(box(lines, fancy=speaks_utf8()))
        watch([child])
    finally:
        child.end()
    say("已停止 / ended.")


def port_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Stop(f"端口应为 1 到 65535 的数字：{text}", f"A port is a number from 1 to 65535: {text}")
    return int(text)


def read_arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make demo", description="Server, phone app and demo data on this machine"
    )
    parser.add_argument("--server-port", default="8000")
    parser.add_argument("--phone-port", default="8550")
    parser.add_argument("--folder", default=".demo")
    parser.add_argument("--phone-folder", default="")
    parser.add_argument("--reset", action="store_true")
    parser.add_argument("--only-phone", action="store_true")
    return parser.parse_args(words)


def run(given: argparse.Namespace) -> None:
    server_port, phone_port = port_number(given.server_port), port_number(given.phone_port)
    if server_port == phone_port:
        raise Stop("服务器和手机端不能用同一个端口。", "Server and phone cannot share a port.")
    folder = DemoFolder(Path(given.folder).expanduser().absolute())
    if given.only_phone:
        folder.open()
        phone = Path(given.phone_folder or folder.path / f"phone-{phone_port}").expanduser().absolute()
        run_phone(folder, phone, server_port, phone_port)
        return
    folder.open()
    with folder.kept_from_others():
        if given.reset:
            folder.reset()
        run_demo(folder, server_port, phone_port)


def main(words: list[str] | None = None) -> int:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: stopping.set())
    os.chdir(ROOT)
    if not speaks_utf8():
        sys.stdout.reconfigure(errors="replace")
        sys.stderr.reconfigure(errors="replace")
    try:
        run(read_arguments(words))
    except Stop as sentence:
        complain(str(sentence))
        return 1
    except (OSError, subprocess.SubprocessError) as fault:
        complain(f"无法继续 / cannot go on: {fault}")
        return 1
    except Exception:
        log = ROOT / ".demo-fault.log"
        log.write_text(traceback.format_exc(), "utf-8")
        complain(f"演示程序出错，详情见 {log}", f"The demo itself failed; the details are in {log}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
