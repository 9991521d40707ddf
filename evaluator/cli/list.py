"""`evaluator list`: list the entries of the library, one line each."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypedDict

import click

from evaluator.cli.shared.layout import NONE, Cell, ShareCell, Weight, coverage_reason, share_text
from evaluator.cli.shared.options import formats
from evaluator.cli.shared.out import as_text, show, table_text
from evaluator.cli.shared.session import Session, with_session
from evaluator.cli.show.entry import english
from evaluator.contrasts.effective import STANCES, effective_weights
from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.panel.settle import voting
from evaluator.pipeline import evaluate
from evaluator.read.country import read_country
from evaluator.read.prints import Prints
from evaluator.read.rubric import with_added_lenses
from evaluator.store.kept import kept
from evaluator.tables.csv_text import csv_text
from evaluator.tables.grades import GRADES, coders_of, limits_of
from evaluator.tables.law import LAW_SHEET, law_count, names_provisions

FIRST = 4
SHARE = "share"  # marks a cell of a kept row that is a share


Listing = tuple[str, Iterable[Sequence[Cell]]]  # heads, as for `table`, and rows


@click.command("list")
@click.argument("kind", required=False, metavar="[KIND]")
@click.option(
    "--rubric",
    metavar="NAME",
    help=f"Rubric of the listed items. Else {DEFAULT_RUBRIC}; for grades, else every rubric.",
)
@formats("table", "csv", "json")
@with_session
def command(session: Session, kind: str | None, rubric: str | None, form: str) -> None:
    r"""List countries, plans, rubrics, criteria, weightings and more.

    Without KIND the command prints how many of each there are. `list plans` shows how
    much of each plan the library holds and how much of the weight is assessed. `list
    grades` shows the grade of each rated plan, in total and by paradigm, and what
    limits the grade. `list law` shows the questions of law by article and version.

    \b
    Examples:
      evaluator list
      evaluator list plans
      evaluator list grades --rubric law-and-practice
      evaluator list weightings --format csv
    """
    known = _kind_named(kind) if kind else ""
    if known in SCORED:
        SCORED[known](session, rubric, form)
        return
    heads, cells = (LISTINGS[known] if known else _list_kinds)(session.library, rubric or DEFAULT_RUBRIC)
    rows = list(cells)
    if not rows:
        session.tell(f"There are no {kind} yet.")
    show(as_text(heads, rows, form))
    if known == "plans" and rubric is None:
        session.tell(f"Assessed by {DEFAULT_RUBRIC}. --rubric names another rubric; `evaluator list grades` shows all.")


def _kind_named(name: str) -> str:
    kinds = (*LISTINGS, *SCORED)
    known = {**{kind: kind for kind in kinds}, **{kind.removesuffix("s"): kind for kind in kinds}}
    known |= {"countries": "countries", "country": "countries", "lens": "lenses", "criterion": "criteria"}
    if name not in known:
        raise UnknownNameError("list", name, kinds)
    return known[name]


def _list_kinds(library: Library, rubric: str) -> Listing:
    """Return the number of entries of each kind, with the first names."""
    one = library.rubric(rubric)
    names: dict[str, Sequence[str]] = {
        "rubrics": library.rubric_names,
        "criteria": [criterion.id for criterion in one.criteria],
        "weightings": list(one.weightings),
        "lenses": list(one.lenses),
        "standards": list(library.standards),
        "countries": library.country_codes,
        "plans": [plan_id for code in library.country_codes for plan_id in library.plan_ids(code)],
        GRADES.name: [f"{plan_id} {name}" for plan_id, name in _rated_plans(library, library.rubric_names)],
    }
    shown = {kind: ", ".join(found[:FIRST]) + ", ..." * (len(found) > FIRST) for kind, found in names.items()}
    return "kind|>count|names", ((kind, len(found), shown[kind]) for kind, found in names.items())


def _list_rubrics(library: Library, _: str) -> Listing:
    def row(name: str) -> Sequence[Cell]:
        rubric = library.rubric(name)
        sizes = [len(rubric.criteria), len(rubric.grading.gates), len(rubric.weightings), len(rubric.lenses)]
        return (name, rubric.version, *sizes, rubric.titles.get("en", name))

    return "rubric|version|>criteria|>gates|>weightings|>lenses|title", map(row, library.rubric_names)


def _list_criteria(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    mark = {c.id: "yardstick" for c in rubric.criteria if c.yardstick} | dict.fromkeys(rubric.grading.gates, "gate")
    rows = (
        (c.id, rubric.paradigm_of(c.id), rubric.stance_of(c.id), c.kind, c.object, mark.get(c.id, ""), c.title)
        for c in rubric.criteria
    )
    return "criterion|paradigm|stance|kind|object|mark|title", rows


def _list_weightings(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    # Portraits of actors of the founding paper come last: few of them mean anything for a plan of today.
    weightings = sorted(
        rubric.weightings.values(), key=lambda w: (w.id != rubric.reference_weighting, w.prevailed is not None)
    )
    lines = [
        line
        for line in effective_weights(rubric, weightings)
        if line.kind == "group" or line.id in (*STANCES, "victim-centred")
    ]
    rows: Iterator[Sequence[Cell]] = (
        (w.id, *(Weight(line.shares[at]) for line in lines), w.gates, w.period, w.actor)
        for at, w in enumerate(weightings)
    )
    return "|".join(["weighting", *(f">{line.id}" for line in lines), "gates|period|actor"]), rows


def _list_lenses(library: Library, rubric_name: str) -> Listing:
    lenses = with_added_lenses(library.rubric(rubric_name)).lenses.values()
    return "lens|judges|title", ((lens.id, lens.unit, lens.titles.get("en", lens.id)) for lens in lenses)


def _list_standards(library: Library, rubric_name: str) -> Listing:
    resting = Counter(name for criterion in library.rubric(rubric_name).criteria for name in criterion.floor)
    rows = (
        (s.standard_id, s.article, s.obligation, s.verified, resting[s.standard_id], s.instrument_key, s.subject)
        for s in library.standards.values()
    )
    return "standard|article|obligation|verified|>floor of|instrument|subject", rows


def _list_countries(library: Library, rubric_name: str) -> Listing:
    def row(code: str) -> Sequence[Cell]:
        country, here = read_country(library.country_folder(code)), library.plan_ids(code)
        roles = ", ".join(dict.fromkeys(role.role for role in country.roles)) or NONE
        counts = (len(country.plan_history), len(here), len(library.rated_plans(code, rubric_name)))
        newest = here[0] if len(here) == 1 else library.newest_plan(code, rubric_name) if here else None
        return (code, country.names.get("en", code), roles, *counts, newest, country.footnote.get("en", ""))

    return "country|name|roles|>plans known|>here|>assessed|newest here|note", map(row, library.country_codes)


def _list_plans(library: Library, rubric_name: str) -> Listing:
    rubric = library.rubric(rubric_name)
    rated = "assessment|>coverage|grade|weighting"
    heads = f"plan|kind|from|to|>rows here|>rows in plan|{rated}|measures read|text read|title|note on what was read"
    codes, prints = library.country_codes, Prints(library.layers)
    looks = [functools.partial(prints.country, code, [rubric.id], "list plans", rubric.id) for code in codes]

    def make(places: list[int]) -> list[list[list[Any]]]:
        return [
            [[[SHARE, cell] if isinstance(cell, ShareCell) else cell for cell in row] for row in rows]
            for rows in (_plan_rows(library, codes[at], rubric) for at in places)
        ]

    rows = (row for some in kept().of_many(looks, make, prints.is_still) for row in some)
    return heads, ([ShareCell(cell[1]) if isinstance(cell, list) else cell for cell in row] for row in rows)


def _plan_rows(library: Library, code: str, rubric: Rubric) -> Iterator[list[Cell]]:
    rated = library.rated_plans(code, rubric.id)
    for plan_id in library.plan_ids(code):
        plan = library.plan(plan_id)
        assessed = _assessment_cells(library, plan_id, rubric) if plan_id in rated else [None] * 4
        rows = (plan.rows.here, plan.rows.in_plan)
        read, title = plan.text_read, english(plan.titles, plan.id)
        told = (read.measures, read.text, title, read.note or None)
        yield [plan_id, plan.kind, plan.start, plan.end, *rows, *assessed, *told]


def _assessment_cells(library: Library, plan_id: str, rubric: Rubric) -> list[Cell]:
    """Return the coders of a plan, the share of weight assessed, its grade, and the weighting used."""
    try:
        assessment = library.assessment(plan_id, rubric)
    except InvalidInputError:
        return ["faulty", None, None, None]
    coders = ", ".join(f"{coding.header.coder} ({coding.header.state})" for coding in voting(assessment))
    card = evaluate(assessment, rubric)
    return [coders, ShareCell(card.coverage), card.grade.grade, card.weighting.id]


def _rated_plans(library: Library, rubric_names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair of a plan and a rubric, of the given names, under which a coder rated the plan."""
    for code in library.country_codes:
        rated = {name: library.rated_plans(code, name) for name in rubric_names}
        yield from ((plan_id, name) for plan_id in library.plan_ids(code) for name in rated if plan_id in rated[name])


