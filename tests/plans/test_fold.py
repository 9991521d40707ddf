"""Words of two scripts in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.script import serbian_latin
from evaluator.plans.fold import find_phrase, folded, words_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ђорђе Ђурђевић", "djordje djurdjevic"),
        ("Đorđe Đurđević", "djordje djurdjevic"),
        ("Финансиски ЌЕ Ѓ", "finansiski kje gj"),
        ("Източник, съд", "iztocnik, sad"),
        ("Straße", "strasse"),
        ("ﬁnanțare", "finantare"),
    ],
)
def test_folding(text, plain):
    assert folded(text) == plain


@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџш "))
def test_both_scripts_of_serbian_fold_alike(text):
    assert folded(text) == folded(serbian_latin(text))


def test_a_phrase_is_found_by_the_beginnings_of_its_words():
    assert find_phrase(words_of("Носиоци активности"), words_of("nosioc")) == 0
    assert find_phrase(words_of("Means of verification"), words_of("verification")) == 2
    assert find_phrase(words_of("Means"), words_of("means of")) is None
    assert find_phrase(["a", "nr"], ["nr"]) == 1
    assert find_phrase(["nrx"], ["nr"]) is None
