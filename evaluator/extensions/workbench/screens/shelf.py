"""The shelf: the plans of the folder with their progress, and what waits for whom; no rating is told."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from evaluator.errors import InvalidInputError
from evaluator.extensions.workbench import views
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.fold import Round, Work, rounds, rounds_over, work_of, works
from evaluator.extensions.workbench.rights import Person, may_rate
from evaluator.extensions.workbench.screens.reply import waiting
from evaluator.extensions.workbench.shelf import WorkUnit
from evaluator.extensions.workbench.web import PersonRequest
from evaluator.model.rubric import ROOT
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.panel.record import settlement


def shelf(asked: PersonRequest) -> Response:
    """Show the units with the person's own open work and, to the lead, the progress of the coders."""
    person = asked.person
    open_rounds = rounds(asked.desk.turns())
    plans = asked.shelf.plans()
    rubrics = asked.shelf.rubrics()
    wanted = asked.request.query_params.get("rubric", "")
    rubric = wanted if wanted in rubrics else rubrics[0]
    units, faults = [], []
    for plan in filter(person.may_see, plans):
        try:
            unit = asked.shelf.unit(plan, rubric)
        except InvalidInputError as error:
            faults.append({"plan": plan, "faults": asked.folder_faults(error.problems)})
            continue
        now, over = open_rounds.get(unit.name), rounds_over(open_rounds, unit.name)
        mine = work_of(asked.desk.of(unit.name), unit.name, person.code)
        rows = views.questions(unit, mine, asked.lang) if person.may("rate") else []
        units.append(
            {
                "address": unit.address,
                "plan": unit.assessment.plan,
                "country": unit.assessment.country,
                "progress": views.progress(rows),
                "round": over[0] if over else None,
                "may_rate": may_rate(person, now),
                "in_hand": not mine.is_empty,
                "state": next((c.header.state for c in unit.assessment.codings if c.header.coder == person.code), ""),
                "others": _others_progress(asked, unit, now) if person.may("lead") and (now or not over) else [],
                "waits": waits_in_round(now, person) if now else [] if over else _waits_after(asked, unit),
                "published": not over and not unit.assessment.is_draft,
            }
        )
    choices = [(name, asked.shelf.rubric(name).title(ROOT, asked.lang)) for name in rubrics]
    has = {"units": units, "faults": faults, "demo": any(plan.startswith("XAR-") for plan in plans)}
    return asked.show("shelf.html", has=has, rubric=rubric, rubrics=choices)


def _others_progress(asked: PersonRequest, unit: WorkUnit, now: Round | None) -> list[tuple[str, views.CoderProgress]]:
    """Return each coder's progress on a unit, without any rating."""
    in_hand = works(asked.desk.of(unit.name), unit.name)
    names = now.coders if now else tuple(sorted(set(in_hand) - {asked.person.code}))
    return [(n, views.progress(views.questions(unit, in_hand.get(n, Work(n)), asked.lang))) for n in names]


def _waits_after(asked: PersonRequest, unit: WorkUnit) -> list[Sentence]:
    """Return what waits for the lead on a unit without an open round."""
    told = list[Sentence]()
    if not asked.person.may("lead"):
        return told
    finals = [coding for coding in unit.assessment.codings if coding.header.state == "final"]
    if len(finals) > 1 and (open_ := len(settlement(unit.assessment, unit.rubric, (), moment(utc())[:10]).disputed)):
        told.append(say_n("%(number)s dispute waits for you.", "%(number)s disputes wait for you.", open_))
    if comments := len(waiting(asked.desk.of(unit.name), unit.name)):
        told.append(say_n("%(number)s comment waits for you.", "%(number)s comments wait for you.", comments))
    return told


def waits_in_round(now: Round, person: Person) -> list[Sentence]:
    """Return what waits for a person in an open round.

    Examples
    --------
    >>> now = Round(("ana", "ben"), frozenset({"ana"}), due="2026-12-01")
    >>> waits_in_round(now, Person(code="ben", roles=("coder",)))
    ['Your sheet is waited for, until 2026-12-01.']
    >>> waits_in_round(now, Person(code="lead", roles=("lead",)))
    ['It waits for ben, until 2026-12-01.']
    >>> waits_in_round(now, Person(code="ana", roles=("coder",)))
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


def demo(asked: PersonRequest) -> Response:
    """Copy the invented example country into the folder."""
    asked.shelf.lay_out_demo()
    return RedirectResponse("/", 303)
