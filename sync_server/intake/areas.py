"""The village, community or grid that a list means, however it spells the name."""

from inspection.consolidation import folded
from sync_server.intake import values


class Areas:
    """The office's areas by name, however a list may spell them."""

    def __init__(self, rows):
        rows = list(rows)
        streets = [row for row in rows if row.kind == "street"]
        self.street_id = min(streets, key=lambda row: row.place).id if streets else ""
        self.streets = sorted((folded(row.name) for row in streets), key=len, reverse=True)
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
        return None, "area_unknown"

    def in_address(self, address: str) -> str | None:
        whole = folded(address)
        found = {identity for key, identity in self.villages.items() if len(key) > 1 and key in whole}
        return found.pop() if len(found) == 1 else None
