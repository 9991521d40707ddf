"""Whose language a passage is in."""

from __future__ import annotations

from types import SimpleNamespace

from evaluator.model.assessment import coders_language
from evaluator.model.sentence import Foreign, say
from evaluator.reports.page_language import PageLanguage


def _written_by(*languages):
    return SimpleNamespace(codings=[SimpleNamespace(header=SimpleNamespace(lang=lang)) for lang in languages])


def _words(reader):
    return PageLanguage(reader, "en", None)


def test_coders_who_write_in_one_language_give_it_to_their_words():
    assert coders_language(_written_by("en", "en")) == "en"


def test_coders_of_several_languages_or_none_leave_it_open():
    assert coders_language(_written_by("en", "sr")) == ""
    assert coders_language(_written_by()) == ""


def test_the_coders_words_are_marked_and_the_programs_are_not():
    assert isinstance(_words("sr-Latn").own("Not seen."), Foreign)
    assert not isinstance(_words("sr-Latn").own(say("3 of 4 measures")), Foreign)
    assert not isinstance(_words("en").own("Not seen."), Foreign)
