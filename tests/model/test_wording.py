"""Sentences in other words, with the sentences inside them."""

from __future__ import annotations

from evaluator.model.wording import PLAIN, Wording, worded, worded_n
from evaluator.model.words import Figure, say, say_n, series

WORDS = Wording(
    (
        ("Grade %(grade)s.", worded("It is %(grade)s.")),
        ("%(number)s gets %(grade)s", worded_n("%(number)s is %(grade)s", "%(number)s are %(grade)s")),
        ("%(number)s gives it", worded("whoever gives it")),
    )
)


def test_a_sentence_keeps_its_arguments_in_other_words():
    assert WORDS.reworded(say("Grade %(grade)s.", grade="high")) == "It is high."
    assert WORDS.reworded(say_n("%(number)s gets %(grade)s", "%(number)s get %(grade)s", 2, grade="low")) == "2 are low"
    assert WORDS.reworded(say_n("%(number)s gets %(grade)s", "%(number)s get %(grade)s", 1, grade="low")) == "1 is low"


def test_one_form_may_stand_for_two():
    assert WORDS.forms("%(number)s gives it", "%(number)s give it") == ("whoever gives it", "whoever gives it")


def test_sentences_inside_a_series_and_inside_a_sentence_are_reworded_too():
    inside = series("; ", ["as data", say("Grade %(grade)s.", grade="high")])
    assert WORDS.reworded(say("So: %(all)s", all=inside)) == "So: as data; It is high."


def test_what_is_no_sentence_of_the_program_stays():
    assert [WORDS.reworded(one) for one in ("Grade A.", Figure(0.5, ".2f"), None)] == [
        "Grade A.",
        Figure(0.5, ".2f"),
        None,
    ]


def test_without_words_nothing_changes():
    told = say("Grade %(grade)s.", grade="A")
    assert PLAIN.reworded(told) == told
    assert PLAIN.forms("one", "many") == ("one", "many")
