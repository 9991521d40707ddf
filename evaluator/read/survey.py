"""Reader of a survey's folder: its words, the codes of its forms, its answers; and its check."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.model.rubric import Rubric
from evaluator.model.schema import text_in
from evaluator.model.survey import Answer, CodeBook, Printed, SurveyFile, SurveyRules, SurveyWords
from evaluator.read.layers import Layers
from evaluator.read.text_files.file import read_text
from evaluator.read.text_files.shape import load, load_named, read_sound
from evaluator.read.text_files.table import read_table
from evaluator.read.text_files.yaml_file import Document, Key
from evaluator.surveys.groups import Asked, asked_of

SURVEY, CODES, ANSWERS, PEOPLE = "survey.yaml", "codes.json", "answers.csv", "people.csv"
GROUPS, MEMBERS = "groups.csv", "members.json"
PRIVATE = (ANSWERS, PEOPLE, MEMBERS)
SHORT = 4  # letters from which a word counts as said in a level
WORD = re.compile(r"[^\W\d_]+")
GIT_SECONDS = 20


def read_survey_words(path: Path) -> SurveyWords:
    """Read `rubrics/survey.yaml`.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    return read_sound(lambda problems: load(SurveyWords, path, problems)[0])


def read_survey(folder: Layers) -> SurveyFile:
    """Read the `survey.yaml` of a survey's folder.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    return read_sound(lambda problems: load_named(SurveyFile, folder.expected(SURVEY), "id", problems)[0])


def read_codes(folder: Layers, survey: SurveyFile) -> CodeBook:
    """Read the codes that the forms of a survey were made with.

    Raises
    ------
    EvaluatorError
        No forms were made yet, or they are of another version of the survey.
    InvalidInputError
        The file was changed by hand.
    """
    path = folder.file(CODES)
    if path is None:
        raise EvaluatorError(
            f"survey {survey.id} has no forms yet. Make them with `evaluator survey forms {survey.id}`."
        )
    try:
        book = CodeBook.model_validate_json(read_text(path))
    except ValueError:
        mend = f"Make it again with `evaluator survey forms {survey.id} --force`."
        raise InvalidInputError(
            [Problem(str(path), "codes that were changed", "the file as it was made", mend)]
        ) from None
    if book.version != survey.version:
        raise EvaluatorError(
            f"the forms are of version {book.version} and survey.yaml is version {survey.version}. "
            f"Make new forms with `evaluator survey forms {survey.id}`, or set the version back."
        )
    return book


def read_answers(folder: Layers, book: CodeBook) -> tuple[Answer, ...]:
    """Read the private answers of a survey; none if there is no file yet.

    Raises
    ------
    InvalidInputError
        With every fault, also of codes that the forms do not have.
    """
    path = folder.file(ANSWERS)
    if path is None:
        return ()
    problems: list[Problem] = []
    table = read_table(path, Answer, problems=problems)
    for row, answer in enumerate(table.rows):
        problems += table.unknown(row, "code", "code", answer.code, book.codes, "a code of codes.json")
    if problems:
        raise InvalidInputError(problems)
    return table.rows


def read_printed(folder: Layers) -> Printed | None:
    """Return whom the printed groups of a survey were of; None if nothing says so.

    Raises
    ------
    InvalidInputError
        The file was changed by hand.
    """
    path = folder.file(MEMBERS)
    if path is None:
        return None
    try:
        return Printed.model_validate_json(read_text(path))
    except ValueError:
        mend = f"Put it back as it was. If {GROUPS} was never given away, delete both."
        raise InvalidInputError(
            [Problem(str(path), "a file that was changed", "the file as it was made", mend)]
        ) from None


def survey_folder(surveys: Layers, name: str) -> Layers:
    """Return the folder of a survey.

    Raises
    ------
    UnknownNameError
        There is no such survey.
    """
    known = [one for one in surveys.folders_inside() if surveys.below(one).file(SURVEY)]
    if name not in known:
        raise UnknownNameError("survey", name, known)
    return surveys.below(name)


def read_asked(folder: Layers, rubric: Callable[[str], Rubric], rules: SurveyRules) -> Asked:
    """Return a survey as it was answered; `rubric` gives the rubric of a name.

    Raises
    ------
    InvalidInputError
        With every fault of its files.
    EvaluatorError
        It has no forms or no answers yet.
    """
    survey = read_survey(folder)
    book = read_codes(folder, survey)
    return asked_of(survey, book, rubric(book.rubric), rules, read_answers(folder, book))


def check_survey(folder: Layers, words: SurveyWords | None, rubric: Rubric | None) -> Iterator[Problem]:
    """Yield the faults of a survey, terms that already judge, words that no level has, and private files in git."""
    problems: list[Problem] = []
    survey, document = load_named(SurveyFile, folder.expected(SURVEY), "id", problems)
    yield from problems
    if survey is None or document is None:
        return
    if rubric is None:
        yield document.problem(("rubric",), f"rubric {survey.rubric!r}", "a rubric of the library")
    else:
        yield from _foreign_ends(survey, rubric, document)
    yield from _loaded_terms(words.loaded if words else (), document)
    yield from _notes_on_unsaid(survey, document, answered=folder.file(ANSWERS) is not None)
    yield from _tracked_files(folder.folders[0])


def _notes_on_unsaid(survey: SurveyFile, document: Document, *, answered: bool) -> Iterator[Problem]:
    """Yield a note for each fact on who was asked that a report would print as not recorded, once there are answers."""
    for key in ("place", "asked_from", "found_by", "held_by", "deleted_on") if answered else ():
        if not getattr(survey, key):
            yield document.problem((key,), f"no `{key}`", "what a report says of who was asked", severity="note")
    for name, group in survey.groups.items() if answered else ():
        if group.invited is None:
            found = "no number of persons who were asked"
            yield document.problem(("groups", name), found, "`invited`", severity="note")


def _loaded_terms(loaded: tuple[str, ...], document: Document) -> Iterator[Problem]:
    said = document.content.get("words") if isinstance(document.content, dict) else None
    for key, text in _texts_with_keys(said, ("words",)):
        for term in loaded:
            if _stands_in(term, text):
                mend = "Say what is done, and let two people of opposite views read it."
                yield document.problem(key, f"{term!r}", "words that do not judge", mend, severity="warning")


def _stands_in(term: str, text: str) -> bool:
    """Return whether the words of a term stand in a text one after the other, in letters of any size."""
    words, wanted = (re.findall(r"\w+", part.casefold()) for part in (text, term))
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _texts_with_keys(content: object, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(content, str):
        yield key, content
    for name, part in content.items() if isinstance(content, dict) else ():
        yield from _texts_with_keys(part, (*key, name))


def _foreign_ends(survey: SurveyFile, rubric: Rubric, document: Document) -> Iterator[Problem]:
    """Yield a warning for each end of an area of whose words none stands in the lowest, or highest, levels there."""
    for area, said in survey.words.areas.items():
        for end, texts in (("worst", said.worst), ("best", said.best)):
            level = 0 if end == "worst" else -1
            own = [c for c in rubric.criteria if rubric.paradigm_of(c.id) == area and c.levels]
            known = {word for c in own for word in _stems(c.levels[sorted(c.levels)[level]])}
            spoken = _stems(text_in(texts, "en") or "")
            if known and spoken and not spoken & known:
                expected = f"words of the {'lowest' if end == 'worst' else 'highest'} levels of its criteria"
                key = ("words", "areas", area, end)
                yield document.problem(key, "an end that no level of this area speaks of", expected, severity="warning")


def _stems(text: str) -> set[str]:
    return {word.casefold()[:SHORT] for word in WORD.findall(text) if len(word) >= SHORT}


def _tracked_files(folder: Path) -> Iterator[Problem]:
    """Yield a warning for each private file that git tracks."""
    git = shutil.which("git")
    private = [name for name in PRIVATE if (folder / name).is_file()]
    if git is None or not private:
        return
    call = [git, "-C", str(folder), "ls-files", "--", *private]
    try:
        said = subprocess.run(  # noqa: S603  (no shell; the words are ours)
            call, capture_output=True, text=True, check=False, timeout=GIT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    for name in said.stdout.split():
        mend = f"Take it out with `git rm --cached {name}`, name it in .gitignore, and think of what was pushed."
        yield Problem(
            str(folder / name), "answers of single persons, tracked by git", "a private file", mend, severity="warning"
        )
