"""Which address shows which screen. What lies deeper stands on top of what lies above it."""

import flet as ft

from app.ui.screens.camera import CameraPage
from app.ui.screens.checklist import ChecklistPage
from app.ui.screens.enterprise import EnterprisePage
from app.ui.screens.enterprises import Enterprises
from app.ui.screens.finding import FindingPage
from app.ui.screens.finish import FinishPage
from app.ui.screens.new_enterprise import NewEnterprise
from app.ui.screens.outbox import Outbox
from app.ui.screens.people import PeoplePage
from app.ui.screens.photo_view import PhotoView
from app.ui.screens.settings import Settings
from app.ui.screens.sign import SignPage
from app.ui.screens.sign_in import SignIn
from app.ui.screens.start_visit import StartVisit
from app.ui.screens.task import TaskPage
from app.ui.screens.tasks import Tasks
from app.ui.screens.today import Today
from app.ui.screens.visit import VisitPage


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
                ft.Route(
                    path="tasks", component=Tasks, children=[ft.Route(path=":hazard_id", component=TaskPage)]
                ),
                ft.Route(path="outbox", component=Outbox),
                ft.Route(path="settings", component=Settings),
                ft.Route(
                    path="visits/:visit_id",
                    component=VisitPage,
                    children=[
                        ft.Route(path="people", component=PeoplePage),
                        ft.Route(path="lists/:code", component=ChecklistPage),
                        ft.Route(path="findings/:finding_id", component=FindingPage),
                        ft.Route(path="finish", component=FinishPage),
                        ft.Route(path="sign/:who/:name", component=SignPage),
                    ],
                ),
            ],
        ),
        ft.Route(path="start/:enterprise_id", component=StartVisit, modal=True),
        ft.Route(path="camera/:owner_kind/:owner_id/:role", component=CameraPage, modal=True),
        ft.Route(path="photos/:sha", component=PhotoView, modal=True),
        ft.Route(path="sign-in", component=SignIn, modal=True),
    ]
