"""What an import would do, for whoever decides whether it shall."""

from collections import Counter
from dataclasses import dataclass, field

from sync_server.intake.reading import Sheet

KINDS = ("new", "changed", "same", "warned", "duplicate", "refused")


@dataclass
class Preview:
    """What an import would do, row by row. Nothing has been written."""

    sheet: Sheet
    rows: list
    street_id: str
    empty: int
    unknown_columns: list = field(default_factory=list)
    areas_named: dict = field(default_factory=dict)  # name by id, of villages that may be made

    @property
    def counts(self) -> dict:
        counted = Counter(row.kind for row in self.rows)
        return {kind: counted[kind] for kind in KINDS}

    @property
    def accepted(self) -> list:
        return [row for row in self.rows if row.act]

    @property
    def adds(self) -> int:
        return sum(row.act == "add" for row in self.rows)

    @property
    def changes(self) -> int:
        return sum(row.act == "change" for row in self.rows)

    @property
    def areas_made(self) -> dict[str, tuple[str, int]]:
        """Villages that writing makes: by id their name, and how many rows go into them."""
        counted = Counter(row.fields.get("area_id") for row in self.accepted)
        return {one: (name, counted[one]) for one, name in self.areas_named.items() if counted[one]}

    @property
    def areas_lacking(self) -> Counter:
        """Names of villages that rows to be written speak of and that the office does not know."""
        reasons = (reason for row in self.accepted for reason in row.reasons)
        return Counter(reason.found for reason in reasons if reason.code == "area_unknown")

    def reasons(self) -> Counter:
        return Counter(reason.code for row in self.rows for reason in row.reasons)
