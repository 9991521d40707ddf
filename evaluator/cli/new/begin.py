"""`evaluator new`: ask for country, plan and rubric, and write the files of a new evaluation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from evaluator.cli.new.files import write_own
from evaluator.cli.shared.advice import FOLDER, runnable
from evaluator.cli.shared.names import book_of, refuse_coder
from evaluator.cli.shared.options import CODER
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError
from evaluator.intake.first_files import NO_TITLE, country_files, plan_files, plan_id_of, territory_to_begin
from evaluator.intake.territory import Territory, is_invented
from evaluator.library import DEFAULT_RUBRIC, Library, shipped_root
from evaluator.model.defaults import FIRST_LOOK, with_rubric

T = TypeVar("T")
OWN_FOLDER = "my-evaluations"


def ask(question: str, given: str, read: Callable[[str], T], default: str | None = None) -> T:
    """Return the value that `read` makes of `given`; if `given` is empty, prompt until an answer is valid.

    Raises
    ------
    EvaluatorError
        The given text is not valid, or standard input has no answer.
    """
    if given:
        return read(given)

    def answer(text: str) -> T:
        try:
            return read(text)
        except EvaluatorError as error:
            raise click.UsageError(str(error)) from None

    try:
        found: T = click.prompt(question, value_proc=answer, default=default, err=True)
    except click.Abort as stop:
        if isinstance(stop.__context__, KeyboardInterrupt):
            raise
        raise EvaluatorError(f"no answer to {question!r}. `--help` says how to give all answers in the call.") from None
    return found


def ask_country(library: Library, text: str, name: str) -> Territory:
    """Return the country that `text` names, or that the user enters; prompt for the name of an invented country.

    Raises
    ------
    EvaluatorError
        No country matches, or standard input has no answer.
    """
    if text:
        return territory_to_begin(library, text, name)

    def read(answer: str) -> Territory:
        code = answer.strip().upper()
        is_nameless = is_invented(code) and code not in library.country_codes and not name
        return Territory(code, {}) if is_nameless else territory_to_begin(library, answer, name)

    found = ask("Country, by name or code", "", read)
    if found.names:
        return found
    return ask(
        "There is no such country, so its name in English",
        "",
        lambda said: territory_to_begin(library, found.iso3, said),
    )


def known_facts(library: Library, country: Territory) -> str:
    """Return lines on the data that the shared data sets have on a country, and on the data that they lack."""
    code = country.iso3
    facts, shared = library.country_facts(code), library.shared_facts
    tiers = sorted((row.year, row.tier) for row in shared.tip_tiers if row.iso3 == code and row.year)
    treaties = [row for row in shared.treaties if row.iso3 == code]
    party = [row for row in treaties if row.ratified or row.in_force or row.party_seen]
    bodies = [f"{m.body} (since {m.start[:4]})" for m in facts.memberships if m.end is None]
    lines = [f"{country.name} ({code}). What the data sets record of it is used unless your files say otherwise:"]
    lines += [f"  member of {', '.join(bodies)}"] if bodies else ["  memberships: none recorded"]
    lines += [f"  party to {len(party)} of the {len(treaties)} treaties recorded"] if treaties else []
    lines += [f"  TIP tiers of {tiers[0][0]} to {tiers[-1][0]}, the last {tiers[-1][1]}"] if tiers else []
    lines += [f"  {len(facts.facts)} figures"] if facts.facts else []
    lines += ["  roles (origin, transit, destination, internal): not recorded; until they are, every question counts"]
    return "\n".join(lines)


@click.command("evaluation")
@click.argument("country", metavar="[COUNTRY]", default="")
@click.option("--name", default="", help="English name; needed only for an invented country.")
@click.option("--title", default="", help="Title of the plan in English.")
@click.option("--years", default="", metavar="START-END", help="Years of the plan: 2023-2027, or 2023-open.")
@click.option("--rubric", default="", metavar="NAME", help="Rubric to rate with: first-look for a first result.")
@CODER("Your letter as coder, no person's name.", default="a", show_default=True)
@with_session
def evaluation(session: Session, country: str, name: str, title: str, years: str, rubric: str, coder: str) -> None:
    r"""Start an evaluation: the country, its plan, and the workbook to fill in.

    The command asks for each of these that you do not give: country, title, years, and
    whether you begin with the first look, a dozen questions. A code from XAA to XZZ
    begins an invented country. `evaluator new` alone does the same. The command does not
    change a country or plan that exists.

    \b
    Examples:
      evaluator new
      evaluator new evaluation Ireland --title "Third plan" --years 2023-2027 --rubric first-look --library my-folder
    """
    refuse_coder(coder)
    library = session.library_to_begin
    chosen = ask_country(library, country, name)
    title = ask("Title of the plan, in English", title, str.strip, default=NO_TITLE)
    plan_id = ask("Years of the plan, as 2023-2027 or 2023-open", years, lambda text: plan_id_of(chosen.iso3, text))
    rubric = library.rubric(rubric or _ask_rubric(library)).id
    book = book_of(plan_id, rubric, coder, "xlsx")
    if book.exists():
        raise EvaluatorError(f"{book} exists already, and may hold ratings. Move it away, then run this again.")
    _ask_folder(session)
    is_new = chosen.iso3 not in library.country_codes
    has_plan = not is_new and plan_id in library.plan_ids(chosen.iso3)
    files = country_files(chosen.iso3, chosen.names) if is_new else {}
    known = known_facts(library, chosen) if is_new else ""
    write_own(session, files if has_plan else {**files, **plan_files(plan_id, title)})
    if known:
        session.tell(known)
    _export_sheet(session, plan_id, rubric, coder, book)


def _ask_rubric(library: Library) -> str:
    first, whole = (
        sum(criterion.is_rated_by_hand for criterion in library.rubric(name).criteria)
        for name in (FIRST_LOOK, DEFAULT_RUBRIC)
    )
    question = (
        f"Begin with the first look? It asks {first} questions and takes about an hour; the whole rubric asks {whole}. "
        "Yes or no"
    )
    return ask(question, "", _yes_or_no, default="yes")


def _yes_or_no(text: str) -> str:
    word = text.strip().casefold()
    if not word or not any(answer.startswith(word) for answer in ("yes", "no")):
        raise EvaluatorError(f"{text!r} is neither yes nor no.")
    return FIRST_LOOK if "yes".startswith(word) else DEFAULT_RUBRIC


def _ask_folder(session: Session) -> None:
    """Prompt for a folder if the files would otherwise be written into the shipped library."""
    if session.folder or os.environ.get("EVALUATOR_LIBRARY") or Path.cwd().resolve() != shipped_root().resolve():
        return
    session.folder = ask("Folder for your files", "", Path, default=OWN_FOLDER)
    click.get_current_context().meta[FOLDER] = session.folder


def _export_sheet(session: Session, plan_id: str, rubric: str, coder: str, book: Path) -> None:
    """Write the workbook of the new assessment, and print the commands to run next."""
    from evaluator.cli.sheet import export

    for name in ("library", "library_to_begin"):  # these cached libraries lack the new files
        session.__dict__.pop(name, None)
    click.get_current_context().invoke(export, name=plan_id, coder=coder, rubric=rubric, out=book)
    session.tell("\n".join(_next_commands(plan_id, rubric, coder)))


def _next_commands(plan_id: str, rubric: str, coder: str) -> Iterator[str]:
    """Yield the commands that may precede filling in the workbook: importing the plan's rows, exporting again."""
    yield "Is the plan a Word file, a workbook, a web page or a PDF? Then read its rows first, and nobody types them:"
    yield runnable(f"  `evaluator plan import FILE --plan {plan_id}`").replace("`", "")
    yield runnable(f"  `evaluator sheet export {plan_id} --coder {coder}{with_rubric(rubric)} --force`").replace(
        "`", ""
    )
