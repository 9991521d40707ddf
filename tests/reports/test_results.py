"""result.json of a report on several plans says how to make it again, and every file is carried once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evaluator.contrasts.options import whole_contrast
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import results_files
from evaluator.reports.carried.result import SEVERAL_SCHEMA, SeveralOrder, results_json


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [evaluate(library.assessment("SRB-2017-2018", rubric), rubric), albania]


def test_the_result_holds_kind_plans_in_order_rubric_weighting_language_and_coder(cards, rubric):
    result = json.loads(results_json(cards, SeveralOrder("brief", "x.brief", "sr-Latn")))
    assert (result["schema"], result["document"], result["kind"], result["lang"]) == (
        SEVERAL_SCHEMA, "x.brief", "brief", "sr-Latn",
    )  # fmt: skip
    assert result["plans"] == ["SRB-2017-2018", "ALB-2005-2007"] == [one["plan"] for one in result["results"]]
    assert result["rubric"]["sha256"] == rubric.sha256
    assert (result["weighting"], result["assessor"]) == ("equal", None)
    assert "contrast" not in result
    alone = [replace(card, assessor="b") for card in cards]
    assert json.loads(results_json(alone, SeveralOrder("brief", "x")))["assessor"] == "b"


def test_a_contrast_adds_what_was_asked(cards, rubric):
    asked = whole_contrast(rubric, rubric.weighting("equal"))
    result = json.loads(results_json(cards, SeveralOrder("contrast", "x", contrast=asked)))
    assert result["contrast"] == json.loads(asked.model_dump_json())


def test_all_files_are_carried_and_none_twice(library, cards):
    files = results_files(library, cards, SeveralOrder("brief", "x"))
    names = [file.name for file in files]
    assert names[0] == "result.json"
    assert len(names) == len(set(names))
    for plan in ("ALB-2005-2007", "SRB-2017-2018"):
        assert f"countries/{plan[:3]}/plans/{plan}/evidence.csv" in names
