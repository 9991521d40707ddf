"""The contrast on a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator import contrast
from evaluator.cli.contrast.blocks import COLUMNS, PRINTERS, text_of
from evaluator.cli.shared.layout import columns
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.leave_out import Mover
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.contrasts.sensitivity import SensitivityIndex
from evaluator.contrasts.tables.all import tables_of
from evaluator.contrasts.tables.flips import flip_tables
from evaluator.contrasts.tables.robust import AcceptabilityRow, PairRow
from evaluator.contrasts.tables.section_table import SectionTable
from evaluator.model.facts import TierPlacement
from evaluator.model.schema import column
from evaluator.pipeline import leave_one_out
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric, weighting


@dataclass(frozen=True, slots=True)
class Distance:
    """A pair of frames, and how far apart they are: a table of a section that has no printer."""

    frame: str = column("id", "frame")
    others: tuple[str, ...] = column("ids", "others")
    distance: float | None = column("number", "distance")
    text: str = column("text", "the finding in words")


DISTANCES = SectionTable("distances", "scores", "Distances of frames", Distance)


def _text(plans=None, weightings=None, **more):
    study = contrast(plans or three_plans(), toy_rubric(contrast=choices(), **more), weightings)
    beside = ContrastContext(
        placements=(TierPlacement(iso3="AAA", year=2011, tier="2", evidence="text"),), left_out=leave_one_out
    )
    found = findings_of(study, ContrastOptions(sections=SECTIONS), beside)
    return text_of(found, tables_of(found, SECTIONS))


def test_every_section_is_printed_with_its_title():
    text = _text()
    for title in (
        "Plans", "Scores and ranks", "Effective weights", "Moves between frames", "Seen and ignored by the TIP Report",
        "Tiers beside plans",
        "Changes of places between two frames", "Ranks over draws", "Which plans are firmly ahead of which",
        "Who moves when one thing is left out", "On which choice the ranks depend most", "Method",
    ):  # fmt: skip
        assert f"{title}\n{'=' * len(title)}\n" in text
    assert "nan" not in text.casefold().split()


def test_doubts_are_told_and_correlations_of_ten_plans():
    plans = [*three_plans(), toy_assessment("DDD-2001-2003", {"migration.control": 4}, roles=["transit"])]
    text = _text(plans, ["equal"])
    assert "! They do not cover the same years:" in text
    assert "Correlation of score with coverage" not in text
    more = [toy_assessment(f"E{name}E-2010-2012", {"migration.control": k % 5}) for k, name in enumerate("ABCDEF")]
    study = contrast([*plans, *more], toy_rubric(contrast=choices()), ["equal"])
    found = findings_of(study, ContrastOptions(sections=("scores",)))
    text = text_of(found, tables_of(found, ("scores",)))
    assert "Correlation of score with coverage (Pearson's r): equal " in text


def test_a_draw_in_which_plans_tie_is_told_as_a_tie():
    plans = [toy_assessment(f"{name}-2010-2012", ALIKE) for name in ("AAA", "BBB")]
    study = contrast(plans, toy_rubric(contrast=choices()), ["equal"])
    found = findings_of(study, ContrastOptions(sections=("robustness",)))
    lines = " ".join(text_of(found, tables_of(found, ("robustness",))).split())
    assert "drawn plan rank interval median mean first alone in tied in" in lines
    assert "weights AAA-2010-2012 1 to 1 1 1.00 0 % 100 %" in lines
    assert "The first rank is shared in 100% of the draws." in lines
    assert "What two plans lack to 100 % are draws in which they tie." in lines


def test_a_tree_that_is_no_mean_says_that_lines_are_looked_at_on_a_grid():
    text = _text(aggregation={"kind": "geometric"}, weightings=["equal", "rights"])
    assert "swaps of places are looked for on a grid only" in " ".join(text.split())


def test_a_table_without_a_printer_is_printed_by_the_declaration_of_its_columns():
    found = findings_of(contrast(three_plans(), toy_rubric(), ["equal"]))
    rows = [Distance("equal", ("rights", "us-tip"), 0.125, "near"), Distance("rights")]
    text = text_of(found, [DISTANCES.of(rows), DISTANCES.of(())])
    assert text.endswith(
        "Distances of frames\n===================\n"
        "frame   others         distance  text\n"
        "equal   rights;us-tip      0.13  near\n"
        "rights  -                     -  -\n"
    )


def test_a_row_too_wide_for_a_terminal_is_printed_under_the_names_of_its_columns():
    found = findings_of(contrast(three_plans(), toy_rubric(), ["equal"]))
    rows = [Distance("equal", (), 0.5, "far " * 30), Distance("rights", (), 1.0, "farther")]
    text = text_of(found, [DISTANCES.of(rows)])
    assert "\nframe     equal\nothers    -\ndistance  0.50\ntext      far far" in text
    assert text.endswith("\n\nframe     rights\nothers    -\ndistance  1.00\ntext      farther\n")
    assert max(map(len, text.splitlines())) <= 100


VIEWS = {
    "equal": weighting("equal", {"migration": 1 / 3, "law-enforcement": 1 / 3, "human-rights": 1 / 3}),
    "police": weighting("police", {"migration": 0.0, "law-enforcement": 1.0, "human-rights": 0.0}),
    "rights": weighting("rights", {"migration": 0.1, "law-enforcement": 0.1, "human-rights": 0.8}),
}


def test_flips_are_told_in_words_and_gaps_are_named():
    plans = [*three_plans()[:2], toy_assessment("CCC-2010-2012", {**ALIKE, "migration.control": None})]
    study = contrast(plans, toy_rubric(contrast=choices()), ["police", "rights"])
    found = findings_of(study, ContrastOptions(sections=("flips",)))
    tables = {t.name: t.rows for t in flip_tables(found)}
    text = {name: "\n".join(PRINTERS[name](found, rows)) for name, rows in tables.items()}
    assert "of the weight of “police” must move" in text["flips"].replace("\n  ", " ")
    assert (
        "Not proved, because some plans are rated there and others are not: migration.control."
        in text["attainable-ranks"]
    )
    assert "police to rights" in text["crossings"]
    assert "no plans swap places" in text["stability"]


def test_a_tie_that_is_broken_is_said_to_change_ranks_but_nobody_s_place():
    """Both plans are alike in policing, which alone has weight under `police`; any weight of rights parts them."""
    rights = {**ALIKE, "human-rights.protection": 4}
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", rights)]
    study = contrast(plans, toy_rubric(contrast=choices(), weightings=VIEWS), ["police", "rights"])
    assert [v.rank for v in study.row("police")] == [1, 1]
    assert [v.rank for v in study.row("rights")] == [2, 1]
    found = findings_of(study, ContrastOptions(sections=("flips",)))
    (row,) = [row for row in found.stability if row.node_id == "human-rights"]
    assert (row.low, row.high, row.below, row.above) == (0.0, 1.0, None, None)
    rows = next(t.rows for t in flip_tables(found) if t.name == "stability")
    assert "If a tie is only made or broken, ranks change" in "\n".join(PRINTERS["stability"](found, rows))


def test_many_plans_are_sent_to_the_table_file():
    rows = [AcceptabilityRow("weights", f"P{k}", r, 0.1) for k in range(13) for r in range(1, 14)]
    assert "too many for a terminal" in " ".join(PRINTERS["acceptability"](None, rows))
    pairs = [PairRow("weights", f"P{k}", f"P{j}", 0.1) for k in range(13) for j in range(13) if k != j]
    assert "too many for a terminal" in " ".join(PRINTERS["pairs"](None, pairs))


def test_what_moves_no_rank_is_said():
    row = Mover("criterion", "a", "A", "P", 0.5, 0.4, 1, 1)
    assert PRINTERS["leave-one-out"](None, [row]) == ["Nothing that is left out alone moves any rank."]


def test_an_index_is_printed_with_its_interval():
    row = SensitivityIndex("weights", "the weights", 0.5, 0.1, 0.6, 0.2, 0.01)
    assert "0.50 ± 0.10  0.60 ± 0.20" in "\n".join(columns(COLUMNS["sensitivity"], [row]))
