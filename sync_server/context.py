"""What everything in the office is given: where it stands, its database, its photos, the time and new ids."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sync_server.config import Config
from sync_server.photo_store import PhotoStore
from sync_server.store import Store


@dataclass(frozen=True)
class Context:
    config: Config
    store: Store
    photos: PhotoStore
    now: Callable[[], datetime]  # aware, UTC
    new_id: Callable[[], str]  # UUIDv7

    def close(self) -> None:
        self.photos.close()
        self.store.close()
