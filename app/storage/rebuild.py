"""Opening a person's folder, whatever state it is in."""

from pathlib import Path

from app.storage.migrations import migrate
from app.storage.store import Store


def open_whole(folder: Path) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder)
    migrate(store.engine)
    return store
