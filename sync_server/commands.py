"""What can be done from the command line, each a function of a context, what was told, and the terminal."""

from argparse import Namespace
from pathlib import Path

from inspection import days
from sync_server import (
    accounts,
    areas,
    audit,
    backup,
    bundles,
    checklists_import,
    enterprises_import,
    first_start,
    people,
    projections,
    staffing,
    verify,
)
from sync_server.context import Context
from sync_server.terminal import Terminal

DESK = "terminal"  # where the audit says it came from


def add_user(context: Context, told: Namespace, terminal: Terminal) -> int:
    password = terminal.password(told.password_stdin)
    at, person_id = context.now(), context.new_id()
    with context.store.write() as c:
        company = told.organisation and accounts.organisation_named(
            c, told.organisation, "contractor", context.new_id()
        )
        accounts.add_person(
            c,
            id=person_id,
            login=told.login,
            name=told.name,
            role=told.role,
            password=password,
            at=at,
            areas=[accounts.area_named(c, word) for word in told.area],
            organisation_id=company or None,
            certificate_no=told.certificate,
            certificate_until=told.certificate_until or None,
            post=told.post,
            phone=told.phone,
            language=told.person_language,
        )
        projections.person_changed(c, person_id)
        audit.write(
            c, None, "person.add", "person", person_id, {"login": told.login, "role": told.role}, DESK, at
        )
    terminal.say("cli.user_added", login=told.login.strip().lower(), name=told.name)
    return 0


def set_password(context: Context, told: Namespace, terminal: Terminal) -> int:
    """Whatever was signed in with the old one is over; what phones hold stays on them."""
    password = terminal.password(told.password_stdin)
    at = context.now()
    with context.store.write() as c:
        person_id = accounts.id_of_login(c, told.login)
        staffing.new_password(c, person_id, password, None, at, DESK)
    terminal.say("cli.password_set", login=told.login)
    return 0


def add_area(context: Context, told: Namespace, terminal: Terminal) -> int:
    """Under the street where nothing else is said."""
    first_start.furnish(context)
    with context.store.write() as c:
        under = accounts.area_named(c, told.under) if told.under else None
        if not under and told.kind != "street":
            under = areas.street(c)
        areas.add(c, told.area, told.kind, under, None, context.now(), context.new_id, DESK)
    terminal.say("cli.area_added", name=told.area.strip())
    return 0


def import_enterprises(context: Context, told: Namespace, terminal: Terminal) -> int:
    sheet = enterprises_import.read(Path(told.file))
    with context.store.read() as c:
        previewed = enterprises_import.preview(c, sheet, told.create_areas)
    terminal.lines(enterprises_import.told_before(previewed, terminal.text))
    terminal.lines(enterprises_import.row_lines(previewed, terminal.text))
    wanted = previewed.accepted and (told.yes or terminal.agrees("cli.import_sure"))
    if not wanted:
        terminal.say("import.nothing_written")
        return 0 if not previewed.accepted else 3
    actor = _actor(context, told.by)
    at = context.now()
    result = enterprises_import.write(
        context.store, previewed, actor, at, context.new_id, terminal.progress, DESK
    )
    terminal.lines(enterprises_import.told_after(result, terminal.text))
    return 0


def import_bundle(context: Context, told: Namespace, terminal: Terminal) -> int:
    with bundles.opened(Path(told.file)) as bundle:
        at, actor = context.now(), _actor(context, told.by)
        with context.store.read() as c:
            found = bundles.preview(c, bundle, at)
        terminal.say("bundle.told.preview", name=found["person"].name, **found)
        if not (told.yes or terminal.agrees("cli.bundle_sure")):
            terminal.say("import.nothing_written")
            return 3
        taken = bundles.take(context, bundle, actor, DESK, at, terminal.progress)
    terminal.lines(bundles.told(taken, terminal.text))
    return 1 if taken.damaged else 0


def import_checklists(context: Context, told: Namespace, terminal: Terminal) -> int:
    published, lines = checklists_import.import_file(
        context.store, Path(told.file), context.now(), terminal.text
    )
    terminal.lines(lines)
    return 0 if published else 1


def make_backup(context: Context, told: Namespace, terminal: Terminal) -> int:
    made = backup.backup(context, Path(told.folder), terminal.progress)
    terminal.say(
        "cli.backup_done", folder=made.folder, rows=made.rows, photos=made.photos, copied=made.copied
    )
    if made.missing:
        terminal.say("cli.backup_missing", count=len(made.missing))
    return 0


def restore(context: Context, told: Namespace, terminal: Terminal) -> int:
    done = backup.restore(context, Path(told.folder), told.replace, terminal.progress)
    made_at = days.china(done.made_at).strftime("%Y-%m-%d %H:%M")
    terminal.say("cli.restore_done", rows=done.rows, photos=done.photos, made_at=made_at)
    if done.missing:
        terminal.say("cli.restore_missing", count=len(done.missing))
    return 0


def check(context: Context, _told: Namespace, terminal: Terminal) -> int:
    faults = verify.verify(context.store, context.photos)
    for fault in faults:
        terminal.say(f"fault.{fault['code']}", **fault["facts"])
    terminal.say("cli.verify_faults" if faults else "cli.verify_whole", count=len(faults))
    return 1 if faults else 0


def _actor(context: Context, login: str) -> str:
    """In whose name: the one told, else the terminal itself."""
    if not login:
        return DESK
    with context.store.read() as c:
        return people.by_id(c, accounts.id_of_login(c, login)).id
