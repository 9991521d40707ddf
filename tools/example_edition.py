"""Print the kept report of the invented country anew: its plan and ratings, by the rubric and templates of today.

    python -m tools.example_edition            # in its place
    python -m tools.example_edition FILE       # elsewhere

The ratings in it are those of its day, which stand nowhere else. A release prints it anew, so that
`evaluator verify` finds it the same.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evaluator.extensions.verify.figures import read_result
from evaluator.extensions.verify.rebuild import stated_in
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_pdf
from evaluator.reports.editions.library import carried_contents
from evaluator.reports.editions.open import open_report

ROOT = Path(__file__).resolve().parent.parent
EDITION = ROOT / "examples/countries/XAR/plans/XAR-2022-2025/editions/2024-03-18/XAR-2022-2025.pdf"


def printed_anew(content: bytes) -> bytes:
    """Return a report as it would be printed today on the plan and the ratings that it carries."""
    held = open_report(content, EDITION.name)
    stated = stated_in(read_result(held), held)
    with tempfile.TemporaryDirectory() as name:
        for path, data in carried_contents(held).items():
            if path.startswith("countries/"):
                target = Path(name) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        library = Library.open(name)
        rubric = library.rubric(stated.rubric)
        card = evaluate(library.assessment(stated.plans[0], rubric), rubric, stated.weighting)
        return country_pdf(library, card, stated.lang, stated.earlier)


def main(given: Sequence[str] | None = None) -> int:
    """Write the report."""
    words = list(sys.argv[1:] if given is None else given)
    target = Path(words[0]) if words else EDITION
    target.write_bytes(printed_anew(EDITION.read_bytes()))
    print(target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
