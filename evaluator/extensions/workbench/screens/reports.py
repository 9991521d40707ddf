"""The screens of reports: the scores under every frame, and the printed reports of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.extensions.workbench import views
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.faults import inside
from evaluator.extensions.workbench.fold import rounds, rounds_over
from evaluator.extensions.workbench.press import EXPLORER, FORMS, KINDS, MEDIA, Print, PrintRequest, path_of
from evaluator.extensions.workbench.screens.conditions import must_be_unsealed
from evaluator.extensions.workbench.screens.downloads import rows_of
from evaluator.extensions.workbench.screens.question import SANDBOX
from evaluator.extensions.workbench.shelf import WorkUnit, screen_templates
from evaluator.extensions.workbench.web import PersonRequest, RefusedError
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import say
from evaluator.panel.settled_words import draft_reasons
from evaluator.pipeline import enter, evaluate_all
from evaluator.reports.country import COUNTRY
from evaluator.reports.language import languages
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.retitle import sentences_of
from evaluator.reports.sections.citations import citations_of, references

GONE = say("There is no such report any more: ask for it again.")
CLOSED = say("The explorer does not know the rules of this rubric. Print a report or a contrast instead.")
COLUMNS = ("weighting", "score", "low", "high", "grade", "lowest", "highest", "coverage", "draft")
# Policy for a printed page: its links may open other pages of the workbench in the same session, but no script runs.
READING = SANDBOX.replace("sandbox", "sandbox allow-same-origin", 1) + "; font-src data:"
# Policy for the explorer: its script, which the page's own policy names by its hash, runs and reaches nothing else.
MOVING = (
    "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class PrintShown:
    """A print as a page shows it: how many are `before` it, its faults for a browser, and who may leave it."""

    print: Print
    before: int
    faults: tuple[str, ...]
    may_leave: bool


def _book_cards(unit: WorkUnit) -> list[Scorecard]:
    """Return the library's scorecards under every frame, the reference first; none if nobody has rated."""
    if not unit.assessment.codings:
        return []
    return evaluate_all([unit.assessment], unit.rubric, unit.frames)


def reports(asked: PersonRequest) -> Response:
    """Show the scores under every frame, the reports that can be printed, and those already printed."""
    unit, work, shows = asked.unit, asked.work, asked.sees_panel
    cards = _book_cards(unit) if shows else []
    mine = asked.shelf.cards(unit, work) if asked.person.may("rate") and not work.is_empty else []
    return asked.show_unit(
        "reports.html",
        shows=shows,
        frames=views.frames(cards, cards, asked.lang),
        own=views.frames(mine, mine, asked.lang),
        finding=sentences_of(cards[0]) if cards else (),
        reasons=draft_reasons(cards[0], lambda name: unit.rubric.title(name, asked.lang)) if cards else (),
        prints=_prints_shown(asked) if shows else [],
        cited=_numbered_references(cards[0], asked.lang) if cards else (),
        others=_other_plans(asked) if shows else [],
        kinds=KINDS,
        forms=FORMS,
    )


def _numbered_references(card: Scorecard, lang: str) -> Sequence[object]:
    """Return the references with the numbers that the country report gives them."""
    return references(card.assessment, citations_of(card), PageLanguage.of(card, lang))


def _other_plans(asked: PersonRequest) -> list[str]:
    """Return the ids of the folder's other plans that are rated under the rubric and not in an open round."""
    now = rounds(asked.desk.turns())
    found = []
    for plan in asked.shelf.plans():
        if plan == asked.plan_id or not asked.person.may_see(plan):
            continue
        try:
            other = asked.shelf.unit(plan, asked.path("rubric"))
        except InvalidInputError:
            continue  # the list of units shows the faults
        if other.assessment.codings and not rounds_over(now, other.name):
            found.append(plan)
    return found


def frames_table(asked: PersonRequest) -> Response:
    """Return the library's scores under every frame as CSV or JSON."""
    rows = [_frame_row(card) for card in _book_cards(asked.unit)]
    return rows_of(asked, rows, COLUMNS, f"{asked.plan_id}.{asked.path('rubric')}.frames.csv")


def move_frame(asked: PersonRequest) -> Response:
    """Show the explorer of the plan: of the library's ratings, or of the person's own with what is in hand."""
    unit, work = asked.unit, asked.work
    if asked.path("whose") == "own" and asked.person.may("rate") and not work.is_empty:
        entrant = enter(unit.with_work(work), unit.rubric, work.coder)
    else:
        must_be_unsealed(asked)
        if asked.path("whose") != "book" or not unit.assessment.codings:
            raise RefusedError(404, say("There are no such ratings of this plan."))
        entrant = enter(unit.assessment, unit.rubric)
    try:
        page = explorer_page(asked.shelf.library, unit.rubric, unit.frames, [entrant], asked.lang)
    except InvalidInputError:
        raise RefusedError(404, CLOSED) from None
    return HTMLResponse(page, headers={"Content-Security-Policy": MOVING})


