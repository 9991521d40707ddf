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
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evaluator.api import contrast, load, rubric, score_frame
    from evaluator.library import Library
    from evaluator.pipeline import evaluate

_HOMES = {
    "Library": ("evaluator.library", "Library"),
    "load": ("evaluator.api", "load"),
    "rubric": ("evaluator.api", "rubric"),
    "score_frame": ("evaluator.api", "score_frame"),
    "evaluate": ("evaluator.pipeline", "evaluate"),
}

__all__ = ["Library", "contrast", "evaluate", "load", "rubric", "score_frame"]


def __dir__() -> list[str]:
    """Return the public names, also those that are fetched when they are first asked for."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:  # noqa: ANN401  (a module attribute may be anything)
    """Fetch a public name, or the version from the installed package's metadata."""
    if name in _HOMES:
        module, attribute = _HOMES[name]
        return getattr(importlib.import_module(module), attribute)
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("nap-evaluator")


class _Room(ModuleType):
    """The room `evaluator.contrast`, which can also be called: it has the name of the public function."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (the function's own)
        """Set plans side by side under weightings; see `evaluator.api.contrast`."""
        return importlib.import_module("evaluator.api").contrast(*args, **kwargs)


class _Package(ModuleType):
    """The package, of which `contrast` is room and function in one, whichever is imported first."""

    @property
    def contrast(self) -> Any:  # noqa: ANN401  (for type checkers it is the function)
        """Return the room, callable as the function."""
        return importlib.import_module("evaluator.contrast")

    @contrast.setter
    def contrast(self, room: ModuleType) -> None:
        """Take the room from the import system, which binds it here, and make it callable."""
        room.__class__ = _Room


sys.modules[__name__].__class__ = _Package
