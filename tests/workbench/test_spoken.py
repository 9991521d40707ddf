"""The languages of the screens."""

from __future__ import annotations

from evaluator.model.words import say
from evaluator.workbench.spoken import spoken, templates


def test_a_text_of_the_workbench_is_said_in_both_letters_of_serbian_from_one_catalogue():
    text = say("There is nothing to undo.")
    assert [spoken(lang).said(text) for lang in ("en", "sr-Cyrl", "sr-Latn")] == [
        "There is nothing to undo.",
        "Нема шта да се поништи.",
        "Nema šta da se poništi.",
    ]


def test_a_catalogue_is_read_once():
    assert spoken("sr-Latn") is spoken("sr-Latn")


def test_the_screens_are_the_shipped_ones(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    assert tmp_path / "templates" not in templates().folders
