"""Tiers year by year: the best evidence decides, conflicts and gaps stay in sight."""

from __future__ import annotations

from evaluator.model.country import FactsSource
from evaluator.model.facts import CriteriaEdition, TierPlacement
from evaluator.reports.context.alongside import Alongside
from evaluator.reports.sections.tiers import UNDATED, edition_in_force, spans, tiers_view, year_tier

EDITIONS = (
    CriteriaEdition("a", "First act", "2000-10-28"),
    CriteriaEdition("b", "Second act", "2003-12-19"),
    CriteriaEdition("c", "Third act", "2008"),
)
SOURCES = (FactsSource(id="s1", title="A table", url="https://example.org/t"), FactsSource(id="s2", title="A report"))


def row(year, tier, evidence="dataset", source="s1", group="", note=""):
    return TierPlacement("XXA", year, tier, evidence, group, source, note)


def known(*rows, first=2001, last=2009):
    return Alongside(
        placements=rows, editions=EDITIONS, sources=SOURCES, first_report=first, last_report=last
    )  # fmt: skip


def test_an_edition_is_in_force_if_it_was_by_the_last_day_that_the_report_looks_at():
    assert edition_in_force(EDITIONS, 2001) == EDITIONS[0]
    assert edition_in_force(EDITIONS, 2003).act == "First act"
    assert edition_in_force(EDITIONS, 2004).act == "Second act"
    assert edition_in_force(EDITIONS, 2000) == UNDATED


def test_an_edition_known_to_the_year_counts_from_the_report_after_it():
    assert [edition_in_force(EDITIONS, year).act for year in (2008, 2009)] == ["Second act", "Third act"]


def test_the_best_evidence_decides_and_the_other_tier_is_kept():
    found = year_tier(known(row(2004, "2", "secondary"), row(2004, "2WL", "text", "s2")), 2004)
    assert (found.tier, found.evidence, found.others, found.sources) == ("2WL", "text", ("2",), ("s1", "s2"))


def test_equally_good_evidence_that_disagrees_gives_no_tier():
    found = year_tier(known(row(2004, "2"), row(2004, "3")), 2004)
    assert (found.tier, found.others, found.is_gap) == ("", ("2", "3"), False)


def test_a_year_without_a_row_is_a_gap_and_not_a_tier():
    view = tiers_view(known(row(2002, "2"), row(2003, "2"), first=2001, last=2005), "en")
    assert [(run.years, run.tier, run.is_gap) for run in view.runs] == [
        ("2001", "", True),
        ("2002–2003", "2", False),
        ("2004–2005", "", True),
    ]
    assert [(step.years, step.level) for step in view.steps] == [("2002–2003", 1)]


def test_a_new_edition_begins_a_line_of_the_table_and_no_step_of_the_chart():
    view = tiers_view(known(row(2003, "2"), row(2004, "2"), first=2003, last=2004), "en")
    assert [(run.years, run.edition.act) for run in view.runs] == [("2003", "First act"), ("2004", "Second act")]
    assert [step.years for step in view.steps] == ["2003–2004"]


def test_each_way_of_knowing_stands_with_its_years_and_numbered_sources():
    rows = (row(2004, "2"), row(2005, "2", "text", "s2"), row(2006, "2", source="s1;s2"))
    (run,) = tiers_view(known(*rows, first=2004, last=2006), "en").runs
    assert run.known == (("text", "2005"), ("dataset", "2004, 2006"))
    assert run.sources == (1, 2)


def test_what_another_source_gives_is_drawn_and_what_is_no_tier_is_not():
    rows = (row(2004, "2WL", "text"), row(2004, "1", "list"), row(2005, "SC"))
    view = tiers_view(known(*rows, first=2004, last=2005), "en")
    assert view.dissent == ((2004, 0),)
    assert [(step.tier, step.level) for step in view.steps] == [("2WL", 2), ("SC", None)]


def test_remarks_of_compilers_and_on_conflicts_are_told_once_with_their_years():
    rows = (
        row(2004, "2", note="rated jointly"),
        row(2005, "2", note="rated jointly"),
        row(2006, "2", "text", note="x"),
    )
    assert tiers_view(known(*rows), "en").notes == (("2004–2005", "rated jointly"),)


def test_a_country_without_a_row_has_no_tiers():
    assert tiers_view(known(), "en") is None
    assert tiers_view(Alongside(placements=(row(2004, "2"),)), "en") is None


def test_years_in_a_row_are_drawn_together():
    assert spans([2001, 2002, 2004, 2006, 2007]) == "2001–2002, 2004, 2006–2007"
