"""Which firm, hazard and visit of the demo are worth a picture; looked up in its database, never written."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sync_server.demo.sights import BY_ITEM

VIEW = """CREATE TEMP VIEW seen AS SELECT h.*,
  h.state NOT IN ('closed', 'void', 'merged', 'transferred') AS open,
  (SELECT count(DISTINCT u.role) FROM photo_use u JOIN photo p ON p.sha256 = u.sha256
    WHERE u.hazard_id = h.id AND u.role IN ('before', 'after') AND p.state = 'stored') AS views,
  (SELECT count(*) FROM hazard_history y WHERE y.hazard_id = h.id) AS steps
  FROM hazard h"""
SHOWPIECE = """SELECT e.id FROM enterprise e JOIN seen h ON h.enterprise_id = e.id WHERE e.kind = 'production'
  GROUP BY e.id HAVING sum(h.open AND h.views > 0) > 0
  ORDER BY 6 * sum(h.open AND h.views > 0) + 8 * sum(h.open AND h.views = 2) + 2 * min(2, sum(h.views = 2))
  + 3 * max(h.repeat_of IS NOT NULL) + min(3, (SELECT count(*) FROM document d WHERE d.enterprise_id = e.id)) DESC,
  e.id LIMIT 1"""
PAIR = """SELECT id, item FROM seen WHERE state = 'closed' AND track = 'inspection' AND views = 2
  ORDER BY steps DESC, found_on DESC"""
TASK = """SELECT id, item FROM seen WHERE state IN ('ordered', 'rectifying') AND track = 'inspection' AND views = 1
  ORDER BY item LIKE 'BASE%', severity = 'major', due LIMIT 1"""
VISIT = """SELECT v.id FROM visit v WHERE v.track = 'inspection' AND v.findings BETWEEN 2 AND 3
  AND NOT EXISTS (SELECT 1 FROM photo_use u JOIN photo p ON p.sha256 = u.sha256
  WHERE u.visit_id = v.id AND p.state <> 'stored') ORDER BY v.photos DESC, v.day DESC LIMIT 1"""
PLANNED = """SELECT e.id, pl.id, e.contact FROM plan pl JOIN enterprise e ON e.id = pl.enterprise_id
  JOIN person p ON p.id = pl.person_id WHERE p.login = 'officer1' AND e.tags LIKE '%confined_space%'
  ORDER BY length(e.tags), pl.day LIMIT 1"""
PAPER = "SELECT id FROM document WHERE kind = 'order' ORDER BY enterprise_id = ? DESC, made_at DESC LIMIT 1"
OFFICERS = "SELECT name FROM person WHERE role = 'officer' ORDER BY login"
KNOWN = "SELECT name, code, address FROM enterprise WHERE code <> '' ORDER BY id LIMIT 3"


@dataclass(frozen=True)
class Places:
    showpiece: str  # enterprise with open hazards, pairs of photos, repeats and documents
    pair: str  # hazard that went all the way, seen before and after
    task: str  # hazard the officer is to recheck
    task_item: str
    visit: str
    paper: str
    planned: str  # enterprise of a planned visit, with a confined space
    plan: str
    companion: str  # who is there for the enterprise
    officers: tuple[str, ...]
    known: list[tuple[str, str, str]]  # some enterprises as an import would name them


def scene(item: str) -> str:
    """What a photo of this item shows in the demo."""
    return BY_ITEM.get(item, {}).get("scene") or "document"


def look(database: Path) -> Places:
    with closing(sqlite3.connect(database.as_uri() + "?mode=ro", uri=True)) as c:
        c.execute(VIEW)

        def first(query: str, *given: str):
            return c.execute(query, given).fetchone()

        (showpiece,) = first(SHOWPIECE)
        return Places(
            showpiece,
            next(one for one, item in c.execute(PAIR) if scene(item) != "document"),
            *first(TASK),
            *first(VISIT),
            *first(PAPER, showpiece),
            *first(PLANNED),
            tuple(name for (name,) in c.execute(OFFICERS)),
            c.execute(KNOWN).fetchall(),
        )
