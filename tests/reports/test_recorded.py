from __future__ import annotations

from dataclasses import replace

from evaluator.model.plan import Measure
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.profile import agreement_view, profile_view, recorded_view


def _plan(albania, measures):
    return replace(albania.assessment, measures=measures)


def _measure(name: str, paradigms: tuple[str, ...], function: str) -> Measure:
    return Measure(name, level="activity", text="x", paradigms=paradigms, function=function, tag_status="proposed")


def test_a_measure_of_two_paradigms_counts_in_both_and_once_in_all(albania):
    measures = (_measure("a", ("migration", "human-rights"), "assistance"), _measure("b", (), ""))
    view = profile_view(_plan(albania, measures))
    assert view.rows == (("assistance", (1, 0, 1, 0), 0, 1), ("", (0, 0, 0, 0), 1, 1))
    assert (view.totals, view.untagged, view.counted, view.proposed) == ((1, 0, 1, 0), 1, 2, 2)


def test_without_tags_there_is_no_profile(albania):
    assert profile_view(_plan(albania, (_measure("a", (), ""),))) is None


def test_one_final_coding_has_no_agreement(albania):
    alone = replace(albania.assessment, codings=albania.assessment.codings[:1])
    assert agreement_view(CountryContext(replace(albania, assessment=alone))) is None


def test_agreement_names_the_criteria_on_which_coders_differ(library, rubric, albania):
    view = recorded_view(CountryContext(albania)).agreement
    assert view.coders == ("a", "b")
    for _, votes, _ in view.apart:
        assert len({said for _, said in votes}) > 1


def test_agreement_is_printed_with_what_the_coders_read(albania):
    headers = [c.header.model_copy(update={"read": "evidence-list"}) for c in albania.assessment.codings]
    codings = tuple(replace(c, header=h) for c, h in zip(albania.assessment.codings, headers, strict=True))
    page = replace(albania, assessment=replace(albania.assessment, codings=codings))
    words = " ".join(agreement_view(CountryContext(page)).words)
    assert "Coders a, b read the evidence list, the notes of another, and not the sources." in words
    assert "These are not independent readings." in words
