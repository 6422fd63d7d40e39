"""What stands around every request: known host names, a limit on bodies, safe headers, and the last resort."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspection.problems import Problem
from sync_server.api import faults
from sync_server.api.answers import problem_answer
from sync_server.context import Context

BODY_MOST_BYTES = 40 * 1024 * 1024  # of anything but LARGE; each call has a tighter limit of its own
LARGE = "/office/bundle"
OWN_ONLY = "; ".join(
    [
        *(f"{kind}-src 'self'" for kind in ("default", "script", "style", "font", "connect")),
        "img-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000")


class Guard:
    def __init__(self, app, context: Context):
        self.app, self.hosts = app, {host.lower() for host in context.config.hosts}
        self.headers = [*HEADERS, HSTS] if context.config.secure else [*HEADERS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = (NOTHING if scope["path"].startswith("/api/") else OWN_ONLY).encode()
        began = False

        async def send_guarded(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                given = {name.lower() for name, _ in message["headers"]}
                own = [(b"content-security-policy", policy), *self.headers]
                message["headers"] = [*message["headers"], *(h for h in own if h[0] not in given)]
            await send(message)

        scope["app"] = self.app
        request = Request(scope, receive)
        if refusal := self._refusal(request):
            await problem_answer(request, refusal)(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, receive, send_guarded)
        except Exception as fault:  # Starlette raises it again after it was answered
            if not scope.get("anjian.logged"):
                answer = faults.unexpected(request, fault)
                if not began:
                    await answer(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> Problem | None:
        if self.hosts and (request.url.hostname or "").lower() not in self.hosts:
            return Problem("request.wrong_host")
        told = request.headers.get("content-length", "")
        if told.isdigit() and int(told) > BODY_MOST_BYTES and request.url.path != LARGE:
            return Problem("request.too_large", most=BODY_MOST_BYTES)
        return None


def guarded(app, context: Context) -> ASGIApp:
    return Guard(app, context)
