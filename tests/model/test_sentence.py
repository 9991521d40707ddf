"""Sentences that can be said again, and passages in a language of their own."""

import copy
import pickle

import pytest

from evaluator.model.sentence import Figure, Foreign, Sentence, Series, Spoken, foreign, in_words, say, say_n, series


class Loud:
    """A voice that shouts, counts in three forms, and prints a comma."""

    def gettext(self, message):
        return message.upper().replace("%(PLAN)S", "%(plan)s").replace("%(SHARE)S", "%(share)s")

    def ngettext(self, one, many, number):
        return {1: "one of %(number)s", 2: "two of %(number)s"}.get(number, "many, %(number)s")

    def figure(self, figure):
        return str(figure).replace(".", ",")

    def band(self, text):
        return text

    def foreign(self, text):
        return f"<{text.lang}: {text}>"


def test_in_english_a_sentence_is_the_text_it_says():
    said = say("%(plan)s keeps %(share)s%%.", plan="A", share=Figure(2.5, ".2f"))
    assert said == "A keeps 2.50%."
    assert isinstance(said, str)


def test_a_text_in_another_language_inside_a_sentence_is_left_to_the_voice():
    said = say("%(plan)s now", plan=foreign("Schutz", "de", "en"))
    assert said == "Schutz now"
    assert said.said(Loud()) == "<de: Schutz> NOW"


def test_another_voice_says_the_message_again_with_its_own_numbers():
    said = say("%(plan)s keeps %(share)s.", plan="a", share=Figure(0.256, ".1%"))
    assert said.said(Loud()) == "a KEEPS 25,6%."


def test_arguments_that_are_sentences_are_said_in_the_same_voice():
    inner = say("under %(share)s", share=Figure(0.5, ".1f"))
    assert say("so: %(plan)s", plan=inner).said(Loud()) == "SO: UNDER 0,5"


@pytest.mark.parametrize(
    ("number", "english", "loud"), [(1, "1 row", "one of 1"), (2, "2 rows", "two of 2"), (5, "5 rows", "many, 5")]
)
def test_the_number_chooses_the_form(number, english, loud):
    said = say_n("%(number)s row", "%(number)s rows", number)
    assert said == english
    assert said.said(Loud()) == loud


def test_a_series_says_each_of_its_parts():
    row = series("; ", [say("low"), "data", Figure(1.5, ".1f")])
    assert row == "low; data; 1.5"
    assert row.said(Loud()) == "LOW; data; 1,5"


def test_data_stay_as_they_are_in_any_voice():
    assert in_words("Albania", Loud()) == "Albania"
    assert in_words(3, Loud()) == "3"


def test_a_text_that_nobody_made_speakable_cannot_be_said():
    with pytest.raises(NotImplementedError):
        Spoken("x").said(Loud())


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])  # noqa: S301
def test_copies_remember_what_they_are(copied):
    assert copied(say("%(plan)s", plan=say("x"))).said(Loud()) == "X"
    assert isinstance(copied(series("; ", ["a"])), Series)
    assert copied(foreign("a", "en", "sr")).lang == "en"
    assert isinstance(copied(say("x")), Sentence)


def test_a_passage_in_the_language_of_its_page_is_plain():
    assert not isinstance(foreign("a", "sr", "sr"), Foreign)
    assert not isinstance(foreign("a", "", "sr"), Foreign)
    assert not isinstance(foreign("", "en", "sr"), Foreign)


def test_a_foreign_passage_is_escaped_and_carries_its_language():
    assert foreign("<b>", 'x"', "sr").__html__() == '<span class="foreign" lang="x&quot;">&lt;b&gt;</span>'
