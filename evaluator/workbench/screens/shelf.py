"""The shelf: the plans of the folder with their progress, and what waits for whom."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from evaluator.errors import InvalidInputError
from evaluator.model.rubric import ROOT
from evaluator.workbench import views
from evaluator.workbench.book import WorkUnit
from evaluator.workbench.fold import Work, rounds, rounds_over, work_of, works
from evaluator.workbench.rights import may_rate, sees_panel
from evaluator.workbench.screens.waits import waits_of
from evaluator.workbench.web import PersonRequest


def shelf(asked: PersonRequest) -> Response:
    """Show the units with the person's own open work and, to the lead, the progress of the coders."""
    house, person = asked.house, asked.person
    open_rounds = rounds(house.desk.turns())
    plans = [plan for plan in house.shelf.plans() if person.may_see(plan)]
    rubrics = house.shelf.rubrics()
    wanted = asked.request.query_params.get("rubric", "")
    rubric = wanted if wanted in rubrics else rubrics[0]
    units, faults = [], []
    for plan in plans:
        try:
            unit = house.shelf.unit(plan, rubric)
        except InvalidInputError as error:
            faults.append({"plan": plan, "faults": asked.told(error.problems)})
            continue
        now, over = open_rounds.get(unit.name), rounds_over(open_rounds, unit.name)
        mine = work_of(house.desk.of(unit.name), unit.name, person.code)
        rows = views.questions(unit, mine, asked.lang) if person.may("rate") else []
        others = _others(asked, unit) if person.may("lead") and (now or not over) else []
        finals = [c.header.coder for c in unit.assessment.codings if c.header.state == "final"]
        units.append(
            {
                "address": unit.address,
                "plan": unit.assessment.plan,
                "country": unit.assessment.country,
                "progress": views.progress(rows),
                "round": over[0] if over else None,
                "may_rate": may_rate(person, now),
                "in_hand": not mine.is_empty,
                "others": others,
                "waits": waits_of(asked, unit),
                "finals": len(finals),
                "sees_panel": sees_panel(person, over),
                "published": not over and not unit.assessment.is_draft,
            }
        )
    has_demo = any(plan.startswith("XAR-") for plan in house.shelf.plans())
    choices = [(name, house.shelf.rubric(name).title(ROOT, asked.lang)) for name in rubrics]
    has = {"units": units, "faults": faults, "demo": has_demo}
    return asked.show("shelf.html", has=has, rubric=rubric, rubrics=choices, folder=house.shelf.own.name)


def _others(asked: PersonRequest, unit: WorkUnit) -> list[tuple[str, views.CoderProgress]]:
    """Return each coder's progress on a unit, without any rating."""
    now = rounds(asked.house.desk.turns()).get(unit.name)
    in_hand = works(asked.house.desk.of(unit.name), unit.name)
    names = now.coders if now else tuple(sorted(set(in_hand) - {asked.person.code}))
    return [(n, views.progress(views.questions(unit, in_hand.get(n, Work(n)), asked.lang))) for n in names]


def demo(asked: PersonRequest) -> Response:
    """Copy the invented example country into the folder."""
    asked.house.shelf.lay_out_demo()
    return RedirectResponse("/", 303)
