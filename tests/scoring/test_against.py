"""A plan read against instruments: the tests of a provision decide, and nothing that it does not contain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.model.against import AgainstRow, Binding
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Country
from evaluator.model.facts import TreatyStatus
from evaluator.read.facts import with_memberships
from evaluator.read.text_files.table import parse_table, write_table
from evaluator.scoring.against import against_rows, article_binding, binding_of, reading_against
from evaluator.scoring.card import make_card
from tests.scoring.small import PLAN, outcomes_of, weighting_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
TESTS = LIBRARY.tests_of(RUBRIC)
ALL = [c.id for c in RUBRIC.criteria]
ARTICLES = ("eu2011-36-8", "eu2011-36-18a")
INSTRUMENTS = {one.id: one for one in LIBRARY.instruments.instruments}


def coding(outcomes, extent, chapters, searched, coder="a", source="sources"):
    """Return a coder's ratings, what of the plan that coder read, and whether the sources or another's notes."""
    seen = {"measures": extent, "text": extent, "pages": "" if extent == "whole" else "1", "chapters": chapters}
    head = {
        "assessment_id": "x", "rubric": RUBRIC.id, "rubric_version": "1.0.0", "coder": coder, "capacity": "assessor",
        "state": "final", "text_read": seen, "read": source,
    }  # fmt: skip
    rows = (Rating(o.criterion_id, 1, o.status, o.level, searched=searched) for o in outcomes)
    return Coding(CodingFile.model_validate(head), tuple(rows))


def card_of(rubric, ratings, *, extent="whole", chapters=(), searched="", source="sources"):
    """Score ratings written short, of one coder who read the text as far as is said."""
    outcomes = tuple(replace(o, inputs=(("a", o.short),)) for o in outcomes_of(rubric, ratings))
    codings = (coding(outcomes, extent, chapters, searched, source=source),)
    assessment = Assessment(Country(iso3="XXA", names={"en": "Xan"}), PLAN, rubric.id, codings=codings)
    return make_card(assessment, rubric, weighting_of(), outcomes, is_draft=False)


def read(ratings, **how):
    return reading_against(card_of(RUBRIC, ratings, **how), LIBRARY.instruments, LIBRARY.standards, TESTS)


def article(ratings, standard_id, **how):
    instruments = read(ratings, **how).instruments
    return next(a for one in instruments for a in one.articles if a.standard.standard_id == standard_id)


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        (4, "met"), (3, "met"), (2, "in-part"), (1, "not-in-text"), (0, "not-in-text"),
        ("contrary", "not-in-text"), ("silent", "not-in-text"), ("?", "open"), ("!", "open"), ("-", "not-applicable"),
    ],
)  # fmt: skip
def test_a_provision_with_tests_at_two_levels_is_partly_met_between_them(rating, verdict):
    assert article({"witness-protection": rating}, "cets197-28").verdict == verdict


@pytest.mark.parametrize(
    ("rating", "verdict"), [(3, "met"), (2, "open"), (1, "not-in-text"), ("silent", "not-in-text")]
)
def test_a_level_that_does_not_say_which_condition_is_missing_decides_nothing(rating, verdict):
    found = article({"legal-aid-information": rating}, "cets197-15-2")
    assert found.verdict == verdict
    assert found.tests[0].test.condition == "legal assistance, free under the legal-aid law"


@pytest.mark.parametrize(
    ("ratings", "verdict", "parts"),
    [
        # The three criteria that made it "met" without shelter or doctor.
        ({"child-best-interests": 3, "legal-aid-information": 3}, "open", "??mmmm"),
        ({"child-best-interests": 3, "legal-aid-information": 3, "safe-accommodation-care": 1}, "in-part", "nnmmmm"),
        ({"child-best-interests": 3, "legal-aid-information": 3, "safe-accommodation-care": 3}, "met", "mmmmmm"),
    ],
)
def test_assistance_is_not_met_by_schooling_and_legal_help_alone(ratings, verdict, parts):
    found = article(ratings, "cets197-12-1")
    assert (found.verdict, [part.letter for part in found.parts]) == (verdict, list("abcdef"))
    assert "".join({"met": "m", "not-in-text": "n"}.get(part.verdict, "?") for part in found.parts) == parts


def test_court_proceedings_are_not_met_by_privacy_alone():
    assert article({"data-protection-privacy": 3}, "cets197-30").verdict == "open"
    assert article({"data-protection-privacy": 3, "witness-protection": 1}, "cets197-30").verdict == "in-part"
    assert article({"data-protection-privacy": 3, "witness-protection": 3}, "cets197-30").verdict == "met"


def test_recovery_under_the_protocol_is_not_met_by_income_alone():
    found = article({"income-reintegration": 4}, "palermo-6-3")
    assert (found.verdict, found.at_best) == ("open", "met")
    assert article({"income-reintegration": 4, "safe-accommodation-care": 0}, "palermo-6-3").verdict == "in-part"


def test_return_under_the_protocol_is_met_as_far_as_asked_and_names_what_was_not_asked():
    found = article({"voluntary-return": 4}, "palermo-8")
    assert (found.verdict, found.at_best) == ("met-as-asked", "met-as-asked")
    assert [part.letter for part in found.missing] == ["a", "c", "d"]
    (row,) = [r for r in against_rows(read({"voluntary-return": 4})) if r.standard_id == "palermo-8"]
    assert "d: it issues the travel documents needed" in row.missing
    assert "b: met" in row.parts


def test_a_provision_of_which_a_part_is_not_asked_does_not_fail_as_a_whole():
    found = article({"voluntary-return": 0}, "palermo-8")
    assert (found.verdict, found.at_best) == ("open", "in-part")


def test_coherence_of_trade_is_no_condition_against_vulnerability():
    ratings = {"trade-development-coherence": 0, "economic-development-prevention": 2, "gender-equality-prevention": 2}
    assert article(ratings, "palermo-9-4").verdict == "met"
    nothing = dict.fromkeys((*ratings, "social-protection-at-risk", "education-prevention"), 0)
    assert article(nothing, "palermo-9-4").verdict == "not-in-text"


def test_a_path_for_complaints_is_no_condition_of_the_human_rights_approach():
    ratings = {"rights-impact-and-complaints": 1, "gender-equality-prevention": 3}
    found = article(ratings, "cets197-5-3")
    assert (found.verdict, found.at_best) == ("open", "met")
    assert article({**ratings, "rights-impact-and-complaints": 3}, "cets197-5-3").verdict == "met"


def test_due_diligence_of_firms_is_no_condition_of_their_liability():
    assert article({"criminalisation-complete": 3, "supply-chain-due-diligence": 0}, "cets197-22").verdict == "met"


def test_a_unit_that_investigates_officials_is_no_condition_of_the_heavier_penalty():
    assert article({"proportionate-penalties": 3, "official-complicity": 0}, "cets197-24").verdict == "met"


def test_of_tests_of_which_one_is_enough_the_best_counts():
    assert article({"child-best-interests": 0, "return-risk-assessment": 3}, "cets197-16-7").verdict == "met"
    assert article({"child-best-interests": 0, "return-risk-assessment": 0}, "cets197-16-7").verdict == "not-in-text"
    assert article({"child-best-interests": 0}, "cets197-16-7").verdict == "open"
    assert article({"child-best-interests": "-", "return-risk-assessment": 0}, "cets197-16-7").verdict == "not-in-text"


def test_silence_does_not_break_a_saving_clause():
    assert article({"return-risk-assessment": "silent"}, "cets197-39-40").verdict == "open"
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
    assert (whole.verdict, whole.deciding) == ("open", ("witness-protection",))


def test_the_companion_reads_the_law_and_the_practice_by_tests_of_its_own():
    companion = LIBRARY.rubric("law-and-practice")
    tests = LIBRARY.tests_of(companion)
    card = card_of(companion, {"penalties-law": 3, "offence-law": 2, "privacy-practice": 0})
    rows = {
        r.standard_id: r for r in against_rows(reading_against(card, LIBRARY.instruments, LIBRARY.standards, tests))
    }
    assert {test.face for test in tests if test.criterion_id} == {"law", "practice"}
    assert (rows["cets197-24"].verdict, rows["palermo-6-1"].verdict) == ("met", "not-in-text")
    assert (rows["cets197-18"].verdict, rows["cets197-31"].verdict) == ("open", "not-covered")


@pytest.mark.parametrize(
    ("level", "definition", "attempt"), [(2, "open", "open"), (3, "met", "open"), (4, "met", "met")]
)
def test_a_complete_offence_meets_the_definition_and_leaves_attempt_and_legal_persons_to_level_4(
    level, definition, attempt
):
    companion = LIBRARY.rubric("law-and-practice")
    card = card_of(companion, {"offence-law": level})
    reading = reading_against(card, LIBRARY.instruments, LIBRARY.standards, LIBRARY.tests_of(companion))
    found = {row.standard_id: row.verdict for row in against_rows(reading)}
    assert {found["palermo-3"], found["cets197-2"], found["cets197-18"]} == {definition}
    assert {found["cets197-21"], found["cets197-22"]} == {attempt}


WIDER = [one.id for one in LIBRARY.instruments.instruments if one.scope == "wider"]


@pytest.mark.parametrize("instrument", WIDER)
def test_law_that_speaks_of_more_than_trafficking_is_never_broken_by_the_silence_of_a_plan(instrument):
    """The general law of a state may give what these ask for, so that no plan can be told that it lacks it."""
    found = read(dict.fromkeys(ALL, "silent")).instrument(instrument)
    assert {face for a in found.articles for face in a.absent_from} <= {"law", "practice"}
    plan_only = [a for a in found.articles if a.tests and {t.test.face for t in a.tests} == {"plan"}]
    assert {a.verdict for a in plan_only} <= {"open"}


def test_law_on_trafficking_alone_can_be_lacking_in_a_plan_that_was_read_whole():
    found = read(dict.fromkeys(ALL, "silent")).instrument("cets197")
    assert {a.standard.article for a in found.articles if a.verdict == "not-in-text"} >= {"12(6)", "13", "28"}


# Witness protection is tested by CETS 197 art. 28 at level 2 and at level 3; it has no row in a wider instrument.
LOW = {"witness-protection": 1}


@pytest.mark.parametrize(
    ("how", "verdict", "at_best"),
    [
        ({"extent": "whole"}, "not-in-text", "not-in-text"),
        ({"extent": "part"}, "open", "met"),
        ({"extent": "part", "chapters": ["2"], "searched": "2: witness"}, "not-in-text", "not-in-text"),
        ({"extent": "part", "chapters": ["2"], "searched": "3: witness"}, "open", "met"),
        ({"extent": "part", "chapters": ["2"]}, "open", "met"),
        ({"extent": "none"}, "open", "met"),
    ],
)
def test_a_plan_lacks_only_what_was_looked_for_in_text_that_was_read_whole(how, verdict, at_best):
    found = article(LOW, "cets197-28", **how)
    assert (found.verdict, found.at_best) == (verdict, at_best)
    assert found.absent_from == (("plan",) if verdict == "not-in-text" else ())


def test_a_heading_that_was_read_still_meets_what_it_shows():
    found = article({"witness-protection": 3}, "cets197-28", extent="part")
    assert (found.verdict, found.at_best) == ("met", "met")


def test_one_level_of_two_that_a_heading_shows_leaves_the_rest_open():
    whole = article({"witness-protection": 2}, "cets197-28")
    part = article({"witness-protection": 2}, "cets197-28", extent="part")
    assert (whole.verdict, whole.at_best) == ("in-part", "in-part")
    assert (part.verdict, part.at_best) == ("open", "met")


@pytest.mark.parametrize(
    ("rating", "verdict", "at_best"),
    [("3+", "met", "met"), ("2+", "open", "met"), ("1+", "open", "met")],
)
@pytest.mark.parametrize("extent", ["part", "whole"])
def test_a_level_known_at_least_meets_what_it_reaches_and_leaves_the_rest_open(rating, verdict, at_best, extent):
    found = article({"witness-protection": rating}, "cets197-28", extent=extent)
    assert (found.verdict, found.at_best, found.absent_from) == (verdict, at_best, ())
    assert {said.rating for said in found.tests} == {rating}


def test_law_whose_terms_were_not_read_is_open_though_a_level_is_known():
    companion = LIBRARY.rubric("law-and-practice")
    card = card_of(companion, {"penalties-law": "1+", "offence-law": "3+"}, extent="none")
    reading = reading_against(card, LIBRARY.instruments, LIBRARY.standards, LIBRARY.tests_of(companion))
    rows = {row.standard_id: row for row in against_rows(reading)}
    assert (rows["cets197-24"].verdict, rows["cets197-24"].at_best) == ("open", "met")
    assert (rows["cets197-18"].verdict, rows["cets197-18"].criteria) == ("met", ("offence-law:3+",))


def test_what_a_plan_does_against_a_provision_needs_no_whole_reading():
    found = article({"witness-protection": "contrary"}, "cets197-28", extent="part")
    assert (found.verdict, found.absent_from) == ("not-in-text", ("plan",))


def test_an_unread_plan_is_open_in_every_provision_that_is_not_met():
    rows = against_rows(read(dict.fromkeys(ALL, 0), extent="part"))
    assert {face for row in rows for face in row.absent_from} == {"law", "practice"}


def verdict_of_two(first, second, settled):
    """Return the verdict on CETS 197 art. 28 where two coders, each given as extent and level, settled on a level."""
    card = card_of(RUBRIC, {"witness-protection": settled})
    outcomes = [scored.outcome for scored in card.criteria]
    codings = tuple(
        coding([replace(o, level=level) for o in outcomes], extent, (), "", coder)
        for coder, (extent, level) in (("a", first), ("b", second))
    )
    joined = [replace(o, inputs=(("a", str(first[1])), ("b", str(second[1])))) for o in outcomes]
    made = make_card(replace(card.assessment, codings=codings), RUBRIC, weighting_of(), joined, is_draft=False)
    reading = reading_against(made, LIBRARY.instruments, LIBRARY.standards, TESTS)
    return next(a.verdict for a in reading.instrument("cets197").articles if a.standard.standard_id == "cets197-28")


@pytest.mark.parametrize(
    ("first", "second", "settled", "verdict"),
    [
        (("part", 1), ("whole", 1), 1, "not-in-text"),
        (("part", 1), ("part", 1), 1, "open"),
        # The lower level counts, and the coder who gave it read a part.
        (("part", 1), ("whole", 2), 1, "open"),
        (("whole", 1), ("part", 2), 1, "not-in-text"),
        # Nobody gave the level on which they settled.
        (("whole", 0), ("part", 2), 1, "not-in-text"),
        (("part", 0), ("part", 2), 1, "open"),
    ],
)
def test_of_two_coders_the_one_whose_level_counts_must_have_read_the_text(first, second, settled, verdict):
    assert verdict_of_two(first, second, settled) == verdict


COMPANION = LIBRARY.rubric("law-and-practice")
COMPANION_TESTS = LIBRARY.tests_of(COMPANION)


def companion_article(ratings, standard_id, *, confidence="medium", source="sources"):
    """Return the reading of a provision by the questions on law and practice, all rated with one confidence."""
    card = card_of(COMPANION, ratings, extent="none", source=source)
    outcomes = [sure(scored.outcome, confidence) for scored in card.criteria]
    made = make_card(card.assessment, COMPANION, weighting_of(), outcomes, is_draft=False)
    reading = reading_against(made, LIBRARY.instruments, LIBRARY.standards, COMPANION_TESTS)
    return next(a for one in reading.instruments for a in one.articles if a.standard.standard_id == standard_id)


def sure(outcome, confidence):
    """Return an outcome with a confidence; a low one widens the judgement interval by a level."""
    high = outcome.high_level + (confidence == "low" and outcome.covered)
    return replace(outcome, confidence=confidence, judgement_high=min(4, high))


def test_the_law_and_the_practice_lack_what_a_level_says_is_lacking():
    law = companion_article({"non-punishment-law": 0}, "cets197-26")
    practice = companion_article({"privacy-practice": 0}, "palermo-6-1")
    assert (law.verdict, law.absent_from) == ("not-in-text", ("law",))
    assert (practice.verdict, practice.absent_from) == ("not-in-text", ("practice",))


@pytest.mark.parametrize(
    ("confidence", "source", "verdict"),
    [
        ("high", "sources", "not-in-text"), ("medium", "sources", "not-in-text"), ("low", "sources", "open"),
        ("high", "evidence-list", "open"), ("high", None, "open"),
    ],
)  # fmt: skip
def test_law_is_lacking_only_by_a_sure_rating_of_one_who_read_the_sources(confidence, source, verdict):
    found = companion_article({"non-punishment-law": 0}, "cets197-26", confidence=confidence, source=source)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("source", "verdict"), [("sources", "not-in-text"), (None, "not-in-text"), ("evidence-list", "open")]
)
def test_the_notes_of_another_do_not_show_what_a_plan_lacks(source, verdict):
    assert article(LOW, "cets197-28", source=source).verdict == verdict


# Art. 28 is tested at level 2 and at level 3, art. 12(6) is open from level 2.
@pytest.mark.parametrize(
    ("rating", "standard_id", "verdict"),
    [
        ({"witness-protection": 0}, "cets197-28", "not-in-text"),
        ({"witness-protection": 1}, "cets197-28", "open"),
        ({"unconditional-assistance": 0}, "cets197-12-6", "not-in-text"),
        ({"unconditional-assistance": 1}, "cets197-12-6", "open"),
    ],
)
def test_a_plan_rated_with_low_confidence_lacks_what_the_next_level_lacks_too(rating, standard_id, verdict):
    card = card_of(RUBRIC, rating)
    outcomes = [sure(scored.outcome, "low") for scored in card.criteria]
    made = make_card(card.assessment, RUBRIC, weighting_of(), outcomes, is_draft=False)
    reading = reading_against(made, LIBRARY.instruments, LIBRARY.standards, TESTS)
    found = {row.standard_id: row.verdict for row in against_rows(reading)}
    assert found[standard_id] == verdict


@pytest.mark.parametrize(
    ("rating", "standard_id"),
    [
        # A fine that can stand in place of prison does not say that danger to life weighs nothing.
        ({"penalties-law": 0}, "cets197-24"),
        ({"offence-law": 1}, "palermo-3"),
        ({"legal-aid-practice": 1}, "cets197-15-2"),
        ({"victim-protection-in-trial": 0}, "cets197-28"),
        ({"non-punishment-law": 0}, "echr-4-non-punishment"),
        ({"compensation-law": 1}, "palermo-6-6"),
    ],
)
def test_a_level_that_another_defect_explains_shows_no_part_to_be_lacking(rating, standard_id):
    found = companion_article(rating, standard_id, confidence="high")
    assert (found.verdict, found.at_best, found.absent_from) == ("open", "met", ())


def test_a_fine_in_place_of_prison_takes_no_heavier_penalty_away():
    found = article({"proportionate-penalties": 1}, "cets197-24")
    assert {part.verdict for part in found.parts} == {"open"}


def test_a_maximum_of_four_years_meets_what_extradition_needs_though_no_graver_case_is_heavier():
    found = companion_article({"penalties-law": 1}, "cets197-23")
    assert found.parts[0].verdict == "met"


def test_penalties_alone_meet_the_article_on_sanctions_only_as_far_as_asked():
    found = article({"proportionate-penalties": 4}, "untoc-11")
    assert (found.verdict, found.at_best) == ("met-as-asked", "met-as-asked")
    assert [part.requires for part in found.missing] == ["measures so that the accused appear at later proceedings"]


def test_only_slavery_and_servitude_are_barred_without_exception():
    strength = {s.standard_id: s.verb_strength for s in LIBRARY.standards.values() if s.instrument_key == "echr"}
    assert strength["echr-4-1"] == "absolute"
    assert strength["echr-4-2"] == "shall not, with the exceptions of (3)"


@given(st.dictionaries(st.sampled_from(ALL), st.integers(0, 4)), st.sampled_from(["part", "none"]))
@settings(max_examples=20, deadline=None)
def test_reading_less_takes_away_what_is_lacking_and_nothing_that_is_met(ratings, extent):
    rank = {"not-in-text": 0, "in-part": 1, "met-as-asked": 2, "met": 2}
    whole, part = against_rows(read(ratings)), against_rows(read(ratings, extent=extent))
    for full, less in zip(whole, part, strict=True):
        assert rank.get(less.at_best, 2) >= rank.get(full.at_best, 2)
        assert less.verdict in (full.verdict, "open")
        assert "plan" not in less.absent_from


@pytest.mark.parametrize(
    ("ratings", "standard_id", "verdict"),
    [
        ({"no-detention-of-victims": 3}, "crc-37", "met"),
        ({"no-detention-of-victims": 2}, "echr-5", "open"),
        ({"no-detention-of-victims": 3}, "echr-5", "met"),
        ({"compensation-access": 3}, "eu2004-80-12", "met"),
        ({"migrant-labour-rights": 3}, "eu2009-52-13", "met-as-asked"),
        ({"witness-protection": 2}, "untoc-24", "open"),
        ({"witness-protection": 3}, "untoc-24", "met"),
        ({"labour-inspection": 3}, "ilo-c81-3", "open"),
        ({"labour-inspection": 4}, "ilo-c81-3", "met"),
        ({"child-best-interests": 3, "children-missing-or-in-care": 3}, "ilo-c182-7", "met-as-asked"),
        ({"forced-labour-goods": 3}, "eu2024-3015-1", "met"),
        ({"unconditional-assistance": 3}, "istanbul-18-4", "met"),
        ({"legal-aid-information": 3}, "istanbul-56", "open"),
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


RECALLED = [name for name, standard in LIBRARY.standards.items() if standard.is_recalled]


def test_a_provision_that_nobody_opened_is_neither_met_nor_lacking_whatever_is_rated():
    tested = {test.standard_id for test in TESTS if test.criterion_id}
    assert tested & set(RECALLED)
    for level in (0, 3, 4):
        rows = {row.standard_id: row for row in against_rows(read({c.id: level for c in RUBRIC.criteria}))}
        for name in set(RECALLED) & set(rows):
            assert rows[name].verdict == "not-covered"
            assert "recalled, not opened" in rows[name].refused


@pytest.mark.parametrize("rubric", ["four-paradigms", "law-and-practice"])
def test_every_row_of_the_convention_has_a_test_or_the_reason_why_none_in_each_of_its_parts(rubric):
    said = LIBRARY.tests_of(LIBRARY.rubric(rubric))
    places = {(test.standard_id, test.part) for test in said}
    rows = [s for s in LIBRARY.standards.values() if s.instrument_key == "cets197"]
    assert len(rows) == 63
    assert not [(s.standard_id, p) for s in rows for p in (s.part_texts() or [""]) if (s.standard_id, p) not in places]


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
    rank = {"not-in-text": 0, "in-part": 1, "met-as-asked": 2, "met": 2}
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
    rows = against_rows(read({"witness-protection": 2, "compensation-access": "contrary", "non-punishment": "2+"}))
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


def assessment(start, end, iso3="XXA", *members):
    country = Country.model_validate({"iso3": iso3, "names": {}, "memberships": list(members)})
    return Assessment(country, PLAN.model_copy(update={"start": start, "end": end}), "small")


def real(iso3, start):
    """Return a plan of a real state, with the memberships that ship for it."""
    if iso3 in LIBRARY.country_codes:
        country = LIBRARY.country(iso3)
    else:
        bare = Country.model_validate({"iso3": iso3, "names": {}})
        country = with_memberships(bare, LIBRARY.country_facts(iso3).memberships)
    return replace(assessment(start, "open"), country=country)


def status(instrument, plan, **row):
    rows = [TreatyStatus(plan.country.iso3, INSTRUMENTS[instrument].treaty, **row)] if row else []
    return binding_of(INSTRUMENTS[instrument], plan, rows)


@pytest.mark.parametrize(
    ("start", "end", "state", "within"),
    [
        ("2008-02-01", "2010", "bound", False),
        ("2009", "open", "bound", False),
        ("2008", "2010", "later", True),
        ("2005", "2007", "later", False),
        ("2005", "2008-01-31", "later", False),
        ("2005", "2008-02-01", "later", True),
        ("2005", "open", "later", True),
    ],
)
def test_a_plan_is_held_to_what_bound_the_state_on_its_first_day(start, end, state, within):
    found = status("cets197", assessment(start, end), in_force="2008-02-01")
    assert (found.state, found.within, found.since) == (state, within, "2008-02-01")


def test_a_year_alone_binds_from_its_end():
    assert status("cets197", assessment("2008-06", "2010"), in_force="2008").state == "later"


def test_a_soft_instrument_binds_nobody():
    assert status("ohchr", assessment("2020", "2023")).state == "soft"


def test_what_cannot_bind_a_state_never_does():
    assert status("palermo", assessment("2020", "2023", "XKX")).state == "never"


@pytest.mark.parametrize(("start", "state"), [("2017", "bound"), ("2012", "not-known"), ("2016", "not-known")])
def test_a_party_without_a_date_is_bound_only_after_it_was_seen(start, state):
    assert status("cets197", assessment(start, "open"), party_seen="yes").state == state


def test_a_missing_row_means_no_party_only_while_the_table_is_complete():
    assert status("palermo", assessment("2010", "2012")).state == "never"
    assert status("palermo", assessment("2010", "2018")).state == "not-known"


def test_after_the_end_of_the_table_a_missing_row_says_how_far_the_record_reaches():
    found = status("palermo", assessment("2016", "2018"))
    assert (found.state, found.record) == ("not-known", "2015-03-14")
    assert found.why == "no party by 2015-03-14, where the record of this treaty ends; what came later is not known"
    assert status("palermo", assessment("2010", "2012")).record == ""
    assert status("ilo-c181", assessment("2010", "2012")).record == ""


@pytest.mark.parametrize(
    ("start", "end", "state"), [("2010", "2017", "later"), ("2010", "2018", "not-known"), ("2020", "2021", "not-known")]
)
def test_a_year_of_ratification_alone_never_makes_a_state_no_party(start, end, state):
    found = status("iccpr", assessment(start, end), ratified="2018")
    assert (found.state, found.why) == (state, "joined in 2018; the day of entry into force is not recorded")


@pytest.mark.parametrize(("iso3", "state"), [("BGR", "never"), ("TUR", "not-known"), ("HRV", "not-known")])
def test_a_page_that_names_the_parties_one_by_one_leaves_all_others_out(iso3, state):
    assert status("istanbul", assessment("2018", "2020", iso3)).state == state


@pytest.mark.parametrize(
    ("instrument", "iso3", "start", "state"),
    [
        ("eu2012-29", "DNK", "2020", "never"),
        ("eu2012-29", "IRL", "2020", "bound"),
        ("eu2012-29", "BGR", "2015", "later"),
        ("eu2009-52", "IRL", "2020", "never"),
        ("eu2009-52", "HRV", "2014", "bound"),
        ("eu2004-80", "DNK", "2006", "bound"),
        ("eu2004-80", "SRB", "2020", "never"),
    ],
)
def test_union_law_on_crime_victims_and_employers_binds_who_takes_part_in_it(instrument, iso3, start, state):
    assert status(instrument, real(iso3, start)).state == state


def test_the_regulation_on_goods_comes_article_by_article():
    plan, instrument = real("BGR", "2026"), INSTRUMENTS["eu2024-3015"]
    whole = status("eu2024-3015", plan)
    states = {
        name: article_binding(instrument, LIBRARY.standards[name], whole, plan.plan)
        for name in ("eu2024-3015-1", "eu2024-3015-5")
    }
    assert {name: (found.state, found.since) for name, found in states.items()} == {
        "eu2024-3015-1": ("later", "2027-12-14"),
        "eu2024-3015-5": ("bound", "2025-12-14"),
    }


def test_a_state_outside_the_circle_of_parties_is_never_bound():
    member = {"body": "Council of Europe", "from": "1993"}
    other = {"body": "UN", "from": "1993"}
    assert status("cets197", assessment("2020", "2025", "XXA", other)).state == "never"
    assert status("cets197", assessment("2020", "2025", "XXA", member)).state == "not-known"
    assert status("cets197", assessment("2023", "2025")).state == "not-known"


def test_an_instrument_younger_than_the_plan_came_later():
    found = status("ilo-p029", assessment("2005", "2007"))
    assert (found.state, found.since) == ("later", "")


@pytest.mark.parametrize(
    ("joined", "start", "state", "since"),
    [
        ("2007", "2018", "bound", "2013-04-06"),
        ("2007", "2012", "later", "2013-04-06"),
        ("2013-07-01", "2018", "bound", "2013-07-01"),
        ("2013-07-01", "2013-05", "later", "2013-07-01"),
    ],
)
def test_union_law_binds_from_accession_or_the_day_it_is_due(joined, start, state, since):
    found = status("eu2011-36", assessment(start, "2020", "XXA", {"body": "EU", "from": joined}))
    assert (found.state, found.since) == (state, since)


def test_union_law_does_not_bind_who_is_a_member_of_other_bodies_alone():
    found = status("eu2011-36", assessment("2018", "2020", "XXA", {"body": "UN", "from": "1990"}))
    assert (found.state, found.why) == ("never", "no member of EU by the memberships recorded")


def test_a_provision_inserted_later_is_due_later():
    plan = assessment("2018", "2020", "XXA", {"body": "EU", "from": "2007"})
    instrument = INSTRUMENTS["eu2011-36"]
    whole = binding_of(instrument, plan, [])

    def of(name):
        return article_binding(instrument, LIBRARY.standards[name], whole, plan.plan).state

    assert [of("eu2011-36-8"), of("eu2011-36-18a"), of("eu2024-1712-rec2")] == ["bound", "later", "soft"]


def test_without_any_record_of_memberships_nothing_is_called_never():
    """An empty list in a file says nothing of the state: the row is missing, not the membership."""
    for instrument in ("eu2011-36", "cets197"):
        assert status(instrument, assessment("2020", "2025")).state == "not-known"


def test_a_record_that_names_no_membership_says_never():
    country = Country.model_validate({"iso3": "XXA", "names": {}, "no_member_of": ["EU"]})
    plan = replace(assessment("2020", "2025"), country=country)
    assert status("eu2011-36", plan).state == "never"
    assert status("cets197", plan).state == "not-known"


def test_who_has_left_was_bound_until_then():
    left = {"body": "EU", "from": "1973-01-01", "to": "2020-01-31"}
    found = status("eu2011-36", assessment("2021", "2025", "XXA", left))
    assert (found.state, found.since, found.until) == ("ended", "2013-04-06", "2020-01-31")
    assert status("eu2011-36", assessment("2019", "2025", "XXA", left)).state == "bound"
    assert status("eu2011-36", assessment("2020-01-31", "2025", "XXA", left)).state == "ended"
    assert status("eu2011-36", assessment("2012", "2015", "XXA", left)).state == "later"


def test_who_left_before_compliance_was_due_was_never_bound():
    left = {"body": "EU", "from": "1973", "to": "2012"}
    assert status("eu2011-36", assessment("2021", "2025", "XXA", left)).state == "never"


def test_what_became_due_after_a_state_had_left_never_bound_it():
    left = {"body": "EU", "from": "1973", "to": "2020-01-31"}
    plan = assessment("2021", "2025", "XXA", left)
    whole, directive = status("eu2011-36", plan), INSTRUMENTS["eu2011-36"]
    by_article = {
        name: article_binding(directive, LIBRARY.standards[name], whole, plan.plan).state for name in ARTICLES
    }
    assert by_article == {"eu2011-36-8": "ended", "eu2011-36-18a": "never"}


@pytest.mark.parametrize(
    ("until", "state"), [("2026-07-14", "never"), ("2026-07-15", "ended"), ("2026-07-16", "ended"), ("2030", "ended")]
)
def test_a_provision_due_by_the_last_day_of_a_membership_bound_the_state_until_it_left(until, state):
    directive = INSTRUMENTS["eu2011-36"]
    assert {part.due for part in directive.later} == {"2026-07-15"}
    plan = assessment("2031", "2035").plan
    found = article_binding(
        directive, LIBRARY.standards["eu2011-36-18a"], Binding("ended", "2013-04-06", until=until), plan
    )
    assert found.state == state


@pytest.mark.parametrize(
    ("iso3", "start", "state", "since", "until"),
    [
        ("IRL", "2023", "bound", "2013-04-06", ""),
        ("FRA", "2024", "bound", "2013-04-06", ""),
        ("HRV", "2014", "bound", "2013-07-01", ""),
        ("HRV", "2012", "later", "2013-07-01", ""),
        ("GBR", "2019", "bound", "2013-04-06", ""),
        ("GBR", "2021", "ended", "2013-04-06", "2020-01-31"),
        ("SRB", "2017", "never", "", ""),
        ("RUS", "2023", "never", "", ""),
        ("XKX", "2023", "never", "", ""),
        ("TWN", "2023", "not-known", "", ""),
    ],
)
def test_union_law_by_the_recorded_memberships_of_real_states(iso3, start, state, since, until):
    found = status("eu2011-36", real(iso3, start))
    assert (found.state, found.since, found.until) == (state, since, until)


def test_a_state_that_has_left_the_council_of_europe_is_not_among_the_parties_it_never_joined():
    assert status("cets197", real("RUS", "2021")).state == "never"
    assert status("cets197", real("SRB", "2021")).state == "not-known"
    assert status("cets197", real("TWN", "2021")).state == "not-known"


@pytest.mark.parametrize(
    ("plan", "instrument", "state", "since"),
    [
        ("ALB-2005-2007", "untoc", "bound", "2003-09-29"),
        ("ALB-2005-2007", "opsc", "later", "2008-03-05"),
        ("ALB-2005-2007", "crmw", "later", "2007-10-01"),
        ("ALB-2005-2007", "echr-4", "bound", None),
        ("USA-2021-2024", "untoc", "bound", "2005-12-03"),
        ("USA-2021-2024", "refugee", "bound", "1968-11-01"),
        ("USA-2021-2024", "crc", "not-known", ""),
        ("USA-2021-2024", "echr-4", "never", ""),
        ("USA-2021-2024", "ilo-c182", "bound", "2000-12-02"),
        ("ALB-2005-2007", "ilo-c105", "bound", "1998-02-27"),
        ("ALB-2005-2007", "ilo-c81", "later", "2005"),
        ("ALB-2005-2007", "istanbul", "later", "2014-08-01"),
        ("BGR-2018-2018", "ilo-c182", "bound", "2001-07-28"),
        ("BGR-2018-2018", "istanbul", "never", ""),
        ("BGR-2018-2018", "crmw", "never", ""),
        ("ROU-2018-2020", "ilo-c81", "bound", "1974"),
    ],
)
def test_treaties_beside_trafficking_bind_from_the_days_recorded(plan, instrument, state, since):
    assessment = LIBRARY.assessment(plan)
    one = next(i for i in LIBRARY.instruments.instruments if i.id == instrument)
    found = binding_of(one, assessment, LIBRARY.shared_facts.treaties)
    assert found.state == state
    assert since is None or found.since == since


def test_a_party_without_a_date_keeps_the_day_by_which_it_was_named():
    before = status("lanzarote", assessment("2015", "2016"), party_seen=True)
    after = status("lanzarote", assessment("2020", "2021"), party_seen=True)
    assert (before.state, before.since, before.seen) == ("not-known", "", "2019-10-15")
    assert (after.state, after.since, after.seen) == ("bound", "", "2019-10-15")
    assert status("lanzarote", assessment("2015", "2016"), in_force="2012-07-01").seen == ""


def test_a_body_is_named_only_where_joining_it_is_what_bound_the_state():
    joined = binding_of(INSTRUMENTS["echr-4"], real("MDA", "2014"), [])
    assert (joined.since, joined.member_of) == ("1995", "Council of Europe")
    due_later = binding_of(INSTRUMENTS["eu2011-36"], real("ROU", "2014"), [])
    assert due_later.member_of == "", "bound by the day it was due"
