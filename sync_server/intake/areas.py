"""The village, community or grid that a list means, however it spells the name."""

from inspection.consolidation import folded
from sync_server.intake import values

NEW = "new:"  # begins the id of an area that the import is going to make
LONGEST = 30  # what is longer is an address, not the name of a village


class Areas:
    """The office's areas by name, however a list may spell them. With `create` a name that is not known gets one."""

    def __init__(self, rows, create: bool = False):
        rows = list(rows)
        self.made: dict[str, str] = {}  # name by id, of areas to be made
        streets = [row for row in rows if row.kind == "street"]
        self.street_id = min(streets, key=lambda row: row.place).id if streets else ""
        self.streets = sorted((folded(row.name) for row in streets), key=len, reverse=True)
        self.create = create and bool(streets)
        self.prefixes = [row.name for row in streets]
        self.exact, self.loose, self.villages = {}, {}, {}
        for row in rows:
            self.exact.setdefault(folded(row.name), set()).add(row.id)
            if row.kind != "street":
                self.loose.setdefault(values.area_key(row.name), set()).add(row.id)
            if row.kind == "village":
                self.villages[values.area_key(row.name)] = row.id

    def named(self, said: str) -> tuple[str | None, str]:
        """(area id or None, reason code or "")."""
        spellings = [folded(said)]
        spellings += [
            spellings[0].removeprefix(street) for street in self.streets if spellings[0].startswith(street)
        ]
        for spelling in filter(None, spellings):
            for found in (self.exact.get(spelling), self.loose.get(values.area_key(spelling))):
                if found:
                    return (next(iter(found)), "") if len(found) == 1 else (None, "area_ambiguous")
        made = self._to_make(said)
        return made, "" if made else "area_unknown"

    def _to_make(self, said: str) -> str | None:
        """The id of a village that the list names first; however it is spelled again, it is the same."""
        name = said.strip()
        for street in self.prefixes:
            name = name.removeprefix(street).strip(" -－—·/、")
        key = values.area_key(name)
        if not self.create or not key or key.isdigit() or len(name) > LONGEST:
            return None
        self.made.setdefault(NEW + key, name)
        return NEW + key

    def in_address(self, address: str) -> str | None:
        whole = folded(address)
        found = {identity for key, identity in self.villages.items() if len(key) > 1 and key in whole}
        return found.pop() if len(found) == 1 else None
