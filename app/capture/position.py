"""Where the phone stands, as far as it has said so. Asked in the background; nothing ever waits for it."""

import asyncio
import logging

import flet as ft
import flet_geolocator as fg

log = logging.getLogger(__name__)
RECENT_MS = 10 * 60 * 1000  # after that one has walked on
PATIENCE_S = 60  # under a factory roof the first fix takes its time
ACCURACY = fg.GeolocatorConfiguration(accuracy=fg.GeolocatorPositionAccuracy.HIGH)


class Position:
    """`newest` is {lat_e6, lon_e6, acc_m, at, mock} in WGS 84, None until the phone knows."""

    def __init__(self):
        self.newest: dict | None = None
        self._found = None  # the Moment it was found
        self._asking = False

    def recent(self, now) -> dict | None:
        """The newest while it still says where this is: this morning's factory is not this afternoon's."""
        if self.newest is None or now.boot != self._found.boot or now.mono - self._found.mono > RECENT_MS:
            return None
        return self.newest

    def warm_up(self, page: ft.Page, now, then=None) -> None:
        """Begins to ask; `then(position)` follows on the event loop when there is an answer."""
        if not self._asking:
            self._asking = True
            page.run_task(self._ask, page, now, then)

    async def _ask(self, page: ft.Page, now, then) -> None:
        try:
            if not (page.web or page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)):
                return
            locator = fg.Geolocator(configuration=ACCURACY)
            allowed = await asyncio.wait_for(locator.request_permission(), PATIENCE_S)
            if allowed not in (
                fg.GeolocatorPermissionStatus.ALWAYS,
                fg.GeolocatorPermissionStatus.WHILE_IN_USE,
            ):
                return
            found = await asyncio.wait_for(locator.get_current_position(), PATIENCE_S)
            self._found = now()
            self.newest = as_position(found, self._found.wall)
            if self.newest and then:
                then(self.newest)
        except Exception as fault:  # no position is a normal thing; whatever the reason, nobody is bothered
            log.info("no position: %s", fault)
        finally:
            self._asking = False


def as_position(found, at: str) -> dict | None:
    if found.latitude is None or found.longitude is None:
        return None
    accuracy = min(max(round(found.accuracy or 0), 0), 1_000_000)
    return {
        "lat_e6": round(found.latitude * 1e6),
        "lon_e6": round(found.longitude * 1e6),
        "acc_m": accuracy,
        "at": at,
        "mock": bool(found.mocked),
    }
