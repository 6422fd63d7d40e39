"""A correction: a further record that names what it amends. What it amends stays as it was made."""

from dataclasses import dataclass

from inspection.shapes import Shape


@dataclass(frozen=True)
class Amendment:
    amends: str  # record id
    path: str  # field of that record's body, e.g. "findings[0].place"
    text: str
    reason: str


def read_amendment(body: dict) -> Amendment:
    shape = Shape(body)
    return Amendment(
        shape.identity("amends"),
        shape.text("path", most=200, least=1),
        shape.text("text", most=4000),
        shape.text("reason", most=500, least=1),
    )
