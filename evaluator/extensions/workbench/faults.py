"""Faults in words for a browser: translatable, without paths, processes, names of files, or keys of fields."""

from __future__ import annotations

import re
from pathlib import Path

from evaluator.errors import (
    BusyError,
    EvaluatorError,
    FullDiskError,
    InvalidInputError,
    Problem,
    UnwritableError,
    shortened,
)
from evaluator.extensions.workbench.database import DISK_IS_FULL
from evaluator.model.sentence import Spoken, Voice, in_words, say, series

BUSY = say("Somebody writes into the folder just now. Nothing of this was written; send it again in a minute.")
UNWRITABLE = say("The folder cannot be written to. Nothing of this was written; ask who runs the workbench.")
BROKEN = say(
    "This did not succeed, and nothing of it was written. Try again; if it stays so, end the workbench and start it "
    "anew."
)
PATHS = re.compile(r"(?<![\w/:.])/(?:[^\s/:'\"()]+/)+")  # folders before the name of a file
SENTENCE = re.compile(r"(?<=\.)\s+")
# What a page calls a field of its forms, by the last part of its key.
LABELS = {
    "code": say("Code"),
    "roles": say("Roles"),
    "office": say("Office"),
    "country": say("Country"),
    "title": say("Title"),
    "first": say("First year"),
    "last": say("Last year (empty: no end)"),
    "coders": say("Coders"),
    "status": say("Answer"),
    "level": say("Level"),
    "confidence": say("Confidence"),
    "evidence_ids": say("Passages"),
    "reason": say("Reason"),
    "searched": say("What was searched"),
    "missing_for_next": say("What the next level would need"),
    "article": say("Act and article that decide"),
    "version": say("Version of the text"),
    "since": say("In this wording since"),
    "text_of": say("Text of"),
    "extent": say("How much was read"),
    "pages": say("Pages"),
    "text_read": say("What you read"),
    "measures": say("Measures that you read"),
    "change": say("Why you change your earlier answer"),
    "source_id": say("Source"),
    "locator": say("Place"),
    "object": say("What it shows"),
    "note": say("What it says"),
    "quote": say("Quotation"),
    "quote_lang": say("Language of the quotation"),
    "lang": say("Language"),
    "started": say("Begun on"),
    "finished": say("Ended on"),
    "interests": say("Interests to declare"),
    "notes": say("Notes"),
    "unanswered": say("Why less than all is answered"),
    "state": say("Draft or final"),
    "due": say("Due on"),
    "by": say("Who decides"),
    "text": say("Text"),
    "answer": say("Answer"),
}
# What a page calls the values of a rating, and the files of the folder.
VALUES = {
    "rated": say("a level"),
    "at-least": say("at least"),
    "silent": say("silent"),
    "contrary": say("contrary"),
    "not-applicable": say("does not apply"),
    "no-occasion": say("no occasion"),
    "not-assessed": say("not answered"),
}
# What a page calls roles, capacities and confidences.
NAMES = VALUES | {
    "lead": say("lead"),
    "coder": say("coder"),
    "third-reader": say("third reader"),
    "reader": say("reader"),
    "official": say("official"),
    "high": say("high"),
    "medium": say("medium"),
    "low": say("low"),
    "disputed": say("disputed"),
}
TABLES = (".csv", ".yaml")
FOR_LEAD = say("Files of the folder have faults. The lead sees which, and mends them.")
FILES = {
    "evidence": say("the list of passages"),
    "sources": say("the list of sources"),
    "plan": say("the entry of the plan"),
    "measures": say("the rows of the plan"),
    "agreed": say("the agreed ratings"),
    "country": say("the entry of the country"),
    "institutions": say("the list of bodies"),
    "mapping": say("the list of columns"),
    "wording": say("the list of texts"),
}
NAMED = re.compile(
    rf"`(?P<quoted>{'|'.join(VALUES)})`|(?<![\w-])(?P<bare>{'|'.join(name for name in VALUES if '-' in name)})(?![\w-])"
    rf"|(?<![\w/.-])(?P<file>{'|'.join(FILES)})\.(?:csv|yaml)(?![\w-])"
)


class OnScreen(Spoken):
    """A text with the names that pages use, in place of the values and the files that it names."""

    __slots__ = ("inner",)
    inner: str

    def said(self, voice: Voice) -> str:
        """Return the text in the language of `voice`."""

        def name(found: re.Match[str]) -> str:
            if found["file"]:
                return FILES[found["file"]].said(voice)
            return f"“{VALUES[found['quoted'] or found['bare']].said(voice)}”"

        return NAMED.sub(name, _without_commands(in_words(self.inner, voice)))


