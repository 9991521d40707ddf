"""Countries in periods without a folder: rows of a table, scored from the shared data sets alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.library import Library
from evaluator.model.country import Fact, Unit
from evaluator.model.facts import Criminalisation, EconomicFigure, ReportChapter, Statistic, ThreePScore, TreatyStatus
from evaluator.pipeline import evaluate
from evaluator.read.layers import Layers
from evaluator.read.units import (
    DataSetRows,
    UnitFacts,
    check_units,
    is_country,
    read_unit_facts,
    read_units,
    unit_assessment,
    unit_files,
    used_sets,
)
from evaluator.read.whole import check_library
from evaluator.reports.country import country_html, report_view
from evaluator.reports.sections.citations import figure_sources

UNIT = Unit("AAA-2005", "AAA", "Aland", "public-record", "2004-04", "2005-03")
SAID = {
    "domestic_laws": "yes", "enforcement": "some", "conviction_data": "no", "protection_progress": "no-mention",
    "identification": "no-mention", "services": "no", "punishment": "yes", "prevention_progress": "some",
}  # fmt: skip
HEAD = "unit_id,iso3,country,rubric,from,to\n"


def facts_of(*rows, wanted):
    known = UnitFacts((DataSetRows("set", {"AAA": tuple(enumerate(rows, 2))}, {}),))
    return {(f.variable, f.start, f.end): f.value for f in known.facts_of(UNIT, wanted)[0]}


def test_a_chapter_says_no_0_some_1_yes_2_and_its_silence_is_no_figure():
    chapter = ReportChapter("AAA", 2005, "2_or_2WL", **SAID, source_id="s1")
    wanted = [f"chapter_{name}" for name in SAID]
    found = facts_of(chapter, wanted=wanted)
    assert {name: value for (name, _, _), value in found.items()} == {
        "chapter_domestic_laws": 2.0, "chapter_enforcement": 1.0, "chapter_conviction_data": 0.0,
        "chapter_services": 0.0, "chapter_punishment": 2.0, "chapter_prevention_progress": 1.0,
    }  # fmt: skip
    assert {(start, end) for _, start, end in found} == {("2004-04", "2005-03")}


def test_the_index_of_a_year_is_that_of_the_next_years_report():
    assert facts_of(ThreePScore("AAA", 2004, 3, None, 5, None, "s1"), wanted=["3p_prosecution", "3p_protection"]) == {
        ("3p_prosecution", "2004-04", "2005-03"): 3.0
    }


@pytest.mark.parametrize(
    ("ratified", "party"), [("2005-03-31", 1.0), ("2005-04-01", 0.0), ("2005", 1.0), ("2006", 0.0)]
)
def test_a_treaty_is_a_state_of_the_last_day(ratified, party):
    row = TreatyStatus("AAA", "cedaw-op", "", ratified, "", "", "", "", "s1;s2", "")
    assert facts_of(row, wanted=["cedaw_op_party"]) == {("cedaw_op_party", "2004-04", "2005-03"): party}


def test_a_treaty_without_a_date_says_nothing():
    assert (
        facts_of(TreatyStatus("AAA", "palermo", "2001", "", "", "yes", "", "", "s1", ""), wanted=["palermo_party"])
        == {}
    )


@pytest.mark.parametrize(
    ("year", "extent", "expected"), [(2005, "full", 1.0), (2006, "full", 0.0), (2001, "partial", None)]
)
def test_a_complete_offence_is_in_force_from_its_year_on(year, extent, expected):
    found = facts_of(Criminalisation("AAA", year, extent, "s1", ""), wanted=["offence_in_force"])
    assert found.get(("offence_in_force", "2004-04", "2005-03")) == expected


def test_rows_that_hold_a_variable_are_facts_as_they_stand_and_only_those_wanted():
    rows = EconomicFigure("AAA", "gdp", 2004, 7.0, "s1"), Statistic("AAA", "victims", "", "2004", "2004", 3.0)
    assert facts_of(*rows, wanted=["gdp"]) == {("gdp", "2004", ""): 7.0}


def test_the_sources_cited_come_with_the_facts():
    library = Library.open()
    found, sources = library.unit_facts.facts_of(library.unit("ALB-2005", "public-record"), ["chapter_enforcement"])
    assert [fact.source_id for fact in found] == ["report-chapters.s1"] * len(found)
    assert [source.source_id for source in sources] == ["report-chapters.s1"]
    assert used_sets(found) == {"report-chapters"}
    assert used_sets([Fact("x", "v", "2000", source_id="S1")]) == {"S1"}


def test_a_unit_is_named_by_itself_or_its_country_means_its_newest():
    library = Library.open()
    assert library.unit("ALB", "public-record").unit_id == "ALB-2011"
    assert library.unit("ALB-2003", "public-record").end == "2003-03"
    with pytest.raises(UnknownNameError, match="no plan is called 'ALB-1999'"):
        library.unit("ALB-1999", "public-record")
    with pytest.raises(UnknownNameError, match="no country is called 'XYZ'"):
        library.unit("XYZ", "public-record")


def test_a_rubric_of_plans_has_no_units():
    assert Library.open().units_of("four-paradigms") == ()


def test_a_country_without_a_folder_is_scored_from_the_tables():
    library = Library.open()
    assert "DEU" not in library.country_codes
    card = evaluate(library.assessment("DEU-2005", "public-record"), library.rubric("public-record"))
    assert card.assessment.country.names == {"en": "Germany"}
    assert not card.assessment.plan.is_plan
    assert not card.is_draft
    assert dict(card.paradigms).keys() == {"law-enforcement", "human-rights"}


def test_albania_2005_by_hand():
    """Chapter of 2005: laws some, enforcement some, convictions yes, progress yes, identification no, services no,
    silent on punishment, prevention some. Palermo 2002, offence 2001. 3P of 2004 is read from the index itself."""
    library = Library.open()
    card = evaluate(library.assessment("ALB-2005", "public-record"), library.rubric("public-record"))
    points = {s.outcome.criterion_id: s.points for s in card.criteria}
    three_p = next(r for r in library.shared_facts.three_p_index if (r.iso3, r.year) == ("ALB", 2004))
    assert points == {
        "laws-as-reported": 0.5, "law-in-force": 1.0, "enforcement-as-reported": 0.5, "convictions-known": 1.0,
        "prosecution-3p": (three_p.prosecution - 1) / 4, "protocol-in-force": 1.0, "identification-as-reported": 0.0,
        "services-by-government": 0.0, "victims-not-punished": None, "protection-progress": 1.0,
        "protection-3p": (three_p.protection - 1) / 4, "prevention-progress": 0.5,
        "prevention-3p": (three_p.prevention - 1) / 4,
    }  # fmt: skip
    law = (0.5 + 1 + 0.5 + 1 + points["prosecution-3p"] + 1) / 6
    assert card.node("law-enforcement").score == pytest.approx(law)


def test_files_and_fingerprints_are_those_of_the_shared_tables():
    library = Library.open()
    countries = library.layers.below("countries")
    files = library.assessment("ALB-2005", "public-record").files
    assert set(files) == set(unit_files(countries, ["report-chapters", "three-p-index", "treaties", "criminalisation"]))
    assert "countries/units.csv" in files


def test_a_users_units_are_scored_from_a_users_table(tmp_path):
    countries = tmp_path / "countries"
    (countries / "facts").mkdir(parents=True)
    (countries / "units.csv").write_text(
        "unit_id,iso3,country,rubric,from,to\nZZZ-2020,ZZZ,Zedland,public-record,2019-04,2020-03\n", encoding="utf-8"
    )
    library = Library.open(tmp_path)
    assert library.unit("ZZZ", "public-record").country == "Zedland"
    assert library.unit("ALB", "public-record").unit_id == "ALB-2011"
    card = evaluate(library.assessment("ZZZ-2020", "public-record"), library.rubric("public-record"))
    assert (card.score, card.coverage) == (None, 0.0)


def test_faults_of_the_table_are_told_at_their_place(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("unit_id,iso3,country,rubric,from,to\nZZZ-2020,ZZZ,,public-record,2019-13,2020\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_unit_facts(Layers((tmp_path,)))
    told = [str(problem) for problem in caught.value.problems]
    assert any("units.csv:2:3: country" in t for t in told)
    assert any("units.csv:2:5: from" in t for t in told)


def test_the_report_says_that_it_scores_a_record_and_lists_what_nobody_records():
    library = Library.open()
    rubric = library.rubric("public-record")
    card = evaluate(library.assessment("ALB-2005", rubric), rubric)
    page = country_html(library, report_view(library, card, annex=True))
    assert rubric.scores == "record"
    assert "This scores what public sources record, neither a plan nor a country" in page
    assert "Below, “plan” means" not in page, "a report on one record needs no such word"
    assert "country report on the public record, " in page.partition("</title>")[0]
    assert "national action plan" not in page.partition("<main")[0]
    assert "Asked, and recorded by nobody" in page
    assert "Residence permits for victims" in page
    assert "No evidence is cited." not in page
    titles = [source.title for source in figure_sources(card)]
    assert any(title.startswith("Frank, R. W.") for title in titles)
    assert len(titles) == len(set(titles))
    assert "silent; a national source would have to speak." in page


def test_an_assessment_in_memory_knows_its_country_from_the_file_where_there_is_one():
    library = Library.open()
    rubric, unit = library.rubric("public-record"), library.unit("ALB-2005", "public-record")
    countries = library.layers.below("countries")
    bare = unit_assessment(library.unit_facts, unit, rubric, None, countries)
    assert bare.country.roles == ()
    assert library.assessment("ALB-2005", rubric).country.roles
    assert json.dumps(bare.plan.titles) == '{"en": "Albania, 2004-04 to 2005-03"}'
    year = unit_assessment(library.unit_facts, replace(unit, start="2005", end="2005"), rubric, None, countries)
    assert year.plan.titles == {"en": "Albania, 2005"}


def found(tmp_path, *lines):
    folder = tmp_path / "countries"
    folder.mkdir(exist_ok=True)
    (folder / "units.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    problems = []
    table = read_units(Layers((folder,)), problems)
    assert table is not None
    assert problems == []
    return [
        (p.line, p.key, p.severity, str(p).partition(": ")[2]) for p in check_units(table, ["hdi", "public-record"])
    ]


def test_a_sound_unit_is_no_problem(tmp_path):
    assert found(tmp_path, "ALB-2020,ALB,Albania,hdi,2020,2020", "XKX-2020,XKX,Kosovo,hdi,2020-04,2021") == []


def test_a_rubric_that_is_not_there_and_a_period_that_runs_backwards_are_faults(tmp_path):
    one, other = found(tmp_path, "ALB-2020,ALB,Albania,hdl,2020,2020", "SRB-2020,SRB,Serbia,hdi,2020-04,2019-05")
    assert one[:3] == (2, "rubric", "fault")
    assert "Did you mean 'hdi'?" in one[3]
    assert other[:3] == (3, "to", "fault")
    assert "'2019-05', before the beginning '2020-04'" in other[3]


def test_a_code_that_no_country_has_is_a_warning(tmp_path):
    ((line, key, severity, words),) = found(tmp_path, "ALN-2020,ALN,Albania,hdi,2020,2020")
    assert (line, key, severity) == (2, "iso3", "warning")
    assert "a code of ISO 3166-1" in words


@pytest.mark.parametrize(
    ("code", "known"), [("USA", True), ("AAA", True), ("QMA", True), ("QLA", False), ("ZZZ", True), ("US", False)]
)
def test_codes_that_are_left_to_users_are_known_too(code, known):
    assert is_country(code) is known


def test_a_check_of_the_library_reads_the_units(tmp_path):
    found(tmp_path, "ALB-2020,ALB,Albania,no-such,2020,2020")
    assert any("no-such" in str(problem) for problem in check_library(Library.open(), [tmp_path]))


def test_units_at_fault_in_form_are_told_by_the_library_too(tmp_path):
    (tmp_path / "countries").mkdir()
    (tmp_path / "countries" / "units.csv").write_text(HEAD + "x,,,,,\n", encoding="utf-8")
    with pytest.raises(InvalidInputError):
        _ = Library.open(tmp_path).unit_facts
