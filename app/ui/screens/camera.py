"""Photos one after another without leaving: shutter, gallery, light, lens. Each is kept behind the next one."""

import logging

import flet as ft

from app.storage import photos
from app.ui.live import bag, use_action, use_live, use_services, use_topic
from app.ui.parts.buttons import big_button, icon_button
from app.ui.parts.camera_parts import camera_says, content_of, device_of, finder, no_camera
from app.ui.parts.leave import leave
from app.ui.parts.owner import owner_of
from app.ui.parts.photo_strip import thumb
from app.ui.parts.picking import use_picking
from app.ui.parts.says import problem_line, tell
from app.ui.parts.shutter import shutter
from inspection.problems import Problem

log = logging.getLogger(__name__)
QUEUE = 3  # photos that may wait to be kept; more would fill the memory


@ft.component
def CameraPage():
    params = ft.use_route_params()
    kind, identity, role = (params.get(name, "") for name in ("owner_kind", "owner_id", "role"))
    services = use_services()
    text, page = services.text, ft.context.page
    owner = use_live(lambda s: owner_of(s, kind, identity, role), "findings")
    shown = use_live(lambda s: [one for one in photos.of(s, kind, owner.id) if one.role == role], "photos")
    possible = services.capture.camera_possible(page)
    camera = ft.use_ref(services.capture.camera).current
    state, set_state = ft.use_state("starting")  # starting | ready | shooting | off
    fault, set_fault = ft.use_state(None)
    refused, set_refused = ft.use_state(())  # (file name, problem) of the last picking
    torch, set_torch = ft.use_state(False)
    waiting, set_waiting = ft.use_state(0)
    leaving, set_leaving = ft.use_state(False)  # as soon as the last photo is kept
    eager, set_eager = ft.use_state(False)  # the shutter was pressed before the camera was ready
    shooting, here = ft.use_ref(lambda: False), ft.use_ref(lambda: True)
    use_topic("resumed")

    def keep(files, source: str) -> list:
        """What could not be kept, one by one: a broken file stops only itself."""
        failed = []
        for name, read in files:
            try:
                content = read()
                shot = services.capture.photo(services.config, content, name)
                services.actions.keep_photo(
                    shot,
                    kind,
                    owner.id,
                    role,
                    owner.visit_id,
                    source=source,
                    device=device_of(page, services.config),
                    position=services.capture.position.recent(services.now()) if source == "taken" else None,
                )
            except Problem as problem:
                failed.append((name, problem))
            except Exception:
                log.exception("a photo could not be kept")
                failed.append((name, Problem("unexpected")))
        return failed

    def kept(failed) -> None:
        set_waiting(lambda now: max(now - 1, 0))
        if failed:
            set_refused(tuple(failed))
            set_leaving(False)
        if failed and not here.current:  # one has gone on meanwhile: it is said there
            tell(text.problem(failed[0][1].code, failed[0][1].facts))

    start_keeping, keeping, problem = use_action(keep, then=kept, in_order=True)

    async def open_camera(_=None):
        if not possible:
            set_state("off")
            return
        services.capture.position.warm_up(page, services.now)
        set_state("starting")
        set_fault(None)
        set_torch(False)
        try:
            await camera.start()
            set_state("ready")
        except Problem as refusal:
            set_fault(refusal)
            set_state("off")

    async def shoot(_=None):
        if state == "starting":
            set_eager(True)
        if state != "ready" or waiting >= QUEUE or shooting.current:
            return
        shooting.current = True  # at once: a second tap may come before the next drawing
        set_state("shooting")
        try:
            content = await camera.take()
            set_refused(())
            set_waiting(lambda now: now + 1)
            start_keeping([("", lambda: content)], "taken")
            set_state("ready")
        except Problem as refusal:  # a camera that another app took away is asked for again
            set_fault(refusal)
            set_state("off")
        finally:
            shooting.current = False

    def picked(files) -> None:
        set_refused(())
        set_waiting(lambda now: now + 1)
        start_keeping([(one.name, lambda one=one: content_of(one)) for one in files], "imported")

    pick, lost = use_picking(picked)

    async def flip(_):
        try:
            await camera.flip()
            set_torch(False)
        except Problem as refusal:
            set_fault(refusal)

    async def light(_):
        try:
            await camera.torch(not torch)
            set_torch(not torch)
        except Problem as refusal:
            set_fault(refusal)

    async def woken():
        """Other apps, or a call, may have had the camera while this one slept; a page in a browser keeps it."""
        if awake and not page.web and state in ("ready", "off"):
            await open_camera()

    def go_on():
        if leaving and not waiting:
            leave(page)

    def catch_up():
        """The photo that was asked for while the camera was still starting."""
        if eager and state != "starting":
            set_eager(False)
            page.run_task(shoot)  # an effect would be cut off by the redraw

    ft.use_effect(go_on, [leaving, waiting])
    ft.use_effect(catch_up, [eager, state])
    awake = bag().topics["resumed"].n
    ft.use_effect(open_camera, [])
    ft.use_effect(woken, [awake])
    ft.use_effect(lambda: None, [], cleanup=lambda: setattr(here, "current", False))
    ready = state in ("ready", "shooting")
    on_the_way = Problem("photo.lost_on_the_way") if lost else None
    said = [*camera_says(text, fault, refused), problem_line(text, problem or on_the_way)]
    middle = (
        no_camera(text, pick, open_camera if possible else None) if state == "off" else finder(camera, ready)
    )
    last = thumb(text, shown[-1], len(shown), 64) if shown else ft.Container(width=64, height=64)
    below = ft.Row(
        [
            icon_button(ft.Icons.PHOTO_LIBRARY, text("camera.gallery"), pick, key="gallery"),
            shutter(text, shoot, ready=state in ("starting", "ready") and waiting < QUEUE),
            last,
        ],
        alignment=ft.MainAxisAlignment.SPACE_AROUND,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    count = text("camera.count", count=len(shown)) + (text("camera.keeping") if keeping else "")
    if state == "starting":
        count = text("camera.shoots_soon" if eager else "camera.starting")
    return ft.View(
        route=ft.use_view_path(),
        fullscreen_dialog=True,
        padding=0,
        appbar=ft.AppBar(
            title=ft.Text(
                text(f"camera.title_{role}") if role in ("before", "after") else text("camera.title")
            ),
            actions=[
                *(
                    [
                        icon_button(
                            ft.Icons.FLASHLIGHT_OFF if torch else ft.Icons.FLASHLIGHT_ON,
                            text("camera.torch"),
                            light,
                        )
                    ]
                    if ready
                    else []
                ),
                *(
                    [icon_button(ft.Icons.FLIP_CAMERA_ANDROID, text("camera.flip"), flip)]
                    if ready and camera.can_flip
                    else []
                ),
            ],
        ),
        controls=[
            ft.SafeArea(
                expand=True,
                content=ft.Column(
                    [
                        ft.Container(middle, expand=True),
                        ft.Container(
                            ft.Column(
                                [
                                    *said,
                                    below,
                                    ft.Semantics(
                                        content=ft.Text(count, text_align=ft.TextAlign.CENTER),
                                        live_region=True,
                                    ),
                                    big_button(
                                        text("camera.done"),
                                        lambda _: set_leaving(True),
                                        ft.Icons.CHECK,
                                        busy=leaving,
                                        key="done",
                                    ),
                                ],
                                spacing=10,
                                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                            ),
                            padding=ft.Padding.only(left=16, right=16, top=12, bottom=12),
                        ),
                    ],
                    spacing=0,
                    expand=True,
                ),
            )
        ],
    )
