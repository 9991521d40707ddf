"""The audit of a rubric: the effect of changing its numbers, and the statistics of its scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.rubric.moves import rated_plans
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.options import FORCE, FULL, OUT, PATH, flag, handing, option
from evaluator.cli.shared.out import as_json, refuse_target, show_screen, write_out
from evaluator.cli.shared.session import Session
from evaluator.contrasts.audit.numbers import audit_rubric
from evaluator.contrasts.audit.statistics import Statistics, statistics
from evaluator.contrasts.audit.variants import audit_lenses
from evaluator.contrasts.tables.statistics import STATISTICS, statistics_document
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.audit import StatisticsChoices
from evaluator.model.lens_unit import LensContext
from evaluator.model.rubric import Rubric
from evaluator.pipeline import enter, evaluate
from evaluator.reports.audit_page import audit_page, statistics_charts, statistics_page, words_of

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
    full: bool = FULL.field()
    out: Path | None = OUT.field("File to write.")
    force: bool = FORCE.field("Replace existing charts.")


with_audit = handing(AuditOptions)


def put_audit(session: Session, name: str, asked: AuditOptions) -> None:
    """Compute the requested parts of an audit, and print or write them.

    Raises
    ------
    EvaluatorError
        Options contradict each other, a folder does not exist, or a chart exists already.
    """
    rubric = session.library.rubric(name)
    _refuse_clashing_options(session.library, asked)
    numbers = asked.part != "statistics" and asked.form == "text" and _has_alternatives(session.library, rubric)
    if asked.part == "numbers" and not numbers:
        raise EvaluatorError(f"the rubric {name} has no audit.yaml. Write one: it says what an audit varies.")
    plans = _audited_plans(session, rubric, asked) if asked.part != "numbers" or asked.charts else []
    found = _statistics_of(session.library, rubric, plans, asked) if asked.part != "numbers" or asked.charts else None
    parts = [numbers_text(session.library, rubric)] if numbers else [f"# Audit of the rubric {name} {rubric.version}\n"]
    if asked.part != "numbers" and found is not None:
        parts.append(statistics_page(found))
    _write_audit(session, _audit_text(found, "\n".join(parts), asked), asked)
    if asked.charts is not None and found is not None:
        _write_charts(session, found, asked.charts, force=asked.force)


def _refuse_clashing_options(library: Library, asked: AuditOptions) -> None:
    if asked.form != "text" and asked.part == "numbers":
        raise click.UsageError("CSV and JSON hold the statistics; the numbers are a page.")
    if asked.out is not None and not asked.out.parent.is_dir():
        raise EvaluatorError(f"{asked.out.parent}: there is no such folder.")
    if asked.charts is not None and asked.charts.exists() and not asked.charts.is_dir():
        raise EvaluatorError(f"{asked.charts} is a file. Name a folder for the charts.")
    for target in (asked.out, asked.charts / "chart.svg" if asked.charts else None):
        if target is not None:
            refuse_target(target, library)


def _has_alternatives(library: Library, rubric: Rubric) -> bool:
    return library.layers.below("rubrics").below(rubric.id).file("audit.yaml") is not None


def _audited_plans(session: Session, rubric: Rubric, asked: AuditOptions) -> list[Assessment]:
    """Return the units of the rubric, each country's newest or all of a year; without units, every rated plan."""
    library = session.library
    if not library.units_of(rubric.id):
        return rated_plans(library, rubric)
    names = PlanChoice(rubric=rubric.id, years=(asked.year,) if asked.year else ()).every(session)
    return [library.assessment(name, rubric) for name in names]


def _statistics_of(library: Library, rubric: Rubric, plans: list[Assessment], asked: AuditOptions) -> Statistics:
    first = asked.weightings or (rubric.reference_weighting,)
    others = () if len(first) > 1 else tuple(rubric.weightings)
    views = [rubric.weighting(name) for name in dict.fromkeys((*first, *others))]
    choices = library.audit(rubric).statistics if _has_alternatives(library, rubric) else StatisticsChoices()
    entrants = [enter(plan, rubric) for plan in plans]
    return statistics(rubric, views, entrants, choices, rank_all=asked.rank_all)


def numbers_text(library: Library, rubric: Rubric) -> str:
    """Return a page that audits the rubric's numbers over the rated plans of the library."""
    file = library.audit(rubric)
    plans = rated_plans(library, rubric)
    audit = audit_rubric(rubric, file, plans, enter)
    cards = [evaluate(plan, rubric) for plan in plans]
    lenses = audit_lenses(tuple(rubric.lenses.values()), file, cards, LensContext(library.standards))
    return audit_page(audit, lenses, file)


def _audit_text(found: Statistics | None, page: str, asked: AuditOptions) -> str:
    if asked.form == "text" or found is None:
        return page
    if asked.form == "json":
        return as_json(statistics_document(found, words_of(found)))
    (table,) = (table for table in STATISTICS if table.name == asked.table)
    return table.csv(found)


def _write_audit(session: Session, text: str, asked: AuditOptions) -> None:
    if asked.out is None:
        show_screen(session, text, full=asked.full or asked.form != "text")
        return
    write_out(asked.out, text.encode("utf-8"))
    session.tell(f"Written: {asked.out}")


def _write_charts(session: Session, found: Statistics, folder: Path, *, force: bool) -> None:
    charts = statistics_charts(found, session.library.templates)
    if not charts:
        session.tell("No chart: too few plans can be ranked.")
        return
    paths = {folder / f"{found.rubric.id}.{name}.svg": svg for name, svg in charts.items()}
    there = [str(path) for path in paths if path.exists()]
    if there and not force:
        raise EvaluatorError(f"{', '.join(there)}: there already. Give another folder, or --force to replace them.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, svg in paths.items():
        write_out(path, svg.encode("utf-8"))
        session.tell(f"Written: {path}")
