"""`evaluator survey`: make the forms of a survey of weights, read what comes back, and print what groups weigh."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import click
import yaml

from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.layout import columns, wrapped
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.names import refuse_name
from evaluator.cli.shared.options import FORCE, PATH, RUBRIC
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.errors import EvaluatorError, UnknownNameError, has_faults
from evaluator.extensions.survey.survey_page import survey_page
from evaluator.model.survey import Answer, Conflict, GroupWeight, Lists, PersonWeight, Printed, SurveyFile
from evaluator.model.weighting import Weighting
from evaluator.read.survey import (
    ANSWERS,
    CODES,
    GROUPS,
    MEMBERS,
    PEOPLE,
    SURVEY,
    read_answers,
    read_codes,
    read_printed,
    read_survey,
)
from evaluator.read.text_files.table import read_table, write_table
from evaluator.reports.language import language
from evaluator.store.change import write_all
from evaluator.surveys.frames import respondents_of
from evaluator.surveys.groups import Asked, exchanged, members_of, people_rows
from evaluator.surveys.pages import areas_of, code_book
from evaluator.workbook.back.survey import read_inbox
from evaluator.workbook.forms.survey import survey_workbook, xlsform

HEADING = "Contrast"

CONFLICT = "conflict.csv"
SALT = 16  # bytes
NAME = click.argument("name", metavar="SURVEY")
NOTE = """\
# Edit the words before anybody is asked: let two people of opposite views read them, and try them on three persons.
# After the first form is out, a change of words needs a new version. No weight ever comes from this file.
"""
IGNORED = f"# Answers of single persons: never published.\n{ANSWERS}\n{PEOPLE}\n{MEMBERS}\ninbox/\n"


@click.group("survey", cls=CommandGroup)
def command() -> None:
    """Ask people for weights, read answers, make frames of groups."""


@command.command("new")
@NAME
@RUBRIC("Rubric whose parts are weighed.")
@click.option(
    "--lists",
    type=click.Choice(["whole", "tick", "none"]),
    default="whole",
    show_default=True,
    help="Criteria: two whole lists by lot, all lists by ticking (for fewer than 20 persons), or none.",
)
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Language of the forms; repeat for several.")
@with_session
def new(session: Session, name: str, rubric: str, lists: str, languages: tuple[str, ...]) -> None:
    r"""Start a survey: write survey.yaml, with words to edit and what to say of who is asked.

    The forms ask what it is worth to bring a part from its worst to its best: first the
    areas, then the stances of each, then criteria. With --rubric public-record and
    --lists none they ask only what moves that rubric.

    \b
    Examples:
      evaluator survey new demo-2026 --library my-folder
      evaluator survey new circle-2026 --lists tick --lang en --lang sr-Cyrl
      evaluator survey new record-2026 --rubric public-record --lists none
    """
    refuse_name(name, "a survey")
    library = session.library_to_begin
    for code in languages:
        language(library.templates, code)
    shared = library.survey_words
    begun = SurveyFile(
        id=name,
        version=1,
        rubric=rubric,
        titles=shared.titles,
        languages=languages or ("en",),
        groups=shared.groups,
        lists=Lists.model_validate({"form": lists}),
        words=shared.words,
    )
    areas = areas_of(begun, library.rubric(rubric))
    kept = shared.words.model_copy(update={"areas": {area: shared.words.areas[area] for area in areas}})
    body = begun.model_copy(update={"words": kept}).model_dump(mode="json", exclude_none=True)
    own = session.own_folder()
    if (own / "surveys" / name).exists():
        raise EvaluatorError(f"surveys/{name} exists already. Choose another name.")
    text = NOTE + yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)
    session.tell_written(*write_all(own, {f"surveys/{name}/{SURVEY}": text, f"surveys/{name}/.gitignore": IGNORED}))
    session.tell("Write into it who is asked, how they are found and who holds the answers; edit its words.")
    session.tell(f"Next: `evaluator survey forms {name}`.")


@command.command("forms")
@NAME
@click.option("--copies", type=click.IntRange(1, 500), default=1, show_default=True, help="Workbooks, each by lot.")
@click.option(
    "--group", default="", metavar="GROUP", help="Workbooks for a group: in its words, with its name in them."
)
@FORCE("Replace the codes of this version.")
@with_session
def forms(session: Session, name: str, *, copies: int, group: str, force: bool) -> None:
    r"""Make the forms: a page that works without a network, workbooks, an XLSForm, and the codes of the answers.

    \b
    Examples:
      evaluator survey forms demo-2026
      evaluator survey forms demo-2026 --copies 30 --group ngo
    """
    own = session.own_folder()
    folder = session.library.survey_folder(name)
    survey = read_survey(folder)
    rubric = session.library.rubric(survey.rubric)
    if group and group not in survey.groups:
        raise UnknownNameError("group", group, survey.groups)
    book = code_book(survey, rubric)
    codes = book.model_dump_json(indent=1) + "\n"
    standing = folder.file(CODES)
    if standing is not None and standing.read_text(encoding="utf-8") != codes and not force:
        _refuse_other_words(name, answered=folder.file(ANSWERS) is not None)
    place = f"surveys/{name}"
    files: dict[str, str | bytes] = {f"{place}/{CODES}": codes}
    for lang in survey.languages:
        end = "" if lang == survey.languages[0] else f".{lang}"
        files[f"{place}/forms/survey{end}.html"] = survey_page(session.library, survey, rubric, lang)
        for number in range(1, copies + 1):
            target = "-".join(filter(None, ("answers", group, f"{number:03}")))
            files[f"{place}/forms/{target}{end}.xlsx"] = survey_workbook(survey, rubric, number, lang, group)
    files[f"{place}/forms/xlsform.xlsx"] = xlsform(survey, rubric)
    session.before_change()
    session.tell_written(*write_all(own, files))
    session.tell(f"Put what comes back into one folder. Next: `evaluator survey read {name} FOLDER`.")


def _refuse_other_words(name: str, *, answered: bool) -> None:
    mend = f"Start another survey with `evaluator survey new {name}-2`"
    if answered:
        raise EvaluatorError(f"surveys/{name} has answers to its forms, and its words were changed since. {mend}.")
    raise EvaluatorError(
        f"the words of surveys/{name} were changed since its forms were made. If no form is out, replace them with "
        f"--force. {mend} if one is."
    )


@command.command("read")
@NAME
@click.argument("inbox", type=PATH)
@click.option("--equal", is_flag=True, help="Count answers that are equal but for their number each, not once.")
@FORCE("Replace the answers also by fewer.")
@with_session
def read(session: Session, name: str, inbox: Path, *, equal: bool, force: bool) -> None:
    r"""Read every answer of a folder: saved files, e-mail text, workbooks, exports of ODK and KoboToolbox.

    Each reading takes the whole folder and numbers the respondents anew, by lot. A fault
    is named, and the rest of that answer kept. The status is 1 if a file was refused.

    \b
    Example:
      evaluator survey read demo-2026 inbox/
    """
    own = session.own_folder()
    folder = session.library.survey_folder(name)
    survey = read_survey(folder)
    book = read_codes(folder, survey)
    earlier = len({answer.respondent for answer in read_answers(folder, book)})
    reading = read_inbox(inbox.expanduser(), book, keeps_equal=equal)
    for line in problem_lines(reading.problems):
        session.tell(line)
    if reading.people < earlier and not force:
        raise EvaluatorError(
            f"{shown_path(inbox)} has {reading.people} answers, and {earlier} were read before. Put all answers into "
            "the folder, or give --force."
        )
    if not reading.people:
        raise EvaluatorError(f"{shown_path(inbox)}: no answer could be read; nothing was written")
    session.before_change()
    session.tell_written(*write_all(own, {f"surveys/{name}/{ANSWERS}": write_table(reading.answers, Answer)}))
    refused = sum(problem.severity == "fault" for problem in reading.problems)
    show(f"{reading.people} answers read, {refused} refused.\n")
    session.tell(f"Next: `evaluator survey groups {name}`.")
    leave_open(has_faults(reading.problems))


@command.command("groups")
@NAME
@click.option(
    "--mean",
    type=click.Choice(["arithmetic", "geometric"]),
    default="arithmetic",
    show_default=True,
    help="Mean of the members' weights.",
)
@with_session
def groups(session: Session, name: str, *, mean: str) -> None:
    r"""Make the frame of each group with five members or more, and say how far two groups lie apart.

    The frames are weightings (`asked-SURVEY-GROUP`) that every command takes. Nothing is
    printed of a smaller group, and no total of all.

    \b
    Examples:
      evaluator survey groups demo-2026
      evaluator contrast ALB SRB -w asked-demo-2026-ngo -w asked-demo-2026-police
    """
    own = session.own_folder()
    asked = session.library.asked(name)
    folder = session.library.survey_folder(name)
    if not asked.groups:
        raise EvaluatorError(f"no group of {name} has {asked.rules.least} answers, so that nothing is made")
    before = read_table(path, GroupWeight, problems=[]).rows if (path := folder.file(GROUPS)) else ()
    book = read_codes(folder, asked.survey)
    respondents = respondents_of(read_answers(folder, book), book)
    printed = read_printed(folder) if before else None
    if before and printed is None:
        refuse_uncompared(asked, {row.group for row in before})
    printed = printed or Printed(salt=secrets.token_hex(SALT))
    members = members_of(respondents, printed.salt)
    refuse_difference(asked, printed, members)
    rows, conflicts = asked.weights(), asked.conflicts()
    people = people_rows(respondents, book, asked.rubric)
    files = {
        f"surveys/{name}/{GROUPS}": write_table(rows, GroupWeight),
        f"surveys/{name}/{CONFLICT}": write_table(conflicts, Conflict),
        f"surveys/{name}/{PEOPLE}": write_table(tuple(people), PersonWeight),
        f"surveys/{name}/{MEMBERS}": with_printing(asked, printed, members).model_dump_json(indent=1) + "\n",
    }
    for group in asked.groups:
        made = asked.weighting(group, geometric=mean == "geometric")
        files[f"rubrics/{asked.rubric.id}/weightings/{made.id}.yaml"] = _frame_text(made)
    session.before_change()
    written = write_all(own, files)
    show(_groups_text(asked, conflicts))
    session.tell_written(*written)
    for hidden in asked.hidden:
        session.tell(f"Nothing is printed of {hidden}: fewer than {asked.rules.least} answers.")
    for path in sorted(own.glob(f"rubrics/{asked.rubric.id}/weightings/asked-{name}-*.yaml")):
        if path.relative_to(own).as_posix() not in files and path.read_text(encoding="utf-8").startswith(
            _made_by(name)
        ):
            session.tell(f"{shown_path(path)} is of a group with too few answers now, and still a frame: delete it.")
    session.tell(f"Next: `evaluator contrast PLAN PLAN --survey {name}`.")


def _made_by(survey: str) -> str:
    return f"# Made by `evaluator survey groups {survey}`"


def _frame_text(made: Weighting) -> str:
    head = f"{_made_by(made.survey or '')} from answers; made anew with them, so not edited by hand.\n"
    body = made.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return head + yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=200, default_flow_style=None)


def refuse_difference(asked: Asked, printed: Printed, members: Mapping[str, Sequence[str]]) -> None:
    """Refuse to print a group anew of which fewer than the least group joined, left or answered otherwise.

    Raises
    ------
    EvaluatorError
        The new figures beside those of any earlier printing would show what a few members gave.
    """
    for group in asked.groups:
        for earlier in printed.groups.get(group.id, ()):
            few = exchanged(earlier, members[group.id])
            if 0 < few < asked.rules.least:
                raise EvaluatorError(
                    f"{group.id} was printed of {len(earlier)} members; {few} of the {group.n} that are there now are "
                    f"others: the two beside each other would show what {few} gave. Wait for {asked.rules.least} "
                    f"more; if {GROUPS} was never given away, delete it."
                )


def refuse_uncompared(asked: Asked, before: Collection[str]) -> None:
    """Refuse to print a group anew whose earlier members nobody knows.

    Raises
    ------
    EvaluatorError
        A group stands in groups.csv, and nothing says of whom.
    """
    for group in asked.groups:
        if group.id in before:
            raise EvaluatorError(
                f"{group.id} stands in {GROUPS}, and {MEMBERS}, which tells whom it was of, is not here. Put it back; "
                f"if {GROUPS} was never given away, delete it."
            )


def with_printing(asked: Asked, printed: Printed, members: Mapping[str, tuple[str, ...]]) -> Printed:
    """Return the earlier printings with this one; one of the same members is kept once."""
    now = {group.id: (*printed.groups.get(group.id, ()), members[group.id]) for group in asked.groups}
    return printed.model_copy(
        update={"groups": {**printed.groups, **{name: tuple(dict.fromkeys(of)) for name, of in now.items()}}}
    )


def _groups_text(asked: Asked, conflicts: tuple[Conflict, ...]) -> str:
    text = "group={id}|>answers={n}|>of all pages={asked_whole}|>equal points={straight}|>moved by them={moved:weight}"
    text += "|>first to last, said={said:.1f}|>by points={given:.1f}"
    lines = columns(text, asked.groups)
    if conflicts:
        told = (
            "one={group_a}|other={group_b}|>distance={distance:score}|>within={within:score}|>between={between:score}"
        )
        lines += ["", *columns(f"{told}|>p={{p:.3f}}", conflicts)]
    few = [f"{group.id}: too few judged the list of {', '.join(group.few)}." for group in asked.groups if group.few]
    return "\n".join([*lines, *wrapped(*few)]) + "\n"
