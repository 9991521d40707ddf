"""A plan read against instruments: the worst criterion decides, and only floors count."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.against import AgainstRow
from evaluator.read.table import parse_table, write_table
from evaluator.scoring.against import against_rows, reading_against
from tests.scoring.small import card_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
ALL = [c.id for c in RUBRIC.criteria]


def read(ratings):
    return reading_against(card_of(RUBRIC, ratings), LIBRARY.instruments, LIBRARY.standards)


def article(ratings, standard_id):
    found = [a for one in read(ratings).instruments for a in one.articles if a.standard.standard_id == standard_id]
    return found[0]


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        (4, "met"), (3, "met"), (2, "partly"), (1, "not"), (0, "not"),
        ("contrary", "not"), ("silent", "not"), ("?", "not-assessed"), ("!", "not-assessed"), ("-", "not-applicable"),
    ],
)  # fmt: skip
def test_a_provision_with_one_criterion_follows_it(rating, verdict):
    assert article({"witness-protection": rating}, "cets197-28").verdict == verdict


def test_the_worst_of_several_criteria_decides():
    found = article(
        {"border-identification": 3, "raid-safeguards": 2, "early-identification-referral": 4}, "cets197-10-1"
    )
    assert (found.verdict, found.deciding) == ("partly", ("raid-safeguards",))
    assert [c.criterion_id for c in found.criteria] == [
        "border-identification", "raid-safeguards", "early-identification-referral",
    ]  # fmt: skip


def test_one_failure_decides_whatever_is_open():
    found = article({"border-identification": 0}, "cets197-10-1")
    assert (found.verdict, found.at_best) == ("not", "not")


def test_what_is_open_keeps_the_rest_from_deciding():
    found = article({"border-identification": 2, "raid-safeguards": 3}, "cets197-10-1")
    assert (found.verdict, found.at_best) == ("not-assessed", "partly")


def test_a_provision_that_is_context_only_is_not_covered_and_says_who_touches_it():
    found = article(dict.fromkeys(ALL, 4), "cets197-14-1b")
    assert (found.verdict, found.criteria) == ("not-covered", ())
    assert [c.criterion_id for c in found.touched] == ["residence-not-tied-to-testimony"]


def test_the_choice_of_article_14_is_noted():
    found = article({"residence-not-tied-to-testimony": 1}, "cets197-14-1a")
    assert found.verdict == "not"
    assert "lets a party choose" in found.note


def test_soft_principles_are_nobodys_floor():
    counts = read(dict.fromkeys(ALL, 4)).instrument("ohchr").counts()
    assert counts["not-covered"] == sum(counts.values()) == 28


def test_every_provision_of_the_instruments_is_read_once_in_the_order_of_the_index():
    keys = {key for one in LIBRARY.instruments.instruments for key in one.keys}
    wanted = [s.standard_id for s in LIBRARY.standards.values() if s.instrument_key in keys]
    found = [row.standard_id for row in against_rows(read({}))]
    assert sorted(found) == sorted(wanted)
    assert found == sorted(found, key=lambda name: (order_of(name), wanted.index(name)))


def order_of(standard_id):
    key = LIBRARY.standards[standard_id].instrument_key
    return [key in one.keys for one in LIBRARY.instruments.instruments].index(True)


def test_the_table_reads_back_as_it_was_written(tmp_path):
    rows = against_rows(read({"witness-protection": 2, "compensation-access": "contrary"}))
    problems = []
    table = parse_table(tmp_path / "against.csv", write_table(rows, AgainstRow), AgainstRow, problems=problems)
    assert (problems, table.rows) == ([], rows)


def test_an_instrument_that_was_not_read_is_an_error():
    with pytest.raises(KeyError):
        read({}).instrument("cedaw")
