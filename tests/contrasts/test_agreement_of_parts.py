"""No sentence on flips, attainable ranks or changes of places denies a rank printed in the same document."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import Library, contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.places import places
from evaluator.contrasts.tables.all import tables_of
from tests.as_if_whole import as_if_whole
from tests.contrasts.synthetic import CRITERIA, choices, toy_assessment, toy_rubric, weighting

FEW = choices().model_copy(update={"draws": 400})
SECTIONS = ("scores", "flips", "robustness", "levels")
THIRD = 1 / 3
VIEWS = {
    "equal": weighting("equal", {"migration": THIRD, "law-enforcement": THIRD, "human-rights": THIRD}, 0.1),
    "police": weighting("police", {"migration": 0.2, "law-enforcement": 0.8, "human-rights": 0.0}),
    "inside": weighting(
        "inside", {"migration": THIRD, "law-enforcement": THIRD, "human-rights": THIRD}, 0.1,
        overrides=[
            {"criterion": name, "times": 9.0, "origin": "modelled"} for name in CRITERIA if name.endswith("-1")
        ],
    ),
}  # fmt: skip


def _contradictions(found) -> list[str]:
    return [*_beyond(found), *_denied_flips(found), *_denied_crossings(found)]


def _beyond(found) -> list[str]:
    """Return the ranks, under weightings and in draws, that lie outside of the attainable ones."""
    study, drawn = found.study, found.robustness
    (table,) = [t for t in tables_of(found, SECTIONS) if t.name == "attainable-ranks"]
    ends = {(row.plan_id, row.end): row.rank for row in table.rows}
    ids = [one.plan_id for one in found.attainable]
    seen = {
        plan: [(int(rank) + 1, "draws") for rank in np.flatnonzero(drawn.reached[drawn.plan_ids.index(plan)])]
        for plan in ids
    }
    for view in study.weightings:
        own = [study.verdict(plan, view.id) for plan in ids]
        if ids and all(v.rankable for v in own):
            ranks = places(np.array([[v.score for v in own]], dtype=np.float64))[0]
            for plan, rank in zip(ids, ranks, strict=True):
                seen[plan].append((int(rank), view.id))
    return [
        f"{plan} has rank {rank} under {name}"
        for plan, ranks in seen.items()
        for rank, name in ranks
        if not ends[plan, "best"] <= rank <= ends[plan, "worst"]
    ]


def _denied_flips(found) -> list[str]:
    study, drawn, told = found.study, found.robustness, []
    for one in found.flips:
        pair = (one.winner, one.loser)
        ahead = {w.id for w in study.weightings if (study.lead(pair, w.id) or 0) > 0}
        ahead |= {way.after for way in found.ways for c in way.line.crossings if (c.behind, c.ahead) == pair}
        wins = drawn.wins[drawn.plan_ids.index(one.winner), drawn.plan_ids.index(one.loser)]
        if one.size is None and (ahead != set(one.despite) or wins > 0):
            told.append(f"{pair} never, but towards {ahead}, and in {wins} of the draws")
        if one.size is not None and not one.shifts and study.lead(pair, found.base.id) != 0:
            told.append(f"{pair} so already, though the loser is asked for as the one ahead")
    return told


def _denied_crossings(found) -> list[str]:
    study, told = found.study, []
    for way in found.ways:
        pairs = {tuple(sorted((c.ahead, c.behind))) for c in way.line.crossings}
        for pair in pairs:
            own = [c for c in way.line.crossings if {c.ahead, c.behind} == set(pair)]
            first = study.lead((own[0].ahead, own[0].behind), way.before)
            last = study.lead((own[-1].behind, own[-1].ahead), way.after)
            if first is None or last is None or first < 0 or last < 0:
                told.append(f"{pair} change places towards {way.after} against their ranks")
    told += [
        f"{j.one} and {j.other} stand otherwise on what they share"
        for way in found.ways
        for j in way.joint
        if j.before * study.lead((j.one, j.other), way.before) <= 0
    ]
    return told


def _plans(rng, missing):
    """Coarse levels tie often; some criteria are missing, some plans thin, a gate may be tripped."""
    plans = []
    for name in "ABCDE"[: int(rng.integers(2, 6))]:
        gone = missing if rng.random() < 0.7 else 0.6
        levels = {c: int(rng.integers(0, 5)) if rng.random() < 0.8 else 2 for c in CRITERIA if rng.random() >= gone}
        if rng.random() < 0.2:
            levels["human-rights.protection-1"] = "contrary"
        plans.append(toy_assessment(f"{name}AA-2010-2012", levels))
    return plans


@pytest.mark.parametrize("rank_all", [False, True])
@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("missing", [0.0, 0.15, 0.5])
def test_generated_contrasts_never_deny_themselves(missing, nested, rank_all):
    rng = np.random.default_rng(int(1000 * missing) + 2 * nested + rank_all)
    rubric = toy_rubric(contrast=FEW, weightings=VIEWS)
    for _ in range(3):
        study = contrast(_plans(rng, missing), rubric, rank_all=rank_all)
        found = findings_of(study, ContrastOptions(sections=SECTIONS, nested=nested))
        if found.robustness is not None:
            assert _contradictions(found) == []


@pytest.mark.parametrize("rank_all", [False, True])
def test_shipped_contrasts_never_deny_themselves(rank_all, tmp_path):
    library = Library.open(as_if_whole(tmp_path))
    rubric = library.rubric()
    plans = [library.assessment(name, rubric) for name in ("ALB", "AUS", "MNE", "ROU", "SRB", "USA")]
    study = contrast(plans, rubric, rank_all=rank_all)
    found = findings_of(study, ContrastOptions(sections=SECTIONS, draws=500))
    if rank_all:  # a role is lacking, so that stances shrink: which ranks can be attained is no linear question then
        assert (found.flips, found.attainable) == ((), ())
        told = " ".join(map(str, found.notes))
        assert "attainable ranks cannot be shown, because a part of this rubric shrinks" in told
        assert found.robustness is not None
        assert _contradictions(found) == []
    else:
        assert (found.flips, found.attainable, found.robustness) == ((), (), None)
        assert {v.rank for row in study.verdicts for v in row} == {None}
