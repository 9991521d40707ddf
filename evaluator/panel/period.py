"""The rated years: whether what practice is rated on speaks of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evaluator.model.assessment import Assessment, Settled
from evaluator.model.dates import meet, period_text
from evaluator.model.plan import Evidence, PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.words import Sentence, say, series

# Statuses that say what was done in the rated years, or that nothing had to be.
SPEAKING = ("rated", "at-least", "contrary", "no-occasion")


def rated_period(plan: PlanFile) -> str:
    """Return the years whose law and practice are rated, as a period: `rated_years`, else the plan's own.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rated_period(SimpleNamespace(rated_years=None, start="2021", end="open"))
    '2021/open'
    """
    years = plan.rated_years or plan
    return f"{years.start}/{years.end}"


def is_outside(status: str, about: str, cited: Iterable[Evidence], plan: PlanFile) -> bool:
    """Return whether a rating on practice cites evidence, none of which is known to speak of the rated years.

    A passage whose date is unknown shows nothing about them. A period that reaches into the rated years speaks of them.

    Parameters
    ----------
    status : str
        The status of the rating.
    about : str
        What its criterion asks about: plan, law or practice.
    cited : iterable of Evidence
        The evidence that the rating cites.
    plan : PlanFile
        The plan, which says what years are rated.
    """
    rows, years = tuple(cited), rated_period(plan)
    if status not in SPEAKING or about != "practice" or not rows:
        return False
    return not any(meet(row.as_of, years) for row in rows)


def outside_words(cited: Iterable[Evidence], plan: PlanFile) -> Sentence:
    """Return a sentence on evidence outside of the rated years, which names its dates and those years."""
    dates = dict.fromkeys(row.as_of for row in cited)
    named = [period_text(date) if date else say("not known") for date in sorted(dates, key=lambda d: (not d, d))]
    return say(
        "no evidence speaks of the rated years, %(rated)s (its dates: %(dates)s)",
        rated=period_text(rated_period(plan)), dates=series(", ", named),
    )  # fmt: skip


def inside_alone(settled: Mapping[str, Settled], assessment: Assessment, rubric: Rubric) -> dict[str, Settled]:
    """Return settled ratings; one on practice without evidence from the rated years is not assessed.

    Its words and evidence stay, and `note` says why it does not count.
    """
    known = {row.evidence_id: row for row in assessment.evidence}
    found = {}
    for name, rating in settled.items():
        cited = _cited(rating.evidence_ids, known)
        is_out = is_outside(rating.status, rubric.by_id[name].object, cited, assessment.plan)
        found[name] = _not_assessed(rating, outside_words(cited, assessment.plan)) if is_out else rating
    return found


def _cited(names: Sequence[str], known: Mapping[str, Evidence]) -> tuple[Evidence, ...]:
    return tuple(known[name] for name in names if name in known)


def _not_assessed(rating: Settled, why: Sentence) -> Settled:
    note = series("; ", [why, say("ask for these years")])
    return replace(rating, status="not-assessed", level=None, confidence="", note=note)
