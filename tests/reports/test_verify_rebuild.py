"""A report is scored and printed again as it was: same rubric, weighting, coder, language."""

from __future__ import annotations

import json

import pytest

from evaluator.contrasts.options import ContrastOptions
from evaluator.errors import InvalidInputError
from evaluator.extensions.verify import rebuild as verify_rebuild
from evaluator.extensions.verify.rebuild import rebuild
from evaluator.library import Library
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import carried_files, results_files
from evaluator.reports.carried.result import result_json
from evaluator.reports.context.several import context_of, contrasted
from evaluator.reports.contrast.report import contrast_files
from evaluator.reports.editions.open import Held, HeldFile
from evaluator.reports.region import order_of, region_name, region_view
from tests.as_if_whole import as_if_whole
from tests.lanes import one_in


@pytest.fixture(autouse=True)
def _unprinted(monkeypatch):
    """Print a word that says what would be printed; printing is tested with the whole."""
    monkeypatch.setattr(
        verify_rebuild, "country_pdf", lambda _, card, lang, earlier=None, **__: f"{card.weighting.id} {lang}".encode()
    )
    monkeypatch.setattr(verify_rebuild, "region_pdf", lambda _, cards, kind, lang, view: f"{kind} {lang}".encode())
    monkeypatch.setattr(
        verify_rebuild, "contrast_pdf", lambda _, made, lang, annex: f"{made.options.short} {lang}".encode()
    )


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


def test_a_report_is_printed_with_what_it_says_of_its_rubric_and_compared_by_what_it_carries(
    library, rubric, monkeypatch
):
    card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric)
    held, printed = _held(library, card), []
    said = json.loads(held.file("result.json").content)
    said["rubric"]["altered"] = {"changed": True, "weightings": ["iom"]}
    monkeypatch.setattr(
        verify_rebuild, "country_pdf", lambda _, card, *__, **___: bytes(printed.append(card.rubric) or 0)
    )
    again = rebuild(held, said, library)
    assert [one.yardstick for one in printed] == [Yardstick(is_changed=True, weightings=("iom",))]
    assert again.rubric.yardstick == NOTHING_ALTERED


@pytest.mark.parametrize("with_header", [True, False])
def test_own_ratings_of_a_shipped_plan_are_no_worked_example_there_either(with_header, rubric, tmp_path):
    as_if_whole(tmp_path)
    for header in tmp_path.rglob("plan.yaml") if not with_header else ():
        header.unlink()  # the ratings alone lie over the shipped plan
    own = Library.open(tmp_path)
    card = evaluate(own.assessment("ALB-2005-2007", rubric), rubric)
    assert not card.assessment.plan.worked_example
    held = _held(own, card)
    assert rebuild(held, json.loads(held.file("result.json").content), own).result == result_json(card)


@pytest.mark.parametrize("key", ["plan", "rubric", "weighting"])
def test_a_result_that_names_what_is_not_carried_cannot_be_rebuilt(library, albania, key):
    held = _held(library, albania)
    result = {**json.loads(held.file("result.json").content), key: {"id": "other"} if key == "rubric" else "XXO-other"}
    with pytest.raises(InvalidInputError, match=r"^x\.pdf: files from which nothing can be rebuilt: no"):
        rebuild(held, result, library)


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [evaluate(library.assessment("SRB-2017-2018", rubric), rubric), albania]


def _several(files, lang: str = "en") -> Held:
    return Held("x.pdf", b"", tuple(HeldFile(file.name, file.content, file.sha256) for file in files), lang, "", "")


def _again(held: Held, library, **changed: object):
    result = {**json.loads(held.file("result.json").content), **changed}
    return rebuild(held, result, library)


@pytest.mark.parametrize("kind", one_in(2, ["brief", "comparative"]))
def test_a_report_on_several_plans_is_made_again_in_its_order_and_language(library, cards, kind):
    order = order_of(region_view(cards, kind, "sr-Latn"))
    assert (order.kind, order.document, order.lang) == (kind, region_name(cards, kind, "sr-Latn"), "sr-Latn")
    again = _again(held := _several(results_files(library, cards, order)), library)
    assert again.result == held.file("result.json").content
    assert (again.pdf, again.tables) == (f"{kind} sr-Latn".encode(), b"")
    other = _again(held, library, plans=["ALB-2005-2007", "SRB-2017-2018"])
    assert other.result != again.result


@pytest.fixture(scope="module")
def made(library, rubric, cards):
    options = ContrastOptions(
        weightings=("equal", "us-tip"), shares=("human-rights=0.4",), sections=("scores", "blind-spot", "robustness"),
        ranks=False, draws=200, seed=5, rules=("human-rights>economic",),
    )  # fmt: skip
    plans = [card.assessment for card in cards]
    return contrasted(rubric, plans, options, context_of(library, options.sections))


def test_a_contrast_is_made_again_with_typed_shares_rules_draws_and_without_ranks(library, made):
    held = _several(contrast_files(library, made))
    again = _again(held, library)
    assert again.result == held.file("result.json").content
    assert again.tables == held.file("contrast.json").content
    assert again.pdf == f"{made.options.short} en".encode()


def test_a_contrast_of_one_coder_s_ratings_is_made_again(library, rubric, albania):
    options = ContrastOptions(weightings=("equal", "us-tip"), sections=("scores",))
    made = contrasted(rubric, [albania.assessment], options, context_of(library, options.sections), "b")
    again = _again(held := _several(contrast_files(library, made)), library)
    assert (again.coder, again.result) == ("b", held.file("result.json").content)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": "poem"}, r"^x\.pdf: result\.json: kind 'poem'"),
        ({"kind": None}, r"^x\.pdf: result\.json: kind ''"),
        ({"plans": "ALB-2005-2007"}, r"^x\.pdf: result\.json: 0 plans"),
        ({"plans": ["ALB-2005-2007"] * 6000}, r"^x\.pdf: result\.json: 6000 plans"),
        ({"plans": ["ALB-2005-2007"] * 2}, r"^x\.pdf: result\.json: given twice: ALB-2005-2007"),
        ({"plans": ["../../etc"]}, r"^x\.pdf: files from which nothing can be rebuilt"),
        ({"weighting": "other", "kind": "brief"}, r"^x\.pdf: files from which nothing can be rebuilt"),
        ({"assessor": "nobody"}, r"^x\.pdf: files from which nothing can be rebuilt"),
        ({"contrast": None}, r"^x\.pdf: result\.json: contrast"),
        ({"contrast": {"weightings": ["equal"], "draws": 10**12}}, r"^x\.pdf: result\.json: contrast: draws"),
        ({"contrast": {"weightings": ["equal"], "rules": ["a"]}}, r"^x\.pdf: result\.json: --constraint"),
        ({"contrast": {"weightings": ["equal"], "shares": ["human-rights=7"]}}, r"^x\.pdf: result\.json: --weight"),
        (
            {"contrast": {"weightings": ["equal"], "rules": ["human-rights>0.9", "migration>0.9"]}},
            r"^x\.pdf: result\.json: .*human-rights",
        ),
    ],
)
def test_a_result_that_no_report_has_is_refused_by_its_name(library, made, changed, told):
    with pytest.raises(InvalidInputError, match=told):
        _again(_several(contrast_files(library, made)), library, **changed)
