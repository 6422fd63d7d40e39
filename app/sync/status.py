"""What the phone says about its exchange with the office; announced on the topic "sync"."""

from dataclasses import dataclass, field

IDLE, RUNNING, OFFLINE, PAUSED, PROBLEM = "idle", "running", "offline", "paused", "problem"


@dataclass(frozen=True)
class SyncStatus:
    """`state` idle | running | offline | paused | problem; `code` and `facts` say why, as `problem.<code>`.

    Paused means that someone has to do something first (sign in again, update); work on the phone goes on.
    `sent` of `total`: records and photos of the run under way. `for_wifi`: photos too large for this network.
    """

    state: str = IDLE
    code: str | None = None
    facts: dict = field(default_factory=dict)
    last_ok_at: str | None = None
    sent: int = 0
    total: int = 0
    for_wifi: int = 0
