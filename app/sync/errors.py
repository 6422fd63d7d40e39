"""Why an exchange with the office failed, sorted by what the phone does about it."""

from inspection.problems import Problem


class SyncProblem(Problem):
    """`wait_s`: what the server asked us to wait, or None."""

    wait_s: float | None = None


class Offline(SyncProblem):
    """No line, or a line that is not the office's: nothing arrived for certain. Wait and try again."""


class ServerFault(SyncProblem):
    """The server answered that it cannot just now. Wait and try again."""


class Identity(SyncProblem):
    """The server does not take this phone or person: someone must sign in, or the office must speak."""


class TooOld(SyncProblem):
    """Phone and server do not speak the same version any more."""


class Refused(SyncProblem):
    """The server read the request and does not want it: the same again would be answered the same."""

    def __init__(self, code: str, status: int = 400, **facts):
        super().__init__(code, **facts)
        self.status = status
