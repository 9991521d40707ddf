"""A machine's proposals against what people settled: the same figures as between coders, and what it misses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Assessment, Rating
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence
from evaluator.model.proposal import WHY_DROPPED, Proposal, Proposals
from evaluator.model.rubric import AgreementChoices, Rubric
from evaluator.panel.agreement import (
    AgreementFigure,
    CriterionSpot,
    Pair,
    figures_of,
    pair_of_coders,
    spot_of_criterion,
)
from evaluator.panel.reconcile import Vote
from evaluator.panel.settle import in_force, is_by_machine, settle

PEOPLE = "people"
PAGE = re.compile(r"\bpp?\.?\s*(\d+)(?:\s*[-–]\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class MachineSpot:
    """One criterion: the settled rating, the proposal, how they differ, and the passages that it does not cite.

    `kind` is same, high or low (the machine's level is above or below), status (another one, or levels that may be the
    same), or unknown: the machine left it open.
    """

    plan_id: str
    criterion_id: str
    people: str
    machine: str
    kind: str
    passages: int
    missed: int


@dataclass(frozen=True, slots=True)
class Measured:
    """How one machine's proposals agree with the settled ratings of one or several plans under one rubric.

    The figures are those between coders; `spots` are the criteria with both. `unasked` have a settled rating and no
    proposal; `begun` rest on a rating which began as a proposal, and are left out, as nothing is measured against
    itself. `passages` are those that people cite where the machine proposes, `missed` those of them that it does not.
    `dropped` counts proposals by the reason. `unchecked` are plans whose settled ratings are a machine's too.
    """

    coder: str
    model: str
    rubric_id: str
    plans: tuple[str, ...]
    levels: AgreementFigure
    statuses: AgreementFigure
    both: AgreementFigure
    pair: Pair
    spots: tuple[MachineSpot, ...]
    unasked: int
    begun: int
    dropped: tuple[tuple[str, int], ...]
    unnamed: int
    unchecked: tuple[str, ...]
    choices: AgreementChoices

    def count(self, kind: str) -> int:
        """Return how many criteria are of a kind."""
        return sum(spot.kind == kind for spot in self.spots)

    @property
    def passages(self) -> int:
        """Return how many passages people cite for criteria with a proposal."""
        return sum(spot.passages for spot in self.spots)

    @property
    def missed(self) -> int:
        """Return how many of them the machine does not cite."""
        return sum(spot.missed for spot in self.spots)


def measured(cases: Sequence[tuple[Assessment, Proposals]], rubric: Rubric) -> Measured:
    """Return how a machine's proposals agree with the settled ratings, over all the plans together.

    Criteria that people left open or in dispute are left out: nothing is known to hold a proposal against.

    Parameters
    ----------
    cases : sequence of (Assessment, Proposals)
        At least one plan with the proposals of the same machine.
    rubric : Rubric
        The rubric of all of them.
    """
    rows: list[tuple[Criterion, tuple[Vote, Vote]]] = []
    spots: list[MachineSpot] = []
    unasked = begun = 0
    for assessment, proposals in cases:
        led = {row.criterion_id for coding in in_force(assessment.codings) for row in coding.ratings if row.proposal}
        cited = {row.evidence_id: row for row in assessment.evidence}
        for name, settled in settle(assessment, rubric).items():
            if settled.status in ("disputed", "not-assessed"):
                continue
            proposal, criterion = proposals.on(name), rubric.by_id[name]
            if proposal is None:
                unasked += 1
                continue
            if name in led:
                begun += 1
                continue
            votes = (Vote(PEOPLE, settled), Vote(proposals.coder, _rating_of(proposal)))
            rows.append((criterion, votes))
            passages = [cited[one] for one in settled.evidence_ids if one in cited]
            missed = [one for one in passages if not is_cited(one, proposal, assessment.anchors)]
            kind = _kind_of(spot_of_criterion(rubric, criterion, votes), *votes)
            spots.append(
                MachineSpot(assessment.plan.id, name, settled.short, proposal.short, kind, len(passages), len(missed))
            )
    named = {criterion.id for criterion, _ in rows}
    seen, first = figures_of(rubric, rows, (named, named)), cases[0][1].header
    why = [reason for _, proposals in cases for reason in proposals.header.dropped.values()]
    return Measured(
        coder=first.coder,
        model=f"{first.model} {first.version} ({first.maker})",
        rubric_id=rubric.id,
        plans=tuple(assessment.plan.id for assessment, _ in cases),
        levels=seen.levels,
        statuses=seen.statuses,
        both=seen.both,
        pair=pair_of_coders((PEOPLE, first.coder), seen.codes, 0, 1),
        spots=tuple(spots),
        unasked=unasked,
        begun=begun,
        dropped=tuple((reason, why.count(reason)) for reason in WHY_DROPPED if reason in why),
        unnamed=sum(proposals.header.unnamed for _, proposals in cases),
        unchecked=tuple(one.plan.id for one, _ in cases if is_by_machine(one)),
        choices=rubric.reconcile.agreement,
    )


def _rating_of(proposal: Proposal) -> Rating:
    return Rating(proposal.criterion_id, None, proposal.status, proposal.level)


def _kind_of(spot: CriterionSpot, people: Vote, machine: Vote) -> str:
    """Return how a proposal differs: a level above or below counts where neither of them may still mean the other."""
    if not machine.speaks or spot.kind == "same":
        return "same" if machine.speaks else "unknown"
    settled, proposed = people.stated, machine.stated
    if settled is None or proposed is None or settled == proposed:
        return "status"
    lower = people if settled < proposed else machine
    higher = machine if lower is people else people
    if lower.rating.status == "at-least" and higher.rating.status != "at-least":
        return "status"  # the lower is a least level: it does not say that it is less
    return "high" if proposed > settled else "low"


def is_cited(passage: Evidence, proposal: Proposal, anchors: Iterable[Anchor]) -> bool:
    """Return whether a proposal quotes from the place of a passage: its row, its page, or words of the quotation.

    Examples
    --------
    >>> passage = Evidence("E1", "S1", "pp. 3-4", quote="a fund for those harmed")
    >>> [is_cited(passage, Proposal("c", "rated", 2, page=page, quotation="x"), ()) for page in ("3", "5")]
    [True, False]
    >>> is_cited(passage, Proposal("c", "rated", 2, page="9", quotation="opens a fund for those harmed"), ())
    True
    """
    if not proposal.quotation:
        return False
    if proposal.page and proposal.page in (passage.measure_id, *_pages_of(passage, anchors)):
        return True
    theirs, own = (" ".join(text.split()).casefold().rstrip("….") for text in (passage.quote, proposal.quotation))
    return bool(theirs) and (theirs in own or own in theirs)


def _pages_of(passage: Evidence, anchors: Iterable[Anchor]) -> set[str]:
    pages = {str(one.page) for one in anchors if one.evidence_id == passage.evidence_id and one.page}
    for first, last in PAGE.findall(passage.locator):
        pages.update(str(number) for number in range(int(first), min(int(last or first), int(first) + 50) + 1))
    return pages
