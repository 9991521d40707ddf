"""The section on measures of the previous edition: which this plan kept, changed or dropped, and which are new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.intake import Alike, RowMatch
from evaluator.model.plan import PlanFile
from evaluator.model.words import foreign
from evaluator.plans.evolve import evolve
from evaluator.plans.rows import counting_rows

STATES = ("kept", "changed", "dropped", "new")
SHOWN = 8  # measures of each state in a report; the command `plan evolve` lists all


@dataclass(frozen=True, slots=True)
class MatchView:
    """A pair of measures of both editions, or one measure of either; `old` is empty if new, `new` if dropped.

    `likeness` in [0, 1] compares the two texts; None without a pair.
    """

    state: str
    old: str
    new: str
    likeness: float | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class EvolutionView:
    """The number of measures kept, changed, dropped and new, and the first of each in the order of the plans.

    `counts` has an entry for every state in `STATES`; `more` counts the measures not shown, and
    `confirmed` the pairs, of `pairs`, that a person confirmed. `partial` names the plans of which only
    some measures are recorded.
    """

    earlier: str
    counts: tuple[tuple[str, int], ...]
    pairs: int
    confirmed: int
    shown: tuple[MatchView, ...]
    more: int
    kept_from: float
    changed_from: float
    partial: tuple[str, ...]


def evolution_view(assessment: Assessment, before: Assessment, alike: Alike, lang: str) -> EvolutionView:
    """Return which measures of the previous edition this plan kept, changed or dropped, and which are new.

    All rows of both plans are compared, as `evaluator plan evolve` does; only rows that count as
    measures are shown.

    Parameters
    ----------
    assessment : Assessment
        The plan, with the pairs of measures that a person confirmed or rejected.
    before : Assessment
        The previous edition.
    alike : Alike
        The likeness from which two measures count as kept, and the one from which they count as changed.
    lang : str
        Language of the report; measures in English are marked if it is another one.
    """
    said = [match for match in assessment.matches if match.earlier == before.plan.id]
    old, new = ({row.measure_id for row in counting_rows(plan).rows} for plan in (before, assessment))
    every = evolve(before.measures, assessment.measures, alike, said)
    found = [match for match in every if match.old_id in old or match.new_id in new]
    counts = Counter(match.state for match in found)
    shown = [match for state in STATES for match in [one for one in found if one.state == state][:SHOWN]]
    return EvolutionView(
        earlier=before.plan.id,
        counts=tuple((state, counts[state]) for state in STATES),
        pairs=counts["kept"] + counts["changed"],
        confirmed=sum(match.confirmed == "yes" for match in found),
        shown=tuple(_view(match, lang) for match in shown),
        more=len(found) - len(shown),
        kept_from=alike.kept,
        changed_from=alike.changed,
        partial=tuple(plan.plan.id for plan in (before, assessment) if _is_partial(plan.plan)),
    )


def _view(match: RowMatch, lang: str) -> MatchView:
    old, new = (foreign(text, "en", lang) for text in (match.old_text, match.new_text))
    return MatchView(match.state, old, new, match.likeness, match.confirmed == "yes")


def _is_partial(plan: PlanFile) -> bool:
    return plan.rows.total is None or plan.rows.here < plan.rows.total
