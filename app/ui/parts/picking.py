"""Photos chosen from the gallery; in a browser they travel to the app in one message, which may be too large."""

import flet as ft

from app.ui.live import bag, use_topic


def use_picking(then):
    """`(pick, lost)`: `then(files)` follows when some were chosen.

    `lost`: the line to the browser broke while files were on their way, as it does when they are too many at once.
    """
    page = ft.context.page
    picker = ft.use_ref(ft.FilePicker).current
    under_way = ft.use_ref(lambda: 0)
    lost, set_lost = ft.use_state(False)
    use_topic("connected")  # only announced with everything else, after an absence
    times = bag().topics["connected"].n

    async def pick(_=None):
        set_lost(False)
        under_way.current += 1
        try:
            files = await picker.pick_files(
                file_type=ft.FilePickerFileType.IMAGE, allow_multiple=True, with_data=bool(page.web)
            )
        finally:
            under_way.current -= 1
        set_lost(False)
        if files:
            then(files)

    def back_again():
        if under_way.current:
            under_way.current = 0
            set_lost(True)

    ft.use_effect(back_again, [times])
    return pick, lost
