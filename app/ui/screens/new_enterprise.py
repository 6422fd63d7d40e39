"""Premises that no list knows: registered on the spot, so that the visit can begin; the office confirms later."""

import flet as ft

from app.storage import areas
from app.ui.live import go, use_action, use_latest, use_live, use_services
from app.ui.parts.buttons import big_button, choice
from app.ui.parts.fields import pick_one, text_field
from app.ui.parts.frame import column, page_view, small
from app.ui.parts.says import note_box, problem_line
from app.ui.screens.enterprise import code_warning

FIELDS = ("name", "code", "area_id", "address", "contact", "phone", "kind")


@ft.component
def NewEnterprise():
    services = use_services()
    text = services.text
    filled, set_filled, filled_now = use_latest(dict.fromkeys(FIELDS, "") | {"kind": "production"})
    villages = use_live(areas.all, "enterprises")
    streets = {one.parent_id for one in villages}
    leaves = [one for one in villages if one.id not in streets]
    register, busy, problem = use_action(
        services.actions.register_enterprise, then=lambda identity: go(f"/enterprises/{identity}")
    )

    def setter(name):
        return lambda value: set_filled(filled_now() | {name: value})

    def field(name, **more):
        return text_field(text(f"new_enterprise.{name}"), filled[name], setter(name), **more)

    warning = code_warning(text, filled["code"]) if len(filled["code"]) >= 18 else None
    body = column(
        [
            small(text("new_enterprise.why")),
            field("name", autofocus=True),
            choice(
                [(kind, text(f"enterprise.kind.{kind}")) for kind in ("production", "small")],
                filled["kind"],
                setter("kind"),
            ),
            pick_one(
                text("new_enterprise.area_id"),
                [(one.id, one.name) for one in leaves],
                filled["area_id"],
                setter("area_id"),
                key="area",
            ),
            field("address"),
            field(
                "code",
                helper=text("new_enterprise.code_help"),
                autocorrect=False,
                capitalization=ft.TextCapitalization.CHARACTERS,
            ),
            *([note_box(warning, ft.Icons.WARNING_AMBER, warn=True)] if warning else []),
            field("contact"),
            field("phone", keyboard_type=ft.KeyboardType.PHONE),
            problem_line(text, problem),
        ],
        spacing=14,
    )
    return page_view(
        text("new_enterprise.title"),
        body,
        bottom=big_button(
            text("new_enterprise.save"), lambda: register(filled_now()), ft.Icons.CHECK, busy=busy, key="save"
        ),
    )
