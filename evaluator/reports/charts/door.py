"""The door of charts that `evaluator figure` draws by themselves, each under its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

from evaluator.doors import Door, lacking
from evaluator.reports.charts.drawing import Chart, Pen

Of = Literal["plan", "contrast", "plans"]


class Figure(Protocol):
    """What an entry of `nap_evaluator.charts` has."""

    @property
    def of(self) -> Of:
        """Return what it draws: one plan, several under many frames (a contrast), or several under one frame."""

    @property
    def draw(self) -> Callable[[Any, Pen], Chart | None]:
        """Return the function that draws; it gets `CountryCharts`, `ContrastCharts` or `RegionChartsView`, and a pen.

        None is drawn of plans that have nothing to show.
        """

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the sections of a contrast that it needs."""


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure made of a function."""

    of: Of
    draw: Callable[[Any, Pen], Chart | None]
    sections: tuple[str, ...] = ()


def _ours() -> dict[str, str]:
    plan, contrast, plans = (
        f"evaluator.reports.{room}"
        for room in ("sections.charts:OF_PLAN", "contrast.charts:OF_CONTRAST", "sections.region_charts:OF_PLANS")
    )
    names = {
        plan: "measures frames control weight criteria boxes strip years",
        contrast: "bump dumbbell matrix order ranks",
        plans: "map ranges levels panels sides common",
    }
    return {name: f"{place}.{name}" for place, listed in names.items() for name in listed.split()}


def _fits(entry: object) -> str:
    """Return what is wrong with a figure."""
    odd = f"it is of {entry.of!r}" if getattr(entry, "of", "plan") not in get_args(Of) else ""  # type: ignore[attr-defined]
    return lacking(entry, "of", "draw", "sections") or odd


FIGURES: Door[Figure] = Door("nap_evaluator.charts", _ours(), _fits)


def drawn(name: str, figure: Figure, charts: object, pen: Pen) -> Chart | None:
    """Return a chart by a figure's name; None where there is nothing to show, or its extension is left out."""
    made = FIGURES.attempt(name, list, _draw, figure, charts, pen)
    return made[0] if made else None


def _draw(figure: Figure, charts: object, pen: Pen) -> list[Chart | None]:
    chart: object = figure.draw(charts, pen)
    if chart is not None and not isinstance(chart, Chart):
        raise TypeError(f"it drew {type(chart).__name__} and no Chart")
    return [chart]
