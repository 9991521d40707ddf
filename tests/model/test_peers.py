from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.peers import PeersFile

PEER = {"plan": "MKD-2021-2025", "names": {"en": "North Macedonia"}, "footnote": {}, "groups": {}}
SCORE = {"score": 0.4, "coverage": 0.7}


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
