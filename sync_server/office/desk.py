"""One request at the desk: who asks, in which language, with which form, on which connection."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from inspection import days, roles
from inspection.problems import Problem
from inspection.texts import Speaker
from sync_server import audit
from sync_server.office.reads import areas
from sync_server.office.render import draw

NAVIGATION = (  # (page, address, the power it takes)
    ("overview", "/office/", "see"),
    ("enterprises", "/office/enterprises", "see"),
    ("visits", "/office/visits", "see"),
    ("hazards", "/office/hazards", "see"),
    ("advice", "/office/advice", "see"),
    ("attention", "/office/attention", "attend"),
    ("checklists", "/office/checklists", "attend"),
    ("import", "/office/import", "import"),
    ("settings", "/office/settings/areas", "people"),
    ("audit", "/office/audit", "audit"),
)


class NoSuchPage(Problem):
    """It does not exist, or not for this person: both are said alike."""

    def __init__(self):
        super().__init__("office.no_such_page")


@dataclass
class Desk:
    context: object
    request: Request
    text: Speaker
    person: object | None
    csrf: str
    form: dict = field(default_factory=dict)
    many: object = None  # the form with repeated names and files
    c: Connection | None = None
    office: str = ""  # its name

    # ── what was asked ─────────────────────────────────────────────────────────────────────────
    def part(self, name: str) -> str:
        return self.request.path_params[name]

    def query(self, name: str, options=None) -> str:
        """A value of the address; "" when absent or, with `options`, not among them."""
        value = self.request.query_params.get(name, "").strip()[:200]
        return value if options is None or value in options else ""

    def said(self, name: str, most: int = 2000) -> str:
        value = self.form.get(name, "")
        return value.strip()[:most] if isinstance(value, str) else ""

    def all_said(self, name: str) -> list[str]:
        return [value for value in self.many.getlist(name) if isinstance(value, str)] if self.many else []

    @property
    def sure(self) -> bool:
        return self.form.get("sure") == "yes"

    @property
    def at(self):
        return self.context.now()

    @property
    def today(self):
        return days.china_day(self.at)

    @property
    def origin(self) -> str:
        return self.request.client.host if self.request.client else ""

    @property
    def seen(self) -> tuple[str, ...] | None:
        """Areas this person sees; None is all."""
        return areas.seen_by(self.person)

    def may(self, power: str) -> bool:
        return self.person is not None and roles.may(self.person.role, power)

    # ── what is answered ───────────────────────────────────────────────────────────────────────
    def page(self, template: str, status: int = 200, **facts) -> Response:
        query = [
            (name, value)
            for name, value in self.request.query_params.multi_items()
            if name not in ("after", "done")
        ]
        facts.setdefault("here", "")
        html = draw(
            template,
            self.text,
            desk=self,
            person=self.person,
            csrf=self.csrf,
            office_name=self.office or self.context.config.office,
            navigation=[row for row in NAVIGATION if self.may(row[2])],
            address=self.request.url.path + ("?" + urlencode(query) if query else ""),
            next_page=lambda after: self.request.url.path + "?" + urlencode([*query, ("after", after)]),
            done=self._done(),
            drawn_at=self.at,
            today=self.today,
            **facts,
        )
        return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})

    def _done(self) -> str:
        key = f"office.done.{self.request.query_params.get('done', '')}"
        return self.text(key) if key in self.text else ""

    def go(self, address: str, done: str = "") -> Response:
        """Lead on after something was done, so that loading the page again does nothing again."""
        mark = ("&" if "?" in address else "?") + urlencode({"done": done}) if done else ""
        return RedirectResponse(address + mark, 303)

    def ask(self, title: str, lines: list, back: str, warning: str = "", sure: str = "") -> Response:
        """Ask before anything is changed; the form is kept in the page and comes back with `sure`."""
        kept = [
            (k, v) for k, v in self.many.multi_items() if k not in ("csrf", "sure") and isinstance(v, str)
        ]
        return self.page(
            "confirm.html", title=title, lines=lines, back=back, warning=warning, sure=sure, kept=kept
        )

    def note(self, act: str, kind: str, identity: str, **facts) -> None:
        audit.write(self.c, self.person.id, act, kind, identity, facts, self.origin, self.at)
