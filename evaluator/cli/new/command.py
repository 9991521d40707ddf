"""`evaluator new`: start an evaluation by prompts, or write single valid files with comments on what to fill in."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Mapping

import click

from evaluator.cli.new.begin import ask_country, evaluation, known_facts
from evaluator.cli.new.files import tell_next, write_own
from evaluator.cli.new.rubric import rubric
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.names import country_named, plans_named, refuse_coder, refuse_name
from evaluator.cli.shared.options import NAME, RUBRIC
from evaluator.cli.shared.session import Session, common_options, with_session
from evaluator.contrasts.options import nodes_named, parse_shares, sibling_shares, typed_weighting
from evaluator.errors import EvaluatorError
from evaluator.intake.first_files import NO_TITLE, blank, country_files, plan_files, years_of
from evaluator.model.assessment import Assessment, Rating
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.plans.applicability import applies
from evaluator.read.text_files.table import write_table
from evaluator.scoring.rounding import printed, shared_out
from evaluator.scoring.weights import matches

DIGITS = 4  # of a share, rounded so that the shares of siblings sum to 1
CHOSEN = "chosen by the user; to be grounded"


class NewGroup(CommandGroup):
    """The group of what is begun; a country named in place of a command means an evaluation of it."""

    def no_command(self, ctx: click.Context, word: str) -> str:  # noqa: ARG002
        """Return the command that was meant by a word that is no command."""
        call = f"evaluator new evaluation {shlex.quote(word)}"
        known = ", ".join(name for name, one in self.commands.items() if not one.hidden)
        return f"`new` begins one of these: {known}; not {word!r}. For a country of that name: `{call}`."


@click.group("new", cls=NewGroup, invoke_without_command=True)
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


@command.command("weighting")
@click.argument("name")
@click.option(
    "--from", "source", default="equal", show_default=True, metavar="WEIGHTING", help="Weighting to begin with."
)
@click.option("--weight", "shares", multiple=True, metavar="NODE=SHARE", help="Share of a paradigm or stance.")
@click.option("--title", default="", help="Title in English. Else the name.")
@click.option(
    "--portrait", default="", help="Text on whose view the weighting is, and what that actor counts as success."
)
@RUBRIC("Rubric of the weighting.")
@with_session
def weighting(
    session: Session, name: str, source: str, shares: tuple[str, ...], title: str, portrait: str, rubric: str
) -> None:
    r"""Start a weighting from another weighting and the shares that you set.

    A share is a part of 1 among sibling nodes, as on the sliders of the explorer: the
    other siblings keep their proportion, and all siblings together make 1. You write the
    portrait; `evaluator rubric lint` reports a missing one.

    \b
    Examples:
      evaluator new weighting my-view --library my-folder
      evaluator new weighting my-view --from gaatw --weight "Human rights=50%" --weight plan-quality=0.1
    """
    refuse_name(name, "a weighting")
    weighed = session.library_to_begin.rubric(rubric)
    if name in weighed.every_weighting:
        raise EvaluatorError(f"{rubric} has a weighting {name} already. Choose another name.")
    begun = weighed.weighting(source)
    made = with_effect(weighed, own_frame(weighed, begun, name, parse_shares(shares)))
    made = made.model_copy(update={"titles": {"en": title.strip() or name}, "portrait": portrait.strip()})
    path = f"rubrics/{weighed.id}/weightings/{name}.yaml"
    own = write_own(session, {path: frame_file(made, begun)})
    extra = with_rubric(rubric)
    if not portrait.strip():
        session.tell(
            f"Write its portrait into {shown_path(own / path)}: the one it begins from stands there to change."
        )
    library = session.library_to_begin
    every = [(code, plan) for code in library.country_codes for plan in library.rated_plans(code, rubric)]
    mine = [plan for code, plan in every if (own / "countries" / code / "plans" / plan).is_dir()]
    rated = next(iter([*mine, *(plan for _, plan in every)]), "")
    compare = [f"contrast {rated} -w {source} -w {name}{extra} --show scores"] if rated else []
    tell_next(session, [f"show {name}{extra}", f"rubric lint {rubric}", *compare])


def own_frame(rubric: Rubric, base: Weighting, name: str, shares: Mapping[str, float]) -> Weighting:
    """Return a copy of a weighting with some shares set and the shares of their siblings scaled to sum to 1.

    Actor, portrait, sources, period, whether it prevailed and what it follows are left out: they are another actor's.

    Raises
    ------
    EvaluatorError
        A name is not a paradigm or stance, or the shares of siblings cannot sum to 1.
    """
    typed = typed_weighting(rubric, base, shares)
    weights = dict(base.weights)
    chosen = nodes_named(rubric, shares)
    for parent in dict.fromkeys(rubric.nodes[node].parent for node in chosen):
        weights[parent] = {
            node: WeightEntry(
                share=share,
                origin="modelled",
                ground=CHOSEN if node in chosen else f"as in {base.id}, in proportion to the rest",
            )
            for node, share in _printed_shares(sibling_shares(rubric, typed, parent)).items()
        }
    limits = f"Begun from {base.id}; every number that differs from it is a choice of the user's."
    kept = ("rubric", "survey", "asked", "answers", "factors", "overrides", "gates", "reference_tip")
    more = {field: getattr(base, field) for field in kept}
    return Weighting(id=name, titles={"en": name}, actor="to be written", limits=limits, weights=weights, **more)


def with_effect(rubric: Rubric, frame: Weighting) -> Weighting:
    """Return a weighting without the factors and overrides of its base that no criterion of the rubric answers to."""
    stances = [(criterion, rubric.stance_of(criterion.id)) for criterion in rubric.criteria]
    factors = [one for one in frame.factors if any(matches(one.where, *pair) for pair in stances)]
    overrides = [one for one in frame.overrides if one.criterion in rubric.by_id]
    return frame.model_copy(update={"factors": tuple(factors), "overrides": tuple(overrides)})


def _printed_shares(shares: Mapping[str, float]) -> dict[str, float]:
    """Return shares rounded to four digits that still sum to 1."""
    whole = printed(1.0, DIGITS)
    return dict(zip(shares, map(float, shared_out(tuple(shares.values()), whole)), strict=True))


def frame_file(made: Weighting, base: Weighting) -> str:
    """Return the file text of a weighting, headed by a comment that quotes the portrait of its base."""
    import yaml

    whole = made.model_dump(mode="json", exclude_none=True)
    head = [
        "# A weighting: whose eyes these are, and where each number comes from.",
        f"# Begun from {base.id}. Say in `portrait` what this actor counts as success. {base.id} says:",
        *(f"#   {line}" for line in textwrap.wrap(" ".join(base.portrait.split()) or "nothing", 110)),
        "",
    ]
    body = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)
    return "\n".join(head) + body
