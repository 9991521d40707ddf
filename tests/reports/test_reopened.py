"""An earlier edition is scored again from its own files, and what keeps its change from being split is said."""

from __future__ import annotations

import dataclasses
import json

import pytest

from evaluator.errors import InvalidInputError
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from evaluator.reports.editions.earlier import EarlierEdition, reopen
from tests.reports.editions import edition_of


@pytest.fixture(scope="module")
def earlier(library, albania) -> EarlierEdition:
    return edition_of(library, albania)


def altered(earlier: EarlierEdition, **changes) -> EarlierEdition:
    result = {**json.loads(earlier.result), **changes}
    return dataclasses.replace(earlier, result=json.dumps(result).encode())


def test_a_report_s_files_give_the_edition_again(earlier, albania, library):
    found = reopen(earlier, albania, library)
    assert found.lacking == ""
    assert found.edition.assessment.plan.id == "ALB-2005-2007"
    assert found.edition.rubric.sha256 == albania.rubric.sha256


def test_of_a_result_alone_there_is_no_edition(earlier, albania, library):
    found = reopen(dataclasses.replace(earlier, files={}), albania, library)
    assert (found.edition, found.lacking) == (None, "no-files")


def test_files_that_break_the_present_rules_are_no_edition(earlier, albania, library):
    files = {**earlier.files, "rubrics/four-paradigms/rubric.yaml": b"id: [\n"}
    found = reopen(dataclasses.replace(earlier, files=files), albania, library)
    assert (found.edition, found.lacking) == (None, "unreadable")


def test_an_edition_that_does_not_give_its_own_figures_is_not_split(earlier, albania, library):
    assert reopen(altered(earlier, score=0.5), albania, library).lacking == "not-reproduced"
    assert reopen(altered(earlier, score=None), albania, library).lacking == "not-reproduced"
    assert reopen(altered(earlier, criteria=[]), albania, library).lacking == "not-reproduced"


def test_one_coder_s_ratings_are_not_split(earlier, albania, library):
    assert reopen(altered(earlier, assessor="a"), albania, library).lacking == "one-coder"
    alone = evaluate(albania.assessment, albania.rubric, albania.weighting, assessor="a")
    assert reopen(earlier, alone, library).lacking == "one-coder"


def test_another_plan_and_another_rubric_are_refused_together(earlier, albania, library):
    other = json.loads(result_json(albania))
    other["plan"], other["rubric"]["id"] = "SRB-2017-2018", "first-look"
    with pytest.raises(InvalidInputError) as caught:
        reopen(dataclasses.replace(earlier, result=json.dumps(other).encode()), albania, library)
    told = str(caught.value)
    assert "a report on SRB-2017-2018; expected one on ALB-2005-2007" in told
    assert "the rubric first-look; expected four-paradigms" in told
