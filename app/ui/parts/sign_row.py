"""Who has to sign, and who has: one row each."""

import flet as ft

from app.ui.live import go
from app.ui.parts.frame import card, small
from inspection.roles import EXPERT, OFFICER, STATION

SIGNERS = (OFFICER, EXPERT, STATION)


def signers(visit) -> list:
    """The participants who sign; a signature's address counts along this list."""
    return [one for one in visit.participants if one.role in SIGNERS]


def sign_rows(text, summary) -> list[ft.Control]:
    visit, people = summary.visit, signers(summary.visit)
    names = [one.name for one in people]
    rows = [
        sign_row(
            text,
            one.name,
            " ".join(filter(None, [text(f"role.{one.role}"), one.certificate_no])),
            signature_of(summary.signatures, "inspector", one.name, one.person_id),
            f"/visits/{visit.id}/sign/inspector/{number}",
            summary.content,
            key=f"sign:{one.name}" + (f":{number}" if names.index(one.name) < number else ""),
        )
        for number, one in enumerate(people)
    ]
    escort = visit.companion
    rows.append(
        sign_row(
            text,
            escort.name,
            text("people.companion"),
            signature_of(summary.signatures, "companion", escort.name, None),
            f"/visits/{visit.id}/sign/companion/0",
            summary.content,
            key="sign:companion" if escort.name in names else f"sign:{escort.name}",
        )
    )
    return rows


def signature_of(signatures, who: str, name: str, person_id: str | None):
    return next((one for one in signatures if one.of(who, name, person_id)), None)


def sign_row(text, name: str, below: str, signature, route: str, content: str, *, key: str) -> ft.Control:
    """A signature stands under what was there when it was given: what came later is pointed out, not decided."""
    if signature is None:
        state, icon, colour = text("sign.missing"), ft.Icons.DRAW_OUTLINED, ft.Colors.TERTIARY
    elif signature.refused:
        state, icon, colour = text("sign.refused", reason=signature.reason), ft.Icons.BLOCK, ft.Colors.ERROR
    elif signature.content and signature.content != content:
        state, icon, colour = text("sign.before_change"), ft.Icons.EDIT_NOTE, ft.Colors.TERTIARY
    else:
        state, icon, colour = text("sign.signed"), ft.Icons.CHECK_CIRCLE, ft.Colors.PRIMARY
    return card(
        [
            ft.Row(
                [
                    ft.Icon(icon, color=colour, size=28),
                    ft.Column([ft.Text(name), small(f"{below} · {state}")], spacing=0, expand=True),
                    ft.Icon(ft.Icons.CHEVRON_RIGHT),
                ]
            )
        ],
        on_click=lambda _: go(route),
        key=key,
    )
