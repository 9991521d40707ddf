"""The guide's page of what law and practice come to, period by period, and how far coders agree: made from the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.library import Library
from evaluator.model.assessment import Assessment, Coding
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import OneVoice, Scorecard
from evaluator.panel.agreement import Agreement, agreement
from evaluator.pipeline import evaluate
from evaluator.tables.law import MARKS, law_cells, law_count

RUBRIC = "law-and-practice"
HEAD = """\
# Law and practice, period by period

What the rubric [law-and-practice](law-and-practice.md) comes to where it was rated, and how far coders agreed, counted
from the files. `evaluator list grades --rubric law-and-practice` and `evaluator list law --rubric law-and-practice`
print the same by plan, `evaluator panel agreement PLAN --rubric law-and-practice` the agreement of one plan.
[What eleven countries come to](law-and-practice-results.md) says what to make of it.
"""
GRADES = """
A letter is a grade, the figure beside it the share of weight that is assessed; a figure alone is no grade. All under
the reference frame. *At least* counts answers that are known from below, which are in the range and in no score.
"""
LEVELS = """
Levels alone: an answer that is known from below has none. Who read the evidence list read another coder's notes and no
source, so that agreement with the writer of the list is no agreement of independent readings.
"""
BOUNDS = """
Every two readers of the questions of law, over all periods that both read; here lower bounds are counted beside settled
levels. *One alone*: the first has a level, settled or from below, and the second none.
"""
LAW = """
*Opened*: the provision itself was read as it was on the first day and supports a level; *twice*: two readers opened it.
"""


def periods_page(library: Library) -> str:
    """Return the page as Markdown."""
    rubric = library.rubric(RUBRIC)
    names = [name for code in library.country_codes for name in library.plan_ids(code)]
    rated = [library.assessment(name, rubric) for name in names if library.is_assessed(name, rubric)]
    cards = [evaluate(one, rubric) for one in rated]
    whole = [card for card in cards if whole_coders(card.assessment, rubric)]
    final = [card for card in whole if not _is_draft(card)]
    drafts = [card for card in whole if _is_draft(card)]
    alone = [card for card in cards if card not in whole]
    parts = [
        ("Final", GRADES + _table(_grade_head(rubric), map(grade_row, final))),
        ("Drafts of earlier periods", "\n" + _table(_grade_head(rubric), map(grade_row, drafts))),
        ("Agreement of two coders", LEVELS + _table(PAIR, (row for one in rated for row in pair_rows(one, rubric)))),
        ("Readers of the law", BOUNDS + _table(READERS, reader_rows(rated, rubric))),
        ("The questions of law", LAW + _table(CELLS, [*map(law_row, final), law_row(*final, name="together")])),
        ("The law alone", "\n" + _table(CELLS, [*map(law_row, alone), law_row(*alone, name="together")])),
    ]
    return HEAD + "".join(f"\n## {title}\n{text}" for title, text in parts)


def law_alone(coding: Coding, rubric: Rubric) -> bool:
    """Return whether a coder answered questions of law and nothing else."""
    return all(rubric.by_id[row.criterion_id].object == "law" for row in coding.ratings)


def whole_coders(assessment: Assessment, rubric: Rubric) -> list[Coding]:
    """Return the codings on law and practice, without those of readers of the law alone."""
    return [one for one in assessment.codings if not law_alone(one, rubric)]


def grade_row(card: Scorecard) -> list[str]:
    """Return the line of one period in the table of grades."""
    plan, whole = card.assessment, whole_coders(card.assessment, card.rubric)
    voice = card.tip_alone or OneVoice((), 0, None)
    by_paradigm = [_graded(grade.grade, card.node(name).coverage) for name, grade in card.paradigms]
    alarms = [card.rubric.by_id[one.criterion_id].title for one in card.alarms if one.is_documented]
    return [
        f"`{plan.plan.id}`",
        f"{len(whole)}, and {len(plan.codings) - len(whole)} for law",
        str(voice.rated),
        str(sum(one.outcome.status == "at-least" for one in card.criteria)),
        *by_paradigm,
        _graded(card.grade.grade, card.coverage),
        f"{len(voice.criteria)}, {_share(voice.share)}",
        "; ".join(alarms) or "none",
    ]


PAIR = ("period", "coders", "both give a level", "equal", "at most one apart", "weighted kappa", "statuses equal")


def pair_rows(assessment: Assessment, rubric: Rubric) -> Iterator[list[str]]:
    """Yield a line for every two coders of a period who both give some level."""
    codings = assessment.codings
    for at, one in enumerate(codings):
        for other in codings[at + 1 :]:
            found = agreement(assessment, rubric, (one.header.coder, other.header.coder))
            if found.pairs[0].pairable:
                yield _pair(found, one, other)


def _pair(found: Agreement, *codings: Coding) -> list[str]:
    pair = found.pairs[0]
    notes = [one.header.coder for one in codings if one.header.read == "evidence-list"]
    named = f"{pair.first}, {pair.second}" + (f" ({notes[0]} read the evidence list)" if notes else "")
    kappa = "–" if pair.kappa is None else f"{pair.kappa:.2f}"
    shares = map(_share, (pair.same, pair.within_one))
    return [f"`{found.plan_id}`", named, str(pair.pairable), *shares, kappa, _share(found.statuses.same)]


READERS = (
    "readers",
    "periods",
    "questions",
    "both settle a level",
    "equal",
    "both state, bounds too",
    "equal",
    "one alone",
)


def reader_rows(rated: Sequence[Assessment], rubric: Rubric) -> Iterator[list[str]]:
    """Yield a line for every two coders who read questions of law of the same periods."""
    law = [criterion.id for criterion in rubric.criteria if criterion.object == "law"]
    tables = [
        (one, {coding.header.coder: {row.criterion_id: row for row in coding.ratings} for coding in one.codings})
        for one in rated
    ]
    coders = sorted({coder for _, table in tables for coder in table})
    for at, a in enumerate(coders):
        for b in coders[at + 1 :]:
            pairs = [
                (one.plan.id, table[a][name], table[b][name])
                for one, table in tables
                for name in law
                if name in table.get(a, {}) and name in table.get(b, {})
            ]
            if not pairs:
                continue
            settled = [(x.level, y.level) for _, x, y in pairs if x.status == y.status == "rated"]
            stated = [(x.level, y.level) for _, x, y in pairs if x.level is not None and y.level is not None]
            alone = sum(x.level is not None and y.level is None for _, x, y in pairs)
            even = [sum(x == y for x, y in kind) for kind in (settled, stated)]
            counts = [len({name for name, *_ in pairs}), len(pairs), len(settled), even[0], len(stated), even[1], alone]
            yield [f"{a}, {b}", *map(str, counts)]


CELLS = ("period", "questions", *(mark.replace("-", " ") for mark in MARKS), "opened", "twice")


def law_row(*cards: Scorecard, name: str = "") -> list[str]:
    """Return the counts of the questions of law of some periods."""
    count = law_count(cell for card in cards for cell in law_cells(card))
    counts = [count.cells, *count.marks.values(), count.opened, count.twice]
    return [name or f"`{cards[0].assessment.plan.id}`", *map(str, counts)]


def _is_draft(card: Scorecard) -> bool:
    return all(coding.header.state == "draft" for coding in card.assessment.codings)


def _grade_head(rubric: Rubric) -> tuple[str, ...]:
    titles = map(rubric.title, rubric.paradigms)
    return ("period", "coders", "ratings", "at least", *titles, "whole", "on the TIP Report alone", "alarms documented")


def _graded(grade: str | None, coverage: float | None) -> str:
    return f"{grade}, {_share(coverage)}" if grade else _share(coverage)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _table(head: Sequence[str], rows: Iterator[list[str]] | Sequence[list[str]] | map[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)
