"""`evaluator score`: print the scorecards of plans under weightings."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict

import click

from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.choice import PlanChoice, tell_warnings, with_choice
from evaluator.cli.shared.layout import (
    NONE,
    blocks_text,
    coverage_reason,
    labelled,
    range_text,
    rounding_note,
    score_text,
    share_text,
    table,
    weight_text,
    wrapped,
)
from evaluator.cli.shared.options import FORCE, FULL, OUT, handing, option
from evaluator.cli.shared.out import ANOTHER_NAME, as_json, refuse_standing, show, show_screen, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.show.entry import english
from evaluator.errors import InvalidInputError, Problem, gather
from evaluator.model.law_block import law_block
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import STATES, safeguards_told, state_words
from evaluator.model.scorecard import Grade, NodeScore, ReferenceValue, Scorecard
from evaluator.panel.settle import is_by_machine
from evaluator.panel.settled_words import draft_reasons, read_words
from evaluator.pipeline import evaluate_all
from evaluator.read.yardstick import altered_words
from evaluator.scoring.grade import grades_between, grades_of
from evaluator.scoring.observers import observed_words
from evaluator.scoring.void import void_by_paradigm, void_of
from evaluator.store.kept import Kept, kept
from evaluator.tables.base import Table
from evaluator.tables.csv_text import csv_text
from evaluator.tables.scorecard import OF_CARDS


def cards_json(cards: Sequence[Scorecard]) -> str:
    """Return scorecards as a JSON list of documents in the published form of result.json."""
    from evaluator.reports.carried.result import result_json  # a table of many units needs no report

    return as_json([json.loads(result_json(card)) for card in cards])


def cards_xlsx(cards: Sequence[Scorecard]) -> bytes:
    """Return a workbook with a sheet for each table of scorecards; texts are never formulas.

    Raises
    ------
    MissingDependencyError
        XlsxWriter is not installed.
    """
    from evaluator.reports.subject import date_of
    from evaluator.workbook.results.plain import SHARES, About, plain_xlsx, sheet_of_table

    plans = ", ".join(dict.fromkeys(card.assessment.plan.id for card in cards))
    date = max(date_of(card.assessment) for card in cards)
    about = About("scores", f"Scores: {plans}", date)
    return plain_xlsx([sheet_of_table(name, table, cards, shares=SHARES) for name, table in OF_CARDS.items()], about)


INVENTED = "Invented to show what the toolkit does: there is no such country, and no plan, body or person of it."
NO_WEIGHT = "no criterion that applies has weight under this frame"
# For more scorecards than this, warnings on single ones are left out.
MOST_TOLD = 12
FORMATS = ("table", "csv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class ScoreOutput:
    """The format of the scores, and the file to write."""

    form: str = option("--format", type=click.Choice(FORMATS), default="table", show_default=True)
    table: str = option(
        "--table", type=click.Choice([*OF_CARDS]), default="results", show_default=True, help="Table to write as CSV."
    )
    out: Path | None = OUT.field()
    force: bool = FORCE.field()
    full: bool = FULL.field("Print a block for each plan and frame, beyond the overview.")


with_output = handing(ScoreOutput)


@click.command("score")
@click.argument("names", nargs=-1, metavar="COUNTRY|PLAN...")
@click.option("--all", "every", is_flag=True, help="Score every country that is assessed under the rubric.")
@with_choice
@with_output
@with_session
def command(session: Session, output: ScoreOutput, choice: PlanChoice, names: tuple[str, ...], *, every: bool) -> None:
    r"""Score plans: score, coverage, range, safeguards, grade.

    A country's code means its newest plan with a final assessment. Without
    --weighting the command uses the rubric's reference weighting; `--weighting all`
    uses all weightings of the rubric. JSON has the form of result.json.

    \b
    Examples:
      evaluator score ALB
      evaluator score ALB --weighting equal --weighting us-tip
      evaluator score ALB-2005-2007 --format csv --table nodes
      evaluator score ALB --weighting all --format xlsx --out scores.xlsx
      evaluator score --all --rubric public-record --year 2005
    """
    if bool(names) == every:
        raise click.UsageError(
            "--all leaves nothing to name."
            if every
            else "Name a country, as in `evaluator score BRA`, or ask for all that are rated: `evaluator score --all`."
        )
    if output.form == "xlsx":
        output = replace(output, out=output.out or Path("scores.xlsx"))
    if output.out is not None:
        refuse_standing(output.out, session.library, force=output.force, remedy=ANOTHER_NAME)
    wanted = choice.every(session) if every else list(names)
    if every and output.out is None and not output.full and output.form in ("table", "csv") and len(wanted) > MOST_TOLD:
        show_lines(session, choice, wanted, output.form, OF_CARDS[output.table])
        return
    cards = choice.cards(session, wanted)
    beside = values_of(session, cards) if output.form == "table" else ()
    _write_scores(session, cards, output, beside)
    tell_states(session, cards)
    if every:
        _tell_of_years(session, choice)
    if output.form == "table" and len(cards) == 1:
        session.tell(f"Next: {_next_command(cards[0])}.")
    leave_open(any(card.is_draft for card in cards))


def values_of(session: Session, cards: Sequence[Scorecard]) -> tuple[ReferenceValue, ...]:
    """Return what the score of a plan alone is read beside; nothing for several, or without a score."""
    if len(cards) != 1 or cards[0].score is None:
        return ()
    from evaluator.reports.context.beside import scores_beside

    return scores_beside(session.library, cards[0])[0]


def _write_scores(
    session: Session, cards: Sequence[Scorecard], output: ScoreOutput, beside: Sequence[ReferenceValue]
) -> None:
    text = "" if output.form == "xlsx" else _cards_text(cards, output, beside)
    if output.out is None:
        show_screen(session, text, full=output.full or output.form != "table")
        return
    write_out(output.out, cards_xlsx(cards) if output.form == "xlsx" else click.unstyle(text).encode())
    show(f"{output.out}\n")


def _cards_text(cards: Sequence[Scorecard], output: ScoreOutput, beside: Sequence[ReferenceValue]) -> str:
    if output.form == "csv":
        return OF_CARDS[output.table].csv(*cards)
    if output.form == "json":
        return cards_json(cards)
    blocks = [_overview_lines(cards)] if len(cards) > 1 else []
    blocks += [_card_lines(card, beside) for card in cards] if len(cards) == 1 or output.full or output.out else []
    return blocks_text(blocks)


def _next_command(card: Scorecard) -> str:
    """Return the next command after a score: the list of open criteria if the plan has no grade, else the report."""
    plan, rubric = card.assessment.plan.id, card.rubric.id
    if card.grade.grade is None:
        return f"{command_for('todo', plan, rubric)} lists what to assess first"
    return f"{command_for('report', plan, rubric)} prints it with its grounds"


def tell_states(session: Session, cards: Sequence[Scorecard]) -> None:
    """Print warnings on scorecards to standard error; for many scorecards, only drafts and the ungraded count."""
    if len(cards) <= MOST_TOLD:
        for card in cards:
            tell_state(session, card)
        return
    drafts = sorted({card.assessment.plan.id for card in cards if card.is_draft})
    _tell_of_many(session, cards[0].rubric, drafts, [card.grade.grade is not None for card in cards])


def _tell_of_many(session: Session, rubric: Rubric, drafts: Sequence[str], graded: Sequence[bool]) -> None:
    if drafts:
        of_first = " of the first" if len(drafts) > 1 else ""
        why = f"{command_for('score', drafts[0], rubric.id)} says why{of_first}"
        session.tell(f"DRAFT, not to be quoted: {', '.join(drafts)}. {why}.")
    if ungraded := list(graded).count(False):
        without = rubric.grading.without.capitalize()
        session.tell(f"{without}: {ungraded} of {len(graded)}; too little is covered.")


def _tell_of_years(session: Session, choice: PlanChoice) -> None:
    if not choice.years and session.library.units_of(choice.rubric):
        session.tell("Of each country its newest year alone; --year names others.")


def show_lines(
    session: Session, choice: PlanChoice, names: Sequence[str], form: str, of: Table[Scorecard, Any]
) -> None:
    """Print the scores of many plans; of each its lines alone are held, and kept for the next time."""
    library, prints, problems = session.library, session.prints, list[Problem]()
    rubric = library.rubric(choice.rubric)
    wanted = choice.weightings_of(rubric)

    def make(places: list[int]) -> list[Line | None]:
        found, warned = [], []
        for at in places:
            notes: list[Problem] = []
            read = gather(functools.partial(library.assessment, names[at], rubric, notes=notes), problems)
            found += [read] if read else []
            warned.append(sum(note.severity == "warning" for note in notes))
        if problems:  # what follows is read for its own faults alone
            return [None] * len(places)
        cards = evaluate_all(found, rubric, wanted, assessor=choice.coder)
        each = [cards[at : at + len(wanted)] for at in range(0, len(cards), len(wanted))]
        return [_line_of(some, of, number) for some, number in zip(each, warned, strict=True)]

    words = ("score", of.name, choice.coder or "", *(weighting.id for weighting in wanted))
    looks = [functools.partial(prints.country, name[:3], [rubric.id], name, rubric.id, *words) for name in names]
    keeps = kept() if not library.units_of(rubric.id) else Kept(None)  # a unit is a row of a table of all
    lines: list[Line] = keeps.of_many(looks, make, prints.is_still)
    if problems:
        raise InvalidInputError(problems)
    tell_warnings(session, names, sum(line["warned"] for line in lines))
    if form == "csv":
        text = csv_text(of.labels, ()) + "".join(line["csv"] for line in lines)
    else:
        text = blocks_text([table(_overview_heads(rubric), [row for line in lines for row in line["overview"]])])
    show_screen(session, text, full=form != "table")
    drafts = sorted({line["draft"] for line in lines} - {""})
    _tell_of_many(session, rubric, drafts, [graded for line in lines for graded in line["graded"]])
    _tell_of_years(session, choice)
    leave_open(bool(drafts))


class Line(TypedDict):
    """What is printed of one plan: its rows as CSV and as an overview, and what is said of it beside them."""

    csv: str
    overview: list[list[str]]
    draft: str
    graded: list[bool]
    warned: int


def _line_of(cards: Sequence[Scorecard], of: Table[Scorecard, Any], warned: int) -> Line:
    _, _, body = csv_text(("",), of.values(*cards)).partition("\n")
    draft = next((card.assessment.plan.id for card in cards if card.is_draft), "")
    graded = [card.grade.grade is not None for card in cards]
    return Line(csv=body, overview=list(map(_overview_row, cards)), draft=draft, graded=graded, warned=warned)


def tell_state(session: Session, card: Scorecard) -> None:
    """Print the warnings on a scorecard to standard error: draft, not graded, and its own warnings."""
    name = f"{card.assessment.plan.id} under {card.weighting.id}"
    if card.is_draft:
        session.tell(f"{card.assessment.plan.id}: {draft_text(card)}")
    if card.grade.grade is None and not card.warnings:
        session.tell(f"{name}: {card.rubric.grading.without}; {coverage_reason(card)}.")
    for warning in card.warnings:
        session.tell(f"{name}: {warning}.")


def draft_text(card: Scorecard) -> str:
    """Return the words that mark a result as a draft, with the reasons: disputes, lapsed agreements, draft ratings."""
    return " ".join(["DRAFT:", *draft_reasons(card)])


def _overview_lines(cards: Sequence[Scorecard]) -> list[str]:
    return table(_overview_heads(cards[0].rubric), list(map(_overview_row, cards)))


def _overview_heads(rubric: Rubric) -> str:
    return f"plan|frame|>score|>coverage|range|judgement interval|{rubric.grading.noun}|set by"


def _overview_row(card: Scorecard) -> list[str]:
    name = card.assessment.plan.id + (" DRAFT" if card.is_draft else "")
    return [name, card.weighting.id, *numbers_text(card, card), _own_grade(card, card.grade), card.grade.cause]


def numbers_text(of: Scorecard | NodeScore, card: Scorecard) -> list[str]:
    """Return score, coverage, bounds and judgement interval of a scorecard or of one of its nodes, as printed."""
    grading = card.rubric.grading
    edges = [band.lower for band in grading.bands]
    if isinstance(of, NodeScore):
        ends = (of.low, of.high), (of.judgement_low, of.judgement_high)
    elif of.has_weight:
        ends = of.bounds, of.judgement_interval
    else:
        return [NONE] * 4
    covered = share_text(of.coverage, [grading.least_coverage])
    return [
        score_text(of.score if of.coverage or of.score else None, edges),
        covered,
        *(range_text(*pair, edges) for pair in ends),
    ]


def _beside_text(one: ReferenceValue) -> str:
    return str(one.name()) if one.is_said_alone else f"{one.name()}: {score_text(one.score)}"


def _card_lines(card: Scorecard, beside: Sequence[ReferenceValue] = ()) -> list[str]:
    from evaluator.reports.retitle import sentences_of

    plan, rubric, weighting = card.assessment.plan, card.rubric, card.weighting
    title = english(plan.titles, plan.id)
    name = card.assessment.country.names.get("en", plan.id[:3])
    footnote = card.assessment.country.footnote.get("en", "")
    head = wrapped(title if title.startswith(name) else f"{name}: {title}", footnote)
    draft = draft_text(card) if card.is_draft else ""
    altered = f"Not the shipped text: {found}." if (found := altered_words(rubric)) else ""
    head += [click.style(line, fg="yellow", bold=True) for line in wrapped(draft, altered)]
    if card.assessment.country.invented:
        head += wrapped(INVENTED)
    elif plan.worked_example:
        by_machine = is_by_machine(card.assessment, card.assessor or None)
        whose = "read by machine, checked by no person" if by_machine else "not an official evaluation"
        head.append(f"A worked example, {whose}.")
    elif card.assessment.codings and is_by_machine(card.assessment, card.assessor or None):
        head.append("Rated by machine, checked by no person.")
    from evaluator.reports.subject import answered

    head += ["", *wrapped(*sentences_of(card))]
    score, coverage, bounds, judgement = numbers_text(card, card)
    pairs = [
        ("plan", plan.id),
        ("rubric", f"{rubric.id} {rubric.version}"),
        ("frame", f"{weighting.id}: {weighting.titles.get('en', weighting.actor)}"),
        ("score", score),
        ("answers", str(answered(card) or "")),
        ("beside it", "; ".join(map(_beside_text, beside))),
        *_number_pairs(card, coverage, bounds, judgement),
        ("void", _void_text(card)),
        (rubric.grading.noun, grade_text(card)),
        ("safeguards", _gates_text(card)),
        ("law beside", _law_text(card, edges=[band.lower for band in rubric.grading.bands])),
        ("alarms", alarms_text(card)),
        ("sources", tip_alone_text(card)),
        ("whose record", str(observed_words(rubric, [card.observers]) or "")),
    ]
    return [*head, "", *labelled(pairs), "", *_group_lines(card)]


def _number_pairs(card: Scorecard, coverage: str, bounds: str, judgement: str) -> list[tuple[str, str]]:
    if not card.has_weight:
        return [("coverage", NO_WEIGHT)]
    step = card.rubric.confidence_step
    levels = "one level" if step == 1 else f"{step} levels"
    return [
        ("coverage", f"{coverage} of the weight is assessed"),
        ("range", f"{bounds}, whatever the open questions turn out to be"),
        ("judgement interval", f"{judgement} if every doubtful rating were {levels} off"),
    ]


def _void_text(card: Scorecard) -> str:
    """Return how much of the frame lies where the rubric asks nothing, by paradigm; empty where nothing does."""
    (nodes,) = void_of(card.rubric, [card.weighting])
    if not nodes:
        return ""
    parts = [
        f"{card.rubric.title(name)} {share_text(share)}" for name, share in void_by_paradigm(card.rubric, nodes).items()
    ]
    told = f"{share_text(sum(nodes.values()))} of the weight lies where the rubric asks nothing ({', '.join(parts)})"
    return f"{told}: no place and no finding" if card.state == "void" else told


def _group_lines(card: Scorecard) -> list[str]:
    grades = dict(card.paradigms)
    heads = "|>weight|>score|>coverage|range|judgement interval" + (f"|{card.rubric.grading.noun}" if grades else "")
    rows = []
    for group in card.rubric.paradigms:
        node = card.group(group)
        graded = [_own_grade(card, grades.get(group))] if grades else []
        rows.append([card.rubric.title(group), weight_text(node.stated), *numbers_text(node, card), *graded])
    weights = [card.group(group).stated for group in card.rubric.paradigms]
    return [*table(heads, rows), *rounding_note(weights)]


def _own_grade(card: Scorecard, grade: Grade | None) -> str:
    """Return the grade, or its possible range in brackets if there is none; without bands there is no range."""
    if grade is None or (grade.grade is None and card.rubric.grading.kind == "none"):
        return "-"
    return grade.grade or f"- ({_grade_span(card, grade.lowest, grade.highest)})"


def alarms_text(card: Scorecard) -> str:
    """Return the alarms that a source documents, that none does, and for which nobody looked; empty without alarms."""
    read = str(read_words(card.alarms[0].read)) if card.alarms else ""
    quiet, unasked = f"not documented (read: {read})", "not assessed"
    said: dict[str, list[str]] = {"documented": [], quiet: [], unasked: []}
    for alarm in card.alarms:
        state = "documented" if alarm.is_documented else quiet if alarm.is_answered else unasked
        said[state].append(card.rubric.title(alarm.criterion_id))
    return "; ".join(f"{state}: {', '.join(titles)}" for state, titles in said.items() if titles)


def tip_alone_text(card: Scorecard) -> str:
    """Return the share of weight that rests only on the Trafficking in Persons Report, or an empty text.

    The text is empty if the rubric does not compute that share.
    """
    alone = card.tip_alone
    if alone is None or alone.share is None:
        return ""
    count = f"{len(alone.criteria)} of {alone.rated} ratings"
    return f"{count}, {share_text(alone.share)} of the assessed weight, rest on the TIP Report alone"


def grade_text(card: Scorecard) -> str:
    """Return the grade, its cause and its possible range, as one sentence."""
    grade = card.grade
    if not card.has_weight:
        return f"{card.rubric.grading.without}: {NO_WEIGHT}"
    if card.rubric.grading.kind == "none":
        return "" if grade.grade else f"{card.rubric.grading.without}: {coverage_reason(card)}"
    possible = f"once the open questions are answered: {_grade_span(card, grade.lowest, grade.highest)}"
    if grade.unassessed and grade.gates_cap:
        without = _grade_span(card, grade.lowest_if_no_gate, grade.highest_if_no_gate)
        possible += f" ({without} if no open safeguard is breached)"
    if grade.grade is None:
        return f"{card.rubric.grading.without}: {coverage_reason(card)}; {possible}"
    if grade.cause == "gates":
        return (
            f"{grade.grade}, limited by breached safeguards ({', '.join(grade.tripped)}); "
            f"{grade.without_gates} without; {possible}"
        )
    return f"{grade.grade}, set by the score; {possible}"


def _grade_span(card: Scorecard, lowest: str, highest: str) -> str:
    return str(grades_between(lowest, highest, grades_of(card.rubric.grading)))


def _law_text(card: Scorecard, edges: Sequence[float]) -> str:
    """Return what the law gives where the plan is silent, and the second score where enough of it was read."""
    block = law_block(card, {})
    if block.title is None or not any(row.read for row in block.rows):
        return ""
    second = card.plan_or_law
    told = f"; score with the higher of plan and law {score_text(second, edges)}" if second is not None else ""
    return f"{block.title.said}. Of all {len(block.rows)}: {block.note}{told}"


def _gates_text(card: Scorecard) -> str:
    if not card.gates:
        return ""
    names: dict[str, list[str]] = {}
    for gate in sorted(card.gates, key=lambda gate: STATES.index(gate.state)):
        names.setdefault(str(state_words(card.rubric, gate)), []).append(gate.criterion_id)
    listed = [f"{state}: {', '.join(ids)}" for state, ids in names.items()]
    if card.grade.tripped and not card.grade.gates_cap:
        listed[0] += "; this frame disregards them"
    return f"{'; '.join(listed)}. {safeguards_told(card.rubric, card.gates)}".strip()
