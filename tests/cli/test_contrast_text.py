"""The contrast on a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator import contrast
from evaluator.cli.contrast.text import text_of
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.contrasts.tables.all import tables_of
from evaluator.contrasts.tables.base import SectionTable
from evaluator.model.base import column
from evaluator.model.facts import TierPlacement
from evaluator.pipeline import leave_one_out
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


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
    assert "! The years of these plans do not overlap:" in text
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