def _show_grades(session: Session, rubric_name: str | None, form: str) -> None:
    cards = list(_rated_cards(session, rubric_name)) if form == "json" else []
    lines = _grade_lines(session, rubric_name) if form != "json" else []
    if form == "json":
        show(table_text(GRADES, form, *cards))
    elif form == "csv":
        show(csv_text(GRADES.labels, ()) + "".join(line["csv"] for line in lines))
    elif lines:
        show(as_text(*_list_grades(lines), form))
    if not (lines or cards):
        session.tell("There are no grades yet.")


def _show_law(session: Session, rubric_name: str | None, form: str) -> None:
    """Print the law table of every plan of which a rating tells what was read of a provision."""
    cards = [card for card in _rated_cards(session, rubric_name) if names_provisions([card])]
    if form != "table":
        show(table_text(LAW_SHEET, form, *cards))
    elif cards:
        cells = [cell for card in cards for cell in LAW_SHEET.rows(card, "en")]
        rows = ((c.plan_id, c.criterion.id, c.mark, c.level, c.article, c.version) for c in cells)
        show(as_text("plan|question|mark|>level|article|version", rows, form))
        count = law_count(cells)
        session.tell(f"{count.marks['read']} of {count.cells} cells read, {count.marks['at-least']} at least.")
    if not cards:
        session.tell("No rating tells what was read of a provision yet.")