def _frame_row(card: Scorecard) -> dict[str, object]:
    low, high = card.bounds
    grade = card.grade
    cells = (card.weighting.id, card.score, low, high, grade.grade, grade.lowest, grade.highest, card.coverage)
    return dict(zip(COLUMNS, (*cells, card.is_draft), strict=True))


def ask(asked: PersonRequest) -> Response:
    """Queue a report for printing."""
    unit = asked.unit
    kind, form = asked.text("kind") or COUNTRY.kind, asked.text("form") or FORMS[0]
    lang, known = asked.text("lang") or asked.lang, languages(screen_templates())
    problems = [
        Problem(
            "the form",
            say("found %(text)s", text=repr(said)),
            say("one of: %(choices)s", choices=", ".join(choices)),
            did_you_mean(said, choices),
        )
        for key, said, choices in (("kind", kind, KINDS), ("form", form, FORMS), ("lang", lang, tuple(known)))
        if said not in choices
    ]
    if not unit.assessment.codings:
        problems.append(Problem("the files", say("no ratings of this plan"), say("ratings that were handed in")))
    if problems:
        raise InvalidInputError(problems)
    beside = [plan for plan in _other_plans(asked) if kind != COUNTRY.kind and asked.text(f"plan-{plan}") == "yes"]
    leads_here = kind == COUNTRY.kind and form != "xlsx" and asked.text("citations") == "here"
    origin = f"{asked.request.url.scheme}://{asked.request.headers['host']}"
    request = PrintRequest(
        asked.shelf.own,
        (unit.assessment.plan.id, *beside),
        unit.rubric.id,
        kind,
        lang,
        "html" if kind == EXPLORER else form,
        f"{origin}{unit.address}/passages" if leads_here else "",
    )
    if asked.house.press.ask(request, unit.name, asked.person.code, moment(utc())) is None:
        raise RefusedError(429, say("Too many reports wait already. Ask for this one when some of them are done."))
    return RedirectResponse(f"{unit.address}/reports#prints", 303)


def prints(asked: PersonRequest) -> Response:
    """Return the state of the requested reports, as the part of the page that shows it."""
    found = _prints_shown(asked)
    markup = asked.part("parts/prints.html", unit=asked.unit, prints=found, person=asked.person, csrf=asked.csrf)
    return JSONResponse({"prints": markup, "waits": any(one.print.is_under_way for one in found)})


def _prints_shown(asked: PersonRequest) -> list[PrintShown]:
    press, own = asked.house.press, asked.shelf.own
    return [
        PrintShown(
            one,
            before=press.before(one) if one.state == "waiting" else 0,
            faults=tuple(inside(fault, own) for fault in one.faults),
            may_leave=one.is_under_way and (one.by == asked.person.code or asked.person.may("lead")),
        )
        for one in press.of(asked.unit.name)
    ]


def leave_print(asked: PersonRequest) -> Response:
    """Stop a report that waits or is printing; who asked for it may, and the lead."""
    found = next((one for one in _prints_shown(asked) if one.print.id == asked.path("print")), None)
    if found is None:
        raise RefusedError(404, GONE)
    if found.print.is_under_way and not found.may_leave:
        raise RefusedError(403, say("Another person asked for this report."))
    asked.house.press.leave(found.print)
    return RedirectResponse(f"{asked.unit.address}/reports#prints", 303)


def download_print(asked: PersonRequest) -> Response:
    """Return a printed file as a download."""
    found = _done_print(asked)
    return FileResponse(path_of(found, found.name), media_type=MEDIA[found.request.form], filename=found.name)


def show_print(asked: PersonRequest) -> Response:
    """Show a printed page in the browser, with scripts blocked."""
    found = _done_print(asked)
    if found.request.form == "xlsx" or found.request.kind == EXPLORER:
        raise RefusedError(404, say("This form is not read here: download it."))
    headers = {"Content-Security-Policy": READING}
    return FileResponse(path_of(found, found.name), media_type=MEDIA[found.request.form], headers=headers)


def _done_print(asked: PersonRequest) -> Print:
    known = {one.id: one for one in asked.house.press.of(asked.unit.name) if one.state == "done"}
    if asked.path("print") not in known:
        raise RefusedError(404, GONE)
    return known[asked.path("print")]
