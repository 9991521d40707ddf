"""What the figures of agreement mean, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.rubric import AgreementChoices
from evaluator.panel.agreement import Agreement, Figure, Lean, Pair

COMMON = 0.7


def in_words(found: Agreement) -> tuple[str, ...]:
    """Return sentences that say what the figures mean and what they do not."""
    return tuple(_sentences(found))


def _sentences(found: Agreement) -> Iterator[str]:
    yield _levels(found.levels, found.choices)
    if found.levels.pairable:
        yield from _paradox(found.levels, "levels")
        yield _statuses(found.statuses)
        yield from _paradox(found.statuses, "statuses")
    for pair in found.pairs if len(found.pairs) == 1 else ():
        yield _difference(pair)
    for lean in found.leans:
        yield _lean(lean)
    gates = [spot.criterion_id for spot in found.spots if spot.is_gate and spot.kind not in ("same", "none")]
    if gates:
        yield f"Not of one mind on gates: {', '.join(gates)}. A gate is settled only when all agree."
    if found.drafts:
        yield f"Still drafts: {', '.join(found.drafts)}. These figures may change."


def _levels(figure: Figure, choices: AgreementChoices) -> str:
    if not figure.pairable or figure.same is None:
        return "No criterion has a level from two coders: there is nothing to compare."
    start = f"{count(figure.pairable, 'criterion', 'criteria')} with levels from at least two coders; "
    start += f"{percent(figure.same)} of the pairs of levels are equal."
    if figure.alpha is None:
        return f"{start} All levels are the same, so that chance cannot be told from agreement: alpha is not defined."
    return f"{start} {_verdict(figure, choices)}"


def _verdict(figure: Figure, choices: AgreementChoices) -> str:
    alpha = figure.alpha or 0.0
    reach = "" if figure.low is None or figure.high is None else f" ({figure.low:.2f} to {figure.high:.2f})"
    if alpha >= choices.reliable:
        said = f"at or above {choices.reliable:g}, which is customarily called reliable"
    elif alpha >= choices.tentative:
        said = f"between {choices.tentative:g} and {choices.reliable:g}: good for tentative conclusions only"
    else:
        said = f"under {choices.tentative:g}: settle the differences before anything is concluded"
    wide = ""
    if figure.low is not None and figure.low < choices.tentative <= alpha:
        wide = f" The interval reaches below {choices.tentative:g}; with so few criteria the figure is uncertain."
    return f"Alpha {alpha:.2f}{reach} is {said}.{wide}"


def _paradox(figure: Figure, what: str) -> Iterator[str]:
    if figure.alpha is None or figure.same is None or figure.commonest is None:
        return
    if figure.same >= COMMON > figure.alpha and figure.commonest >= COMMON:
        yield (
            f"This alpha is low although most {what} are equal: {percent(figure.commonest)} of all {what} are one and "
            "the same, so that coders who guessed would agree nearly as often. It measures agreement beyond chance."
        )


def _statuses(figure: Figure) -> str:
    if figure.same is None:
        return "No status can be compared."
    value = "not defined, as all are the same" if figure.alpha is None else f"{figure.alpha:.2f}"
    return (
        f"On the status itself (rated, silent, contrary, not assessed) {percent(figure.same)} of the pairs agree over "
        f"{count(figure.pairable, 'criterion', 'criteria')} that somebody assessed; nominal alpha {value}."
    )


def _difference(pair: Pair) -> str:
    if pair.apart is None:
        return f"{pair.first} and {pair.second} share no criterion with a level."
    if abs(pair.apart) < 0.005:  # noqa: PLR2004  (prints as 0.00)
        return f"On average {pair.first} and {pair.second} give the same levels."
    higher, lower = (pair.second, pair.first) if pair.apart > 0 else (pair.first, pair.second)
    return (
        f"{higher} gives {abs(pair.apart):.2f} levels more than {lower} on average, over "
        f"{count(pair.pairable, 'criterion', 'criteria')}. This is a difference: between two coders nobody can say "
        "which of them is lenient or strict."
    )


def _lean(lean: Lean) -> str:
    if lean.mean is None:
        return f"{lean.coder} shares no criterion with a level with the others."
    side = "above" if lean.mean >= 0 else "below"
    over = count(lean.pairable, "criterion", "criteria")
    return f"{lean.coder} lies {abs(lean.mean):.2f} levels {side} the mean of the others, over {over}."


def percent(share: float) -> str:
    """Return a share as a whole percentage.

    Examples
    --------
    >>> percent(0.625)
    '62 %'
    """
    return f"{share * 100:.0f} %"


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count(1, "criterion", "criteria"), count(3, "criterion", "criteria")
    ('1 criterion', '3 criteria')
    """
    return f"{number} {one if number == 1 else many}"
