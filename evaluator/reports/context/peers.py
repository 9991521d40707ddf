"""Scores of other countries, to which a country report compares its own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.scorecard import Peer, PeerScore, PeersFile, Scorecard
from evaluator.pipeline import evaluate
from evaluator.read.text.shape import load

PEERS = "countries/peers.json"
MOST = 24  # countries: a row has no room for more names, and scoring more would delay the report


def peers_of(library: Library, card: Scorecard) -> tuple[Peer, ...]:
    """Return every other country's newest plan that shares a year with this one, under the same rubric and weighting.

    A report that is rebuilt from its files uses the scores that it carries. There are no peers for a
    scorecard of one coder, or in a library of more than `MOST` countries. Plans with draft ratings or
    faulty files are left out; their own country's report shows the fault.

    Raises
    ------
    InvalidInputError
        The file of scores that a report carries does not fit its schema.
    """
    if library.is_carried:
        return _carried(library)
    if card.assessor or len(library.country_codes) > MOST:
        return ()
    known = set(library.country_codes)
    plans = [plan for plan in library.plans_beside(card.assessment.plan, card.rubric.id) if plan[:3] in known]
    found = (_scored(library, plan, card) for plan in plans)
    return tuple(peer for peer in found if peer is not None and peer.groups)


def _scored(library: Library, plan_id: str, card: Scorecard) -> Peer | None:
    try:
        other = evaluate(library.assessment(plan_id, card.rubric), card.rubric, card.weighting)
    except InvalidInputError:
        return None
    if other.is_draft:
        return None
    country, groups = other.assessment.country, dict[str, PeerScore]()
    for group in card.rubric.paradigms:
        node = other.group(group)
        if node.score is not None and node.coverage is not None:
            low, high = 0.0 if node.low is None else node.low, 1.0 if node.high is None else node.high
            groups[group] = PeerScore(score=node.score, coverage=node.coverage, low=low, high=high)
    years, footnote = other.assessment.plan.years, country.footnote or {}
    return Peer(plan=plan_id, years=years, names=country.names, footnote=footnote, groups=groups)


def _carried(library: Library) -> tuple[Peer, ...]:
    path = library.layers.file(PEERS)
    if path is None:
        return ()
    problems: list[Problem] = []
    held, _ = load(PeersFile, path, problems)
    if held is None:
        raise InvalidInputError(problems)
    return held.peers


def peers_file(peers: Sequence[Peer]) -> bytes:
    """Return the JSON file in which a report carries other countries' scores."""
    content = PeersFile(peers=tuple(peers)).model_dump(mode="json")
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
