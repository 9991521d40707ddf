from __future__ import annotations

from types import SimpleNamespace as Some

from evaluator.model.plan import MOST_QUOTED
from evaluator.reports.sections.criteria import PulledView, pulled_quotation


def reference(number, words):
    return Some(number=number, quote=Some(text=" ".join(["word"] * words)))


def criterion(used, *numbers):
    return Some(weights=Some(used=used), citations=numbers)


def test_the_quotation_behind_the_heaviest_rating_that_has_a_short_one_is_pulled_out():
    light, heavy, heaviest = criterion(1, 1), criterion(2, 2, 3), criterion(3, 4)
    references = [reference(1, 5), reference(2, 0), reference(3, MOST_QUOTED), reference(4, MOST_QUOTED + 1)]
    assert pulled_quotation(Some(rated=(light, heavy, heaviest)), references) == PulledView(heavy, references[2])


def test_of_ratings_that_weigh_alike_the_first_is_taken():
    one, other = criterion(1, 1), criterion(1, 2)
    references = [reference(1, 3), reference(2, 3)]
    assert pulled_quotation(Some(rated=(one, other)), references).criterion is one


def test_without_a_short_quotation_nothing_is_pulled_out():
    assert pulled_quotation(Some(rated=(criterion(1, 1, 2),)), [reference(1, 0)]) is None
    assert pulled_quotation(Some(rated=()), [reference(1, 5)]) is None
