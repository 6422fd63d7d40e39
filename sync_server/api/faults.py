"""What goes wrong, as an answer: a Problem with its status, anything else with a mark that is also in the log."""

import logging
import secrets

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from inspection.problems import Problem
from sync_server import troubles
from sync_server.api.answers import problem_answer

log = logging.getLogger("anjian.server")


async def refused(request: Request, problem: Problem) -> Response:
    return problem_answer(request, problem)


async def not_routed(request: Request, fault: HTTPException) -> Response:
    code = "server.no_such_method" if fault.status_code == 405 else "server.no_such_page"
    return problem_answer(request, Problem(code), fault.headers)


async def gone(_request: Request, _fault: ClientDisconnect) -> Response:
    return Response(status_code=400)  # nobody reads it


async def machine(request: Request, fault: Exception) -> Response:
    """The disk, the database, or a value that the database cannot hold."""
    problem = troubles.problem_of(fault)
    if problem is None:
        return unexpected(request, fault)
    if problem.code.startswith("server."):
        log.error("%s: %s", problem.code, getattr(fault, "orig", fault))
    return problem_answer(request, problem)


async def last(request: Request, fault: Exception) -> Response:
    return unexpected(request, fault)


def unexpected(request: Request, fault: BaseException) -> Response:
    """The person is told a mark to name; what happened stands beside it in the server's log."""
    mark = secrets.token_hex(4)
    request.scope["anjian.logged"] = True
    log.error("mark %s: %s %s", mark, request.method, request.url.path, exc_info=fault)
    return problem_answer(request, Problem("server.fault", mark=mark))


HANDLERS = {
    Problem: refused,
    HTTPException: not_routed,
    ClientDisconnect: gone,
    OSError: machine,
    SQLAlchemyError: machine,
    Exception: last,
}
