"""Notes in words on the rows of a plan: how many meet a rule, and how many are known."""

from __future__ import annotations

from evaluator.model.words import Figure, Sentence, Series, say, say_n, series


def none_known() -> Sentence:
    """Return a note that no row can be counted; this differs from a count of 0."""
    return say("no measure here can be counted: the columns needed were not read, or tags are only proposed")


def rows_note(met: int, known: int, total: int | None) -> Sentence | Series:
    """Return a note on how many of the known rows meet a rule, and how many rows the plan has, if more."""
    if total is None:
        return say_n(
            "%(met)s of %(number)s measure read; the plan’s total is not known",
            "%(met)s of the %(number)s measures read; the plan’s total is not known",
            known,
            met=met,
        )
    if known < total:
        found = say_n(
            "%(met)s of %(number)s measure read, of %(total)s in the plan",
            "%(met)s of %(number)s measures read, of %(total)s in the plan",
            known,
            met=met,
            total=total,
        )
        return estimated(found, known, total)
    return say_n("%(met)s of %(number)s measure", "%(met)s of %(number)s measures", known, met=met)


def estimated(note: Sentence, known: int, total: int) -> Sentence | Series:
    """Return a note; if not all measures are known, with the addition that it is an estimate from some of them."""
    if known == total:
        return note
    part = say_n(
        "estimated from %(known)s of %(number)s measure",
        "estimated from %(known)s of %(number)s measures",
        total,
        known=known,
    )
    return series("; ", [note, part])


def costed_here(costed: int, known: int) -> Sentence:
    """Return a note on how many measures have a cost, for a plan whose number of measures is unknown."""
    if known == 0:
        return none_known()
    return say_n(
        "%(costed)s of %(number)s measure read has a cost; the plan’s total is not known",
        "%(costed)s of the %(number)s measures read have a cost; the plan’s total is not known",
        known,
        costed=costed,
    )


def under_floor(costed: int, known: int, floor: float) -> Sentence:
    """Return a note that too few measures have a cost."""
    return say_n(
        "%(costed)s of %(number)s measure has a cost, under the floor of %(floor)s",
        "%(costed)s of %(number)s measures have a cost, under the floor of %(floor)s",
        known,
        costed=costed,
        floor=Figure(floor, ".0%"),
    )


def costed_at_zero(costed: int, known: int) -> Sentence:
    """Return a note that the costs add up to zero."""
    return say_n(
        "%(costed)s of %(number)s measure has a cost and the sum is zero",
        "%(costed)s of %(number)s measures have a cost and the sum is zero",
        known,
        costed=costed,
    )


def with_cost(costed: int, known: int) -> Sentence:
    """Return a note on how many measures have a cost."""
    return say_n(
        "%(costed)s of %(number)s measure has a cost",
        "%(costed)s of %(number)s measures have a cost",
        known,
        costed=costed,
    )


def tagged_here(tagged: int, joint: int, known: int) -> Sentence:
    """Return a note on how many measures have a paradigm, for a plan of unknown length or without tagged measures."""
    if known == 0:
        return none_known()
    return say_n(
        "%(tagged)s of the %(number)s measure here has a paradigm (%(joint)s co-ordinating, %(untagged)s untagged); "
        "measures in the plan unknown or untagged",
        "%(tagged)s of the %(number)s measures here have a paradigm (%(joint)s co-ordinating, %(untagged)s untagged); "
        "measures in the plan unknown or untagged",
        known,
        tagged=tagged,
        joint=joint,
        untagged=known - tagged - joint,
    )


def with_paradigm(tagged: int, joint: int, known: int) -> Sentence:
    """Return a note on how many measures have a paradigm; `joint` counts those that only co-ordinate."""
    return say_n(
        "%(tagged)s of %(number)s measure has a paradigm (%(joint)s co-ordinating, %(untagged)s untagged)",
        "%(tagged)s of %(number)s measures have a paradigm (%(joint)s co-ordinating, %(untagged)s untagged)",
        known,
        tagged=tagged,
        joint=joint,
        untagged=known - tagged - joint,
    )


def from_proposed(note: Sentence | Series) -> Series:
    """Return a note with the addition that some tags used are not confirmed."""
    return series("; ", [note, say("from proposed tags where not confirmed")])
