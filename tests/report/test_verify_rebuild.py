"""A report is scored and printed again as it was: same rubric, weighting, coder, language."""

from __future__ import annotations

import json

import pytest

from evaluator.errors import InvalidInputError
from evaluator.pipeline import evaluate
from evaluator.report import verify_rebuild
from evaluator.report.attach import carried_files
from evaluator.report.result import result_json
from evaluator.report.verify_open import Held, HeldFile
from evaluator.report.verify_rebuild import rebuild


@pytest.fixture(autouse=True)
def _unprinted(monkeypatch):
    """Print a word that says what would be printed; printing is tested with the whole."""
    monkeypatch.setattr(verify_rebuild, "country_pdf", lambda _, card, lang: f"{card.weighting.id} {lang}".encode())


def _held(library, card, lang: str = "en") -> Held:
    files = tuple(HeldFile(file.name, file.content, file.sha256) for file in carried_files(library, card, lang))
    return Held("x.pdf", b"", files, lang, "", "")


@pytest.mark.parametrize("weighting", ["equal", "us-tip"])
def test_the_same_weighting_gives_the_same_result(library, rubric, weighting):
    card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric, weighting)
    held = _held(library, card)
    again = rebuild(held, json.loads(held.file("result.json").content), library)
    assert again.result == result_json(card)
    assert again.pdf == f"{weighting} en".encode()
    assert again.coder == ""


def test_one_coder_s_report_is_known_by_its_result(library, rubric):
    card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric, assessor="b")
    held = _held(library, card)
    again = rebuild(held, json.loads(held.file("result.json").content), library)
    assert again.coder == "b"
    assert again.result == result_json(card)


@pytest.mark.parametrize("key", ["plan", "rubric", "weighting"])
def test_a_result_that_names_what_is_not_carried_cannot_be_rebuilt(library, albania, key):
    held = _held(library, albania)
    result = {**json.loads(held.file("result.json").content), key: {"id": "other"} if key == "rubric" else "XXO-other"}
    with pytest.raises(InvalidInputError, match=r"^x\.pdf: files from which nothing can be rebuilt: no"):
        rebuild(held, result, library)
