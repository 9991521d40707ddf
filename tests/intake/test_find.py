"""Finding passages: both scripts, inflected words, marks, and that nothing is made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.intake.find import Index, SearchText, find, is_alike, passages_of, terms_of
from evaluator.library import Library
from evaluator.model.intake import Wording
from evaluator.plans.fold import tokens


def _passages(*texts):
    return [SearchText("measure", f"M{at}", "S1", f"row {at}", text) for at, text in enumerate(texts, start=1)]


PLAN = _passages(
    "Отварање две нове сигурне куће за жене",
    "Обука инспектора рада за препознавање принудног рада",
    "Izmeniti zakon radi naknađivanja štete žrtvama iz fonda",
    "Cooperation with neighbouring states",
)


@pytest.mark.parametrize(
    ("term", "first"), [("sigurna kuća", "M1"), ("inspektor rada", "M2"), ("накнада штете", "M3"), ("state", "M4")]
)
def test_a_word_is_found_in_another_form_and_in_the_other_script(term, first):
    assert find(PLAN, [term])[0].passage.id == first


def test_a_hit_says_what_matched():
    hit = find(PLAN, ["sigurna kuća", "shelter"])[0]
    assert hit.marked() == "Отварање две нове [сигурне] куће за жене"
    assert hit.terms == ("sigurna kuća",)
    assert hit.rank == 1


def test_a_long_text_is_cut_around_the_first_match():
    hit = find(_passages("word " * 100 + "shelter " + "word " * 100), ["shelter"])[0]
    shown = hit.marked(60)
    assert shown.startswith("...")
    assert shown.endswith("...")
    assert "[shelter]" in shown


def test_nothing_that_matches_is_no_hit_and_the_most_are_kept():
    assert find(PLAN, ["xyz"]) == []
    assert find([], ["xyz"]) == []
    assert len(find(_passages(*["shelter"] * 5), ["shelter"], most=3)) == 3
    assert [hit.passage.id for hit in find(_passages(*["shelter"] * 3), ["shelter"])] == ["M1", "M2", "M3"]


def test_scores_are_those_of_bm25_worked_by_hand():
    scores = Index(["fund", "fund fund", "other"]).scores(["fund"])
    weight = np.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    short, long = (1.2 * (0.25 + 0.75 * length / 2) for length in (1, 2))
    lengths = [1, 2, 3]  # `other` is a word and two pieces
    assert [len(tokens(text)) for text in ("fund", "fund fund", "other")] == lengths
    assert scores == pytest.approx([weight * 2.2 / (1 + short), weight * 2 * 2.2 / (2 + long), 0.0])


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=20))
def test_scores_are_never_negative_and_a_term_twice_counts_once(texts, term):
    index = Index(texts)
    scores = index.scores([term])
    assert (scores >= 0).all()
    assert (scores == index.scores([term, term])).all()


def test_words_are_alike_by_their_pieces():
    assert is_alike("identifikacije", "identifikacija")
    assert not is_alike("rad", "rada")
    assert not is_alike("prevention", "protection")


def test_passages_are_rows_indicators_notes_and_wordings_that_are_not_there_yet():
    library = Library.open()
    assessment = library.assessment("ALB-2005-2007")
    row = assessment.measures[2]
    same = Wording("W1", row.measure_id, "activity", "", row.text, 3)
    other = Wording("W2", row.measure_id, "time", "", "në vazhdim", 3)
    gone = Wording("W3", "R999", "time", "", "somewhere", 3)
    head = Wording("W4", "", "head", "", "Aktiviteti")
    passages = passages_of(assessment, [same, other, gone, head])
    assert len(passages) == len(assessment.measures) + len(assessment.indicators) + len(assessment.evidence) + 1
    assert passages[-1] == SearchText("wording", row.measure_id, row.source_id, "p. 3", "në vazhdim")


def test_terms_are_those_of_every_language_once():
    criterion = next(c for c in Library.open().rubric().criteria if c.id == "all-victims-non-discrimination")
    terms = terms_of(criterion)
    assert {"men", "djem", "muškarci", "bărbați"} <= set(terms)
    assert len(terms) == len(set(terms))


def test_texts_are_made_ready_once_for_all_questions_that_are_put_to_them(monkeypatch):
    made = []
    monkeypatch.setattr("evaluator.intake.find.Index", lambda texts: made.append(texts) or Index(texts))
    passages = [SearchText("measure", "M1", "", "", "Opening of a shelter never opened before")]
    assert [find(passages, [term])[0].terms for term in ("shelter", "opening")] == [("shelter",), ("opening",)]
    assert len(made) == 1
