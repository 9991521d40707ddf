"""The section on what would change the order: plans that swap places, attainable ranks, how far a weight can change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from evaluator.contrasts.tables.flips import AttainableRow, CrossingRow, FlipRow, StabilityRow, attainable_title
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView, first_rows
from evaluator.reports.outline import Part, Section
from evaluator.reports.retitle import retitle, titles_in

R = TypeVar("R")
Make = Callable[[Contrasted, ContrastView], tuple[R, ...]]


def _total_flips(*, shared: bool) -> Make[FlipRow]:
    """Return a maker of the flips of whole scores by least sum of changes: on shared criteria alone, or on all."""
    return lambda made, _: tuple(
        row
        for row in made.rows("flips")
        if row.kind == "total" and row.norm == "l1" and (row.shared is not None) == shared
    )


def _with_row_names(make: Make[R]) -> Make[R]:
    """Return a maker of the same rows, whose sentences call each plan what the head of its row does."""
    return lambda made, page: retitle(make(made, page), titles_in(made.found.study.rubric, page.lang), page.names)


CROSSINGS: Part[Contrasted, ContrastView, tuple[CrossingRow, ...]] = Part(
    "crossings", lambda made, _: first_rows(made.rows("crossings"))[0]
)
CROSSINGS_LEFT: Part[Contrasted, ContrastView, int] = Part(
    "crossings_left", lambda made, _: first_rows(made.rows("crossings"))[1]
)
ALL_CRITERIA: Part[Contrasted, ContrastView, tuple[FlipRow, ...]] = Part(
    "flips", _with_row_names(_total_flips(shared=False))
)
SHARED_CRITERIA: Part[Contrasted, ContrastView, tuple[FlipRow, ...]] = Part(
    "flips_shared", _with_row_names(_total_flips(shared=True))
)
ATTAINABLE: Part[Contrasted, ContrastView, tuple[AttainableRow, ...]] = Part(
    "attainable", _with_row_names(lambda made, _: made.rows("attainable-ranks"))
)
ATTAINABLE_TITLE: Part[Contrasted, ContrastView, str] = Part(
    "attainable_title", lambda made, _: attainable_title(made.found)
)
STABILITY: Part[Contrasted, ContrastView, tuple[StabilityRow, ...]] = Part(
    "stability", _with_row_names(lambda made, _: made.rows("stability"))
)
FLIPS = Section(
    "flips",
    "contrast/flips.html",
    (CROSSINGS, CROSSINGS_LEFT, ALL_CRITERIA, SHARED_CRITERIA, ATTAINABLE, ATTAINABLE_TITLE, STABILITY),
)
