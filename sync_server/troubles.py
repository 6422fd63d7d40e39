"""Troubles of the machine, and values no database holds, as Problems: a request is answered with a sentence."""

import errno
import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from inspection.problems import Problem

STATUS = {"request.unreadable": 400, "server.database_away": 503, "server.disk_full": 507}
RETRY_S = 30  # when a machine in trouble may be asked again
DISK_FULL = "53100"  # of PostgreSQL
AWAY = (
    "locked",
    "busy",
    "unable to open",
    "disk i/o error",
    "connect",
    "terminat",
    "closed",
    "too many clients",
)


def problem_of(fault: BaseException) -> Problem | None:
    """None when it is a fault of ours, which belongs into the log."""
    if isinstance(fault, OSError):
        return Problem("server.disk_full") if fault.errno in (errno.ENOSPC, errno.EDQUOT) else None
    if isinstance(fault, sqlite3.Error):
        return Problem("server.disk_full") if "is full" in str(fault) else None
    if isinstance(fault, NoConnectionFree):
        return Problem("server.database_away")
    if isinstance(fault, DataError):  # a NUL in a text, a number beyond the column
        return Problem("request.unreadable", why="value")
    if not isinstance(fault, DBAPIError):
        return None
    said = str(fault.orig).lower()
    if "is full" in said or getattr(fault.orig, "sqlstate", None) == DISK_FULL:
        return Problem("server.disk_full")
    away = isinstance(fault, OperationalError | InterfaceError) and any(word in said for word in AWAY)
    return Problem("server.database_away") if away else None


def in_a_terminal(fault: Exception) -> Problem:
    """What the machine would not do, for whoever sits before it."""
    known = problem_of(fault)
    if known is not None and known.code == "server.disk_full":
        return Problem("cli.disk_full", file=getattr(fault, "filename", None) or "")
    if isinstance(fault, OSError):
        return Problem("cli.files", why=fault.strerror or str(fault), file=fault.filename or "")
    return Problem("cli.database", why=str(getattr(fault, "orig", fault)).strip().splitlines()[0])
