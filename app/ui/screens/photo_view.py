"""One photo, large: pulled apart with two fingers, with what is known of it; removed while that is possible."""

import logging

import flet as ft

from app.storage import findings, moves, photos, visits
from app.ui.live import fetched, use_action, use_live, use_services
from app.ui.parts.buttons import icon_button
from app.ui.parts.days import say_time
from app.ui.parts.frame import small
from app.ui.parts.leave import leave
from app.ui.parts.says import empty, problem_line, use_question

log = logging.getLogger(__name__)


@ft.component
def PhotoView():
    sha = ft.use_route_params().get("sha", "")
    services = use_services()
    text, page = services.text, ft.context.page
    photo = use_live(lambda s: photos.by_sha(s, sha), "photos")
    removable = use_live(
        lambda s: [use for use in photos.uses(s, sha) if editable(s, use)], "photos", "visits", "findings"
    )
    picture, set_picture = ft.use_state(None)  # bytes, a path, or "" when there is none
    ask = use_question(text)

    async def load():
        def look():
            path = photos.path(services.store, sha)
            if path is None:
                return services.sync.photo(sha, "screen") or ""
            return path.read_bytes() if page.web else str(path)

        try:
            set_picture(await fetched(look))
        except (
            Exception
        ):  # a photo of the office without a network: said below, and its small picture is shown
            log.info("photo %s could not be had", sha, exc_info=True)
            set_picture("")

    def remove_all() -> None:
        for use in removable:
            services.actions.remove_photo(sha, use.owner_kind, use.owner_id, use.role)

    remove, _, problem = use_action(remove_all, then=lambda _: leave(page))

    def ask_to_remove(_) -> None:
        ask(
            text("photo.remove_title"),
            text("photo.remove_words"),
            text("photo.remove"),
            lambda: remove(),
            danger=True,
        )

    ft.use_effect(load, [sha])
    if picture is None:
        shown = ft.Container(ft.ProgressRing(), alignment=ft.Alignment.CENTER, expand=True)
    elif picture or (photo and photo.thumb):
        shown = ft.InteractiveViewer(
            expand=True,
            min_scale=1,
            max_scale=8,
            content=ft.Container(
                ft.Image(
                    src=picture or photo.thumb,
                    fit=ft.BoxFit.CONTAIN,
                    semantics_label=text("photo.large"),
                    error_content=ft.Text(text("photo.cannot_show")),
                ),
                alignment=ft.Alignment.CENTER,
            ),
        )
    else:
        shown = empty(ft.Icons.CLOUD_OFF_OUTLINED, text("photo.needs_network"))
    return ft.View(
        route=ft.use_view_path(),
        fullscreen_dialog=True,
        padding=0,
        appbar=ft.AppBar(
            title=ft.Text(text("photo.title")),
            actions=[icon_button(ft.Icons.DELETE_OUTLINE, text("photo.remove"), ask_to_remove, key="remove")]
            if removable
            else [],
        ),
        controls=[
            ft.SafeArea(
                expand=True,
                content=ft.Column(
                    [
                        ft.Container(shown, expand=True),
                        ft.Container(
                            ft.Column(
                                [problem_line(text, problem), *(small(words) for words in told(text, photo))],
                                spacing=2,
                            ),
                            padding=16,
                        ),
                    ],
                    spacing=0,
                    expand=True,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
            )
        ],
    )


def told(text, photo) -> list[str]:
    """When, how, where and how large; only what is known."""
    if photo is None:
        return []
    said = [
        f"{text(f'photo.source_{photo.source}')} · {say_time(text, photo.taken_at)}"
        if photo.taken_at
        else text(f"photo.source_{photo.source}")
    ]
    if photo.w and photo.h:
        said.append(text("photo.size", w=photo.w, h=photo.h))
    if photo.position:
        lat, lon = photo.position["lat_e6"] / 1e6, photo.position["lon_e6"] / 1e6
        said.append(
            text(
                "photo.position",
                lat=f"{lat:.5f}",
                lon=f"{lon:.5f}",
                metres=photo.position.get("acc_m") or "—",
            )
        )
    if photo.device:
        said.append(photo.device)
    return said


def editable(s, use) -> bool:
    """Whether what it hangs on may still change."""
    if use.owner_kind == "finding":
        row = findings.by_id(s, use.owner_id)
        if row is not None and row.sent_ahead:
            return False
    if use.visit_id:
        visit = visits.by_id(s, use.visit_id)
        return visit is not None and visit.state == visits.OPEN and use.owner_kind != "signature"
    return any(draft.id == use.owner_id for draft in moves.drafts(s))
