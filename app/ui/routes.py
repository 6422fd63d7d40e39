"""Which address shows which screen. What lies deeper stands on top of what lies above it."""

import importlib

import flet as ft

from app.ui.screens.enterprise import EnterprisePage
from app.ui.screens.enterprises import Enterprises
from app.ui.screens.new_enterprise import NewEnterprise
from app.ui.screens.outbox import Outbox
from app.ui.screens.settings import Settings
from app.ui.screens.sign_in import SignIn
from app.ui.screens.task import TaskPage
from app.ui.screens.tasks import Tasks
from app.ui.screens.today import Today


def visit_screen(module: str, name: str):
    return getattr(importlib.import_module(f"app.ui.screens.{module}"), name)


def routes() -> list[ft.Route]:
    """`modal`: leads back to wherever one came from, not to the address above."""
    return [
        ft.Route(
            component=Today,
            children=[
                ft.Route(
                    path="enterprises",
                    component=Enterprises,
                    children=[
                        ft.Route(path="new", component=NewEnterprise),
                        ft.Route(path=":enterprise_id", component=EnterprisePage),
                    ],
                ),
                ft.Route(path="tasks", component=Tasks, children=[ft.Route(path=":hazard_id", component=TaskPage)]),
                ft.Route(path="outbox", component=Outbox),
                ft.Route(path="settings", component=Settings),
                *visit_routes(),
            ],
        ),
        ft.Route(path="sign-in", component=SignIn, modal=True),
        *visit_modals(),
    ]


def visit_routes() -> list[ft.Route]:
    try:
        return [
            ft.Route(
                path="visits/:visit_id",
                component=visit_screen("visit", "VisitPage"),
                children=[
                    ft.Route(path="people", component=visit_screen("people", "PeoplePage")),
                    ft.Route(path="lists/:code", component=visit_screen("checklist", "ChecklistPage")),
                    ft.Route(path="findings/:finding_id", component=visit_screen("finding", "FindingPage")),
                    ft.Route(path="finish", component=visit_screen("finish", "FinishPage")),
                    ft.Route(path="sign/:who/:name", component=visit_screen("sign", "SignPage")),
                ],
            )
        ]
    except ModuleNotFoundError:
        return []


def visit_modals() -> list[ft.Route]:
    found = []
    for path, module, name in (
        ("start/:enterprise_id", "start_visit", "StartVisit"),
        ("camera/:owner_kind/:owner_id/:role", "camera", "CameraPage"),
        ("photos/:sha", "photo_view", "PhotoView"),
    ):
        try:
            found.append(ft.Route(path=path, component=visit_screen(module, name), modal=True))
        except ModuleNotFoundError:
            continue
    return found
