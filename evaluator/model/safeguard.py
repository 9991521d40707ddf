"""The states of a safeguard (a gate) by the plan and by the law beside it, and their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import LEFT_OUT
from evaluator.model.grading import standing_of
from evaluator.model.law import NOT_READ, LawSide
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Sentence, Series, say, say_alike, say_n, series

# In the order in which they are told: what limits the grade first.
STATES = ("tripped", "disputed", "not-assessed", "silent", "in-part", "at-least", "law-met", "kept", "not-applicable")
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
    "law-met": say("met by law"),
    "kept": say("kept"),
    "not-applicable": say("does not apply"),
}
_BESIDE = {
    "nothing": say("law as read: nothing"),
    NOT_READ: say("law not read"),
}
NO_PASS = say("Silence is no pass and no breach.")


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of a plan: its state, one of `STATES`, and whether it caps the grade.

    `level` is the level rated, or the least level known; None without one. `law` is the law beside it, None where no
    law may answer; `by_plan` is the state by the rating alone, empty where the law changes nothing.
    """

    criterion_id: str
    state: str
    caps: bool
    level: int | None = None
    law: LawSide | None = None
    by_plan: str = ""

    @property
    def alone(self) -> str:
        """Return the state by the rating alone."""
        return self.by_plan or self.state

    @property
    def law_breaches(self) -> bool:
        """Return whether the law that was read is a breach, whatever the plan says."""
        return self.state == "tripped" and self.law is not None and self.law.is_contrary


def is_breached(status: str, law: LawSide | None) -> bool:
    """Return whether a gate is breached: by the plan's text, or by the law in force while the plan ran.

    Examples
    --------
    >>> contrary = LawSide("unconditional-assistance", "contrary", 0)
    >>> is_breached("silent", contrary), is_breached("silent", None), is_breached("not-applicable", contrary)
    (True, False, False)
    """
    return status == "contrary" or (status not in LEFT_OUT and law is not None and law.is_contrary)


def is_open(status: str, law: LawSide | None) -> bool:
    """Return whether a breach of a gate is not excluded: nobody assessed it, or coders disagree, and no law settles it.

    Examples
    --------
    >>> is_open("not-assessed", None), is_open("not-assessed", LawSide("non-punishment", "meets", 3))
    (True, False)
    """
    if is_breached(status, law):
        return False
    return status == "disputed" or (status == "not-assessed" and not (law is not None and law.is_met))


def gate_of(
    rubric: Rubric, criterion_id: str, status: str, level: int | None, law: LawSide | None = None, *, caps: bool = False
) -> Gate:
    """Return a gate with its state by plan and law.

    A contrary law breaches it, whatever the plan says; a law that meets the norm closes what the plan leaves open. A
    breach by the plan, a dispute on one and a plan that keeps the safeguard stand as they are. With `caps` a breach
    caps the grade.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric, name = Library.open().rubric(), "non-punishment"
    >>> sides = [LawSide(name, gives) for gives in ("meets", "in-part", "contrary")]
    >>> [gate_of(rubric, name, "silent", None, side).state for side in sides]
    ['law-met', 'silent', 'tripped']
    """
    alone = state_of(rubric, criterion_id, status, level)
    state = alone
    if is_breached(status, law):
        state = "tripped"
    elif law is not None and law.is_met and alone not in ("disputed", "kept", "not-applicable"):
        state = "law-met"
    return Gate(criterion_id, state, caps and state == "tripped", level, law, "" if alone == state else alone)


