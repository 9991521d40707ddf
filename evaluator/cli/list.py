"""`evaluator list`: what the library holds, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import click

from evaluator.cli.layout import NONE, Cell, Share, Weight
from evaluator.cli.out import as_text, show
from evaluator.cli.session import Session, with_session
from evaluator.contrast.effective import STANCES, effective_weights
from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.panel.settle import voting
from evaluator.pipeline import evaluate

FIRST = 4


class Listing(NamedTuple):
    """A table: header, rows, and which columns are set to the right."""

    header: tuple[str, ...]
    rows: list[list[Cell]]
    right: tuple[int, ...] = ()


@click.command("list")
@click.argument("kind", required=False, metavar="[KIND]")
@click.option(
    "--rubric", default=DEFAULT_RUBRIC, show_default=True, metavar="NAME", help="Whose weightings and criteria."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@with_session
def command(session: Session, kind: str | None, rubric: str, form: str) -> None:
    r"""List rubrics, criteria, weightings, lenses, standards, countries, plans.

    Without KIND: how many of each there are. `list plans` shows at a glance how
    much of each plan is here and how much of the weight is assessed.

    \b
    Examples:
      evaluator list
      evaluator list plans
      evaluator list weightings --format csv
    """
    listing = (LISTINGS[_kind(kind)] if kind else _everything)(session.library, rubric)
    if not listing.rows:
        session.tell(f"There are no {kind} yet.")
    show(as_text(listing.header, listing.rows, form, right=listing.right))


def _kind(name: str) -> str:
    known = {**{kind: kind for kind in LISTINGS}, **{kind[:-1]: kind for kind in LISTINGS}}
    known |= {"countries": "countries", "country": "countries", "lens": "lenses", "criterion": "criteria"}
    if name not in known:
        raise UnknownNameError("list", name, LISTINGS)
    return known[name]


def _everything(library: Library, rubric: str) -> Listing:
    rows: list[list[Cell]] = []
    for kind, listing in LISTINGS.items():
        names = [str(row[0]) for row in listing(library, rubric).rows]
        more = ", ..." if len(names) > FIRST else ""
        rows.append([kind, len(names), ", ".join(names[:FIRST]) + more])
    return Listing(("kind", "count", "names"), rows, (1,))


def _rubrics(library: Library, _: str) -> Listing:
    rows: list[list[Cell]] = []
    for name in library.rubric_names:
        rubric = library.rubric(name)
        sizes = [len(rubric.criteria), len(rubric.grading.gates), len(rubric.weightings), len(rubric.lenses)]
        rows.append([name, rubric.version, *sizes, rubric.titles.get("en", name)])
    return Listing(("rubric", "version", "criteria", "gates", "weightings", "lenses", "title"), rows, (2, 3, 4, 5))


def _criteria(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    rows: list[list[Cell]] = [
        [
            criterion.id,
            rubric.paradigm_of(criterion.id),
            rubric.stance_of(criterion.id),
            criterion.kind,
            criterion.object,
            "gate" if criterion.id in rubric.grading.gates else "yardstick" if criterion.yardstick else "",
            criterion.title,
        ]
        for criterion in rubric.criteria
    ]
    return Listing(("criterion", "paradigm", "stance", "kind", "object", "mark", "title"), rows)


def _weightings(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    weightings = list(rubric.weightings.values())
    lines = [
        line
        for line in effective_weights(rubric, weightings)
        if line.kind == "group" or line.id in (*STANCES, "victim-centred")
    ]
    rows: list[list[Cell]] = [
        [w.id, *(Weight(line.shares[at]) for line in lines), w.gates, w.period, w.actor]
        for at, w in enumerate(weightings)
    ]
    header = ("weighting", *(line.id for line in lines), "gates", "period", "actor")
    return Listing(header, rows, tuple(range(1, len(lines) + 1)))


def _lenses(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    rows: list[list[Cell]] = [[lens.id, lens.unit, lens.titles.get("en", lens.id)] for lens in rubric.lenses.values()]
    return Listing(("lens", "judges", "title"), rows)


def _standards(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    resting: dict[str, int] = {}
    for criterion in rubric.criteria:
        for name in criterion.floor:
            resting[name] = resting.get(name, 0) + 1
    rows: list[list[Cell]] = [
        [
            s.standard_id,
            s.article,
            s.obligation,
            s.verified,
            resting.get(s.standard_id, 0),
            s.instrument_key,
            s.subject,
        ]
        for s in library.standards.values()
    ]
    return Listing(("standard", "article", "obligation", "verified", "floor of", "instrument", "subject"), rows, (4,))


def _countries(library: Library, rubric_name: str) -> Listing:
    plans = {row[0]: row for row in _plans(library, rubric_name).rows}
    rows: list[list[Cell]] = []
    for code in library.country_codes:
        country = library.country(code)
        here = library.plan_ids(code)
        assessed = [plan_id for plan_id in here if plans[plan_id][6] is not None]
        rows.append(
            [
                code,
                country.names.get("en", code),
                _roles(country),
                len(country.plan_history),
                len(here),
                len(assessed),
                library.newest_plan(code, rubric_name) if here else None,
                country.footnote.get("en", ""),
            ]
        )
    return Listing(
        ("country", "name", "roles", "plans known", "here", "assessed", "newest here", "note"), rows, (3, 4, 5)
    )


def _roles(country: Country) -> str:
    return ", ".join(dict.fromkeys(role.role for role in country.roles)) or NONE


def _plans(library: Library, rubric_name: str) -> Listing:
    rows = ("rows here", "rows in plan")
    header = ("plan", "kind", "from", "to", *rows, "assessment", "coverage", "weighting", "text read", "title")
    found = [row for code in library.country_codes for row in _plans_of(library, code, rubric_name)]
    return Listing(header, found, (4, 5, 7))


def _plans_of(library: Library, code: str, rubric_name: str) -> Iterator[list[Cell]]:
    for plan_id in library.plan_ids(code):
        plan = library.plan(plan_id)
        assessed = _assessed(library, plan_id, rubric_name)
        rows = (plan.rows.here, plan.rows.in_plan)
        read = plan.text_read.extent
        yield [plan_id, plan.kind, plan.start, plan.end, *rows, *assessed, read, plan_title(plan)]


def plan_title(plan: PlanFile) -> str:
    """Return the English title of a plan, else its first."""
    return plan.titles.get("en") or next(iter(plan.titles.values()), plan.id)


def _assessed(library: Library, plan_id: str, rubric_name: str) -> list[Cell]:
    """Return who assessed a plan, how much of the weight that covers, and under which weighting."""
    if not library.plan_folder(plan_id).plan.below("assessments").below(rubric_name).exists:
        return [None, None, None]
    rubric = library.rubric(rubric_name)
    try:
        assessment = library.assessment(plan_id, rubric)
    except InvalidInputError:
        return ["faulty", None, None]
    if not assessment.codings:
        return [None, None, None]
    coders = ", ".join(f"{coding.header.coder} ({coding.header.state})" for coding in voting(assessment))
    card = evaluate(assessment, rubric)
    return [coders, Share(card.coverage), card.weighting.id]


LISTINGS: dict[str, Callable[[Library, str], Listing]] = {
    "rubrics": _rubrics,
    "criteria": _criteria,
    "weightings": _weightings,
    "lenses": _lenses,
    "standards": _standards,
    "countries": _countries,
    "plans": _plans,
}
