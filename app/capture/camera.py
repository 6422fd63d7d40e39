"""The phone's camera under a screen: its picture, and what a finger may ask of it.

On the desktop there is none, and a phone may have none or refuse it: each is a Problem with a sentence,
and the gallery remains.
"""

import asyncio
import logging

import flet as ft
import flet_camera as fc

from inspection.problems import Problem

log = logging.getLogger(__name__)
START_S, SHOOT_S = 30, 15  # the first start may wait for a person who reads the permission question


def possible(page: ft.Page) -> bool:
    """Whether this kind of device has a camera that we can use at all."""
    return bool(page.web) or page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


class Camera:
    """One camera, for as long as its `view` is drawn."""

    def __init__(self):
        self._control = ft.Ref()
        self._lenses: list[fc.CameraDescription] = []
        self._at = 0

    def view(self) -> ft.Control:
        """The picture. Made anew at each drawing; it is one and the same camera."""
        return fc.Camera(ref=self._control, expand=True)

    @property
    def can_flip(self) -> bool:
        return len(self._lenses) > 1

    async def start(self) -> None:
        """Problems: camera.none, camera.denied, camera.failed."""
        await self._ask(self._start, START_S)

    async def take(self) -> bytes:
        """One JPEG as the lens sees it. Problems: camera.failed."""
        return await self._ask(lambda: self._control.current.take_picture(), SHOOT_S)

    async def flip(self) -> None:
        """The next lens. Problems: camera.failed."""
        self._at = (self._at + 1) % len(self._lenses)
        lens = self._lenses[self._at]
        await self._ask(lambda: self._control.current.set_description(lens), START_S)

    async def torch(self, on: bool) -> None:
        """Problems: camera.no_torch."""
        mode = fc.FlashMode.TORCH if on else fc.FlashMode.OFF
        try:
            await self._ask(lambda: self._control.current.set_flash_mode(mode), SHOOT_S)
        except Problem as fault:
            raise Problem("camera.no_torch") from fault

    async def _start(self) -> None:
        self._lenses = await self._control.current.get_available_cameras()
        if not self._lenses:
            raise Problem("camera.none")
        back = [lens for lens in self._lenses if lens.lens_direction == fc.CameraLensDirection.BACK]
        self._at = self._lenses.index(back[0]) if back else 0
        await self._control.current.initialize(
            self._lenses[self._at],
            fc.ResolutionPreset.VERY_HIGH,
            enable_audio=False,  # it would ask for the microphone
            image_format_group=fc.ImageFormatGroup.JPEG,
        )

    async def _ask(self, question, seconds: float):
        """`question()` finds the control as it is drawn at that moment: each drawing puts a new one in its place."""

        async def put():
            return await question()

        try:
            return await asyncio.wait_for(put(), seconds)
        except Problem:
            raise
        except (
            Exception
        ) as fault:  # what the client says arrives as RuntimeError, with the platform's own words
            said = str(fault).lower()
            log.warning("camera: %s", said[:300])
            if "denied" in said or "notallowed" in said or "permission" in said or "restricted" in said:
                raise Problem("camera.denied") from fault
            if "notfound" in said or "no camera" in said:
                raise Problem("camera.none") from fault
            raise Problem("camera.failed") from fault
