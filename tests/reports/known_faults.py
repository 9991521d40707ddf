"""What pages are known to say and not to show; a fault that is gone must leave the list, so that it only shrinks."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from evaluator.reports.page_reader import Fault

LIST = Path(__file__).with_suffix(".csv")
Row = tuple[str, str, str]
MANY = 4


def known_rows() -> list[Row]:
    """Return each known fault: the report, the rule, and what is said."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return [(row["report"], row["rule"], row["said"]) for row in csv.DictReader(file)]


def rows_of(report: str, faults: Iterable[Fault]) -> dict[Row, str]:
    """Return the rows of the list that the faults of a report are, each with what a person reads of it.

    Many faults of one rule in one report, such as every mean of a matrix, are one row with their number.
    """
    by_rule: dict[str, list[Fault]] = {}
    for fault in faults:
        by_rule.setdefault(fault.rule, []).append(fault)
    rows: dict[Row, str] = {}
    for rule, found in by_rule.items():
        if len(found) > MANY:
            rows[report, rule, f"{len(found)} of them"] = "; ".join(map(str, found[:MANY]))
        else:
            rows |= {(report, rule, fault.said): str(fault) for fault in found}
    return rows


def differences(report: str, faults: Iterable[Fault]) -> list[str]:
    """Return each fault that is not known, and each known one that is gone."""
    told = rows_of(report, faults)
    known = {row for row in known_rows() if row[0] == report}
    new = [f"{report}: {fault}" for row, fault in told.items() if row not in known]
    return new + [f"no longer so, take it from {LIST.name}: {row}" for row in sorted(known - told.keys())]


def take_out(report: str, faults: Iterable[Fault]) -> None:
    """Take from the list what a report no longer says: `--update-golden` lets it shrink, and never grow."""
    gone = {row for row in known_rows() if row[0] == report} - rows_of(report, faults).keys()
    if gone:
        write_rows(set(known_rows()) - gone)


def write_rows(rows: Iterable[Row]) -> None:
    """Write the list anew, in order."""
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("report", "rule", "said"))
        writer.writerows(sorted(set(rows)))
