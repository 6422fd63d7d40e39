"""A record the person gave up, said as a record: its number is accounted for, its content stays where it arrived."""

from dataclasses import dataclass

from inspection.record import SEQ_MOST
from inspection.shapes import Shape


@dataclass(frozen=True)
class Void:
    seq: int  # of the same device
    reason: str


def read_void(body: dict) -> Void:
    shape = Shape(body)
    return Void(shape.whole("seq", 1, SEQ_MOST), shape.text("reason", most=500, least=1))
