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
class AuditAsked:
    """The options of an audit: its parts, its plans, the format, and the file or folder to write."""

    part: str = option(
        "--part", type=click.Choice(["all", "numbers", "statistics"]), default="all", show_default=True,
        help="What every modelled number does, how the criteria behave as an index, or both.",
    )  # fmt: skip
    weightings: tuple[str, ...] = option(
        "--weighting", "-w", default=(), multiple=True, metavar="NAME",
        help="Weighting of the statistics, then those beside it; else the reference one and all others.",
    )  # fmt: skip
    year: str | None = option("--year", metavar="YEAR", help="Where units stand in a table: those that end then.")
    rank_all: bool = flag("--rank-all", help="Count plans under the least coverage as well.")
    form: str = option("--format", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
    table: str = option("--table", type=click.Choice(TABLES), default="importance", show_default=True, help="For CSV.")
    charts: Path | None = option("--charts", type=PATH, metavar="FOLDER", help="Write two charts (SVG) there.")
    out: Path | None = OUT.field("Write to a file.")
    force: bool = FORCE.field("Replace charts that are there.")


with_audit = handing(AuditAsked)
