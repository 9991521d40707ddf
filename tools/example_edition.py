"""Print the kept report of the invented country anew, from the files that it carries, by the templates of today.

    python -m tools.example_edition            # in its place
    python -m tools.example_edition FILE       # elsewhere

The ratings in it are those of its day, which stand nowhere else. A release prints it anew, so that
`evaluator verify` finds it the same.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from evaluator.library import Library, shipped_root
from evaluator.read.layers import Layers
from evaluator.reports.verify.figures import read_result
from evaluator.reports.verify.open import open_report
from evaluator.reports.verify.rebuild import rebuild

ROOT = Path(__file__).resolve().parent.parent
EDITION = ROOT / "examples/countries/XAR/plans/XAR-2022-2025/editions/2024-03-18/XAR-2022-2025.pdf"


def printed_anew(content: bytes) -> bytes:
    """Return a report as it would be printed today from what it carries."""
    held = open_report(content, EDITION.name)
    return rebuild(held, read_result(held), Library(Layers((shipped_root(),)))).pdf


def main(given: Sequence[str] | None = None) -> int:
    """Write the report."""
    words = list(sys.argv[1:] if given is None else given)
    target = Path(words[0]) if words else EDITION
    target.write_bytes(printed_anew(EDITION.read_bytes()))
    print(target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