def _rated_cards(session: Session, rubric_name: str | None) -> Iterator[Scorecard]:
    """Yield the scorecard of every rated plan; skip plans with faulty files, with a message for each."""
    rated, rubrics = _rated_with_rubrics(session.library, rubric_name)
    for plan_id, name in rated:
        if (card := _card_of(session, plan_id, rubrics[name])) is not None:
            yield card


def _rated_with_rubrics(library: Library, name: str | None) -> tuple[list[tuple[str, str]], dict[str, Rubric]]:
    if name:
        library.rubric(name)  # raises an error for an unknown name
    rated = list(_rated_plans(library, [name] if name else library.rubric_names))
    return rated, {name: library.rubric(name) for name in dict.fromkeys(name for _, name in rated)}


def _card_of(session: Session, plan_id: str, rubric: Rubric) -> Scorecard | None:
    try:
        return evaluate(session.library.assessment(plan_id, rubric), rubric)
    except InvalidInputError:
        session.tell(f"{plan_id} under {rubric.id} has faults and is left out; `evaluator check` names them.")
        return None


class GradeLine(TypedDict):
    """What is printed of one rated plan: its row as CSV, and the cells of the overview."""

    csv: str
    first: list[str | None]
    graded: dict[str, str]
    alone: float | None
    coded: bool
    limits: str


def _grade_lines(session: Session, rubric_name: str | None) -> list[GradeLine]:
    """Return the line of every rated plan, kept by country; plans with faults are told and left out."""
    prints = session.prints
    rated, rubrics = _rated_with_rubrics(session.library, rubric_name)

    def make(places: list[int]) -> list[GradeLine | None]:
        cards = (_card_of(session, rated[at][0], rubrics[rated[at][1]]) for at in places)
        return [None if card is None else _grade_line(card) for card in cards]

    looks = [functools.partial(prints.country, plan[:3], [name], "list grades", plan, name) for plan, name in rated]
    return [line for line in kept().of_many(looks, make, prints.is_still) if line is not None]


def _grade_line(card: Scorecard) -> GradeLine:
    return GradeLine(
        csv=csv_text(("",), GRADES.values(card)).partition("\n")[2],
        first=[
            card.assessment.plan.id,
            card.rubric.id,
            ", ".join(coders_of(card)) or None,
            share_text(card.coverage if card.has_weight else None, [card.rubric.grading.least_coverage]),
            card.grade.grade,
        ],
        graded={name: grade.grade or NONE for name, grade in card.paradigms},
        alone=card.tip_alone.share if card.tip_alone else None,
        coded=card.rubric.has_codings,
        limits="; ".join(_limit_text(card, limit) for limit in limits_of(card)),
    )


def _list_grades(lines: Sequence[GradeLine]) -> Listing:
    """Return the table of grades: a column for each paradigm that some rubric grades, and limits in words."""
    paradigms = list(dict.fromkeys(name for line in lines for name in line["graded"]))
    coded = any(line["coded"] for line in lines)

    def row(line: GradeLine) -> Sequence[Cell]:
        alone = line["alone"]
        return (
            *line["first"],
            *(line["graded"].get(name, "") for name in paradigms),
            *(["" if alone is None else ShareCell(alone)] if coded else []),
            line["limits"],
        )

    heads = ["plan|rubric|coders|>coverage|whole", *paradigms, *([">on TIP alone"] if coded else []), "limits"]
    return "|".join(heads), map(row, lines)


def _limit_text(card: Scorecard, limit: str) -> str:
    words = {
        "no-weight": "no criterion that applies has weight",
        "coverage": coverage_reason(card),
        "range": coverage_reason(card),
        "gates": f"capped by {', '.join(card.grade.tripped)}",
        "open-gates": f"gates open: {', '.join(card.grade.not_assessed)}",
        "disputes": f"in dispute: {', '.join(card.disputed)}",
        "overtaken": f"agreed before ratings changed: {', '.join(card.overtaken)}",
        "draft": "a draft",
        "one-coder": "one coder, no agreement known",
    }
    return words[limit]


LISTINGS: dict[str, Callable[[Library, str], Listing]] = {
    "rubrics": _list_rubrics,
    "criteria": _list_criteria,
    "weightings": _list_weightings,
    "lenses": _list_lenses,
    "standards": _list_standards,
    "countries": _list_countries,
    "plans": _list_plans,
}
SCORED = {GRADES.name: _show_grades, LAW_SHEET.name: _show_law}
