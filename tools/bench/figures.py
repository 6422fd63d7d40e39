"""One measured figure, and the small arithmetic that figures are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """What a figure should come to: its value, or with `of="ratio"` its ratio to the baseline."""

    sign: str  # "<=" or ">="
    limit: float
    of: str = "value"

    def __str__(self) -> str:
        times = "×" if self.of == "ratio" else ""
        return f"{'≤' if self.sign == '<=' else '≥'} {times}{self.limit:g}"

    def met(self, figure: "Figure") -> bool | None:
        measured = figure.ratio if self.of == "ratio" else figure.value
        if measured is None:
            return None
        return measured <= self.limit if self.sign == "<=" else measured >= self.limit


@dataclass(frozen=True)
class Figure:
    """`value` None: could not be measured here, and `unit` says why."""

    name: str
    chinese: str
    value: float | None
    unit: str
    baseline: float | None = None
    reach: Reach | None = None

    @property
    def ratio(self) -> float | None:
        if self.value is None or not self.baseline:
            return None
        return self.value / self.baseline

    @property
    def ok(self) -> bool | None:
        return self.reach.met(self) if self.reach else None

    def as_json(self) -> dict:
        return {
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "baseline": rounded(self.baseline),
            "ratio": rounded(self.ratio),
            "reach": str(self.reach) if self.reach else None,
            "ok": self.ok,
        }


def at_most(limit: float, of: str = "value") -> Reach:
    return Reach("<=", limit, of)


def at_least(limit: float, of: str = "value") -> Reach:
    return Reach(">=", limit, of)


def rounded(number: float | None) -> float | None:
    """Four figures are more than any of these measurements can carry."""
    return None if number is None else float(f"{number:.4g}")


def percentile(numbers, percent: float) -> float:
    """The value below which `percent` of the numbers lie; numbers must not be empty."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def median(numbers) -> float:
    return percentile(numbers, 50)
