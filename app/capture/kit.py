"""Everything the phone can catch, as one bag for the screens: they may not reach into this room themselves."""

from app.capture import camera, shrink
from app.capture.drawing import signature
from app.capture.position import Position


class Capture:
    """One for each person signed in. `photo` and `signature` block: call them off the event loop."""

    def __init__(self):
        self.position = Position()

    camera_possible = staticmethod(camera.possible)
    camera = staticmethod(camera.Camera)
    signature = staticmethod(signature)

    @staticmethod
    def photo(config, content: bytes, name: str = "") -> shrink.Shot:
        """Problems: photo.not_a_photo, photo.broken, photo.too_large."""
        return shrink.shrink(content, config.long_edge_px, config.jpeg_quality, config.thumb_px, name)
