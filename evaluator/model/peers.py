"""Scores of other countries by paradigm, as embedded in a report: the basis of its comparison."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from evaluator.model.base import PLAN_ID, Finite, Shape, Share, Texts


class PeerScore(Shape):
    """One country's score in one group, and the assessed share of the group's weight."""

    score: Finite
    coverage: Share


class Peer(Shape):
    """Another country's newest plan under the rubric and weighting of the report, with its scores by group."""

    plan: Annotated[str, Field(pattern=f"^{PLAN_ID.pattern}$")]
    names: Texts
    footnote: Texts
    groups: dict[str, PeerScore]


class PeersFile(Shape):
    """The content of `countries/peers.json` inside a report's PDF."""

    peers: tuple[Peer, ...]
