"""Walking one checklist: answer after answer, each kept at the tap, with the next open one always one tap away."""

import asyncio

import flet as ft

from app.storage import answers, visits
from app.ui.live import go, use_action, use_live, use_services
from app.ui.parts.buttons import icon_button, quiet_button
from app.ui.parts.frame import page_view
from app.ui.parts.item_row import ItemLine, RowActs
from app.ui.parts.says import empty, problem_line, tell, use_question
from app.ui.parts.sheet import WINDOW, Sheet
from app.ui.parts.walk import SheetHead, WalkBar
from inspection.checklist import FAIL, PASS
from inspection.problems import Problem

NEAR_END = 900  # px
SETTLE_S = 0.15  # until rows just drawn have their place and can be scrolled to


@ft.component
def ChecklistPage():
    params = ft.use_route_params()
    visit_id, code = params.get("visit_id", ""), params.get("code", "")
    services = use_services()
    text = services.text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    titles = use_live(
        lambda s: {one.code: one.title(text.language) for one in visits.sections(s, visit_id)}, "visits"
    )
    switch, _, _ = use_action(services.actions.set_visit)
    if visit is None or visit.state != visits.OPEN or code not in titles:
        return page_view(text("checklist.title"), empty(ft.Icons.SEARCH_OFF, text.problem("visit.not_open")))
    quick = visit.mode == "quick"
    other = "full" if quick else "quick"
    return page_view(
        titles[code],
        Body(visit_id, code, visit.mode, services.look, key=f"{code}:{visit.mode}"),
        actions=[
            icon_button(
                ft.Icons.UNFOLD_MORE if quick else ft.Icons.BOLT,
                text(f"checklist.to_{other}"),
                lambda _: switch(visit_id, mode=other),
                key="mode",
            )
        ],
    )


