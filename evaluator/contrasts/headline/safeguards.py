"""Gravity before weight: the harm, the breach or the silence on safeguards that leads a page on several plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.headline.one import Headline
from evaluator.contrasts.naming import listed
from evaluator.contrasts.study import Study
from evaluator.model.block import Block, Row, Title, Where, count, most
from evaluator.model.safeguard import gate_of
from evaluator.model.sentence import Sentence, foreign, say, say_n, series

NAMED = 4  # plans in one sentence
GUARDS: Mapping[str, Sentence | None] = {"alarm": None, "gate": None}


@dataclass(frozen=True, slots=True)
class GuardRow(Row):
    """One safeguard (a gate) or alarm over all plans: in how many it is breached or documented, and left out.

    `breached` are the plans, by id, that do the opposite or whose law does, or in which the harm is documented;
    `silent` counts those that say nothing of it, `met` are the plans whose law meets it where they do not. `says` has
    what the law says that breaches, by plan.
    """

    breached: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    failing: int = 0
    silent: int = 0
    by_law: bool = False
    says: tuple[tuple[str, str], ...] = ()
    everywhere: bool = False


def guard_block(study: Study) -> Block[GuardRow]:
    """Return a row for every gate and every alarm of the rubric."""
    rubric = study.rubric
    names = (*rubric.grading.gates, *(name for name in rubric.alarms if name not in rubric.grading.gates))
    return Block.of("safeguards", GUARDS, [_guard_row(study, name) for name in names], asked={*names})


def _guard_row(study: Study, name: str) -> GuardRow:
    rubric = study.rubric
    states = {}
    for entrant in study.entrants:
        outcome = next(one for one in entrant.outcomes if one.criterion_id == name)
        states[entrant.plan_id] = gate_of(rubric, name, outcome.status, outcome.stated, outcome.law)
    breached = tuple(plan for plan, gate in states.items() if gate.state == "tripped")
    silent = sum(gate.alone == "silent" for gate in states.values())
    return GuardRow(
        name, rubric.title(name), "gate" if name in rubric.grading.gates else "alarm",
        breached=breached, failing=len(breached), silent=silent,
        met=tuple(plan for plan, gate in states.items() if gate.state == "law-met"),
        by_law=bool(breached) and all(states[plan].law_breaches for plan in breached),
        says=tuple((plan, law.says) for plan in breached if states[plan].law_breaches and (law := states[plan].law)),
        everywhere=silent == len(states) > 1,
    )  # fmt: skip


def guard_title(study: Study, guards: Block[GuardRow]) -> Title | None:
    """Return what is worst: a harm or breach and where, else the safeguards on which all are silent; else None."""
    plans = len(study.entrants)
    worst = most(guards, "failing")
    if worst.ids and guards.row(worst.ids[0]).failing:
        row = guards.row(worst.ids[0])
        given = {"what": row.name, "who": listed(row.breached, NAMED), "all": plans}
        if row.state == "gate":
            said = (
                say_n(
                    "“%(what)s” is breached by the law of the plan’s years in %(number)s of %(all)s: %(who)s.",
                    "“%(what)s” is breached by the law of the plan’s years in %(number)s of %(all)s: %(who)s.",
                    row.failing,
                    **given,
                )
                if row.by_law
                else say_n(
                    "“%(what)s” is breached in %(number)s of %(all)s: %(who)s.",
                    "“%(what)s” is breached in %(number)s of %(all)s: %(who)s.",
                    row.failing,
                    **given,
                )
            )
        else:
            said = say_n(
                "“%(what)s” is documented in %(number)s of %(all)s: %(who)s.",
                "“%(what)s” is documented in %(number)s of %(all)s: %(who)s.",
                row.failing,
                **given,
            )
        return Title(said, (worst,))
    left = count(guards, Where("everywhere", "=", operand=True), "gate")
    said_of_left = [*_left_out(guards, left.ids, plans)]
    return Title(series(" ", said_of_left), (left,)) if said_of_left else None


def _left_out(guards: Block[GuardRow], names: Sequence[str], plans: int) -> Iterator[Sentence]:
    """Yield which safeguards all plans are silent on, and for each of them where the law meets it; nothing of none."""
    rows = [guards.row(name) for name in names]
    if rows:
        yield say_n(
            "None of the %(number)s plan says anything on %(what)s.",
            "None of the %(number)s plans says anything on %(what)s.",
            plans,
            what=listed([say("“%(title)s”", title=row.name) for row in rows], NAMED),
        )
    for row in rows:
        if row.met:
            yield say("On “%(what)s” the law meets the norm: %(who)s.", what=row.name, who=listed(row.met, NAMED))


def gravest_first(study: Study, found: Headline) -> Headline:
    """Return a finding that begins with what is worst on safeguards, where there is such; its own lead comes second.

    After a harm or breach come the other safeguards on which all are silent.
    """
    guards, plans = guard_block(study), len(study.entrants)
    title = guard_title(study, guards) if plans > 1 else None
    if title is None:
        return found
    left = [row.id for row in guards.rows if row.everywhere and not row.failing and row.state == "gate"]
    also = [*_left_out(guards, left, plans)] if title.claims[0].kind == "most" else []
    said = [*_said_by_law(guards), *([series(" ", also)] if also else [])]
    return replace(found, lead=title.said, rest=(*said, found.lead, *found.rest), grave=1 + len(said))


def _said_by_law(guards: Block[GuardRow]) -> Iterator[Sentence]:
    """Yield what the law says that breaches the worst safeguard, so that no headline stands without it."""
    row = guards.row(most(guards, "failing").ids[0])
    for plan, said in row.says[:NAMED]:
        if said:
            yield say("%(plan)s: %(says)s.", plan=plan, says=foreign(said.rstrip("."), "en", ""))
