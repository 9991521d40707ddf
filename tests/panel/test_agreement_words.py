"""The plain words: what a figure means, and what it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.assessment import AgreedRating
from evaluator.model.sentence import Spoken
from evaluator.panel.agreement import Agreement, AgreementFigure, Pair, agreement
from evaluator.panel.agreement_words import alpha_number, first_words, in_words, reading_words
from tests.marking import unsaid


def told(small, *said, names=None, **more):
    codings = [small.coding(name, ratings, **more) for name, ratings in zip("abc", said, strict=False)]
    return " ".join(in_words(agreement(small.assessment(*codings), small.rubric(names or DEFAULT))))


DEFAULT = ("shelter", "schools", "work", "courts")
MANY = tuple(f"c{n}" for n in range(10))


def test_between_two_coders_there_is_a_difference_and_no_leniency(small):
    words = told(small, {"schools": "2", "work": "3"}, {"schools": "2", "work": "4"})
    assert "Coder b gives 0.50 levels more than coder a on average, over 2 criteria." in words
    assert "nobody can say which is lenient and which is strict" in words


def test_what_both_leave_out_is_counted_apart(small):
    words = told(small, {"schools": "2", "work": "silent"}, {"schools": "2", "work": "silent"})
    assert "over 1 criterion that a coder answered from evidence, 100% of the pairs give the same status" in words
    assert "1 more, on which nobody found anything to rate, is not counted in." in words


def test_equal_averages_are_said(small):
    assert "On average a and b give the same levels." in told(small, {"work": "3"}, {"work": "3"})


def reading(small, **read):
    """Return what is said of coders who rated the same from different things."""
    codings = []
    for coder, what in read.items():
        one = small.coding(coder, {"work": "3"})
        codings.append(replace(one, header=one.header.model_copy(update={"read": what})))
    found = agreement(small.assessment(*codings), small.rubric(DEFAULT))
    assert str(reading_words(found)) in " ".join(in_words(found))
    return found.is_independent, str(reading_words(found))


def test_only_coders_who_read_the_sources_are_called_independent(small):
    assert reading(small, a="sources", b="sources") == (
        True,
        "Each coder read the sources: these are independent readings.",
    )


def test_who_read_anothers_notes_is_named_and_not_called_independent(small):
    is_independent, said = reading(small, a="sources", b="evidence-list", c="evidence-list")
    assert not is_independent
    assert said.startswith("Coders b, c read the evidence list, the notes of another, and not the sources.")
    assert said.endswith("These are not independent readings.")


def test_a_header_that_says_nothing_is_told_as_that(small):
    assert reading(small, a="sources", b=None) == (
        False,
        "What coder b read is not said. These are not known to be independent readings.",
    )


def readers(small, ratings, **headers):
    """Return the agreement of coders with these headers, each with ratings of their own."""
    codings = []
    for coder, header in headers.items():
        one = small.coding(coder, ratings[coder])
        codings.append(replace(one, header=one.header.model_copy(update=header)))
    return agreement(small.assessment(*codings), small.rubric(MANY))


OWN, NOTES, KNEW = ({"read": "sources", "blind": True}, {"read": "evidence-list"}, {"read": "sources", "blind": False})
VARIED = {name: str(n % 5) for n, name in enumerate(MANY)}


@pytest.mark.parametrize(("other", "said"), [
    (NOTES, "Coder b read the evidence list, the notes of another, and not the sources."),
    (KNEW, "Coder b knew ratings of others."),
])  # fmt: skip
def test_levels_that_agree_are_not_called_reliable_where_a_coder_leaned_on_another(small, other, said):
    found = readers(small, {"a": VARIED, "b": VARIED}, a=OWN, b=other)
    words = " ".join(map(str, in_words(found)))
    assert found.leaning == ("b",)
    assert said in words
    assert "and no proof of reliability, for not every reading is independent" in words
    assert "usually called reliable" not in words


def test_levels_that_agree_are_not_called_reliable_where_coders_differ_on_what_can_be_rated(small):
    half = {name: level if n % 2 else "not-assessed" for n, (name, level) in enumerate(VARIED.items())}
    words = " ".join(map(str, in_words(readers(small, {"a": VARIED, "b": half}, a=OWN, b=OWN))))
    assert "and no proof of reliability, for on what can be rated at all they agree less" in words


def test_the_agreement_of_those_who_read_the_sources_and_knew_no_rating_stands_by_itself(small):
    apart = {**VARIED, "c0": "4"}
    found = readers(small, {"a": VARIED, "b": VARIED, "c": apart}, a=OWN, b=NOTES, c=OWN)
    assert found.own_readers == ("a", "c")
    assert (found.alone.pairable, found.alone.same) == (10, 0.9)
    assert "(a, c) share levels on 10 criteria: 90% of the pairs are equal" in " ".join(map(str, in_words(found)))
    assert readers(small, {"a": VARIED, "c": apart}, a=OWN, c=OWN).alone is None


def test_a_page_says_first_how_far_coders_agree_on_levels_on_what_can_be_rated_and_who_read_what(small):
    told = [str(one) for one in first_words(readers(small, {"a": VARIED, "b": VARIED}, a=OWN, b=NOTES))]
    assert [words.split()[0] for words in told] == ["Before", "At", "On", "Coder"]


def test_low_alpha_at_high_agreement_is_explained(small):
    first = dict.fromkeys(MANY, "2")
    second = {**first, "c0": "3"}
    words = told(small, first, second, names=MANY)
    assert "90% of these pairs of levels are equal" in words
    assert "chance alone would produce almost as much agreement" in words


def test_from_which_share_on_codings_are_nearly_all_the_same_is_the_rubrics_choice(small):
    codings = [small.coding("a", dict.fromkeys(MANY, "2")), small.coding("b", {**dict.fromkeys(MANY, "2"), "c0": "3"})]
    found = agreement(small.assessment(*codings), small.rubric(MANY))
    strict = replace(found, choices=found.choices.model_copy(update={"common": 0.91}))
    said = ["chance alone would produce almost as much agreement" in " ".join(in_words(one)) for one in (found, strict)]
    assert said == [True, False], "90% of the pairs are equal"


def test_no_variation_is_told_as_undefined(small):
    assert "alpha is not defined" in told(small, {"work": "2", "courts": "2"}, {"work": "2", "courts": "2"})


def test_nothing_in_common_is_told(small):
    words = told(small, {"work": "2"}, {"courts": "2"})
    assert "there is nothing to compare" in words
    assert "a and b share no criterion with a level" in words


def test_gates_in_dispute_and_drafts_are_named(small):
    words = told(small, {"shelter": "2"}, {"shelter": "3"}, state="draft")
    assert "The coders do not agree on these safeguards: shelter." in words
    assert "Still drafts: a, b." in words


def test_a_gate_that_one_calls_not_applicable_and_the_other_leaves_out_is_no_difference(small):
    words = told(small, {"shelter": "not-applicable", "work": "2"}, {"work": "2"})
    assert "safeguards" not in words


def test_gates_on_which_all_have_agreed_since_are_told_as_that(small):
    codings = [small.coding("a", {"shelter": "2"}), small.coding("b", {"shelter": "3"})]
    row = AgreedRating(
        criterion_id="shelter", status="rated", level=2, rule="unanimous-gate", decided_by="lead", inputs="a:2;b:3"
    )

    def said(*agreed):
        found = agreement(small.assessment(*codings, agreed=agreed), small.rubric())
        return " ".join(in_words(found, str.upper))

    assert "The coders rated these safeguards differently and have agreed since: SHELTER." in said(row)
    assert "do not agree on these safeguards" not in said(row)
    for open_still in ((), (replace(row, inputs="a:2;b:2"),), (replace(row, status="disputed", level=None),)):
        assert "The coders do not agree on these safeguards: SHELTER." in said(*open_still)
        assert "agreed since" not in said(*open_still)


def test_alpha_is_never_rounded_over_a_threshold(small):
    choices = small.rubric().reconcile.agreement
    assert [str(alpha_number(n, choices)) for n in (0.796, 0.6669, 0.8, 0.25)] == ["0.796", "0.6669", "0.80", "0.25"]


def test_customary_limits_are_named_with_the_figure(small):
    first = {name: str(n % 5) for n, name in enumerate(MANY)}
    assert ": at or above 0.8, which is usually called reliable" in told(small, first, first, names=MANY)


@pytest.mark.parametrize(
    ("alpha", "said"),
    [
        (0.8, ": at or above 0.8"),
        (0.7999, ": between 0.667 and 0.8"),
        (0.667, ": between 0.667 and 0.8"),
        (0.6669, ": under 0.667"),
    ],
)
def test_alpha_that_just_meets_a_limit_has_reached_it(small, alpha, said):
    first = {name: str(n % 5) for n, name in enumerate(MANY)}
    codings = [small.coding(name, first) for name in "ab"]
    found = agreement(small.assessment(*codings), small.rubric(MANY))
    found = replace(found, levels=replace(found.levels, alpha=alpha))
    assert said in " ".join(in_words(found))


def test_three_coders_are_told_apart_by_the_mean_of_the_others(small):
    words = told(small, {"work": "1"}, {"work": "2"}, {"work": "3"})
    assert "Coder a gives 1.50 levels less than the others on average, over 1 criterion." in words


FIRST = {name: str(n % 5) for n, name in enumerate(MANY)}
TWO_OF_MANY = {**dict.fromkeys(MANY, "2"), "c0": "3"}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (({"schools": "2", "work": "3"}, {"schools": "2", "work": "4"}), DEFAULT),
        (({"work": "3"}, {"work": "3"}), DEFAULT),
        ((dict.fromkeys(MANY, "2"), TWO_OF_MANY), MANY),
        ((dict.fromkeys(MANY, "2"), {**dict.fromkeys(MANY, "2"), "c0": "not-applicable"}), MANY),
        (({"work": "2"}, {"courts": "2"}), DEFAULT),
        (({"shelter": "2"}, {"shelter": "3"}), DEFAULT),
        ((FIRST, FIRST), MANY),
        ((FIRST, {**FIRST, "c0": "1", "c3": "1", "c4": "3"}), MANY),
        (({"work": "1"}, {"work": "2"}, {"work": "3"}, {"courts": "2"}), DEFAULT),
    ],
)
def test_every_sentence_can_be_said_in_another_language_whole(small, said, names):
    codings = [small.coding(name, ratings, state="draft") for name, ratings in zip("abcd", said, strict=False)]
    words = in_words(agreement(small.assessment(*codings), small.rubric(names)))
    assert words
    for sentence in words:
        assert isinstance(sentence, Spoken)
        assert {*unsaid(sentence).split()} <= {*"abcd", "shelter"}, sentence


def figure(**more):
    return AgreementFigure(
        **{"pairable": 10, "same": 0.9, "alpha": 0.1, "low": 0.0, "high": 0.2, "commonest": 0.9, **more}
    )


def said_of(small, *, levels=None, statuses=None, pairs=()):
    calm = figure(alpha=0.95, low=0.9, high=1.0)
    choices = small.rubric().reconcile.agreement
    found = Agreement("P", "small", ("a", "b"), (), levels or calm, statuses or calm, calm, 0, pairs, (), (), choices)
    return " ".join(in_words(found))


@pytest.mark.parametrize("kind", ["levels", "statuses"])
@pytest.mark.parametrize(
    ("more", "explained"),
    [
        ({}, True),
        ({"same": 0.7, "alpha": 0.69, "commonest": 0.7}, True),
        ({"same": 0.69}, False),
        ({"alpha": 0.7}, False),
        ({"commonest": 0.69}, False),
        ({"alpha": None}, False),
        ({"commonest": None}, False),
    ],
)
def test_a_low_alpha_is_explained_where_most_is_equal_and_nearly_all_is_one_answer(small, kind, more, explained):
    words = said_of(small, **{kind: figure(**more)})
    assert (f"Alpha is low here because nearly all {kind}" in words) is explained
    if explained:
        share = f"{figure(**more).commonest:.0%}"
        assert f"nearly all {kind} ({share}) are the same" in words


def test_statuses_without_a_pair_or_all_alike_are_told_so(small):
    assert "No status can be compared." in said_of(small, statuses=figure(same=None))
    assert "nominal alpha not defined, because all are the same." in said_of(small, statuses=figure(alpha=None))
    assert "over 1 criterion that somebody assessed; nominal alpha 0.95." in said_of(
        small, statuses=figure(pairable=1, alpha=0.95)
    )


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (0.004, "On average a and b give the same levels."),
        (-0.004, "On average a and b give the same levels."),
        (0.005, "b gives 0.01 levels more than coder a on average"),
        (-0.5, "a gives 0.50 levels more than coder b on average, over 1 criterion."),
    ],
)
def test_a_difference_is_of_whoever_lies_higher(small, apart, words):
    assert words in said_of(small, pairs=(Pair("a", "b", 1, 0.5, 1.0, 0.5, apart),))
