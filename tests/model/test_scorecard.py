"""A scorecard gives its parts by name and its criteria as a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from evaluator import evaluate
from evaluator.library import Library
from evaluator.model.scorecard import PeersFile
from evaluator.read.layers import Layers

SOUND = Path(__file__).resolve().parents[1] / "data" / "sound"
PEER = {"plan": "MKD-2021-2025", "names": {"en": "North Macedonia"}, "footnote": {}, "groups": {}}
SCORE = {"score": 0.4, "coverage": 0.7}


@pytest.fixture(scope="module")
def card():
    library = Library(Layers((SOUND,)))
    rubric = library.rubric("small")
    return evaluate(library.assessment("XXS", rubric), rubric, "equal")


def test_parts_are_found_by_name(card):
    assert card.criterion("jobs").outcome.status == "silent"
    assert card.node("economy").node_id == "economy"


@pytest.mark.parametrize("part", ["criterion", "node"])
def test_a_part_that_is_not_there_is_a_key_error(card, part):
    with pytest.raises(KeyError):
        getattr(card, part)("nothing")


def test_the_frame_holds_a_row_for_each_criterion(card):
    frame = card.frame()
    assert list(frame["criterion_id"]) == [one.outcome.criterion_id for one in card.criteria]
    assert frame["contribution"].sum() == pytest.approx(card.score, abs=1e-9)


def test_a_country_has_its_plan_names_and_scores_by_group():
    (peer,) = PeersFile.model_validate({"peers": [{**PEER, "groups": {"economic": SCORE}}]}).peers
    assert (peer.plan, peer.groups["economic"].score, peer.groups["economic"].coverage) == ("MKD-2021-2025", 0.4, 0.7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": "../../secret"},
        {"groups": {"economic": {"score": "0.4", "coverage": 0.7}}},
        {"groups": {"economic": {"score": float("nan"), "coverage": 0.7}}},
        {"groups": {"economic": {"score": 0.4, "coverage": 1.2}}},
        {"rank": 1},
    ],
)
def test_what_no_report_writes_is_refused(wrong):
    with pytest.raises(ValidationError):
        PeersFile.model_validate({"peers": [{**PEER, **wrong}]})
