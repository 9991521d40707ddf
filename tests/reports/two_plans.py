"""A folder in which Albania has a second assessed plan: the shipped one again, under later years."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from evaluator.library import shipped_root

FIRST, SECOND = "ALB-2005-2007", "ALB-2014-2017"
YEARS = {'start: "2005"': 'start: "2014"', 'end: "2007"': 'end: "2017"'}


def second_plan(folder: Path) -> Path:
    """Copy the plan into `folder` under the second name and years, rated as if read whole; return the folder."""
    source = shipped_root() / "countries/ALB/plans" / FIRST
    target = folder / "countries/ALB/plans" / SECOND
    shutil.copytree(source, target)
    for path in [*target.rglob("*.yaml"), *target.rglob("*.csv")]:
        text = path.read_text(encoding="utf-8").replace(FIRST, SECOND)
        # A machine may be a coder of the shipped plans alone.
        text = text.replace("\nkind: machine\n", "\n")
        path.write_text(text.replace(",at-least,", ",rated,"), encoding="utf-8")
    head = target / "plan.yaml"
    text = head.read_text(encoding="utf-8")
    for old, new in YEARS.items():
        text = text.replace(old, new)
    head.write_text(text, encoding="utf-8")
    _without_dates(target / "measures.csv")
    return folder


def _without_dates(path: Path) -> None:
    """Clear the dates of measures, which lie outside the later years."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "start": "", "end": "", "milestones": ""} for row in rows)
