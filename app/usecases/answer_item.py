"""One item is answered, noted, or taken back."""

from app.storage import answers, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import item_on_sheet, open_visit, words
from inspection.checklist import FAIL, NOT_APPLICABLE, NOTED, PASS, RESULTS, judge_value


def answer_item(
    store: Store, visit_id: str, checklist: str, item: str, result: str | None, value: str | None, at: Moment
) -> str:
    """The result as kept: of a number, text or date what its value leads to; "" when nothing is decided yet.

    A value that cannot be read is kept as typed and decides nothing. No result and no value takes the answer back.
    Problems: visit.unknown, visit.not_open, item.unknown, text.too_long.
    """
    with store.write("answers") as s:
        row = open_visit(s, visit_id)
        asked = item_on_sheet(s, row, checklist, item)
        typed = words(value, 2000)
        kept = result_of(asked, result, typed)
        before = answers.by_item(s, visit_id, checklist, item)
        if not kept and not typed and not (before and before.note):
            answers.remove(s, visit_id, checklist, item)
        else:
            answers.put(s, visit_id, checklist, item, at.wall, result=kept, value=typed)
        visits.change(s, visit_id, at_checklist=checklist, at_item=item, at_finding=None)
    return kept


def note_item(store: Store, visit_id: str, checklist: str, item: str, note: str, at: Moment) -> None:
    """Problems: visit.unknown, visit.not_open, item.unknown, text.too_long."""
    with store.write("answers") as s:
        row = open_visit(s, visit_id)
        item_on_sheet(s, row, checklist, item)
        answers.put(s, visit_id, checklist, item, at.wall, note=words(note, 2000))


def result_of(asked, result: str | None, typed: str) -> str:
    chosen = result if result in RESULTS else ""
    if asked.answer == "pass_fail_na" or chosen == NOT_APPLICABLE:
        return chosen
    if not typed:
        return chosen if chosen == FAIL else ""
    judged = judge_value(asked, typed)
    if judged == NOTED and chosen in (PASS, FAIL):
        return chosen  # without limits the inspector decides
    return judged or ""
