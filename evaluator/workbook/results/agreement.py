"""Agreement of coders as a workbook: an explanation, the figures, and a heat map of the differences."""

from __future__ import annotations

from evaluator.model.rubric import Rubric
from evaluator.model.schema import Column, ColumnKind
from evaluator.panel.agreement import Agreement, AgreementFigure, CriterionSpot, Pair
from evaluator.panel.agreement_words import in_words
from evaluator.tables.base import Table, col
from evaluator.workbook.results.plain import About, Cell, Look, Place, PlainSheet, plain_xlsx, sheet_of_table

# Colours get darker with the distance, so that the map is readable in grey too; a column gives the word.
COLOURS = {
    "same": "#EAF3EC",
    "one-apart": "#FBE3C0",
    "further": "#E39A7B",
    "status": "#C9B6DC",
    "single": "#F1F3F4",
    "none": "#F1F3F4",
}


def _number_or_words(value: float | None) -> float | str:
    return "not defined" if value is None else value


WORDS: Table[Agreement, str] = Table(
    "In words", "What the figures say.", lambda found, _: in_words(found), (col("words", "text", "a sentence", str),)
)
FIGURES: Table[Agreement, tuple[str, AgreementFigure]] = Table(
    "Agreement",
    "How far all coders agree, in levels, in statuses and in both.",
    lambda found, _: (
        ("levels, ordinal", found.levels),
        ("statuses, nominal", found.statuses),
        ("both at once", found.both),
    ),
    (
        col("over all coders", "text", "what is compared", lambda r: r[0]),
        col("criteria", "integer", "criteria that two coders or more rated", lambda r: r[1].pairable),
        col("equal", "number", "share of pairs of ratings that are equal", lambda r: _number_or_words(r[1].same)),
        col("alpha", "number", "Krippendorff's alpha", lambda r: _number_or_words(r[1].alpha)),
        col("from", "number", "lower end of its interval", lambda r: _number_or_words(r[1].low)),
        col("to", "number", "upper end of its interval", lambda r: _number_or_words(r[1].high)),
        col(
            "commonest answer",
            "number",
            "share of the most frequent answer",
            lambda r: _number_or_words(r[1].commonest),
        ),
    ),
)
PAIRS: Table[Agreement, Pair] = Table(
    "Pairs",
    "How far two coders agree.",
    lambda found, _: found.pairs,
    (
        col("pair", "text", "two coders", lambda r: f"{r.first}, {r.second}"),
        col("criteria", "integer", "criteria that both rated", lambda r: r.pairable),
        col("equal", "number", "share that both gave the same level", lambda r: _number_or_words(r.same)),
        col("within one", "number", "share within one level", lambda r: _number_or_words(r.within_one)),
        col("weighted kappa", "number", "Cohen's kappa with linear weights", lambda r: _number_or_words(r.kappa)),
        col(
            "second less first",
            "number",
            "mean of the second's level less the first's",
            lambda r: _number_or_words(r.apart),
        ),
    ),
)


def agreement_xlsx(found: Agreement, rubric: Rubric) -> bytes:
    """Return the workbook of agreement between coders; the same agreement gives the same bytes."""
    sheets = [sheet_of_table(table.name, table, [found]) for table in (WORDS, FIGURES, PAIRS)]
    about = About("agreement", f"Agreement {found.plan_id}", "2000")
    return plain_xlsx([*sheets, _heat_map(found, rubric)], about)


def _heat_map(found: Agreement, rubric: Rubric) -> PlainSheet:
    kind: ColumnKind = "text"
    labels = ("paradigm", "criterion", "gate", *found.coders, "difference")
    rows: list[tuple[Cell, ...]] = []
    looks: dict[Place, Look] = {}
    for row, spot in enumerate(found.spots):
        said = [words for _, words in spot.votes]
        looks |= {(row, 3 + at): Look(shade=COLOURS[spot.kind], ink="#000000") for at in range(len(said) + 1)}
        titles = (rubric.title(spot.group), rubric.title(spot.criterion_id))
        rows.append((*titles, "gate" if spot.is_gate else None, *said, _distance_word(spot)))
    columns = tuple(Column(label, kind, label) for label in labels)
    return PlainSheet("Where they differ", columns, tuple(rows), looks=looks, kept=2)


def _distance_word(spot: CriterionSpot) -> str:
    return f"{spot.apart} levels apart" if spot.kind == "further" else spot.kind.replace("-", " ")
