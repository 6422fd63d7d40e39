"""Rescue bundles at the desk: handed in, shown as they would be taken in, and taken in when that is confirmed."""

from contextlib import contextmanager

from starlette.responses import Response

from inspection.problems import Problem
from sync_server import bundles
from sync_server.office import kept_uploads
from sync_server.office.desk import Desk, NoSuchPage


def shown(desk: Desk) -> Response:
    return desk.page("bundle.html", here="import", fault=None)


def kept(desk: Desk) -> Response:
    upload = desk.form.get("bundle")
    if upload is None or isinstance(upload, str) or not upload.filename:
        return desk.page("bundle.html", 409, here="import", fault=Problem("office.import_no_file"))
    folder = desk.context.config.data_dir
    token = kept_uploads.keep_file(folder, upload.file, upload.filename, desk.person.id, desk.at)
    try:
        with _own(desk, token) as (bundle, _), desk.context.store.read() as c:
            bundles.owner(c, bundle, desk.at)
    except Problem as problem:
        kept_uploads.drop(folder, token)
        return desk.page("bundle.html", 409, here="import", fault=problem)
    return desk.go(f"/office/bundle/{token}")


@contextmanager
def _own(desk: Desk, token: str):
    found = kept_uploads.file_of(desk.context.config.data_dir, token, desk.person.id)
    if found is None:
        raise NoSuchPage
    with bundles.opened(found[0]) as bundle:
        yield bundle, found[1]


def previewed(desk: Desk) -> Response:
    token = desk.part("token")
    with _own(desk, token) as (bundle, facts):
        found = bundles.preview(desk.c, bundle, desk.at)
    return desk.page("bundle_preview.html", here="import", token=token, facts=facts, found=found)


def taken(desk: Desk) -> Response:
    token = desk.part("token")
    with _own(desk, token) as (bundle, facts):
        if not desk.sure:
            return desk.go(f"/office/bundle/{token}")
        done = bundles.take(desk.context, bundle, desk.person.id, desk.origin, desk.at)
    desk.request.app.state.checks.wake()
    kept_uploads.drop(desk.context.config.data_dir, token)
    return desk.page("bundle_taken.html", here="import", facts=facts, told=bundles.told(done, desk.text))
