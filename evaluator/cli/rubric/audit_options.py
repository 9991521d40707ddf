"""The options of `evaluator rubric audit`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.shared.options import FORCE, OUT, PATH, flag, handing, option

TABLES = (
    "criteria", "above", "among", "consistency", "components", "importance", "availability", "standouts", "scenarios",
    "shifts", "uncertainty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """The options of an audit: its parts, its plans, the format, and the file or folder to write."""

    part: str = option(
        "--part", type=click.Choice(["all", "numbers", "statistics"]), default="all", show_default=True,
        help="Audit of the modelled numbers, statistics of the criteria as an index, or both.",
    )  # fmt: skip
    weightings: tuple[str, ...] = option(
        "--weighting", "-w", default=(), multiple=True, metavar="NAME",
        help="Weighting of the statistics, then those to compare. Else the reference weighting and all others.",
    )  # fmt: skip
    year: str | None = option(
        "--year", metavar="YEAR", help="For a rubric with a table of units: the units that end in this year."
    )
    rank_all: bool = flag("--rank-all", help="Include plans below the rubric's least coverage.")
    form: str = option("--format", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
    table: str = option(
        "--table", type=click.Choice(TABLES), default="importance", show_default=True, help="Table to write as CSV."
    )
    charts: Path | None = option("--charts", type=PATH, metavar="FOLDER", help="Folder to write two charts (SVG) to.")
    out: Path | None = OUT.field("File to write.")
    force: bool = FORCE.field("Replace existing charts.")


with_audit = handing(AuditOptions)
