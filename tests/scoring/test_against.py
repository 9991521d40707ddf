"""A plan read against instruments: the tests of a provision decide, and nothing that it does not contain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.model.against import AgainstRow
from evaluator.read.text.table import parse_table, write_table
from evaluator.scoring.against import against_rows, reading_against
from tests.scoring.small import card_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
TESTS = LIBRARY.tests_of(RUBRIC)
ALL = [c.id for c in RUBRIC.criteria]


def read(ratings):
    return reading_against(card_of(RUBRIC, ratings), LIBRARY.instruments, LIBRARY.standards, TESTS)


def article(ratings, standard_id):
    found = [a for one in read(ratings).instruments for a in one.articles if a.standard.standard_id == standard_id]
    return found[0]


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        (4, "met"), (3, "met"), (2, "partly"), (1, "not"), (0, "not"),
        ("contrary", "not"), ("silent", "not"), ("?", "not-assessed"), ("!", "not-assessed"), ("-", "not-applicable"),
    ],
)  # fmt: skip
def test_a_provision_with_tests_at_two_levels_is_partly_met_between_them(rating, verdict):
    assert article({"witness-protection": rating}, "cets197-28").verdict == verdict


@pytest.mark.parametrize(("rating", "verdict"), [(3, "met"), (2, "not-assessed"), (1, "not"), ("silent", "not")])
def test_a_level_that_does_not_say_which_condition_is_missing_decides_nothing(rating, verdict):
    found = article({"legal-aid-information": rating}, "cets197-15-2")
    assert found.verdict == verdict
    assert found.tests[0].test.condition == "legal assistance, free under the legal-aid law"


@pytest.mark.parametrize(
    ("ratings", "verdict", "parts"),
    [
        # The three criteria that made it "met" without shelter or doctor.
        ({"child-best-interests": 3, "legal-aid-information": 3}, "not-assessed", "??mmmm"),
        ({"child-best-interests": 3, "legal-aid-information": 3, "safe-accommodation-care": 1}, "partly", "nnmmmm"),
        ({"child-best-interests": 3, "legal-aid-information": 3, "safe-accommodation-care": 3}, "met", "mmmmmm"),
    ],
)
def test_assistance_is_not_met_by_schooling_and_legal_help_alone(ratings, verdict, parts):
    found = article(ratings, "cets197-12-1")
    assert (found.verdict, [part.letter for part in found.parts]) == (verdict, list("abcdef"))
    assert "".join({"met": "m", "not": "n"}.get(part.verdict, "?") for part in found.parts) == parts


def test_court_proceedings_are_not_met_by_privacy_alone():
    assert article({"data-protection-privacy": 3}, "cets197-30").verdict == "not-assessed"
    assert article({"data-protection-privacy": 3, "witness-protection": 1}, "cets197-30").verdict == "partly"
    assert article({"data-protection-privacy": 3, "witness-protection": 3}, "cets197-30").verdict == "met"


def test_recovery_under_the_protocol_is_not_met_by_income_alone():
    found = article({"income-reintegration": 4}, "palermo-6-3")
    assert (found.verdict, found.at_best) == ("not-assessed", "met")
    assert article({"income-reintegration": 4, "safe-accommodation-care": 0}, "palermo-6-3").verdict == "partly"


def test_return_under_the_protocol_is_met_as_far_as_asked_and_names_what_was_not_asked():
    found = article({"voluntary-return": 4}, "palermo-8")
    assert (found.verdict, found.at_best) == ("met-as-asked", "met-as-asked")
    assert [part.letter for part in found.missing] == ["a", "c", "d"]
    (row,) = [r for r in against_rows(read({"voluntary-return": 4})) if r.standard_id == "palermo-8"]
    assert "d: it issues the travel documents needed" in row.missing
    assert "b: met" in row.parts


def test_a_provision_of_which_a_part_is_not_asked_does_not_fail_as_a_whole():
    found = article({"voluntary-return": 0}, "palermo-8")
    assert (found.verdict, found.at_best) == ("not-assessed", "partly")


def test_coherence_of_trade_is_no_condition_against_vulnerability():
    ratings = {"trade-development-coherence": 0, "economic-development-prevention": 2, "gender-equality-prevention": 2}
    assert article(ratings, "palermo-9-4").verdict == "met"
    nothing = dict.fromkeys((*ratings, "social-protection-at-risk", "education-prevention"), 0)
    assert article(nothing, "palermo-9-4").verdict == "not"


def test_a_path_for_complaints_is_no_condition_of_the_human_rights_approach():
    ratings = {"rights-impact-and-complaints": 1, "gender-equality-prevention": 3}
    found = article(ratings, "cets197-5-3")
    assert (found.verdict, found.at_best) == ("not-assessed", "met")
    assert article({**ratings, "rights-impact-and-complaints": 3}, "cets197-5-3").verdict == "met"


def test_due_diligence_of_firms_is_no_condition_of_their_liability():
    assert article({"criminalisation-complete": 3, "supply-chain-due-diligence": 0}, "cets197-22").verdict == "met"


def test_a_unit_that_investigates_officials_is_no_condition_of_the_heavier_penalty():
    assert article({"proportionate-penalties": 3, "official-complicity": 0}, "cets197-24").verdict == "met"


def test_of_tests_of_which_one_is_enough_the_best_counts():
    assert article({"child-best-interests": 0, "return-risk-assessment": 3}, "cets197-16-7").verdict == "met"
    assert article({"child-best-interests": 0, "return-risk-assessment": 0}, "cets197-16-7").verdict == "not"
    assert article({"child-best-interests": 0}, "cets197-16-7").verdict == "not-assessed"
    assert article({"child-best-interests": "-", "return-risk-assessment": 0}, "cets197-16-7").verdict == "not"


def test_silence_does_not_break_a_saving_clause():
    assert article({"return-risk-assessment": "silent"}, "cets197-39-40").verdict == "not-assessed"
    assert article({"return-risk-assessment": 3}, "cets197-39-40").verdict == "met"


def test_a_provision_without_a_test_is_not_covered_and_says_why_and_who_touches_it():
    found = article(dict.fromkeys(ALL, 4), "cets197-14-1b")
    assert (found.verdict, found.tests, found.missing) == ("not-covered", (), ())
    assert "a permit for co-operation alone is its level 0" in found.parts[0].refused
    assert [c.criterion_id for c in found.touched] == ["residence-not-tied-to-testimony"]


def test_the_criteria_that_made_the_verdict_are_named():
    ratings = {"data-protection-privacy": 3, "witness-protection": 1}
    assert article(ratings, "cets197-30").deciding == ("witness-protection",)
    assert article({"voluntary-return": 4}, "palermo-8").deciding == ("voluntary-return",)


def test_where_the_whole_is_open_those_that_are_open_or_fail_are_named_and_those_that_are_met_are_not():
    whole = article({"data-protection-privacy": 4, "witness-protection": "?"}, "cets197-30")
    assert (whole.verdict, whole.deciding) == ("not-assessed", ("witness-protection",))


def test_the_companion_reads_the_law_and_the_practice_by_tests_of_its_own():
    companion = LIBRARY.rubric("law-and-practice")
    tests = LIBRARY.tests_of(companion)
    card = card_of(companion, {"penalties-law": 3, "offence-law": 2, "privacy-practice": 1})
    rows = {
        r.standard_id: r for r in against_rows(reading_against(card, LIBRARY.instruments, LIBRARY.standards, tests))
    }
    assert {test.face for test in tests} == {"law", "practice"}
    assert (rows["cets197-24"].verdict, rows["palermo-6-1"].verdict) == ("met", "not")
    assert (rows["cets197-18"].verdict, rows["cets197-12-7"].verdict) == ("not-assessed", "not-covered")


BESIDE = ("ilo-c81", "ilo-c182", "istanbul", "lanzarote", "eu2012-29", "eu2009-52", "eu2004-80", "eu2024-3015")


def test_law_that_speaks_of_more_than_trafficking_is_never_broken_by_the_silence_of_a_plan():
    """The general law of a state may give what these ask for, so that no plan can be told "not"."""
    silent = read(dict.fromkeys(ALL, "silent"))
    for one in silent.instruments:
        if one.instrument.id in BESIDE:
            plan_only = [a for a in one.articles if {t.test.face for t in a.tests} == {"plan"}]
            assert {a.verdict for a in plan_only} == {"not-assessed"}, one.instrument.id
            assert one.counts()["not"] <= 1  # C182 art. 7(1), read in the law


@pytest.mark.parametrize(
    ("ratings", "standard_id", "verdict"),
    [
        ({"no-detention-of-victims": 3}, "crc-37", "met"),
        ({"no-detention-of-victims": 2}, "echr-5", "not-assessed"),
        ({"no-detention-of-victims": 3}, "echr-5", "met"),
        ({"compensation-access": 3}, "eu2004-80-12", "met"),
        ({"migrant-labour-rights": 3}, "eu2009-52-13", "met-as-asked"),
        ({"witness-protection": 2}, "eu2012-29-18", "not-assessed"),
        ({"witness-protection": 3}, "eu2012-29-18", "met"),
        ({"labour-inspection": 3}, "ilo-c81-3", "not-assessed"),
        ({"labour-inspection": 4}, "ilo-c81-3", "met"),
        ({"child-best-interests": 3, "children-missing-or-in-care": 3}, "ilo-c182-7", "met-as-asked"),
        ({"forced-labour-goods": 3}, "eu2024-3015-1", "met"),
        ({"unconditional-assistance": 3}, "istanbul-18-4", "met"),
        ({"legal-aid-information": 3}, "istanbul-56", "not-assessed"),
    ],
)
def test_what_else_binds_is_read_by_the_criteria_it_matters_to(ratings, standard_id, verdict):
    assert article(ratings, standard_id).verdict == verdict


@pytest.mark.parametrize("standard_id", ["ilo-c105-1", "ilo-c105-2", "eu2004-80-1", "istanbul-37", "eu2012-29-22"])
def test_what_no_criterion_asks_of_these_is_refused_with_the_reason(standard_id):
    found = article({}, standard_id)
    assert (found.verdict, found.tests) == ("not-covered", ())
    assert found.parts[0].refused


def test_visits_for_undeclared_work_are_what_the_directive_on_employers_asks():
    companion = LIBRARY.rubric("law-and-practice")
    tests = LIBRARY.tests_of(companion)
    card = card_of(companion, {"labour-inspection-reach": 1})
    found = reading_against(card, LIBRARY.instruments, LIBRARY.standards, tests).instrument("eu2009-52")
    assert {a.standard.article: a.verdict for a in found.articles}["14"] == "met"


def test_tests_of_another_rubric_or_on_a_criterion_that_is_not_there_are_left_out():
    card = card_of(RUBRIC, {"witness-protection": 3})
    (first, *_) = [test for test in TESTS if test.standard_id == "cets197-28"]
    others = (replace(first, rubric="another"), replace(first, criterion_id="no-such-criterion"))
    reading = reading_against(card, LIBRARY.instruments, LIBRARY.standards, others)
    assert {row.verdict for row in against_rows(reading)} == {"not-covered"}


def test_with_every_criterion_at_the_top_nothing_that_is_asked_fails():
    verdicts = {row.verdict for row in against_rows(read(dict.fromkeys(ALL, 4)))}
    assert verdicts == {"met", "met-as-asked", "not-covered"}


@given(st.dictionaries(st.sampled_from(ALL), st.integers(0, 4)), st.sampled_from(ALL), st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_a_better_level_makes_no_verdict_worse(ratings, name, level):
    better = {**ratings, name: max(level, ratings.get(name, 0))}
    rank = {"not": 0, "partly": 1, "met-as-asked": 2, "met": 2}
    before = against_rows(read({**ratings, name: ratings.get(name, 0)}))
    for old, new in zip(before, against_rows(read(better)), strict=True):
        if old.verdict in rank and new.verdict in rank:
            assert rank[new.verdict] >= rank[old.verdict]


def test_soft_principles_are_nobodys_floor():
    counts = read(dict.fromkeys(ALL, 4)).instrument("ohchr").counts()
    assert counts["not-covered"] == sum(counts.values()) == 28


def test_every_provision_of_the_instruments_is_read_once_in_the_order_of_the_index():
    keys = {key for one in LIBRARY.instruments.instruments for key in one.keys}
    wanted = [s.standard_id for s in LIBRARY.standards.values() if s.instrument_key in keys]
    found = [row.standard_id for row in against_rows(read({}))]
    assert sorted(found) == sorted(wanted)
    assert found == sorted(found, key=lambda name: (order_of(name), wanted.index(name)))


def order_of(standard_id):
    key = LIBRARY.standards[standard_id].instrument_key
    return [key in one.keys for one in LIBRARY.instruments.instruments].index(True)


def test_the_table_reads_back_as_it_was_written(tmp_path):
    rows = against_rows(read({"witness-protection": 2, "compensation-access": "contrary"}))
    problems = []
    table = parse_table(tmp_path / "against.csv", write_table(rows, AgainstRow), AgainstRow, problems=problems)
    assert (problems, table.rows) == ([], rows)


def test_the_rows_of_a_draft_say_so():
    reading = read({"witness-protection": 2})
    assert {row.state for row in against_rows(replace(reading, is_draft=True))} == {"draft"}
    assert {row.state for row in against_rows(replace(reading, is_draft=False))} == {"final"}


def test_a_row_says_how_strong_its_provision_is():
    reading = read({"witness-protection": 2})
    stated = [(a.standard.verb_strength, a.standard.obligation) for one in reading.instruments for a in one.articles]
    assert [(row.verb_strength, row.obligation) for row in against_rows(reading)] == stated
    assert {obligation for _, obligation in stated} >= {"binding"}


def test_an_instrument_that_was_not_read_is_an_error():
    with pytest.raises(KeyError):
        read({}).instrument("cedaw")
