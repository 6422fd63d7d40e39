"""The port a server listens on, and that it is the only one in its folder: faults in words before anything starts."""

import contextlib
import fcntl
import socket
from pathlib import Path

from inspection.problems import Problem
from sync_server.context import Context


@contextlib.contextmanager
def alone(context: Context):
    """Problem serve.already: another server has this folder."""
    path: Path = context.config.data_dir / ".serving"
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem("serve.already", folder=str(context.config.data_dir)) from None
        yield


def at(host: str, port: int) -> socket.socket:
    """Problems: serve.port_taken, serve.no_such_host, serve.port_not_allowed."""
    if not 0 <= port < 2**16:  # getaddrinfo would take what is left of it
        raise Problem("serve.no_such_host", host=host, port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family, kind, protocol)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(2048)
    except PermissionError:
        raise Problem("serve.port_not_allowed", port=port) from None
    except (socket.gaierror, OverflowError):
        raise Problem("serve.no_such_host", host=host, port=port) from None
    except OSError as fault:
        raise Problem("serve.port_taken", host=host, port=port, why=fault.strerror) from None
    door.setblocking(False)
    return door
