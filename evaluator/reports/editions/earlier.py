"""An earlier edition of a country report: found in the plan's folder, read from an untrusted file, scored again.

Its scores are rebuilt from its own files, so that a change of score can be split by its causes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from evaluator.change import Edition, ScoreChange, explain_change
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.publisher import PUBLISHER
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.read.publisher import publisher_of
from evaluator.reports.carried.attach import RESULT, CarriedFile, zip_bytes
from evaluator.reports.carried.result import result_json
from evaluator.reports.editions.library import (
    EARLIER_FILES,
    EARLIER_RESULT,
    carried_contents,
    earlier_contents,
    library_of,
)
from evaluator.reports.editions.open import Held, open_report, read_bounded
from evaluator.reports.editions.stated_result import WANTED, StatedResult, read_stated
from evaluator.scoring.rubric_diff import RubricDiff, diff_rubrics

# Scores do not depend on these files, so a report does not carry the earlier edition's copies of them.
UNSCORED = ("countries/facts/", "rubrics/instruments.yaml", "rubrics/tests.csv", PUBLISHER)


Lacking = Literal["", "no-files", "unreadable", "not-reproduced", "one-coder", "no-score"]


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An earlier edition as read from a file; `name` is the file's name for error messages.

    `files` are its source files, by their path in a library; empty if the file is a result.json alone.
    """

    name: str
    result: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 fingerprint of its result.json."""
        return hashlib.sha256(self.result).hexdigest()

    def stated(self) -> StatedResult:
        """Return the content of the edition's result.json.

        Raises
        ------
        InvalidInputError
            The file is not the result of a country report, or is of an unknown version.
        """
        return read_stated(self.result, f"{self.name}: {RESULT}" if self.files else self.name)


def read_earlier(path: Path) -> EarlierEdition:
    """Read an earlier edition from a report as PDF, or from a result.json.

    Raises
    ------
    InvalidInputError
        The file is missing, too large, damaged, altered, or neither a report nor a result.json.
    MissingDependencyError
        The file is a PDF, and pikepdf is not installed.
    """
    content = read_bounded(path, WANTED)
    if b"%PDF-" not in content[:1024]:
        return EarlierEdition(str(path), content)
    held = open_report(content, str(path))
    _refuse_altered(held)
    result = held.file(RESULT)
    needed = {name: text for name, text in carried_contents(held).items() if not name.startswith(UNSCORED)}
    return EarlierEdition(str(path), result.content if result else b"", needed)


def _refuse_altered(held: Held) -> None:
    """Raise an error if a report's attached files differ from those its publisher attached."""
    mend = "Fetch the file again from its publisher, and verify it."
    problems = [
        Problem(
            f"{held.name}: {file.name}", file.odd or "a file that is not the one put in", "the file as published", mend
        )
        for file in held.files
        if file.odd or file.stated != file.sha256
    ]
    if problems:
        raise InvalidInputError(problems)


def earlier_in(held: Held) -> EarlierEdition | None:
    """Return the earlier edition that a report carries; None if it carries none.

    Raises
    ------
    InvalidInputError
        The ZIP of the edition's files is damaged, or has entries that the toolkit never writes.
    """
    result = held.file(EARLIER_RESULT)
    if result is None:
        return None
    return EarlierEdition(f"{held.name}: {EARLIER_RESULT}", result.content, earlier_contents(held))


def earlier_files(earlier: EarlierEdition | None) -> tuple[CarriedFile, ...]:
    """Return the files of an earlier edition that a report carries, so that the comparison can be repeated."""
    if earlier is None:
        return ()
    bundle = (CarriedFile(EARLIER_FILES, zip_bytes(earlier.files), "Source"),) if earlier.files else ()
    return (CarriedFile(EARLIER_RESULT, earlier.result, "Source"), *bundle)


EDITIONS = "editions"


def kept_edition(library: Library, card: Scorecard) -> EarlierEdition | None:
    """Return the newest edition in the plan's folder that differs from the present report; None without one.

    Editions are in `editions/<date>/`, each as the published PDF or as its `result.json` alone; the
    folder's name dates them. Only editions of the same plan, rubric, weighting and coder count, in any
    language. An edition whose result equals the present result is the report itself and does not count.

    Raises
    ------
    InvalidInputError
        A file in the folder is damaged, altered, or not a report.
    MissingDependencyError
        The folder has a PDF, and pikepdf is not installed.
    """
    for path in _kept_files(library, card):
        earlier = read_earlier(path)
        stated = earlier.stated()
        if not _is_same_order(stated, card):
            continue
        if earlier.result != result_json(card, stated.lang, publisher=publisher_of(library.layers)):
            return earlier
    return None


