"""Score national action plans against human trafficking by rubric files, and print country reports.

Importing the package loads nothing else: each name is fetched when it is first asked for.

Examples
--------
>>> from evaluator import Library, evaluate
>>> library = Library.open()
>>> card = evaluate(library.assessment("ALB-2005-2007"), library.rubric("four-paradigms"), "equal")
>>> card.grade.lowest
'E'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from evaluator.model.conveniences import register

if TYPE_CHECKING:
    from evaluator.api import contrast, findings, index, load, plan_table, report, rubric, score_frame, survey
    from evaluator.contrasts.options import ContrastOptions
    from evaluator.library import Library
    from evaluator.pipeline import evaluate

_HOMES = {
    "ContrastOptions": ("evaluator.contrasts.options", "ContrastOptions"),
    "Library": ("evaluator.library", "Library"),
    "contrast": ("evaluator.api.calls", "contrast"),
    "findings": ("evaluator.api.calls", "findings"),
    "index": ("evaluator.api.two_frames", "index"),
    "load": ("evaluator.api.plan", "load"),
    "plan_table": ("evaluator.api.plan", "plan_table"),
    "report": ("evaluator.api.calls", "report"),
    "rubric": ("evaluator.api.calls", "rubric"),
    "score_frame": ("evaluator.api.plain", "score_frame"),
    "survey": ("evaluator.api.calls", "survey"),
    "evaluate": ("evaluator.pipeline", "evaluate"),
}

for _method, _function in {
    "Scorecard.frame": "evaluator.tables.scorecard.frame_of",
    "Rubric.score": "evaluator.api.plain.score_frame",
    "Rubric.weights": "evaluator.api.plain.weights_of",
    "Study.frame": "evaluator.api.calls.study_frame",
    "Study.bootstrap": "evaluator.api.bootstrap.resampled",
    "Study.draws": "evaluator.contrasts.tables.all.drawn_scores",
    "Study.plot": "evaluator.api.plot.Plots",
    "Findings.frame": "evaluator.contrasts.tables.all.frame_of_findings",
    "Asked.frame": "evaluator.tables.survey.frame_of",
}.items():
    register(_method, _function)

__all__ = [
    "ContrastOptions",
    "Library",
    "contrast",
    "evaluate",
    "findings",
    "index",
    "load",
    "plan_table",
    "report",
    "rubric",
    "score_frame",
    "survey",
]


def __dir__() -> list[str]:
    """Return the public names of the package, without its modules and imports."""
    return [*__all__, "__version__"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (a module attribute may be anything)
    """Fetch a public name, or the version from the installed package's metadata."""
    if name in _HOMES:
        module, attribute = _HOMES[name]
        return getattr(importlib.import_module(module), attribute)
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("nap-evaluator")
