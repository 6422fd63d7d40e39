"""The enterprises this person may see, searched as one types."""

import json
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import and_, case, func, select

from app.storage.tables import area, enterprise


@dataclass(frozen=True)
class EnterpriseRow:
    """As it stands in a list."""

    id: str
    name: str
    code: str
    area_id: str
    area_name: str
    kind: str
    grade: str
    status: str
    open_hazards: int
    major_hazards: int
    last_visit: str | None


@dataclass(frozen=True)
class Enterprise(EnterpriseRow):
    """The whole of it, as the office gave it. `body` holds also what this version does not know."""

    code_kind: str = ""
    initials: str = ""
    address: str = ""
    scope: str = ""
    sectors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    legal_person: str = ""
    contact: str = ""
    contact_phone: str = ""
    profile: dict = field(default_factory=dict)
    body: dict = field(default_factory=dict)


LISTED = (
    enterprise.c.id,
    enterprise.c.name,
    enterprise.c.code,
    enterprise.c.area_id,
    func.coalesce(area.c.name, "").label("area_name"),
    enterprise.c.kind,
    enterprise.c.grade,
    enterprise.c.status,
    enterprise.c.open_hazards,
    enterprise.c.major_hazards,
    enterprise.c.last_visit,
)


def fold(text: str) -> str:
    """Full-width as half-width, capitals as small: how both sides of a search are written."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def search_text(name: str, initials: str, code: str) -> str:
    return fold(f"{name} {initials} {code}")


def search(
    s, text: str = "", area_id=None, grade=None, kind=None, limit: int = 50, offset: int = 0
) -> list[EnterpriseRow]:
    """Those that hold every word of `text` in name, initials or code; what begins with it comes first.

    `area_id` is one area or a list of them.
    """
    words = fold(text).split()
    found = select(enterprise.c.id).where(_wanted(words, area_id, grade, kind))
    order = [enterprise.c.name, enterprise.c.id]
    if words:
        start = escaped(words[0])
        begins = enterprise.c.search.like(f"{start}%", escape="\\")
        word_begins = enterprise.c.search.like(f"% {start}%", escape="\\")
        order.insert(0, case((begins, 0), (word_begins, 1), else_=2))
    ids = list(s.scalars(found.order_by(*order).limit(limit).offset(offset)))
    rows = s.execute(_listed().where(enterprise.c.id.in_(ids))).all()
    place = {identity: at for at, identity in enumerate(ids)}
    return [EnterpriseRow(*row) for row in sorted(rows, key=lambda row: place[row.id])]


def count(s, text: str = "", area_id=None, grade=None, kind=None) -> int:
    return s.scalar(
        select(func.count()).select_from(enterprise).where(_wanted(fold(text).split(), area_id, grade, kind))
    )


def by_id(s, enterprise_id: str) -> Enterprise | None:
    row = s.execute(
        _listed()
        .add_columns(enterprise.c.initials, enterprise.c.body)
        .where(enterprise.c.id == enterprise_id)
    ).first()
    if row is None:
        return None
    body = json.loads(row.body)
    texts = {
        name: body.get(name) or ""
        for name in ("code_kind", "address", "scope", "legal_person", "contact", "contact_phone")
    }
    return Enterprise(
        *row[: len(LISTED)],
        initials=row.initials,
        sectors=tuple(body.get("sectors") or ()),
        tags=tuple(body.get("tags") or ()),
        profile=body.get("profile") or {},
        body=body,
        **texts,
    )


def add_own(s, fields: dict) -> None:
    """Premises registered on this phone, findable at once; the office's row replaces it when it comes."""
    body = {"open_hazards": 0, "major_hazards": 0, "grade": "", "initials": "", "status": "reported"} | fields
    row = {
        name: body[name]
        for name in (
            "id",
            "name",
            "code",
            "initials",
            "area_id",
            "kind",
            "grade",
            "status",
            "open_hazards",
            "major_hazards",
        )
    }
    row |= {
        "search": search_text(body["name"], body["initials"], body["code"]),
        "body": json.dumps(body, ensure_ascii=False),
    }
    s.execute(enterprise.insert().values(row))


def name_of(s, enterprise_id: str) -> str:
    return s.scalar(select(enterprise.c.name).where(enterprise.c.id == enterprise_id)) or ""


def escaped(word: str) -> str:
    """For LIKE … ESCAPE '\\'."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _listed():
    return select(*LISTED).select_from(enterprise.outerjoin(area, area.c.id == enterprise.c.area_id))


def _wanted(words, area_id, grade, kind):
    conditions = [enterprise.c.search.like(f"%{escaped(word)}%", escape="\\") for word in words]
    if area_id:
        # "|| ''" keeps the scan on the index that holds all that is searched, instead of fetching whole rows
        place = enterprise.c.area_id + "" if words or grade or kind else enterprise.c.area_id
        conditions.append(place == area_id if isinstance(area_id, str) else place.in_(list(area_id)))
    if grade:
        conditions.append(enterprise.c.grade == grade)
    if kind:
        conditions.append(enterprise.c.kind == kind)
    return and_(True, *conditions)
