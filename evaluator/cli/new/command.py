"""`evaluator new`: start an evaluation by prompts, or write single valid files with comments on what to fill in."""

from __future__ import annotations

import click

from evaluator.cli.new.begin import ask_country, evaluation, known_facts
from evaluator.cli.new.files import tell_next, write_own
from evaluator.cli.new.own_frame import weighting
from evaluator.cli.new.rubric import rubric
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.names import country_named, plans_named, refuse_coder
from evaluator.cli.shared.options import NAME, RUBRIC
from evaluator.cli.shared.session import Session, common_options, with_session
from evaluator.errors import EvaluatorError
from evaluator.intake.first_files import NO_TITLE, blank, country_files, plan_files, years_of
from evaluator.model.assessment import Assessment, Rating
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import Rubric
from evaluator.plans.applicability import applies
from evaluator.read.text.table import write_table


@click.group("new", cls=CommandGroup, invoke_without_command=True)
@common_options
@click.pass_context
def command(context: click.Context) -> None:
    """Start an evaluation, or a rubric or weighting of your own.

    `evaluator new` alone asks for country, title and years, and whether the first look is
    enough for now. Then it writes the workbook to fill in and names the next command.

    The command writes into your own folder (--library, EVALUATOR_LIBRARY or the
    current folder), never into the shipped library. It overwrites nothing.
    """
    if context.invoked_subcommand is None:
        context.invoke(evaluation)


command.add_command(evaluation)


@command.command("country", hidden=True)
@click.argument("country", metavar="COUNTRY", required=False, default="")
@click.option("--name", default="", help="English name; needed only for an invented country.")
@with_session
def country(session: Session, country: str, name: str) -> None:
    r"""Start a country: its header, sources, institutions, figures.

    COUNTRY is the country's name in English, in a language of the reports or in its own
    language, or its code of ISO 3166-1; without COUNTRY the command asks for it. An
    evaluation uses the shipped data on the country from the start; the command lists
    these data.

    \b
    Examples:
      evaluator new country Ireland --library my-folder
      evaluator new country XXB --name Testland --library my-folder
    """
    library = session.library_to_begin
    chosen = ask_country(library, country, name)
    if chosen.iso3 in library.country_codes:
        raise EvaluatorError(
            f"{chosen.iso3} is in the library already. Go on with its plan, "
            f"for example `evaluator new plan {chosen.iso3}-2030-2033`."
        )
    known = known_facts(library, chosen)
    own = write_own(session, country_files(chosen.iso3, chosen.names))
    session.tell(known)
    folder = shown_path(own / "countries" / chosen.iso3)
    tell_next(session, [f"check {folder}", f"show {chosen.iso3}", f"new plan {chosen.iso3}-2020-2023"])


@command.command("plan", hidden=True)
@click.argument("plan_id", metavar="ISO3-START-END")
@click.option("--title", default=NO_TITLE, help="Title of the plan in English.")
@with_session
def plan(session: Session, plan_id: str, title: str) -> None:
    r"""Start a plan: its header, and one table each for its rows, its money and its evidence.

    The id is the country's code and the years; write `open` for an end that is not
    fixed. The id of a child plan has one more word.

    \b
    Examples:
      evaluator new plan ALB-2030-2033
      evaluator new plan ALB-2030-open-children --title "Plan for children"
    """
    code = country_named(session.library_to_begin, years_of(plan_id)["iso3"])
    if plan_id in session.library_to_begin.plan_ids(code):
        raise EvaluatorError(
            f"{plan_id} is in the library already. Go on with `evaluator sheet export {plan_id} --coder a`."
        )
    files = plan_files(plan_id, title)
    own = write_own(session, files)
    folder = shown_path(own / "countries" / code / "plans" / plan_id)
    tell_next(session, [f"check {folder}", f"show {plan_id}", f"sheet export {plan_id} --coder a"])


@command.command("assessment", hidden=True)
@NAME
@click.option("--coder", default="a", show_default=True, help="The coder's letter or code, no person's name.")
@RUBRIC("Rubric to rate with.")
@with_session
def assessment(session: Session, name: str, coder: str, rubric: str) -> None:
    r"""Start an assessment: a header, and a row for each criterion to rate.

    The rows are the criteria that coders rate by hand and that apply in the plan's
    years, in the order of the rubric; each begins as not-assessed.

    \b
    Examples:
      evaluator new assessment ALB-2005-2007 --coder c
      evaluator new assessment ALB --coder c --rubric four-paradigms
    """
    refuse_coder(coder)
    chosen = session.library_to_begin.rubric(rubric)
    (plan_id,) = plans_named(session.library_to_begin, [name], None, rubric)
    found = session.library_to_begin.assessment(plan_id, chosen)
    others = [coding.header.coder for coding in found.codings]
    if coder in others:
        raise EvaluatorError(f"{plan_id} has an assessment by {coder!r} already. Name another with --coder.")
    place = f"countries/{plan_id[:3]}/plans/{plan_id}/assessments/{rubric}"
    header = blank("coding", plan=plan_id, rubric=rubric, coder=coder, version=chosen.version)
    ratings = write_table(blank_ratings(found, chosen), Rating)
    folder = write_own(session, {f"{place}/{coder}.yaml": header, f"{place}/{coder}.csv": ratings}) / place
    hidden = [other for other in others if not (folder / f"{other}.yaml").exists()]
    if hidden:
        session.tell(f"The assessments in your folder stand in place of the library's ({', '.join(hidden)}).")
    of_plan = f"{plan_id}{with_rubric(rubric)}"
    tell_next(session, [f"check {shown_path(folder)}", f"todo {of_plan}", f"score {of_plan}"])


def blank_ratings(found: Assessment, rubric: Rubric) -> list[Rating]:
    """Return a `not-assessed` rating for each criterion that coders rate and that applies in the plan's years."""
    return [
        Rating(criterion_id=criterion.id, criterion_version=criterion.meaning_version, status="not-assessed")
        for criterion in rubric.criteria
        if criterion.is_rated_by_hand and applies(criterion, found).holds
    ]


command.add_command(rubric)
command.add_command(weighting)
