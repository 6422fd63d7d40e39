"""A phone in the middle of a day's work, with something on every screen; and the addresses of its screens."""

import io
from pathlib import Path

from PIL import Image

from app.storage import hazards
from tests.app.office_page import office_page
from tests.app.phone import LI_NA, answer_record, make_phone, recheck


def picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(made, "JPEG")
    return made.getvalue()


def stage(folder: Path, **choices: str) -> list[tuple[str, str]]:
    """[(name of the screen, its address)]. `choices`: language, theme, scale."""
    phone = make_phone(folder, people=(LI_NA,), office=office_page())
    services = phone.services
    for name, value in choices.items():
        services.keep_setting(name, value)
    do = services.actions
    visit = do.start_visit("e1", "inspection", "routine", "full", [("BASE", 1), ("ELEC", 1)], [], None)
    do.answer_item(visit, "BASE", "BASE-01", "pass", None)
    do.answer_item(visit, "BASE", "BASE-03", "fail", None)
    finding = do.open_finding(visit, "BASE", "BASE-03")
    shot = services.capture.photo(services.config, picture("olive"))
    do.keep_photo(shot, "finding", finding, "before", visit)
    with services.store.read() as s:
        tasks = [task.hazard.id for task in hazards.tasks(s, services.today())]
    refused = recheck(services, tasks[0])
    answer_record(
        services,
        refused,
        "refused",
        "hazard.move_not_allowed",
        state="closed",
        move="recheck_fail",
        by="张伟",
    )
    phone.door.close()
    at = f"/visits/{visit}"
    return [
        ("today", "/"),
        ("enterprises", "/enterprises"),
        ("enterprise", "/enterprises/e1"),
        ("new-enterprise", "/enterprises/new"),
        ("tasks", "/tasks"),
        ("task", f"/tasks/{tasks[-1]}"),
        ("outbox", "/outbox"),
        ("settings", "/settings"),
        ("start", "/start/e2"),
        ("visit", at),
        ("people", f"{at}/people"),
        ("checklist", f"{at}/lists/BASE"),
        ("finding", f"{at}/findings/{finding}"),
        ("finish", f"{at}/finish"),
        ("signing", f"{at}/sign/companion/0"),
        ("camera", f"/camera/finding/{finding}/before"),
        ("photo", f"/photos/{shot.sha256}"),
        ("nowhere", "/there/is/nothing/here"),
    ]