def _kept_files(library: Library, card: Scorecard) -> Iterator[Path]:
    """Yield the files of all editions: the newest day first, and within a day PDFs before result.json."""
    iso3 = card.assessment.country.iso3
    if iso3 not in library.country_codes:
        return
    folder = library.country_folder(iso3).below("plans").below(card.assessment.plan.id).below(EDITIONS)
    for day in reversed(folder.folders_inside()):
        yield from (*folder.below(day).files("*.pdf").values(), *folder.below(day).files(RESULT).values())


def _is_same_order(stated: StatedResult, card: Scorecard) -> bool:
    asked = (card.assessment.plan.id, card.rubric.id, card.weighting.id, card.assessor or None)
    return (stated.plan, stated.rubric.id, stated.weighting, stated.assessor) == asked


NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Reopened:
    """An earlier edition: its stated result, and the edition rebuilt from its files.

    `edition` is None if the files are missing or cannot be read. `lacking` is the reason why a change
    of score cannot be split by its causes; empty if it can.
    """

    stated: StatedResult
    fingerprint: str
    edition: Edition | None
    lacking: Lacking

    def rubric_diff(self, card: Scorecard) -> RubricDiff | None:
        """Return how the scorecard's rubric differs from the edition's; None if the edition's is not known."""
        return diff_rubrics(self.edition.rubric, card.rubric) if self.edition else None

    def score_change(self, card: Scorecard) -> ScoreChange | None:
        """Return the change of score since the edition, split by its causes; None if it cannot be split."""
        if self.lacking or self.edition is None:
            return None
        return explain_change(self.edition, Edition(card.assessment, card.rubric, card.weighting))


def reopen(earlier: EarlierEdition, card: Scorecard, library: Library) -> Reopened:
    """Return an earlier edition of a scorecard's plan, rebuilt from the edition's own files.

    Of `library`, only the template folders are used.

    Raises
    ------
    InvalidInputError
        The edition's result cannot be read, or is of another plan or another rubric.
    """
    stated = earlier.stated()
    refuse_other(stated, card, earlier.name)
    edition = _rebuilt_edition(earlier, stated, library)
    return Reopened(stated, earlier.fingerprint, edition, _why_not_split(earlier, stated, edition, card))


def refuse_other(stated: StatedResult, card: Scorecard, name: str) -> None:
    """Raise an error if the edition is of another plan or another rubric than the scorecard.

    Raises
    ------
    InvalidInputError
        The edition is of another plan or another rubric.
    """
    plan, rubric = card.assessment.plan.id, card.rubric.id
    problems = []
    if stated.plan != plan:
        mend = "Changes are told between editions of one plan; the part on plans over time sets plans side by side."
        problems.append(Problem(name, f"a report on {stated.plan}", f"one on {plan}", mend))
    if stated.rubric.id != rubric:
        mend = f"Score both with one rubric: --rubric {stated.rubric.id}, or an earlier report with {rubric}."
        problems.append(Problem(name, f"the rubric {stated.rubric.id}", rubric, mend))
    if problems:
        raise InvalidInputError(problems)


def _rebuilt_edition(earlier: EarlierEdition, stated: StatedResult, library: Library) -> Edition | None:
    if not earlier.files:
        return None
    try:
        with library_of(earlier.files, earlier.name, library) as carried:
            rubric = carried.rubric(stated.rubric.id)
            weighting = rubric.weighting(stated.weighting)
            return Edition(carried.assessment(stated.plan, rubric), rubric, weighting)
    # Files from an earlier version of the toolkit may not fit the schemas of this version.
    except EvaluatorError:
        return None


def _why_not_split(earlier: EarlierEdition, stated: StatedResult, edition: Edition | None, card: Scorecard) -> Lacking:
    if edition is None:
        return "unreadable" if earlier.files else "no-files"
    if stated.assessor or card.assessor:
        return "one-coder"
    again = evaluate(edition.assessment, edition.rubric, edition.weighting)
    if not _is_reproduced(stated, again):
        return "not-reproduced"
    return "no-score" if None in (again.score, card.score) else ""


def _is_reproduced(stated: StatedResult, again: Scorecard) -> bool:
    """Return whether the rebuilt scorecard has the score, statuses and levels that the edition states."""
    levels = {row.criterion: (row.status, row.stated) for row in stated.criteria}
    found = {s.outcome.criterion_id: (s.outcome.status, s.outcome.stated) for s in again.criteria}
    if levels != found or (stated.score is None) != (again.score is None):
        return False
    return stated.score is None or abs(stated.score - (again.score or 0.0)) <= NEAR
