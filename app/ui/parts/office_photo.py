"""A photo of the office: from this phone when it was seen before, else fetched while the screen stays usable."""

import flet as ft

from app.storage import photos
from app.ui.live import fetched, go, use_live, use_services
from app.ui.parts.photo_strip import no_picture


@ft.component
def OfficePhoto(sha256: str, name: str, height: int):
    services = use_services()
    own = use_live(lambda s: photos.by_sha(s, sha256), "photos")
    picture, set_picture = ft.use_state(None)
    mounted = ft.use_ref(lambda: True)

    async def load():
        content = await fetched(services.sync.photo, sha256, "screen")
        if mounted.current and content:
            set_picture(content)

    ft.use_effect(load, [sha256], cleanup=lambda: setattr(mounted, "current", False))
    shown = picture or (own.thumb if own else None)
    if not shown:
        return no_picture(services.text, height)
    return ft.Container(
        ft.Image(src=shown, height=height, fit=ft.BoxFit.COVER, gapless_playback=True, semantics_label=name),
        height=height,
        border_radius=10,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        ink=True,
        on_click=lambda: go(f"/photos/{sha256}"),
    )
