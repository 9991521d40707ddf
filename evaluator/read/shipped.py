"""Where the shipped library lies."""

from __future__ import annotations

from pathlib import Path

from evaluator.errors import EvaluatorError

FOLDERS = ("rubrics", "countries", "templates")
EXAMPLES = "examples"  # the folder beside them, a library of invented countries


def shipped_root() -> Path:
    """Return the folder that holds the shipped rubrics, countries and templates.

    In an installed wheel they are inside the package; in a clone, next to it.

    Raises
    ------
    EvaluatorError
        Neither place has them.
    """
    package = Path(__file__).resolve().parents[1]
    bundled, clone = package / "_library", package.parent
    places = [bundled] if bundled.is_dir() else [clone] if (clone / "pyproject.toml").is_file() else []
    for place in places:
        if all((place / name).is_dir() for name in FOLDERS):
            return place
    raise EvaluatorError(f"the library is not complete: {', '.join(FOLDERS)} are not beside {package}")
