"""The options of `evaluator rubric audit`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")
TABLES = (
    "criteria", "above", "among", "consistency", "components", "importance", "availability", "standouts", "scenarios",
    "shifts", "uncertainty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """Which parts of an audit, over which plans, in which form and where to."""

    part: str = "all"
    weightings: tuple[str, ...] = ()
    year: str | None = None
    rank_all: bool = False
    form: str = "text"
    table: str = "importance"
    charts: Path | None = None
    out: Path | None = None
    force: bool = False


def with_audit(function: Callable[Concatenate[AuditAsked, P], R]) -> Callable[P, R]:
    """Give a command the options of an audit, and hand them to it as one `AuditAsked`.

    Stands above `with_session` on a command.
    """

    @click.option(
        "--part", type=click.Choice(["all", "numbers", "statistics"]), default="all", show_default=True,
        help="What every modelled number does, how the criteria behave as an index, or both.",
    )  # fmt: skip
    @click.option(
        "--weighting", "-w", "weightings", multiple=True, metavar="NAME",
        help="Weighting of the statistics, then those beside it; else the reference one and all others.",
    )  # fmt: skip
    @click.option("--year", metavar="YEAR", help="Where units stand in a table: those that end then.")
    @click.option("--rank-all", is_flag=True, help="Count plans under the least coverage as well.")
    @click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
    @click.option("--table", type=click.Choice(TABLES), default="importance", show_default=True, help="For CSV.")
    @click.option("--charts", type=click.Path(path_type=Path), metavar="FOLDER", help="Write two charts (SVG) there.")
    @click.option("--out", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
    @click.option("--force", is_flag=True, help="Replace charts that are there.")
    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        names = ("part", "weightings", "year", "rank_all", "form", "table", "charts", "out", "force")
        given = {name: kwargs.pop(name) for name in names}
        return function(AuditAsked(**given), *args, **kwargs)  # type: ignore[arg-type]  # click's own values

    return run
