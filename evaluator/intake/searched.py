"""The texts of a plan that can be searched: rows, notes, wordings, and passages of documents in the user's folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import TypeVar

from evaluator.anchors.comparable import comparable_text
from evaluator.anchors.copies import copies, copy_of
from evaluator.anchors.pages import page_texts
from evaluator.errors import InvalidInputError, MissingDependencyError, Problem, refuse_faults
from evaluator.intake.find import SearchText, passages_of
from evaluator.intake.formats.cells import cleaned, header_test, one_line
from evaluator.model.assessment import Assessment
from evaluator.model.country import Source
from evaluator.model.intake import Wording
from evaluator.read.plan import INTAKE, PlanFolder
from evaluator.read.text_files.table import read_table

Row = TypeVar("Row")
# A passage has as many sentences as fit into this many characters; a longer sentence is divided.
LONGEST = 400
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W_a-zа-я])")
# A line that is on this share of the pages, apart from digits, is a header or a footer.
REPEATED, FEWEST_PAGES = 0.6, 3
FEWEST_WORDS = 2  # least mean number of words in the pieces of a known line
LONGEST_LINE = 80  # in words: a longer line is not a row of a table
# Fewer words and characters than these between known lines are a rest of a table, and answer no question.
SHORTEST, SHORT = 4, 60
PARTED = "\x02"  # pdfium's mark for a hyphen at the end of a line, which joins the line to the next
# A row of a table begins with its number, on the same line.
NUMBER = re.compile(r"^[0-9IVX]{1,4}(?:\.[0-9]{1,3}){0,3}[.)]?\s+")
CUT = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zа-я])")


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """The searchable passages of a plan; `unread` lists the sources whose file cannot be read, with the reason.

    `has_documents` is True if the folder has the file of any source.
    """

    passages: tuple[SearchText, ...]
    unread: tuple[tuple[str, str], ...]
    has_documents: bool


def texts_of(folders: Iterable[Path], assessment: Assessment, wordings: Sequence[Wording]) -> PlanTexts:
    """Return the searchable texts of a plan, including its documents; reading long documents takes time.

    Raises
    ------
    InvalidInputError
        A source names a file outside of the folder.
    """
    found = passages_of(assessment, wordings)
    known = [*(passage.text for passage in found), *(wording.text for wording in wordings)]
    places = list(folders)
    documents, unread = copies(places, assessment), []
    plan = assessment.plan.id
    own = (
        None if any(source.kind == "plan" for source in assessment.sources) else copy_of(places, Source(plan, ""), plan)
    )
    if own is not None:
        documents[plan] = own
    for source_id, path in documents.items():
        try:
            found += prose_of(source_id, page_texts(path.read_bytes(), str(path)), known)
        except (InvalidInputError, MissingDependencyError) as error:
            unread.append((source_id, str(error)))
    return PlanTexts(tuple(found), tuple(unread), bool(documents))


def wordings_of(folder: PlanFolder) -> Sequence[Wording]:
    """Return the wordings that an import recorded; none if the plan was not imported."""
    return intake_table(folder, "wording.csv", Wording)


def intake_table(folder: PlanFolder, name: str, row: type[Row]) -> Sequence[Row]:
    """Return the rows of a table that an import wrote; none if the plan was not imported.

    Raises
    ------
    InvalidInputError
        The table has faults; the error names all of them.
    """
    path = folder.plan.file(f"{INTAKE}/{name}")
    problems: list[Problem] = []
    rows = read_table(path, row, problems=problems).rows if path else ()
    refuse_faults(problems)
    return rows


def prose_of(source_id: str, pages: Sequence[str], known: Sequence[str] = ()) -> list[SearchText]:
    r"""Return the passages of a document: runs of sentences, each with its page.

    Parameters
    ----------
    source_id : str
        The id of the document's source.
    pages : sequence of str
        The text of each page, with its line breaks.
    known : sequence of str
        Texts that the search has already, such as the rows of the plan; lines found in one are left out.

    Examples
    --------
    >>> pages = ["Train judges\nFiles are kept apart. They are de-\nleted later."]
    >>> [one.text for one in prose_of("S1", pages, ["Train judges."])]
    ['Files are kept apart. They are deleted later.']
    """
    lines = [cleaned(text.replace(PARTED, "")).split("\n") for text in pages]
    is_header = header_test(lines, max(FEWEST_PAGES, REPEATED * len(pages)))
    there = "\n".join(comparable_text(text) for text in known)
    found: list[SearchText] = []
    for number, page in enumerate(lines, start=1):
        for run in _runs_of_lines(page, lambda line: not is_header(line) and not _is_known_line(line, there)):
            place = f"p. {number}" if len(pages) > 1 else ""
            is_rest = sum(len(line.split()) for line in run) < SHORTEST and sum(map(len, run)) < SHORT
            texts = () if is_rest else _texts_of_sentences(run)
            found += [SearchText("document", "", source_id, place, text) for text in texts]
    return found


def _is_known_line(line: str, there: str) -> bool:
    """Return whether a line consists of known texts: one, or a few side by side, like the cells of a table row.

    A single word does not count as a piece, because most words occur in some text.
    """
    words = [comparable_text(word) for word in NUMBER.sub("", line).split()]
    if len(words) > LONGEST_LINE:
        return comparable_text(line) in there
    pieces, at = 0, 0
    while at < len(words) and pieces * FEWEST_WORDS <= len(words):
        end = at + 1
        while end <= len(words) and "".join(words[at:end]) in there:
            end += 1
        if end == at + 1:
            return False
        pieces, at = pieces + 1, end - 1
    return at == len(words) and (pieces <= 1 or pieces * FEWEST_WORDS <= len(words))


def _runs_of_lines(lines: Sequence[str], is_new: Callable[[str], bool]) -> Iterator[list[str]]:
    """Yield runs of consecutive lines for which `is_new` is true."""
    for holds, group in groupby(lines, is_new):
        if holds:
            yield list(group)


def _texts_of_sentences(lines: Sequence[str]) -> Iterator[str]:
    """Yield texts of as many whole sentences as fit into `LONGEST` characters."""
    text = ""
    whole = one_line(CUT.sub("", "\n".join(lines)))
    for sentence in (part for one in SENTENCE.split(whole) for part in wrap(one, LONGEST)):
        if text and len(text) + len(sentence) > LONGEST:
            yield text
            text = ""
        text = f"{text} {sentence}".strip()
    if text:
        yield text
