"""Premises found on the street that no list knows: registered on the spot, confirmed by the office."""

from dataclasses import dataclass

from inspection.record import read_position
from inspection.shapes import Shape


@dataclass(frozen=True)
class NewEnterprise:
    id: str
    name: str
    code: str
    area_id: str
    address: str
    contact: str
    phone: str
    kind: str  # production | small
    position: dict | None


def read_new_enterprise(body: dict) -> NewEnterprise:
    shape = Shape(body)
    position = shape.inner("position", default=None)
    return NewEnterprise(
        shape.identity("enterprise_id"),
        shape.text("name", most=200, least=1),
        shape.text("code", most=40, default=""),
        shape.identity("area_id"),
        shape.text("address", most=300, default=""),
        shape.text("contact", most=60, default=""),
        shape.text("phone", most=40, default=""),
        shape.choice("kind", ("production", "small"), default="production"),
        position and read_position(position),
    )
