"""Patterns of data about individuals, and what is no such thing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.country import PersonException
from evaluator.read.checks.personal import PERSONAL, _faults_in_text, _is_clean, _Watch
from evaluator.read.whole import check_library


def given_away(text: str) -> list[str]:
    return [what for what, pattern in PERSONAL.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("write to first.last+x@ministry.gov.al", "an e-mail address"),
        ("call +355 (42) 123-456", "a telephone number"),
        ("call 00355 42 123 456", "a telephone number"),
        ("Date of birth: 1 May", "a date of birth"),
        ("born on 1 May", "a date of birth"),
        ("passport no: AB123456", "a personal number"),
        ("citizen 2507988505123", "a personal number"),
        ("to XX82 1234 5678 9012 3456 78", "a bank account"),
        ("Mr. Someone", "the name of a person"),
        ("Ms Ëlla Someone", "the name of a person"),
        ("A.B. (17) said", "the initials and age of a person"),
        ("A. B., aged 17", "the initials and age of a person"),
    ],
)
def test_data_about_individuals_is_seen(text, what):
    assert given_away(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "Minister of the Interior",
        "the plan of 2005-2007, pages 85; 87-90",
        "237 victims, 2,700 others, 13,000 interviews",
        "CETS 197 art. 12(6); Directive 2011/36/EU",
        "children born in 2005",
        "1.234.567,89 and 15300000 ALL",
        "3ef92e7825c0c909f05526d3dad72368d943af96c8f9188727670ffd099f5f33",
        "Decision 171, 2005-02-11",
        "personal documents are returned",
        "e.g. U.S. 22 USC 7106(b)(1)",
        "passport offices",
    ],
)
def test_the_matter_of_plans_is_no_data_about_individuals(text):
    assert given_away(text) == []


def test_an_exception_holds_in_its_file_and_for_its_words_alone():
    row = PersonException("X1", "sources.csv", "the Ombudsman, Mr Someone Known", "Ombudsman", "author", "lead", "2021")
    watch = _Watch([Path("c")], [row])
    assert list(watch.finds(Path("c/sources.csv"), "by the Ombudsman, Mr Someone Known")) == []
    assert list(watch.finds(Path("c/sources.csv"), "by Mr Someone Known")) != []
    assert list(watch.finds(Path("c/facts.csv"), "by the Ombudsman, Mr Someone Known")) != []
    assert [
        m.group() for _, m in watch.finds(Path("c/sources.csv"), "the Ombudsman, Mr Someone Known, and Mrs Other")
    ] == ["Mrs Other"]


def test_an_exception_reaches_no_file_outside_its_country(own, over_alone):
    path = own / "countries" / "XXS" / "exceptions.csv"
    text = path.read_text(encoding="utf-8").replace("X1,sources.csv", "X1,../../countries/variables.csv")
    path.write_text(text.replace("Mr Example Holder", "persons"), encoding="utf-8")
    found = {p.found for p in check_library(over_alone(own)) if p.severity == "fault"}
    assert "no file '../../countries/variables.csv'" in found


LONG = 100_000  # of what is tried again from each place inside, minutes


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "a@", "a@a", "@", ".", "a@1.", "+1 ", "00 ", "(00", "0", "1a", "passport no", "passport no ", " ", ":",
     "passport number:a1", "AA11 AAAA ", "AA11", "A.B.", "A. ", "Mr Aa ", "Dr. ", "Éa", "_-", "born on", "id no1 "],
)  # fmt: skip
def test_a_long_text_of_anything_is_searched_in_a_moment(piece):
    text = piece * (LONG // len(piece))
    for pattern in PERSONAL.values():
        began = time.process_time()
        sum(1 for _ in pattern.finditer(text))
        assert time.process_time() - began < 0.3


@pytest.mark.parametrize(("start", "run", "end"), [("passport no", " ", "x"), ("a@", "b", "!"), ("+1", " ", "x"),
                                                   ("a@b", ".1", "!"), ("id card number ", "a1", "!")])  # fmt: skip
def test_a_long_run_after_a_beginning_is_searched_once(start, run, end):
    text = start + run * (LONG // len(run)) + end
    for pattern in PERSONAL.values():
        began = time.process_time()
        pattern.search(text)
        assert time.process_time() - began < 0.3


def test_many_addresses_in_a_narrative_are_told_a_line_each_and_soon(tmp_path):
    path = tmp_path / "en.md"
    path.write_text("a@b.cd " * 20_000 + "\n" + "x\na@b.cd\n" * 2_000, encoding="utf-8")
    began = time.process_time()
    problems = _faults_in_text(_Watch((tmp_path,), ()), path)
    assert (len(problems), problems[0].line, problems[1].line) == (2_001, 1, 3)
    assert time.process_time() - began < 1


PIECES = st.sampled_from(
    ["Mr Who", "a@b.al", "+355 44 123 4567", "Born ON", "D.O.B.", "date of birth", "1234567890123", "passport number",
     "12345", "AL12", "3456 7890 1234", "J. S.", ", aged 9", "x", " ", "(", "-"]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=4).map("".join), max_size=5))
def test_texts_are_clean_together_only_if_each_is_clean_alone(texts):
    dirty = [text for text in texts if given_away(text)]
    assert not dirty or not _is_clean(texts)
    assert all(_is_clean([text]) == (text not in dirty) for text in texts)
