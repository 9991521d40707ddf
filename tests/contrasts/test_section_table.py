"""Every row of ranks says which plans are ranked."""

from __future__ import annotations

import dataclasses

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.study import VerdictRow
from tests.contrasts.synthetic import three_plans, toy_rubric


def test_the_word_tells_ranks_by_coverage_from_ranks_on_request():
    for rank_all, word in ((False, "covered"), (True, "all")):
        found = findings_of(
            contrast(three_plans(), toy_rubric(), rank_all=rank_all), ContrastOptions(sections=("scores",))
        )
        assert found.study.ranking_word == word


def test_the_column_says_what_its_words_mean():
    (field,) = [field for field in dataclasses.fields(VerdictRow) if field.name == "ranking"]
    assert "`covered`" in str(field.metadata)
    assert "`all`" in str(field.metadata)
