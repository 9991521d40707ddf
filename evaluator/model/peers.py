"""Scores of other countries by paradigm, as embedded in a report: the basis of its comparison."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from evaluator.model.base import PLAN_ID, Finite, Shape, Share, Texts


class PeerScore(Shape):
    """One country's score in one group with its range, and the assessed share of the group's weight.

    A report of a release that carried no ranges has the widest.
    """

    score: Finite
    coverage: Share
    low: Finite = 0.0
    high: Finite = 1.0


class Peer(Shape):
    """Another country's newest plan of the same years under the report's rubric and weighting, its scores by group.

    `years` are its first and its last year, which is `open` for a plan without an end; empty where a report of an
    earlier release carries it.
    """

    plan: Annotated[str, Field(pattern=f"^{PLAN_ID.pattern}$")]
    years: tuple[str, str] = ("", "")
    names: Texts
    footnote: Texts
    groups: dict[str, PeerScore]


class PeersFile(Shape):
    """The content of `countries/peers.json` inside a report's PDF."""

    peers: tuple[Peer, ...]
