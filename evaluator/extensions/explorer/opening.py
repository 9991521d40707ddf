"""With what the explorer opens when nothing is named: units that can be ranked, the library's own region first."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.contrasts.compare import Entrant
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.pipeline import contrast, enter
from evaluator.reports.charts.tile_maps import LEAST, PLACES

FRAMES = 2  # a rubric with fewer frames has nothing to compare


def own_region(library: Library, only: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the library's own countries: those that have a place on the map, where there are enough for one."""
    own = tuple(only) or library.country_codes
    placed = tuple(code for code in own if code in PLACES)
    return placed if len(placed) >= LEAST else own


def opening(library: Library) -> tuple[Rubric, list[Entrant]]:
    """Return the newest year of a record; in a library without one, the rubric under which most plans have a verdict.

    Nothing is read twice; drafts are among the units, as the page says.
    """
    best: tuple[int, Rubric, list[Entrant]] | None = None
    for name in library.rubric_names:
        rubric = library.rubric(name)
        if len(rubric.weightings) < FRAMES:
            continue
        units = library.units_of(name)
        newest = max((unit.end[:4] for unit in units), default="")
        ids = [unit.unit_id for unit in units if unit.end[:4] == newest] or list(library.assessed_plans(name))
        if not ids:
            continue
        plans = [library.assessment(each, rubric) for each in ids]
        (row,) = contrast(plans, rubric, [rubric.reference_weighting]).verdicts
        ranked = sum(result.grade.grade is not None for result in row)
        if best is None or ranked > best[0]:
            best = ranked, rubric, [enter(plan, rubric) for plan in plans]
    if best is None:
        return library.rubric(), []
    return best[1], best[2]
