"""Run reference cases: `python tests/run_cases.py FOLDER`, one line each; exit 1 on a miss, 2 if there is no case.

A folder of cases holds INDEX.csv and a folder for each case (input.csv,
expected.csv, perhaps expected_*.csv, structure.csv, weights.csv, params.csv and
README.md); without INDEX.csv a case's family is the first word of its name.
tests/cases/README.md describes the format.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reference.case import CaseError, read_cases
from tests.reference.check import check


def main(folders: list[str]) -> int:
    """Check the cases of each folder and return the exit status."""
    verdicts = []
    for folder in folders or [str(Path(__file__).resolve().parent / "cases")]:
        try:
            cases = read_cases(Path(folder))
        except CaseError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 2
        for case in cases:
            verdicts.append(check(case))
            print(verdicts[-1])  # noqa: T201
    counts = Counter(verdict.kind for verdict in verdicts)
    words = {"ok": "reproduced", "differs": "rightly different", "left": "left to others", "miss": "missed"}
    print(", ".join(f"{counts[kind]} {word}" for kind, word in words.items()), file=sys.stderr)  # noqa: T201
    return 1 if counts["miss"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
