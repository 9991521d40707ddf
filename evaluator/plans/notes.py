"""Notes in words on the rows of a plan: how many meet a rule, how many are known, and why others are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evaluator.model.words import Figure, Sentence, Series, say, say_n, series


def nothing_read() -> Sentence:
    """Return the note on a plan without rows."""
    return say("no measure of the plan was read")


def several_currencies() -> Sentence:
    """Return the note on costs that have no common currency."""
    return say("costs in several currencies cannot be added")


# Why a row is unknown, by the reasons of `RowReader.why`, and rows that are not entered.
REASONS: dict[str, Callable[[int], Sentence]] = {
    "unread": lambda n: say_n("%(number)s row is not entered", "%(number)s rows are not entered", n),
    "unseen": lambda n: say_n("%(number)s row could not be read", "%(number)s rows could not be read", n),
    "lead": lambda n: say_n("%(number)s row has no lead", "%(number)s rows have no lead", n),
    "lead-text": lambda n: say_n(
        "%(number)s row has a lead in words that may name several bodies",
        "%(number)s rows have a lead in words that may name several bodies",
        n,
    ),
    "date": lambda n: say_n("%(number)s row has no date", "%(number)s rows have no date", n),
    "amount": lambda n: say_n("%(number)s row has no cost", "%(number)s rows have no cost", n),
    "sum": lambda n: say_n("%(number)s row has a cost without a sum", "%(number)s rows have a cost without a sum", n),
    "payer": lambda n: say_n(
        "%(number)s row has a sum without a payer", "%(number)s rows have a sum without a payer", n
    ),
    "indicator": lambda n: say_n("%(number)s row has no indicator", "%(number)s rows have no indicator", n),
    "outcome": lambda n: say_n(
        "%(number)s row has an indicator whose kind, baseline or target is empty",
        "%(number)s rows have an indicator whose kind, baseline or target is empty",
        n,
    ),
    "tag": lambda n: say_n("%(number)s row has no confirmed tag", "%(number)s rows have no confirmed tag", n),
    "cell": lambda n: say_n("%(number)s row has an empty cell", "%(number)s rows have an empty cell", n),
}


def unknown_rows(known: int, total: int, unknown: Mapping[str, int]) -> list[Sentence]:
    """Return the parts of a note on the rows that are unknown: how many are known, and why the others are not.

    Examples
    --------
    >>> print(*unknown_rows(0, 30, {"lead": 30}), sep="; ")
    counted from the sheet Measures: 0 of 30 rows known; 30 rows have no lead
    """
    if not unknown:
        return []
    counted = say_n(
        "counted from the sheet Measures: %(known)s of %(number)s row known",
        "counted from the sheet Measures: %(known)s of %(number)s rows known",
        total,
        known=known,
    )
    return [counted, *(REASONS[reason](number) for reason, number in unknown.items())]


def _with_unknown(note: Sentence, total: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note; if rows are unknown, then how many and why."""
    more = unknown_rows(total - sum(unknown.values()), total, unknown)
    return series("; ", [note, *more]) if more else note


def ending(note: Sentence | Series, *, holds: bool) -> Series:
    """Return a note on rows of which some are unknown, with the standing of its level: it holds, or is an estimate."""
    words = say("the others cannot change the level") if holds else say("the level is an estimate from these")
    return series("; ", [note, words])


def left_open(note: Sentence | Series, low: int, high: int) -> Series:
    """Return a note with the levels that the unknown rows leave possible."""
    return series("; ", [note, say("level %(low)s to %(high)s is possible", low=low, high=high)])


def no_total(met: int, known: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on the rows of a plan whose number of rows is unknown."""
    if not known:
        return series("; ", [*unknown_rows(0, sum(unknown.values()), unknown), say("the plan’s total is not known")])
    found = say_n(
        "%(met)s of %(number)s measure read; the plan’s total is not known",
        "%(met)s of the %(number)s measures read; the plan’s total is not known",
        known,
        met=met,
    )
    return _with_unknown(found, known + sum(unknown.values()), unknown)


def rows_note(met: int, known: int, total: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many of the known rows meet a rule, and on those that are unknown."""
    if not unknown:
        return say_n("%(met)s of %(number)s measure", "%(met)s of %(number)s measures", known, met=met)
    if not known:
        return series("; ", unknown_rows(known, total, unknown))
    found = say_n("%(met)s of %(number)s known measure", "%(met)s of %(number)s known measures", known, met=met)
    return _with_unknown(found, total, unknown)


def costed_here(costed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many measures have a cost, for a plan whose number of measures is unknown."""
    if read == 0:
        return nothing_read()
    found = say_n(
        "%(costed)s of %(number)s measure read has a cost; the plan’s total is not known",
        "%(costed)s of the %(number)s measures read have a cost; the plan’s total is not known",
        read,
        costed=costed,
    )
    return _with_unknown(found, read, unknown)


def under_floor(costed: int, total: int, floor: float, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note that too few measures have a cost."""
    found = say_n(
        "%(costed)s of %(number)s measure has a cost, under the floor of %(floor)s",
        "%(costed)s of %(number)s measures have a cost, under the floor of %(floor)s",
        total,
        costed=costed,
        floor=Figure(floor, ".0%"),
    )
    return _with_unknown(found, total, unknown)


def costed_at_zero(costed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note that the costs add up to zero."""
    found = say_n(
        "%(costed)s of %(number)s measure has a cost and the sum is zero",
        "%(costed)s of %(number)s measures have a cost and the sum is zero",
        read,
        costed=costed,
    )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)


def cost_note(costed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many measures have a cost, and on those that are unknown."""
    found = say_n(
        "%(costed)s of %(number)s measure has a cost",
        "%(costed)s of %(number)s measures have a cost",
        read,
        costed=costed,
    )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)


def tagged_here(tagged: int, joint: int, proposed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on the measures with a paradigm, for a plan of unknown length or without confirmed tags."""
    if read == 0:
        return nothing_read()
    found = say_n(
        "%(tagged)s of the %(number)s measure here has a confirmed paradigm (%(joint)s co-ordinating, "
        "%(proposed)s proposed, %(untagged)s untagged); "
        "measures in the plan unknown or untagged",
        "%(tagged)s of the %(number)s measures here have a confirmed paradigm (%(joint)s co-ordinating, "
        "%(proposed)s proposed, %(untagged)s untagged); "
        "measures in the plan unknown or untagged",
        read,
        tagged=tagged,
        joint=joint,
        proposed=proposed,
        untagged=read - tagged - joint - proposed,
    )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)


def with_paradigm(tagged: int, joint: int, proposed: int, read: int, unknown: Mapping[str, int]) -> Sentence | Series:
    """Return a note on how many measures have a confirmed paradigm.

    `joint` counts those that only co-ordinate, `proposed` those whose paradigm nobody has confirmed.
    """
    found = say_n(
        "%(tagged)s of %(number)s measure has a confirmed paradigm (%(joint)s co-ordinating, "
        "%(proposed)s proposed, %(untagged)s untagged)",
        "%(tagged)s of %(number)s measures have a confirmed paradigm (%(joint)s co-ordinating, "
        "%(proposed)s proposed, %(untagged)s untagged)",
        read,
        tagged=tagged,
        joint=joint,
        proposed=proposed,
        untagged=read - tagged - joint - proposed,
    )
    return _with_unknown(found, read + unknown.get("unread", 0), unknown)
