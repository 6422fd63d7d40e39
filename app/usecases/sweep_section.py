"""The rest of a section is compliant, said in one stroke that can be taken back."""

from app.storage import answers, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import open_visit
from inspection.checklist import PASS


def sweep_section(store: Store, visit_id: str, checklist: str, at: Moment, new_id: str) -> int:
    """How many items were given "compliant": only open ones that are answered so; nothing is overwritten.

    `new_id` names the stroke, for undo_sweep. Problems: visit.unknown, visit.not_open.
    """
    with store.write("answers") as s:
        open_visit(s, visit_id)
        rest = [
            row.item.code
            for row in visits.items(s, visit_id, checklist)
            if not row.result and not row.value and not row.findings and row.item.answer == "pass_fail_na"
        ]
        for item in rest:
            answers.put(s, visit_id, checklist, item, at.wall, result=PASS, sweep=new_id)
    return len(rest)


def undo_sweep(store: Store, visit_id: str, sweep_id: str) -> int:
    """How many answers were taken back: those that nobody has touched since the stroke."""
    with store.write("answers") as s:
        open_visit(s, visit_id)
        return answers.undo_sweep(s, visit_id, sweep_id)
