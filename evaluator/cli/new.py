"""`evaluator new`: files that pass the checks and tell the user what to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from evaluator.cli import blanks
from evaluator.cli.advice import runnable
from evaluator.cli.faults import shown_path
from evaluator.cli.names import country_named, plans_named
from evaluator.cli.out import show
from evaluator.cli.session import Session, with_session
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.assessment import Assessment, Rating
from evaluator.model.base import CODER, CODER_WORDS, ISO3, KEBAB, LONGEST_ID
from evaluator.model.plan import Measure
from evaluator.model.rubric import Rubric
from evaluator.plans.applicability import applies
from evaluator.read.country import COUNTRY_TABLES
from evaluator.read.plan import PLAN_TABLES
from evaluator.read.table import write_table
from evaluator.read.text import read_text
from evaluator.store.change import write_all

NEW_PLAN = re.compile(r"(?P<iso3>[A-Z]{3})-(?P<start>[0-9]{4})-(?P<end>[0-9]{4}|open)(-[a-z0-9-]{1,60})?")
# A plan without rows is refused, so a new one has a row that says what to put in its place.
FIRST_ROW = Measure(
    "M1", order=1, level="activity", text="To be filled in: what the plan's first row says, in our words"
)


@click.group("new")
def command() -> None:
    """Start a country, plan, assessment or rubric of your own.

    The files go into your own folder (--library, EVALUATOR_LIBRARY or the
    current folder), never into the shipped library. Nothing is overwritten.
    """


@command.command("country")
@click.argument("iso3")
@click.option("--name", required=True, help="English name.")
@with_session
def country(session: Session, iso3: str, name: str) -> None:
    r"""Start a country: its header, sources, institutions, figures.

    \b
    Example:
      evaluator new country ABC --name Testland --library my-folder
    """
    code = iso3.upper()
    if not ISO3.fullmatch(code):
        raise EvaluatorError(f"{iso3!r} is no code of three letters (ISO 3166-1 alpha-3).")
    if not name.strip():
        raise EvaluatorError("a country needs a name. Give it with --name.")
    if code in session.library_to_begin.country_codes:
        raise EvaluatorError(
            f"{code} is in the library already. Go on with its plan, for example `evaluator new plan {code}-2030-2033`."
        )
    files = {"country.yaml": blanks.COUNTRY.format(iso3=code, name=blanks.quoted(name))}
    tables = ("sources", "institutions", "facts")
    files |= {f"{table}.csv": write_table((), COUNTRY_TABLES[table]) for table in tables}
    own = session.own_folder()
    session.before_change()
    folder = own / "countries" / code
    write_new(own, folder, files)
    _next(session, [f"check {shown_path(folder)}", f"show {code}", f"new plan {code}-2020-2023"])


@command.command("plan")
@click.argument("plan_id", metavar="ISO3-START-END")
@click.option("--title", default="Title as printed, to be filled in", help="Title of the plan in English.")
@with_session
def plan(session: Session, plan_id: str, title: str) -> None:
    r"""Start a plan: its header, and a table each for rows, money, evidence.

    The id is the country's code and the years, `open` for an end not fixed; a
    child plan has a word more.

    \b
    Examples:
      evaluator new plan ALB-2030-2033
      evaluator new plan ALB-2030-open-children --title "Plan for children"
    """
    parts = NEW_PLAN.fullmatch(plan_id)
    if parts is None:
        raise EvaluatorError(f"{plan_id!r} is no plan id. Write country-start-end, as in ABC-2020-2023.")
    if parts["end"] != "open" and parts["end"] < parts["start"]:
        raise EvaluatorError(f"{plan_id!r} ends before it starts. Write country-start-end, as in ABC-2020-2023.")
    code = country_named(session.library_to_begin, parts["iso3"])
    if plan_id in session.library_to_begin.plan_ids(code):
        raise EvaluatorError(
            f"{plan_id} is in the library already. Go on with `evaluator new assessment {plan_id} --coder a`."
        )
    files = {"plan.yaml": blanks.PLAN.format(id=plan_id, title=blanks.quoted(title), **_years(parts))}
    tables = ("indicators", "money", "evidence")
    files |= {"measures.csv": write_table((FIRST_ROW,), Measure)}
    files |= {f"{table}.csv": write_table((), PLAN_TABLES[table]) for table in tables}
    own = session.own_folder()
    session.before_change()
    folder = own / "countries" / code / "plans" / plan_id
    write_new(own, folder, files)
    _next(session, [f"check {shown_path(folder)}", f"show {plan_id}", f"sheet export {plan_id} --assessor a"])


def _years(parts: re.Match[str]) -> dict[str, str]:
    return {"start": blanks.quoted(parts["start"]), "end": blanks.quoted(parts["end"])}


@command.command("assessment")
@click.argument("name", metavar="ISO3|PLAN")
@click.option("--coder", default="a", show_default=True, help="The coder's letter or code, no person's name.")
@click.option("--rubric", default=DEFAULT_RUBRIC, show_default=True, metavar="NAME", help="Rubric to rate with.")
@with_session
def assessment(session: Session, name: str, coder: str, rubric: str) -> None:
    r"""Start an assessment: a header, and a row for each criterion to rate.

    Rows are the criteria rated by hand that apply in the plan's years, in the
    order of the rubric; each begins as not-assessed.

    \b
    Examples:
      evaluator new assessment ALB-2005-2007 --coder c
      evaluator new assessment ALB --coder c --rubric four-paradigms
    """
    if not CODER.fullmatch(coder):
        raise EvaluatorError(f"{coder!r} is no coder's code. Write {CODER_WORDS}.")
    chosen = session.library_to_begin.rubric(rubric)
    (plan_id,) = plans_named(session.library_to_begin, [name], None, rubric)
    found = session.library_to_begin.assessment(plan_id, chosen)
    others = [coding.header.coder for coding in found.codings]
    if coder in others:
        raise EvaluatorError(f"{plan_id} has an assessment by {coder!r} already. Name another with --coder.")
    own = session.own_folder()
    session.before_change()
    folder = own / "countries" / plan_id[:3] / "plans" / plan_id / "assessments" / rubric
    header = blanks.CODING.format(plan=plan_id, rubric=rubric, coder=coder, version=chosen.version)
    write_new(own, folder, {f"{coder}.yaml": header, f"{coder}.csv": write_table(blank_ratings(found, chosen), Rating)})
    hidden = [other for other in others if not (folder / f"{other}.yaml").exists()]
    if hidden:
        session.tell(f"The assessments in your folder stand in place of the library's ({', '.join(hidden)}).")
    _next(session, [f"check {shown_path(folder)}", f"todo {plan_id}", f"score {plan_id}"])


def blank_ratings(found: Assessment, rubric: Rubric) -> list[Rating]:
    """Return a row, not assessed, for each criterion that is rated by hand and applies in the plan's years."""
    return [
        Rating(criterion_id=criterion.id, criterion_version=criterion.meaning_version, status="not-assessed")
        for criterion in rubric.criteria
        if criterion.is_rated_by_hand and applies(criterion, found).holds
    ]