@ft.component
def _body(visit_id, code, mode, look):  # noqa: ARG001 - another mode is another sheet
    services = use_services()
    text, acts = services.text, services.actions
    sheet = ft.use_ref(lambda: Sheet(services.store, visit_id, code)).current
    scroller = ft.use_ref(lambda: ft.Ref()).current
    window, set_window = ft.use_state(lambda: sheet.window_of(sheet.stand))
    target, set_target = ft.use_state(lambda: (sheet.stand, 0))
    ask = use_question(text)

    def answered(kept) -> None:
        line, result, finding_id = kept
        if result != line.answer:
            if not result and line.answer == PASS:
                tell(text("item.value_first"))
            line.answer = None
        if finding_id:
            to_finding(finding_id)

    def to_finding(finding_id: str) -> None:
        go(f"/visits/{visit_id}/findings/{finding_id}")

    def keep_answer(line, result: str):
        item = line.row.item.code
        with sheet.turn:
            if result == FAIL and not line.row.findings:
                return line, FAIL, acts.open_finding(visit_id, code, item)
            with services.store.read() as s:
                kept = answers.by_item(s, visit_id, code, item)
            return line, acts.answer_item(visit_id, code, item, result, kept.value if kept else ""), None

    def keep_other_answer(line, result: str):
        for finding_id in line.row.findings:
            try:
                acts.remove_finding(finding_id)
            except Problem as refusal:
                if refusal.code != "finding.frozen":  # the office knows of it already: it stays
                    raise
        return keep_answer(line, result)

    save, _, problem = use_action(keep_answer, then=answered, in_order=True, quiet=True)
    change, _, refused = use_action(keep_other_answer, then=answered, in_order=True, quiet=True)
    add, _, not_added = use_action(acts.open_finding, then=to_finding)
    stand, _, _ = use_action(acts.stand_at, in_order=True, quiet=True)
    ft.use_effect(sheet.take_back, [problem, refused])

    def answer(line, result: str) -> None:
        row = line.row
        if result == line.given:
            if result == FAIL and row.findings:
                to_finding(row.findings[0])
            return
        if row.findings and result != FAIL:
            sure = text("item.change_sure", count=len(row.findings), item=row.item.code)
            ask(
                text("item.change_title"),
                sure,
                text("item.change"),
                lambda: change(line, result),
                danger=True,
            )
            return
        line.answer = result
        save(line, result)

    def keep_value(item: str, typed: str) -> None:
        given = sheet.by_item[item].given
        with sheet.turn:
            acts.answer_item(visit_id, code, item, given if given in (PASS, FAIL) else None, typed)

    def photograph(item: str) -> None:
        stand(visit_id, code, item)
        go(f"/camera/answer/{visit_id}~{code}~{item}/detail")

    def finding(item: str, finding_id: str | None) -> None:
        if finding_id:
            to_finding(finding_id)
        else:
            add(visit_id, code, item)

    latest = ft.use_ref(dict).current  # rows keep the acts of the first drawing; these are the newest
    latest.update(answer=answer, finding=finding)
    row_acts = ft.use_ref(
        lambda: RowActs(
            lambda line, result: latest["answer"](line, result),
            keep_value,
            lambda item, said: acts.note_item(visit_id, code, item, said),
            photograph,
            lambda item, finding_id: latest["finding"](item, finding_id),
        )
    ).current

    def jump() -> None:
        """To the next item without an answer, here or on another list; to the end when there is none."""
        with services.store.read() as s:
            visit = visits.by_id(s, visit_id)
            at = visit.at_item if visit.at_checklist == code and visit.at_item in sheet.by_item else None
            first = next((one.row.item.code for one in sheet.lines if not one.given), None)
            last = sheet.lines[-1].row.item.code if sheet.lines else None
            found = (
                visits.next_unanswered(s, visit_id, (code, at or last)) if at or not first else (code, first)
            )
        if found is None:
            go(f"/visits/{visit_id}/finish")
        elif found[0] == code:
            stand(visit_id, *found)
            show(found[1])
        else:
            stand(visit_id, *found)
            go(f"/visits/{visit_id}/lists/{found[0]}")

    def show(item: str) -> None:
        low, high = window
        if not low <= sheet.by_item[item].number - 1 < high:
            set_window(sheet.window_of(item))
        set_target((item, target[1] + 1))

    async def scroll():
        if target[0] is None or (target[1] == 0 and sheet.by_item[target[0]].number <= 2):
            return
        await asyncio.sleep(SETTLE_S)
        await scroller.current.scroll_to(scroll_key=target[0], duration=200 if target[1] else 0)

    def grow(e: ft.OnScrollEvent) -> None:
        if e.max_scroll_extent - e.pixels < NEAR_END:
            set_window((window[0], min(window[1] + WINDOW, len(sheet.lines))))

    def earlier(_) -> None:
        first = sheet.lines[window[0]].row.item.code
        set_window((max(window[0] - WINDOW, 0), window[1]))
        set_target((first, target[1] + 1))

    ft.use_effect(scroll, [target])
    low, high = window
    above = [quiet_button(text("checklist.earlier", count=low), earlier, ft.Icons.EXPAND_LESS)] if low else []
    rows = [ItemLine(line, row_acts, look, key=line.row.item.code) for line in sheet.lines[low:high]]
    return ft.Column(
        [
            SheetHead(sheet, visit_id, code, look),
            problem_line(text, problem or refused or not_added),
            ft.Container(
                ft.Column(
                    [*above, *rows, ft.Container(height=24)],
                    ref=scroller,
                    scroll=ft.ScrollMode.AUTO,
                    expand=True,
                    spacing=10,
                    on_scroll=grow if high < len(sheet.lines) else None,
                    scroll_interval=100,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                expand=True,
                padding=ft.Padding.only(left=12, right=12),
            ),
            WalkBar(visit_id, code, look, jump),
        ],
        expand=True,
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


Body = ft.memo(_body)
