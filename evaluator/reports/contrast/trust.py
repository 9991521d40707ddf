"""The sections on groups of plans, parts left out one at a time, the choices that change ranks, and the method."""

from __future__ import annotations

from evaluator.contrasts.sensitivity import SensitivityIndex
from evaluator.contrasts.tables.robust import LeftOutRow, LevelRow, MethodRow
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView, first_rows
from evaluator.reports.outline import Part, Section


def _levels_sentence(made: Contrasted, _: ContrastView) -> str:
    order = made.found.order
    return order.sentence if order and "levels" in made.options.sections else ""


def _moved_rows(made: Contrasted) -> tuple[LeftOutRow, ...]:
    return tuple(row for row in made.rows("leave-one-out") if row.rank_before != row.rank_after)


def _method_sentences(made: Contrasted, page: ContrastView) -> tuple[MethodRow, ...]:
    """Return the sentences on the method, without those printed elsewhere on the page."""
    said = {*page.headline, _levels_sentence(made, page)}
    return tuple(row for row in made.rows("method") if row.text not in said)


LEVEL_ROWS: Part[Contrasted, ContrastView, tuple[LevelRow, ...]] = Part("levels", lambda made, _: made.rows("levels"))
LEVELS_SENTENCE: Part[Contrasted, ContrastView, str] = Part("levels_sentence", _levels_sentence)
LEFT_OUT_ROWS: Part[Contrasted, ContrastView, tuple[LeftOutRow, ...]] = Part(
    "left_out", lambda made, _: first_rows(_moved_rows(made))[0]
)
LEFT_OUT_LEFT: Part[Contrasted, ContrastView, int] = Part(
    "left_out_left", lambda made, _: first_rows(_moved_rows(made))[1]
)
INDICES: Part[Contrasted, ContrastView, tuple[SensitivityIndex, ...]] = Part(
    "indices", lambda made, _: made.rows("sensitivity")
)
TOP: Part[Contrasted, ContrastView, int] = Part("top", lambda made, _: made.found.study.rubric.scale.top)
HOW: Part[Contrasted, ContrastView, tuple[MethodRow, ...]] = Part("how", _method_sentences)
LEVELS = Section("levels", "contrast/levels.html", (LEVEL_ROWS, LEVELS_SENTENCE))
LEFT_OUT = Section("left_out", "contrast/left-out.html", (LEFT_OUT_ROWS, LEFT_OUT_LEFT))
SENSITIVITY = Section("sensitivity", "contrast/sensitivity.html", (INDICES,))
METHOD = Section("method", "contrast/method.html", (TOP, HOW))