def on_screen(text: str) -> OnScreen:
    """Return a text with the names that pages use.

    Examples
    --------
    >>> print(on_screen(say("level 0 as `rated`. Give `silent`. Use not-assessed, or add a row to evidence.csv")))
    level 0 as “a level”. Give “silent”. Use “not answered”, or add a row to the list of passages
    """
    found = OnScreen(NAMED.sub(_english_name, _without_commands(str.__str__(text))))
    found.inner = text
    return found


def _without_commands(text: str) -> str:
    """Return a text without the commands and the options of commands that it names.

    Examples
    --------
    >>> _without_commands("Save it without one:  qpdf --decrypt a.pdf b.pdf")
    'Save it without one.'
    >>> _without_commands("--statements FILE.csv writes the text: import that. Or ask for the Word file.")
    'Or ask for the Word file.'
    """
    before, _, command = text.partition(":  ")
    plain = f"{before}." if command else text
    return " ".join(one for one in SENTENCE.split(plain) if not one.startswith("--"))


def _english_name(found: re.Match[str]) -> str:
    return str(FILES[found["file"]]) if found["file"] else f"“{VALUES[found['quoted'] or found['bare']]}”"


def fault_words(problem: Problem) -> OnScreen:
    """Return the text of a fault without its place: what was found, what is expected, what to do."""
    said: object = _shortened(problem.found)
    if problem.expected:
        said = say("%(found)s. Give %(expected)s", found=said, expected=_shortened(problem.expected))
    return on_screen(series("", [said, ".", *((" ", _shortened(problem.suggestion)) if problem.suggestion else ())]))


def _shortened(text: str) -> str:
    return text if isinstance(text, Spoken) else shortened(text)


def named(value: str) -> str:
    """Return what a page calls a value of a rating or a role; any other text, such as a level, as it is.

    Examples
    --------
    >>> named("not-applicable"), named("2+"), named("third-reader")
    ('does not apply', '2+', 'third reader')
    """
    return NAMES.get(value, value)


def placed_words(problem: Problem, own: Path | None) -> Spoken:
    """Return the text of a fault with its place: the file of the folder that is at fault, or the field of a form.

    Without the folder, the file is not named.
    """
    if problem.path.rpartition(":")[0].endswith(".html") or problem.path.endswith(".html"):
        return BROKEN  # a page of ours, which nobody who reads it can mend
    label = LABELS.get(problem.key.rpartition(".")[2])
    place = [inside(problem.place, own)] if own and is_of_file(problem) else []
    return series(": ", [*place, *([label] if label else []), fault_words(problem)])


def is_of_file(problem: Problem) -> bool:
    """Return whether a fault is one of a file, not of a form or of a cell in it."""
    return "/" in problem.path and not problem.cell


def words_for(problem: Problem, own: Path, *, is_lead: bool) -> Spoken:
    """Return the text of a fault of the folder for a person; one in a table is for the lead, as it may be another's.

    Examples
    --------
    >>> found = Problem("/srv/book/assessments/b.csv", "no b.yaml", "b.yaml beside b.csv")
    >>> print(words_for(found, Path("/srv/book"), is_lead=False))
    Files of the folder have faults. The lead sees which, and mends them.
    """
    if is_lead:
        return placed_words(problem, own)
    return FOR_LEAD if is_of_file(problem) and problem.path.endswith(TABLES) else placed_words(problem, None)


def words_without_file(error: EvaluatorError, own: Path) -> str:
    """Return all that an error about one file says, for a browser, as one text that does not name the file."""
    if isinstance(error, InvalidInputError):
        return series(" ", [placed_words(problem, None) for problem in error.problems])
    return words_of(error, own)


def inside(fault: str, own: Path) -> str:
    """Return a message without paths of the server: files of the user's folder by their place in it, others by name.

    Examples
    --------
    >>> inside("/srv/book/countries/XAR/facts.csv:3: see /opt/lib/a.csv, https://a.org/b/c", Path("/srv/book"))
    'countries/XAR/facts.csv:3: see a.csv, https://a.org/b/c'
    """
    return fault if isinstance(fault, Spoken) else PATHS.sub("", fault.replace(f"{own}/", ""))


def words_of(error: EvaluatorError, own: Path) -> str:
    """Return the message of an error for a browser: translatable where it is, without paths and processes."""
    if isinstance(error, BusyError):
        return BUSY
    if isinstance(error, UnwritableError):
        return DISK_IS_FULL if isinstance(error, FullDiskError) else UNWRITABLE
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Spoken) else inside(str(error), own)
