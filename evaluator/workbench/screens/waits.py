"""Who waits for whom on a unit: what is open, for whom, and until when; no rating is told."""

from __future__ import annotations

from evaluator.model.sentence import Sentence, say, say_n
from evaluator.panel.record import settlement
from evaluator.workbench.book import WorkUnit
from evaluator.workbench.desk import moment, utc
from evaluator.workbench.fold import Round, rounds
from evaluator.workbench.rights import Person
from evaluator.workbench.screens.desk import seals_of
from evaluator.workbench.screens.reply import waiting
from evaluator.workbench.web import PersonRequest


def waits_of(asked: PersonRequest, unit: WorkUnit) -> list[Sentence]:
    """Return what waits on a unit for the person who asks, and for the lead also who is waited for."""
    desk, person = asked.house.desk, asked.person
    now = rounds(desk.turns()).get(unit.name)
    if now is not None:
        return waits_in_round(now, person)
    if seals_of(asked, unit) or not person.may("lead"):
        return []
    told = []
    finals = [coding for coding in unit.assessment.codings if coding.header.state == "final"]
    if len(finals) > 1 and (open_ := len(settlement(unit.assessment, unit.rubric, (), moment(utc())[:10]).disputed)):
        told.append(say_n("%(number)s dispute waits for you.", "%(number)s disputes wait for you.", open_))
    if comments := len(waiting(desk.of(unit.name), unit.name)):
        told.append(say_n("%(number)s comment waits for you.", "%(number)s comments wait for you.", comments))
    return told


def waits_in_round(now: Round, person: Person) -> list[Sentence]:
    """Return what waits for a person in an open round.

    Examples
    --------
    >>> now = Round(("ana", "ben"), frozenset({"ana"}), due="2026-12-01")
    >>> waits_in_round(now, Person("ben", ("coder",)))
    ['Your sheet is waited for, until 2026-12-01.']
    >>> waits_in_round(now, Person("lead", ("lead",)))
    ['It waits for ben, until 2026-12-01.']
    >>> waits_in_round(now, Person("ana", ("coder",)))
    ['Your sheet lies under seal.']
    """
    told = []
    if person.code in now.sealed:
        told.append(say("Your sheet lies under seal."))
    elif person.code in now.coders:
        due = say("Your sheet is waited for, until %(due)s.", due=now.due)
        told.append(due if now.due else say("Your sheet is waited for."))
    if person.may("lead"):
        others = ", ".join(code for code in now.coders if code not in now.sealed and code != person.code)
        if now.is_complete:
            told.append(say("All have handed in: it waits for your release."))
        elif others:
            due = say("It waits for %(codes)s, until %(due)s.", codes=others, due=now.due)
            told.append(due if now.due else say("It waits for %(codes)s.", codes=others))
    return told
