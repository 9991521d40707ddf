"""Texts beside a rubric; their faults have their files in tests/bad."""

from __future__ import annotations

from pathlib import Path

from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric

BAD = Path(__file__).resolve().parents[1] / "bad"


def test_texts_are_read_and_a_key_that_translates_nothing_is_a_warning(sound):
    notes = []
    folder = Layers((BAD / "lang-unknown-key" / "rubrics" / "small", sound / "rubrics" / "small"))
    rubric = read_rubric(folder, notes=notes)
    assert rubric.title("rights", "fr") == "Droits"
    assert [note.severity for note in notes if "translates nothing" in note.found] == ["warning", "warning"]


def test_words_of_the_score_sheets_are_no_strangers(sound, tmp_path):
    (tmp_path / "lang").mkdir()
    (tmp_path / "lang" / "fr.yaml").write_text("sheet.start: Début\nchoice.silent: muet\nflag.reason: raison\n")
    notes = []
    read_rubric(Layers((tmp_path, sound / "rubrics" / "small")), notes=notes)
    assert [note for note in notes if "translates nothing" in note.found] == []
