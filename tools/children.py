"""Programs we start, watch and end again, each with its descendants and its own log."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tools.say import Stop

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """On Linux: should we be killed outright, our children are told to end as well."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One program in a process group of its own, writing into `log`."""

    def __init__(self, name: str, command: list[str], log: Path, env: dict[str, str], shows: bool = False):
        self.name, self.log = name, log
        with log.open("wb") as out:
            self.program = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=None if shows else out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def ended(self) -> bool:
        return self.program.poll() is not None

    def last_words(self, lines: int = 8) -> str:
        """The end of its log; of a traceback only what it says in the end."""
        kept, inside = [], False
        for line in self.log.read_text("utf-8", "replace").splitlines():
            inside = line.startswith("Traceback (most recent call last)") or (
                inside and line[:1] in (" ", "")
            )
            if not inside and line.strip():
                kept.append(f"  | {line}")
        return "\n".join(kept[-lines:])

    def tell(self, sign: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.program.pid, sign)

    def end(self, patience: float = 10) -> None:
        """Asks first; what has not gone after `patience` seconds is killed, descendants included."""
        if not self.ended():
            self.tell(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.program.wait(patience)
        self.tell(signal.SIGKILL)
        self.program.wait()


def gone(child: Child) -> Stop:
    return Stop(
        f"{child.name}意外退出（代码 {child.program.returncode}）。日志 {child.log} 的最后几行：",
        f"It ended unexpectedly (code {child.program.returncode}). The last lines of its log:",
        child.last_words() or "  | （空 / empty）",
    )


def wait_for(child: Child, ready, stopping, seconds: float = 180) -> None:
    """Until `ready()` is true. Stops with a sentence when the child ends or the time is over."""
    end = time.monotonic() + seconds
    while not ready():
        if stopping.is_set():
            return
        if child.ended():
            raise gone(child)
        if time.monotonic() > end:
            raise Stop(
                f"{child.name}在 {seconds:.0f} 秒内没有就绪。日志 {child.log} 的最后几行：",
                f"It was not ready within {seconds:.0f} seconds. The last lines of its log:",
                child.last_words(),
            )
        stopping.wait(0.2)


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def need_free(port: int, variable: str) -> None:
    """Stops with a sentence when nothing of ours could listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stop(
                f"没有权限使用端口 {port}，请换一个：{variable}={port + 8000}",
                f"Port {port} may not be used; choose another: {variable}={port + 8000}",
            ) from None
        except OSError:
            raise Stop(
                f"端口 {port} 已被占用，请换一个：{variable}={port + 10}",
                f"Port {port} is taken; choose another: {variable}={port + 10}",
            ) from None
