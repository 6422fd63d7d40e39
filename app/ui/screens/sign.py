"""One person signs with a finger, or it is put on record that they would not (安全生产法 §68)."""

import flet as ft

from app.storage import photos, visits
from app.ui.live import go, use_action, use_latest, use_live, use_services
from app.ui.parts.buttons import big_button, choice, quiet_button, side_button
from app.ui.parts.fields import text_field
from app.ui.parts.frame import card, column, page_view, section, small
from app.ui.parts.says import empty, note_box, problem_line, tell
from app.ui.parts.sign_row import signature_of, signers
from app.ui.parts.signature_pad import SignaturePad

LEAST = 80  # px; less is a slip of the finger, not a name
REASONS = ("left", "unwilling", "disagrees")


@ft.component
def SignPage():
    params = ft.use_route_params()
    visit_id, who, number = params.get("visit_id", ""), params.get("who", ""), params.get("name", "")
    services = use_services()
    text = services.text
    visit = use_live(lambda s: visits.by_id(s, visit_id), "visits")
    if visit is None or visit.state != visits.OPEN:
        return page_view(text("sign.title"), empty(ft.Icons.SEARCH_OFF, text.problem("visit.not_open")))
    people = signers(visit)
    name, person_id = visit.companion.name, None
    if who != "companion":
        one = people[int(number)] if number.isdigit() and int(number) < len(people) else None
        name, person_id = (one.name, one.person_id) if one else ("", None)
    if not name:
        return page_view(
            text("sign.title"), empty(ft.Icons.PERSON_OFF_OUTLINED, text.problem("visit.signer_unnamed"))
        )
    return page_view(
        text("sign.of", name=name),
        Body(visit_id, who, name, person_id, services.look, key=f"{who}:{person_id or name}"),
    )


@ft.component
def Body(visit_id, who, name, person_id, look):  # noqa: ARG001 - drawn again when the look changes
    services = use_services()
    text, page = services.text, ft.context.page
    given = use_live(lambda s: signature_of(visits.signatures(s, visit_id), who, name, person_id), "visits")
    refusing, set_refusing = ft.use_state(False)
    reason, set_reason, reason_now = use_latest("")
    witness, set_witness, witness_now = use_latest("")

    def back(_=None) -> None:
        go(f"/visits/{visit_id}/finish")

    def keep(strokes, width: float, height: float) -> None:
        drawing = services.capture.signature(strokes, width, height)
        services.actions.sign(visit_id, who, name, drawing, person_id=person_id)

    sign, signing, problem = use_action(keep, then=back)
    refuse, _, refused = use_action(services.actions.refuse_signature, then=back)

    def open_pad(_=None) -> None:
        width, height = min((page.width or 412) - 40, 900), min((page.height or 915) * 0.35, 360)
        pad = SignaturePad(width, height, text("sign.pad"))

        def done(_) -> None:
            if pad.length < LEAST:
                tell(text("sign.empty"))
                return
            page.pop_dialog()
            sign([list(stroke) for stroke in pad.strokes], width, height)

        page.show_dialog(
            ft.AlertDialog(
                modal=True,
                title=text("sign.of", name=name),
                content=pad,
                inset_padding=ft.Padding.all(12),
                content_padding=ft.Padding.all(8),
                actions_padding=ft.Padding.all(8),
                actions=[
                    quiet_button(text("say.not_now"), lambda _: page.pop_dialog()),
                    quiet_button(text("sign.clear"), pad.clear, ft.Icons.REFRESH, key="clear"),
                    big_button(text("sign.save"), done, ft.Icons.CHECK, key="save-signature"),
                ],
            )
        )

    def begin() -> None:
        """Whoever cannot refuse is handed the pad at once."""
        if who != "companion" and given is None:
            open_pad()

    ft.use_effect(begin, [])
    parts = [problem_line(text, problem or refused), small(text(f"sign.about_{who}"))]
    if given and given.signed:
        parts.append(Signed(given.sha256, services.look))
    elif given and given.refused:
        parts.append(note_box(text("sign.refused", reason=given.reason), ft.Icons.BLOCK, warn=True))
    parts.append(
        big_button(
            text("sign.again") if given and given.signed else text("sign.start"),
            open_pad,
            ft.Icons.DRAW,
            busy=signing,
            key="start-signing",
        )
    )
    if who == "companion" and not refusing:
        parts.append(
            side_button(text("sign.refuse"), lambda _: set_refusing(True), ft.Icons.BLOCK, key="refuse")
        )
    if refusing:
        parts.append(
            section(
                text("sign.refuse"),
                [
                    small(text("sign.refuse_about")),
                    choice(
                        [(text(f"sign.reason_{one}"), text(f"sign.reason_{one}")) for one in REASONS],
                        reason,
                        set_reason,
                        columns=1,
                    ),
                    text_field(text("sign.reason"), reason, set_reason, lines=2),
                    text_field(text("sign.witness"), witness, set_witness),
                    big_button(
                        text("sign.record_refusal"),
                        lambda _: refuse(visit_id, who, name, reason_now(), witness_now()),
                        ft.Icons.CHECK,
                        disabled=not reason.strip(),
                        key="record-refusal",
                    ),
                ],
            )
        )
    return column(parts, spacing=16)


@ft.component
def Signed(sha, look):  # noqa: ARG001 - drawn again when the look changes
    """The signature as it is kept: small, so it is read at once."""
    services = use_services()
    path = photos.path(services.store, sha)
    if path is None:
        return small(services.text("photo.not_here"))
    picture = path.read_bytes() if ft.context.page.web else str(path)
    return card(
        [
            ft.Image(
                src=picture, height=160, fit=ft.BoxFit.CONTAIN, semantics_label=services.text("sign.signed")
            )
        ],
        tone=ft.Colors.WHITE,
    )
