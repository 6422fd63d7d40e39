"""A field to sign in with a finger. It lives in a dialog: there a control may change itself, point by point."""

import math
from itertools import pairwise

import flet as ft
import flet.canvas as cv

PEN = ft.Paint(
    stroke_width=3.2,
    color=ft.Colors.BLACK,
    style=ft.PaintingStyle.STROKE,
    stroke_cap=ft.StrokeCap.ROUND,
    stroke_join=ft.StrokeJoin.ROUND,
)
EACH_MS = 16


class SignaturePad(ft.Container):
    """`strokes` are lists of (x, y). White in the dark too: it is paper."""

    def __init__(self, width: float, height: float, label: str):
        self.strokes: list[list[tuple[float, float]]] = []
        self.canvas = cv.Canvas(
            width=width,
            height=height,
            content=ft.GestureDetector(
                drag_interval=EACH_MS,
                on_pan_start=self._begin,
                on_pan_update=self._go_on,
                key="pad",
                content=ft.Container(width=width, height=height),
            ),
        )
        super().__init__(
            content=ft.Semantics(content=self.canvas, label=label, container=True),
            bgcolor=ft.Colors.WHITE,
            width=width,
            height=height,
            border=ft.Border.all(2, ft.Colors.OUTLINE),
            border_radius=12,
            clip_behavior=ft.ClipBehavior.HARD_EDGE,
        )

    @property
    def length(self) -> float:
        """How far the finger went, in px: a slow phone reports few points of a long stroke."""
        return sum(math.dist(a, b) for stroke in self.strokes for a, b in pairwise(stroke))

    def clear(self, _=None) -> None:
        self.strokes.clear()
        self.canvas.shapes.clear()
        self.canvas.update()

    def _begin(self, e: ft.DragStartEvent) -> None:
        at = (e.local_position.x, e.local_position.y)
        self.strokes.append([at])
        self.canvas.shapes.append(cv.Path([cv.Path.MoveTo(*at)], paint=PEN))
        self.canvas.update()

    def _go_on(self, e: ft.DragUpdateEvent) -> None:
        if not self.strokes:
            return
        at = (e.local_position.x, e.local_position.y)
        self.strokes[-1].append(at)
        self.canvas.shapes[-1].elements.append(cv.Path.LineTo(*at))
        self.canvas.update()
