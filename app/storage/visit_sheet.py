"""The sheet of a visit: what it asks, what is answered, what is open. Read through `visits`."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.storage import checklists
from app.storage.tables import answer, finding, photo_use
from app.storage.visit_rows import VisitRow, by_id
from inspection.checklist import FAIL, Item, asked_items


@dataclass(frozen=True)
class Section:
    """One checklist of the visit, as far as it has come. `sweep` is its last stroke that can be undone."""

    code: str
    version: int
    title_zh: str
    title_en: str
    asked: int
    answered: int
    failed: int
    sweep: str | None

    def title(self, language: str) -> str:
        return self.title_en if language.startswith("en") and self.title_en else self.title_zh


@dataclass(frozen=True)
class ItemRow:
    """`result` is "" while nothing is decided; `findings` are ids in the order they were opened."""

    item: Item
    result: str
    value: str
    note: str
    findings: tuple[str, ...]
    photos: int
    sweep: str | None


def asked(s, row: VisitRow) -> list[tuple[str, Item]]:
    """Every item the visit puts, list by list in the order they are walked."""
    found = []
    for code, version in row.checklists:
        one = checklists.pinned(s, code, version)
        found += [(code, item) for item in asked_items(one, row.mode)] if one else []
    return found


def results(s, visit_id: str) -> dict[tuple[str, str], str]:
    """{(checklist, item): result} of what is decided."""
    rows = s.execute(
        select(answer.c.checklist, answer.c.item, answer.c.result).where(
            answer.c.visit_id == visit_id, answer.c.result != ""
        )
    )
    return {(row.checklist, row.item): row.result for row in rows}


def sections(s, visit_id: str) -> list[Section]:
    row = by_id(s, visit_id)
    if row is None:
        return []
    decided = results(s, visit_id)
    swept = {}
    for one in s.execute(
        select(answer.c.checklist, answer.c.sweep)
        .where(answer.c.visit_id == visit_id, answer.c.sweep.is_not(None))
        .order_by(answer.c.at)
    ):
        swept[one.checklist] = one.sweep
    found = []
    for code, version in row.checklists:
        one = checklists.pinned(s, code, version)
        if one is None:
            continue
        given = [decided.get((code, item.code)) for item in asked_items(one, row.mode)]
        found.append(
            Section(
                code,
                version,
                one.title_zh,
                one.title_en,
                len(given),
                sum(r is not None for r in given),
                given.count(FAIL),
                swept.get(code),
            )
        )
    return found


def items(s, visit_id: str, checklist: str) -> list[ItemRow]:
    """The items of one section, in the order they are asked."""
    row = by_id(s, visit_id)
    version = dict(row.checklists).get(checklist) if row else None
    one = checklists.pinned(s, checklist, version) if version else None
    if one is None:
        return []
    at = (answer.c.visit_id == visit_id, answer.c.checklist == checklist)
    answers = {a.item: a for a in s.execute(select(answer).where(*at))}
    opened: dict[str, list[str]] = {}
    on_list = select(finding.c.item, finding.c.id).where(
        finding.c.visit_id == visit_id, finding.c.checklist == checklist
    )
    for f in s.execute(on_list.order_by(finding.c.seen_at, finding.c.id)):
        opened.setdefault(f.item, []).append(f.id)
    shown = select(photo_use.c.owner_id, func.count()).where(
        photo_use.c.visit_id == visit_id, photo_use.c.owner_kind == "answer"
    )
    photos = dict(s.execute(shown.group_by(photo_use.c.owner_id)).all())
    found = []
    for item in asked_items(one, row.mode):
        given = answers.get(item.code)
        told = (given.result, given.value, given.note) if given else ("", "", "")
        count = photos.get(answer_id(visit_id, checklist, item.code), 0)
        found.append(
            ItemRow(item, *told, tuple(opened.get(item.code, ())), count, given.sweep if given else None)
        )
    return found


def next_unanswered(s, visit_id: str, after: tuple[str, str] | None = None) -> tuple[str, str] | None:
    """(checklist, item) of the first open item behind `after`, round to the beginning; None when all are answered."""
    row = by_id(s, visit_id)
    if row is None:
        return None
    decided = results(s, visit_id)
    order = [(code, item.code) for code, item in asked(s, row)]
    start = order.index(after) + 1 if after in order else 0
    return next((key for key in order[start:] + order[:start] if key not in decided), None)


def answer_id(visit_id: str, checklist: str, item: str) -> str:
    """The owner_id under which an item's photos hang."""
    return f"{visit_id}/{checklist}/{item}"


def item_of(s, row: VisitRow, checklist: str, item: str) -> Item | None:
    """The item as the visit's own version has it, asked in this mode or not."""
    one = checklists.pinned(s, checklist, dict(row.checklists).get(checklist, 0))
    return next((i for i in one.items if i.code == item), None) if one else None
