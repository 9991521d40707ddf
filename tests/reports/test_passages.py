"""Whose language a passage is in."""

from types import SimpleNamespace

from evaluator.model.assessment import coders_language
from evaluator.model.words import Foreign, say
from evaluator.reports.sections.passages import own_words


def _written_by(*languages):
    return SimpleNamespace(codings=[SimpleNamespace(header=SimpleNamespace(lang=lang)) for lang in languages])


def test_coders_who_write_in_one_language_give_it_to_their_words():
    assert coders_language(_written_by("en", "en")) == "en"


def test_coders_of_several_languages_or_none_leave_it_open():
    assert coders_language(_written_by("en", "sr")) == ""
    assert coders_language(_written_by()) == ""


def test_the_coders_words_are_marked_and_the_programs_are_not():
    assert isinstance(own_words("Not seen.", "en", "sr-Latn"), Foreign)
    assert not isinstance(own_words(say("3 of 4 measures"), "en", "sr-Latn"), Foreign)
    assert not isinstance(own_words("Not seen.", "en", "en"), Foreign)