def state_of(rubric: Rubric, criterion_id: str, status: str, level: int | None) -> str:
    """Return the state of a gate by its rating alone.

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
    if meets_norm(rubric, criterion_id, level):
        return "kept"
    return "at-least" if status == "at-least" else "in-part"


def meets_norm(rubric: Rubric, criterion_id: str, level: int) -> bool:
    """Return whether a level meets the rubric's norm, or is the best one where the rubric declares none.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> [meets_norm(Library.open().rubric(), "non-punishment", level) for level in (2, 3, 4)]
    [False, True, True]
    """
    scale = rubric.scale_of(criterion_id)
    if rubric.norm_level is None:
        return level == (0 if rubric.by_id[criterion_id].negative else scale.top)
    return standing_of(rubric, criterion_id, level, scale.points[level]) == "strength"


def state_words(rubric: Rubric, gate: Gate) -> Sentence:
    """Return the state of a gate in words: what the plan says and, beside it, the law.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> state_words(rubric, Gate("non-punishment", "in-part", caps=False, level=2))
    'in part (level 2 of 4)'
    >>> state_words(rubric, Gate("non-punishment", "silent", caps=False))
    'not mentioned'
    >>> met = LawSide("non-punishment", "meets", 3, article="Criminal Law, art. 58(6)")
    >>> state_words(rubric, gate_of(rubric, "non-punishment", "silent", None, met))
    'not mentioned; law: met, Criminal Law, art. 58(6)'
    """
    told, law = plan_words(rubric, gate), gate.law
    if law is None or gate.alone in ("tripped", "not-applicable"):
        return told
    if gate.law_breaches:
        return say("%(plan)s; breached by law: %(article)s", plan=told, article=law.first)
    return say("%(plan)s; %(law)s", plan=told, law=law_words(law, law.first))


def law_words(law: LawSide, article: str) -> Sentence:
    """Return in words what the law gives beside a safeguard, by the article named so.

    Examples
    --------
    >>> law_words(LawSide("non-punishment", "meets", 3), "art. 58(6)"), law_words(LawSide("non-punishment"), "")
    ('law: met, art. 58(6)', 'law not read')
    """
    if law.gives in _BESIDE:
        return _BESIDE[law.gives]
    if law.is_contrary:
        return say("law: the opposite, %(article)s", article=article)
    if law.is_met:
        return say("law: met, %(article)s", article=article)
    return say("law: in part, %(article)s", article=article)


def plan_words(rubric: Rubric, gate: Gate) -> Sentence:
    """Return what the plan's rating says of a gate: a silence by the kind of text asked, a level as printed."""
    if gate.alone == "silent":
        return _SILENT[rubric.by_id[gate.criterion_id].object]
    if gate.alone in _PLAIN:
        return _PLAIN[gate.alone]
    given: dict[str, object] = {"level": gate.level or 0, "top": rubric.scale_of(gate.criterion_id).top}
    if gate.alone == "at-least":
        return say("level %(level)s or more of %(top)s", **given)
    return say("in part (level %(level)s of %(top)s)", **given) if gate.level else say("absent (level 0)")


def safeguards_told(rubric: Rubric, gates: Sequence[Gate]) -> Series:
    """Return what is known of a plan's gates together: breaches, silences, the law, and what could not be assessed.

    It tells a silence from a pass, a breach by the plan from one by the law, and is empty where no gate applies.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> silent = [Gate(name, "silent", caps=False) for name in rubric.grading.gates]
    >>> safeguards_told(rubric, silent)
    'No breach found; the plan says nothing on 4 of 4. Silence is no pass and no breach.'
    """
    asked = [gate for gate in gates if gate.state != "not-applicable"]
    count = Counter(gate.state for gate in asked)
    if not asked:
        return series(" ", [])
    if count["not-assessed"] == len(asked) > 1:
        return series(" ", [say("None could be assessed, so a breach is not excluded."), *_law_sentences(asked)])
    said = [_breach_sentence(rubric, asked, count), *_law_sentences(asked)]
    if count["at-least"]:
        said.append(say_alike("%(number)s kept in part or more, as far as was read.", count["at-least"]))
    if count["not-assessed"]:
        said.append(say_alike("%(number)s could not be assessed.", count["not-assessed"]))
    if count["disputed"]:
        said.append(say_alike("On %(number)s the coders disagree.", count["disputed"]))
    return series(" ", [*said, NO_PASS] if count["silent"] else said)


def _law_sentences(asked: Sequence[Gate]) -> Iterator[Sentence]:
    """Yield what the law beside the gates breaches and meets, and of how many it was not read."""
    breaches = sum(gate.law_breaches for gate in asked)
    unread = sum(gate.law is not None and gate.law.gives == NOT_READ for gate in asked)
    if breaches:
        yield say_alike("By the law in force: %(number)s.", breaches)
    if met := sum(gate.state == "law-met" for gate in asked):
        yield say_n("The law meets %(number)s.", "The law meets %(number)s.", met)
    if unread:
        yield say_alike("Law not read: %(number)s.", unread)


def _breach_sentence(rubric: Rubric, gates: Sequence[Gate], count: Counter[str]) -> Sentence:
    """Return one sentence on breaches, and on silences by the kind of text, or on what is kept."""
    found = (
        say_n("%(number)s safeguard is breached", "%(number)s safeguards are breached", count["tripped"])
        if count["tripped"]
        else say("No breach found")
    )
    given: dict[str, object] = {"found": found, "all": len(gates)}
    quiet = [gate for gate in gates if gate.alone == "silent"]
    silent = {rubric.by_id[gate.criterion_id].object for gate in quiet}
    if silent == {"plan"}:
        return say_alike("%(found)s; the plan says nothing on %(number)s of %(all)s.", len(quiet), **given)
    if silent:
        return say_alike("%(found)s; nothing is said or documented on %(number)s of %(all)s.", len(quiet), **given)
    return say_alike("%(found)s; %(number)s of %(all)s kept.", count["kept"], **given)
