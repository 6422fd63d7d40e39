"""An office on its first day: the shipped checklists published, the street to put villages under, what to do next."""

import re

import sqlalchemy as sa

from inspection.roles import TRACKS_OF
from inspection.texts import speaker
from sync_server import areas, checklists_import, meta
from sync_server.context import Context
from sync_server.tables import area, checklist, device, enterprise, person

# 青禾街道应急管理办公室 sits in 青禾街道
OF_A_STREET = re.compile(r"\S+?(?:街道|镇|乡|开发区|高新区|工业区|园区)")
STEPS = ("areas", "people", "enterprises", "phones")


def furnish(context: Context) -> bool:
    """Whether something was missing: checklists where there are none, a street where there is no area."""
    with context.store.read() as c:
        lacking = _is_none(c, checklist) or _is_none(c, area)
    if not lacking:
        return False
    at = context.now()
    with context.store.write() as c:
        if _is_none(c, checklist):
            checklists_import.publish(c, checklists_import.shipped(), at)
        if _is_none(c, area):
            said = meta.get(c, "office") or context.config.office
            name = street_name(said) or speaker(context.config.language)("setup.street")
            areas.add(c, name, "street", None, None, at, context.new_id)
    return True


def street_name(office: str) -> str:
    """The street in the name of its office; "" where the name does not tell."""
    found = OF_A_STREET.match(office)
    return found.group()[: areas.LONGEST] if found else ""


def steps(c) -> dict[str, bool]:
    """What an office needs before the first visit, and whether it is there."""
    going_out = sa.select(person.c.id).where(person.c.role.in_(TRACKS_OF), person.c.active)
    return {
        "areas": not _is_none(c, area, area.c.kind != "street"),
        "people": c.scalar(going_out.limit(1)) is not None,
        "enterprises": not _is_none(c, enterprise),
        "phones": not _is_none(c, device),
    }


def _is_none(c, table, *conditions) -> bool:
    return c.execute(sa.select(sa.literal(1)).select_from(table).where(*conditions).limit(1)).first() is None
