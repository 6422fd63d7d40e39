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
    done = {(one.who, one.name): one for one in summary.signatures}
    companions = [one for one in summary.signatures if one.who == "companion"]
    visit = summary.visit
    rows = [
        sign_row(
            text,
            one.name,
            text(f"role.{one.role}"),
            done.get(("inspector", one.name)),
            f"/visits/{visit.id}/sign/inspector/{number}",
            summary.changed_at,
        )
        for number, one in enumerate(signers(visit))
    ]
    escort = visit.companion
    rows.append(
        sign_row(
            text,
            escort.name,
            text("people.companion"),
            companions[0] if companions else None,
            f"/visits/{visit.id}/sign/companion/0",
            summary.changed_at,
        )
    )
    return rows


def sign_row(text, name: str, below: str, signature, route: str, changed_at: str) -> ft.Control:
    """A signature stands under what was there when it was given: what came later is pointed out, not decided."""
    if signature is None:
        state, icon, colour = text("sign.missing"), ft.Icons.DRAW_OUTLINED, ft.Colors.TERTIARY
    elif signature.refused:
        state, icon, colour = text("sign.refused", reason=signature.reason), ft.Icons.BLOCK, ft.Colors.ERROR
    elif signature.at < changed_at:
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
        key=f"sign:{name}",
    )
