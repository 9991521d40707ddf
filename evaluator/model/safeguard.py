"""The states of a safeguard (a gate) and their words: kept, in part, silent, open, breached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.grading import standing_of
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Sentence, Series, say, say_alike, say_n, series

# In the order in which they are told: what limits the grade first.
STATES = ("tripped", "disputed", "not-assessed", "silent", "in-part", "at-least", "kept", "not-applicable")
_BY_STATUS = {"contrary": "tripped", "no-occasion": "not-applicable"}
_SILENT = {
    "plan": say("not mentioned"),
    "law": say("the law as read is silent"),
    "practice": say("nothing documented"),
}
_PLAIN = {
    "tripped": say("breached"),
    "disputed": say("disputed"),
    "not-assessed": say("not assessed"),
    "kept": say("kept"),
    "not-applicable": say("does not apply"),
}
NO_PASS = say("Silence is no pass and no breach.")


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of a plan: its state, one of `STATES`, and whether it caps the grade.

    `level` is the level rated, or the least level known; None without one.
    """

    criterion_id: str
    state: str
    caps: bool
    level: int | None = None


def state_of(rubric: Rubric, criterion_id: str, status: str, level: int | None) -> str:
    """Return the state of a gate by its rating.

    A rating meets the safeguard (`kept`) from the rubric's norm level on, or at the top where it declares none; what is
    known to be at least there meets it too. Below, without a breach, it is met `in-part`.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> [state_of(rubric, "non-punishment", "rated", level) for level in (2, 3)]
    ['in-part', 'kept']
    >>> [state_of(rubric, "non-punishment", status, None) for status in ("silent", "contrary", "not-assessed")]
    ['silent', 'tripped', 'not-assessed']
    """
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status in STATES and status != "at-least":
        return status
    if level is None:
        return "not-assessed"
    if _meets_norm(rubric, criterion_id, level):
        return "kept"
    return "at-least" if status == "at-least" else "in-part"


def _meets_norm(rubric: Rubric, criterion_id: str, level: int) -> bool:
    scale = rubric.scale_of(criterion_id)
    if rubric.norm_level is None:
        return level == (0 if rubric.by_id[criterion_id].negative else scale.top)
    return standing_of(rubric, criterion_id, level, scale.points[level]) == "strength"


def state_words(rubric: Rubric, gate: Gate) -> Sentence:
    """Return the state of a gate in words: a silence by the kind of text asked, a level below the norm as printed.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> state_words(rubric, Gate("non-punishment", "in-part", caps=False, level=2))
    'in part (level 2 of 4)'
    >>> state_words(rubric, Gate("non-punishment", "silent", caps=False))
    'not mentioned'
    """
    if gate.state == "silent":
        return _SILENT[rubric.by_id[gate.criterion_id].object]
    if gate.state in _PLAIN:
        return _PLAIN[gate.state]
    given: dict[str, object] = {"level": gate.level or 0, "top": rubric.scale_of(gate.criterion_id).top}
    if gate.state == "at-least":
        return say("level %(level)s or more of %(top)s", **given)
    return say("in part (level %(level)s of %(top)s)", **given) if gate.level else say("absent (level 0)")


def safeguards_told(rubric: Rubric, gates: Sequence[Gate]) -> Series:
    """Return what is known of a plan's gates together: breaches, silences, and what could not be assessed.

    It tells a silence from a pass, and is empty where no gate applies.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> silent = [Gate(name, "silent", caps=False) for name in rubric.grading.gates]
    >>> safeguards_told(rubric, silent)
    'No breach found; the plan says nothing on 4 of 4. Silence is no pass and no breach.'
    """
    count = Counter(gate.state for gate in gates if gate.state != "not-applicable")
    number = count.total()
    if not number:
        return series(" ", [])
    if count["not-assessed"] == number > 1:
        return series(" ", [say("None could be assessed, so a breach is not excluded.")])
    said = [_breach_sentence(rubric, gates, count)]
    if count["at-least"]:
        said.append(say_alike("%(number)s kept in part or more, as far as was read.", count["at-least"]))
    if count["not-assessed"]:
        said.append(say_alike("%(number)s could not be assessed.", count["not-assessed"]))
    if count["disputed"]:
        said.append(say_alike("On %(number)s the coders disagree.", count["disputed"]))
    return series(" ", [*said, NO_PASS] if count["silent"] else said)


def _breach_sentence(rubric: Rubric, gates: Sequence[Gate], count: Counter[str]) -> Sentence:
    """Return one sentence on breaches, and on silences by the kind of text, or on what is kept."""
    found = (
        say_n("%(number)s safeguard is breached", "%(number)s safeguards are breached", count["tripped"])
        if count["tripped"]
        else say("No breach found")
    )
    given: dict[str, object] = {"found": found, "all": count.total()}
    silent = {rubric.by_id[gate.criterion_id].object for gate in gates if gate.state == "silent"}
    if silent == {"plan"}:
        return say_alike("%(found)s; the plan says nothing on %(number)s of %(all)s.", count["silent"], **given)
    if silent:
        return say_alike("%(found)s; nothing is said or documented on %(number)s of %(all)s.", count["silent"], **given)
    return say_alike("%(found)s; %(number)s of %(all)s kept.", count["kept"], **given)
