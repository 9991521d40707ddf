"""Passages are compared without what typesetters and programs write in several ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.anchors.comparable import PageReading, comparable_text, fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("re-\nform", "reform"), ("re\u00adform", "reform"), ("second\ufffechance", "second-chance"), ("ﬃ", "ffi"),
        ("a\u00a0b", "a b"), ("é", "e\u0301"), ("„so“", '"so"'), ("it’s", "it's"), ("2022–2025", "2022-2025"),
    ],
)  # fmt: skip
def test_what_typesetters_change_compares_alike(one, other):
    assert comparable_text(one) == comparable_text(other)


def test_letters_digits_case_and_stops_stay():
    assert comparable_text("Art. 4(1), EUR 5") == "Art.4(1),EUR5"
    assert comparable_text("Жртва") != comparable_text("жртва")


@given(st.text(max_size=30))
def test_comparing_twice_changes_nothing(text):
    assert comparable_text(comparable_text(text)) == comparable_text(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_text_compares_piece_by_piece(one, other):
    assert comparable_text(one + other) == comparable_text(one) + comparable_text(other)


def test_the_words_around_are_whole_and_few():
    reading = PageReading.of("The inspectorate licenses agencies; nobody pays a fee for work in the country.")
    start = reading.text.index("nobody")
    assert reading.before(start) == "licenses agencies;"
    assert reading.after(start + len("nobody")) == "pays a fee for work in"
    assert PageReading.of("x" * 500 + " a").before(500) == "x" * 48
    assert (reading.before(0), reading.after(len(reading.text))) == ("", "")


def test_places_may_overlap_and_nothing_has_none():
    assert list(PageReading.of("a a a").places("aa")) == [0, 1]
    assert list(PageReading.of("a").places("")) == []


def test_a_fingerprint_is_sha256():
    assert fingerprint("").startswith("e3b0c44298fc1c14")
