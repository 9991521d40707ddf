"""The texts of a plan that can be searched: rows, notes, wordings, and the documents in the user's folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evaluator.anchors.copies import copies, copy_of
from evaluator.anchors.pages import page_texts
from evaluator.errors import InvalidInputError, MissingDependencyError, Problem, refuse_faults
from evaluator.intake.find import SearchText, passages_of
from evaluator.intake.formats.prose import prose_of
from evaluator.model.assessment import Assessment
from evaluator.model.country import Source
from evaluator.model.intake import Wording
from evaluator.read.plan import PlanFolder
from evaluator.read.text.table import read_table

Row = TypeVar("Row")
INTAKE = "intake"


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