@command.command("rubric")
@click.argument("name")
@click.option("--from", "source", metavar="RUBRIC", help="Begin with a copy of a rubric, weightings and lenses too.")
@click.option("--title", default="Title, to be filled in", help="Title of the rubric in English.")
@with_session
def rubric(session: Session, name: str, source: str | None, title: str) -> None:
    r"""Start a rubric: a small one to build on, or a copy to change.

    \b
    Examples:
      evaluator new rubric my-rubric
      evaluator new rubric my-rubric --from four-paradigms
    """
    if not KEBAB.fullmatch(name) or len(name) > LONGEST_ID:
        raise EvaluatorError(f"{name!r} is no name of a rubric. Write small letters, digits and hyphens.")
    if name in session.library_to_begin.rubric_names:
        raise EvaluatorError(f"{name} is in the library already.")
    files = _copied(session.library_to_begin, source, name) if source else _small(name, title)
    own = session.own_folder()
    session.before_change()
    folder = own / "rubrics" / name
    write_new(own, folder, files)
    _next(session, [f"check {shown_path(folder)}", f"show {name}", f"list criteria --rubric {name}"])


def _small(name: str, title: str) -> dict[str, str]:
    return {
        "rubric.yaml": blanks.RUBRIC.format(id=name, title=blanks.quoted(title)),
        "criteria/first-question.yaml": blanks.CRITERION.format(),
        "weightings/equal.yaml": blanks.WEIGHTING.format(id=name),
    }


def _copied(library: Library, source: str, name: str) -> dict[str, str]:
    """Return the files of a rubric under another name; it begins at version 0.1.0."""
    if source not in library.rubric_names:
        raise UnknownNameError("rubric", source, library.rubric_names)
    folder = library.layers.below("rubrics").below(source)
    head = read_text(folder.expected("rubric.yaml"))
    version = re.search(r"^version: *(\S+)", head, flags=re.MULTILINE)
    head = re.sub(r"^id: .*$", f"id: {name}", head, count=1, flags=re.MULTILINE)
    head = re.sub(r"^version: .*$", "version: 0.1.0", head, count=1, flags=re.MULTILINE)
    files = {"rubric.yaml": f"# Begun as a copy of {source} {version[1] if version else ''}.\n{head}"}
    for inner in ("criteria", "weightings", "lenses", "lang"):
        for file, path in folder.below(inner).files("*.yaml").items():
            named = re.sub(r"^rubric: .*$", f"rubric: {name}", read_text(path), count=1, flags=re.MULTILINE)
            files[f"{inner}/{file}"] = named
    return files


def write_new(own: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder inside the user's own, all of them or none; none may be there already.

    Raises
    ------
    EvaluatorError
        A file of a name is there, or the folder cannot be written to.
    """
    paths = {folder / name: text for name, text in files.items()}
    there = [shown_path(path) for path in paths if path.exists()]
    if there:
        raise EvaluatorError(f"nothing is overwritten, and there is already: {', '.join(there)}")
    write_all(own, {path.relative_to(own).as_posix(): text for path, text in paths.items()})
    show("".join(f"{shown_path(path)}\n" for path in paths))


def _next(session: Session, commands: Iterable[str]) -> None:
    """Tell the next three commands, with the folder where the user named one."""
    lines = [runnable(f"  `evaluator {words}`").replace("`", "") for words in commands]
    session.tell("\n".join(["Next, after filling in:", *lines]))
