"""One item of a checklist: what is asked, the answer, and what hangs on it. Redrawn only when it changes itself."""

from dataclasses import dataclass

import flet as ft

from app.storage.visits import ItemRow
from app.ui.live import use_services
from app.ui.parts.answer_buttons import answer_buttons
from app.ui.parts.badges import CALM, LOUD, WARN, badge
from app.ui.parts.buttons import icon_button, side_button
from app.ui.parts.frame import small
from app.ui.parts.saved_field import SavedField
from app.ui.parts.says import note_box
from inspection.checklist import FAIL, MAJOR, NOT_APPLICABLE, PASS, judge_value


@ft.observable
@dataclass
class Line:
    """A row as drawn. `answer` shows a tap at once, until what is kept arrives in `row`."""

    number: int
    row: ItemRow
    answer: str | None = None

    @property
    def given(self) -> str:
        return self.row.result if self.answer is None else self.answer

    def take(self, row: ItemRow) -> None:
        """What is kept now; touches nothing that has not changed."""
        if row != self.row:
            self.row = row
        if self.answer is not None and self.answer == row.result:
            self.answer = None


@dataclass(frozen=True)
class RowActs:
    """What a row may set going; the same object for all rows, so that they stay memoised."""

    answer: object  # (line, result)
    value: object  # (item code, text), off the loop
    note: object  # (item code, text), off the loop
    photograph: object  # (item code)
    finding: object  # (item code, finding id or None for another one)


@ft.component
def _item_line(line: Line, acts: RowActs, look):  # noqa: ARG001 - drawn again when the look changes
    text = use_services().text
    row, item = line.row, line.row.item
    unfolded, set_unfolded = ft.use_state(False)
    noting, set_noting = ft.use_state(False)
    marks = [badge(item.code, CALM)]
    if item.severity == MAJOR:
        marks.append(badge(text("severity.major"), LOUD))
    elif item.major_check:
        marks.append(badge(text("item.major_check"), WARN))
    if item.informational:
        marks.append(badge(text("item.informational")))
    parts = [
        ft.Row(
            [
                ft.Row(marks, wrap=True, spacing=6, run_spacing=6, expand=True),
                icon_button(
                    ft.Icons.EXPAND_LESS if unfolded else ft.Icons.MENU_BOOK_OUTLINED,
                    text("item.basis_of", item=item.code),
                    lambda _: set_unfolded(not unfolded),
                ),
                icon_button(
                    ft.Icons.EDIT_NOTE, text("item.note_of", item=item.code), lambda _: set_noting(not noting)
                ),
                icon_button(
                    ft.Icons.PHOTO_CAMERA_OUTLINED,
                    text("item.photo_of", item=item.code),
                    lambda _: acts.photograph(item.code),
                    badge=str(row.photos) if row.photos else None,
                ),
            ],
            spacing=0,
        ),
        ft.Text(item.text(text.language), theme_style=ft.TextThemeStyle.BODY_LARGE),
        *([folded_out(text, item)] if unfolded else []),
        *([value_field(text, row, acts)] if item.answer != "pass_fail_na" else []),
        *(
            [answers(text, line, acts)]
            if (item.answer == "pass_fail_na" or not item.informational)
            else [
                answer_buttons(
                    text, item.code, line.given, lambda result: acts.answer(line, result), (NOT_APPLICABLE,)
                )
            ]
        ),
        *(
            [note_box(text("item.out_of_limits"), ft.Icons.STRAIGHTEN, warn=True)]
            if out_of_limits(row)
            else []
        ),
        *([hung_findings(text, row, acts)] if row.findings or line.given == FAIL else []),
    ]
    if noting or row.note:
        parts.append(
            SavedField(
                text("item.note"),
                row.note,
                lambda said: acts.note(item.code, said),
                1,
                key=f"note:{item.code}",
            )
        )
    return ft.Container(
        ft.Column(parts, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOW,
        border_radius=14,
        padding=ft.Padding.only(left=12, right=12, top=4, bottom=12),
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        key=ft.ScrollKey(item.code),
    )


ItemLine = ft.memo(_item_line)


def answers(text, line: Line, acts: RowActs) -> ft.Control:
    return answer_buttons(
        text,
        line.row.item.code,
        line.given,
        lambda result: acts.answer(line, result),
        (PASS, FAIL, NOT_APPLICABLE),
    )


def out_of_limits(row: ItemRow) -> bool:
    return row.item.answer == "number" and row.result == FAIL and judge_value(row.item, row.value) == FAIL


def value_field(text, row: ItemRow, acts: RowActs) -> ft.Control:
    item = row.item
    unreadable = bool(row.value) and judge_value(item, row.value) is None
    limits = (
        text("item.limits", low=item.min, high=item.max)
        if item.min is not None and item.max is not None
        else (
            text("item.at_least", low=item.min)
            if item.min is not None
            else text("item.at_most", high=item.max)
            if item.max is not None
            else ""
        )
    )
    number = item.answer == "number"
    return SavedField(
        text(f"item.value_{item.answer}", item=item.code),
        row.value,
        lambda said: acts.value(item.code, said),
        1,
        text(f"item.unreadable_{item.answer}") if unreadable else "",
        helper=limits or (text("item.date_help") if item.answer == "date" else None),
        suffix=item.unit or None,
        keyboard_type=ft.KeyboardType.NUMBER if number else None,
        key=f"value:{item.code}",
    )


def folded_out(text, item) -> ft.Control:
    said = [text("item.basis", basis=item.basis), text("item.correction", correction=item.correction_zh)]
    if item.major_check:
        said.append(text("item.major_check_of", regime=item.major_check))
    if item.major_rules:
        said.append(text("item.major_rules", rules="、".join(item.major_rules)))
    return ft.Column([small(one) for one in said], spacing=4)


def hung_findings(text, row: ItemRow, acts: RowActs) -> ft.Control:
    """Findings that hang on the item; a fail without one asks for it."""
    if not row.findings:
        return side_button(
            text("item.record_finding", item=row.item.code),
            lambda _: acts.finding(row.item.code, None),
            ft.Icons.REPORT_OUTLINED,
        )
    return ft.Row(
        [
            *(
                side_button(
                    text("item.finding", number=number),
                    lambda _, one=one: acts.finding(row.item.code, one),
                    ft.Icons.REPORT,
                )
                for number, one in enumerate(row.findings, 1)
            ),
            icon_button(ft.Icons.ADD, text("finding.another"), lambda _: acts.finding(row.item.code, None)),
        ],
        wrap=True,
        spacing=8,
        run_spacing=8,
    )
