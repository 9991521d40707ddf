"""The safeguards and alarms of one plan as the rows of a block, in words, with the title that counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.safeguard import STATES as GATE_STATES
from evaluator.model.sentence import Sentence, Spoken, say, say_alike, say_n
from evaluator.reports.country_view import CountryView, GateView

STATES: Mapping[str, Sentence | None] = dict.fromkeys((*GATE_STATES, "documented", "undocumented", "unasked"))


@dataclass(frozen=True, slots=True)
class GuardRow(Row):
    """One safeguard or alarm, and what was found of it, in words; `gate` is set of a safeguard.

    `law` says what the law beside the plan gives, where some was read; `silent` is set where the plan says nothing,
    whatever the law gives, `by_law` where the law is the breach.
    """

    said: Spoken | str = ""
    gate: bool = False
    law: Spoken | str = ""
    asks_law: bool = False
    silent: bool = False
    by_law: bool = False


def guard_rows(page: CountryView) -> Block[GuardRow]:
    """Return a row for every safeguard that applies and every alarm, those that fail first."""
    words = {
        "documented": say("documented"),
        "undocumented": say("not established"),
        "unasked": say("not assessed"),
    }
    rows = [_gate_row(gate) for gate in page.gates]
    for alarm in page.alarms:
        state = "documented" if alarm.is_documented else "undocumented" if alarm.is_answered else "unasked"
        rows.append(GuardRow(alarm.title, alarm.title, state, said=words[state]))
    rows.sort(key=lambda row: row.state not in ("tripped", "documented"))
    asked = [g.title for g in page.gates] + [alarm.title for alarm in page.alarms]
    return Block.of("guards", STATES, rows, asked=asked).titled(
        partial(guards_title, whole=page.plan.text_read == "whole" or page.subject != "plan")
    )


def _gate_row(gate: GateView) -> GuardRow:
    said = say("breached by law") if gate.by_law else gate.plan_told
    return GuardRow(
        gate.title, gate.title, gate.state, said=said, gate=True, law=gate.law_told if gate.is_read else "",
        asks_law=bool(gate.law_told), silent=gate.alone == "silent", by_law=gate.by_law,
    )  # fmt: skip


def guards_title(block: Block[GuardRow], *, whole: bool = True) -> Title:
    """Return how many safeguards are breached or harms documented; else on how many the plan is silent or keeps.

    Of a plan of which not the `whole` text was read, silence is that of what was read.
    """
    states = ("documented", "tripped", "kept", "not-assessed")
    found = {state: count(block, Where("state", "=", state)) for state in states}
    found["silent"] = count(block, Where("silent", "=", operand=True))
    found["by-law"] = count(block, Where("by_law", "=", operand=True))
    number = {state: claim.number for state, claim in found.items()}
    given: dict[str, object] = {"all": len(block.rows)}
    if number["documented"]:
        state = "documented"
        said = say_n("%(number)s harm is documented", "%(number)s harms are documented", number[state])
    elif number["by-law"] == number["tripped"] > 0:
        state = "by-law"
        said = say_n(
            "%(number)s safeguard is breached by law", "%(number)s safeguards are breached by law", number[state]
        )
    elif number["tripped"]:
        state = "tripped"
        said = say_n("%(number)s safeguard is breached", "%(number)s safeguards are breached", number[state])
    elif found["not-assessed"].is_every:
        state, said = "not-assessed", say("No safeguard could be assessed: a breach is not excluded")
    elif number["silent"]:
        state = "silent"
        said = say_alike("Nothing is said on %(number)s of %(all)s safeguards", number[state], **given)
        if not whole:
            said = say_alike("The plan, as read, is silent on %(number)s of %(all)s safeguards", number[state], **given)
    elif number["kept"]:
        state = "kept"
        said = say_n(
            "%(number)s of %(all)s safeguards is kept",
            "%(number)s of %(all)s safeguards are kept",
            number[state],
            **given,
        )
    else:
        state, said = "tripped", say("Safeguards") if any(row.gate for row in block.rows) else say("Harms looked for")
    return Title(said, (found[state],))
