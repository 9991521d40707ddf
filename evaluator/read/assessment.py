"""Readers that turn a plan's folder and its country's folder into an `Assessment`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial

from evaluator.errors import InvalidInputError, Problem, gather, has_faults
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country
from evaluator.model.law import LawRow, side_of
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.read.checks.assessment import check_codings
from evaluator.read.checks.law import law_faults, law_faults_under
from evaluator.read.checks.personal import check_personal
from evaluator.read.checks.plan import check_plan
from evaluator.read.coding import CodingFiles, read_codings
from evaluator.read.country import read_country
from evaluator.read.facts import CountryFacts
from evaluator.read.law import answered_by_twins
from evaluator.read.overlay import overlaid_bytes
from evaluator.read.plan import PlanFiles, PlanFolder, read_plan_files, read_plan_head
from evaluator.read.text_files.file import read_text
from evaluator.read.text_files.lookalike import spelt, taken_for
from evaluator.read.text_files.table import ReadTable, rows_of

__all__ = ["PlanFolder", "read_assessment", "read_country", "read_plan_head"]

# Tables that are no field of an assessment by themselves: what only the checks use, and the law, asked by some rubrics.
CHECKS_ONLY = ("exceptions", "law")


def read_assessment(
    folder: PlanFolder,
    rubric: Rubric,
    *,
    shared: CountryFacts | None = None,
    notes: list[Problem] | None = None,
) -> Assessment:
    """Read a plan, its country's files and its ratings under one rubric into an `Assessment`.

    Every table but `measures.csv` may be absent. `shared` holds the facts and memberships of the country from the
    shared data sets. Warnings and notes are appended to `notes`.

    Raises
    ------
    InvalidInputError
        With every fault of every file.
    """
    problems: list[Problem] = []
    files = read_plan_files(folder, problems)
    codings = read_codings(folder.ratings(rubric.id), problems)
    problems.extend(check_plan(files))
    problems.extend(check_codings(codings, rubric, files))
    problems.extend(law_faults(files))
    if (law := files.tables.get("law")) and has_law_questions(rubric):
        problems.extend(law_faults_under(law, rubric, answered_by_twins(folder, rubric)))
    problems.extend(check_personal(files, codings))
    narrative = read_narrative(folder, problems)
    country, plan = files.country.country, files.plan
    if country is None or plan is None or has_faults(problems):
        raise InvalidInputError(dict.fromkeys(problems))
    if notes is not None:
        notes.extend(dict.fromkeys(problems))
    assessment = _assembled(country, plan, rubric, files, codings, narrative)
    return shared.added_to(assessment) if shared else assessment


def has_law_questions(rubric: Rubric) -> bool:
    """Return whether a rubric has criteria that a law may answer."""
    return any(criterion.statute for criterion in rubric.criteria)


def read_narrative(folder: PlanFolder, problems: list[Problem]) -> dict[str, str]:
    """Return the evaluator's own texts on a plan by language, from `narrative/*.md`; append faults to `problems`."""
    texts: dict[str, str] = {}
    for path in folder.plan.below("narrative").odd("*.md"):
        found = "no file that can be read, and a report would print nothing of it"
        problems.append(Problem(str(path), found, "a file of text, or nothing", "Remove it, or write the text."))
    for path in folder.plan.below("narrative").files("*.md").values():
        if other := taken_for(path.stem, texts):
            found = f"a narrative in {spelt(path.stem)} beside one in {spelt(other)}"
            problems.append(Problem(str(path), found, "each language once"))
        text = gather(partial(read_text, path), problems)
        if text is not None:
            texts[path.stem] = text
    return texts


def _assembled(
    country: Country,
    plan: PlanFile,
    rubric: Rubric,
    files: PlanFiles,
    codings: CodingFiles,
    narrative: dict[str, str],
) -> Assessment:
    tables: Mapping[str, ReadTable[object]] = {**files.tables, **codings.tables}
    rows = {name: table.rows for name, table in tables.items() if name not in CHECKS_ONLY}
    return Assessment(
        country=country,
        plan=plan,
        rubric_id=rubric.id,
        codings=codings.codings,
        framing=files.framing,
        narrative=narrative,
        files=_fingerprints(files.folder, rubric.id),
        law=tuple(side_of(row) for row in rows_of(tables, "law", LawRow)) if has_law_questions(rubric) else (),
        **rows,  # type: ignore[arg-type]  # each table's rows are of the field's type
    )


def _fingerprints(folder: PlanFolder, rubric_id: str) -> dict[str, str]:
    """Return the SHA-256 of each file read, by its path from the country's folder; of layered tables, as joined."""
    found: dict[str, str] = {}
    ratings = folder.ratings(rubric_id)
    prefix = f"plans/{folder.plan_id}"
    groups = {
        "": (folder.country, ("*.csv", "country.yaml")),
        f"{prefix}/": (folder.plan, ("*.csv", "plan.yaml", "framing.yaml")),
        f"{prefix}/narrative/": (folder.plan.below("narrative"), ("*.md",)),
        f"{prefix}/assessments/{rubric_id}/": (ratings, ("*.csv", "*.yaml")),
    }
    for start, (place, patterns) in groups.items():
        for name in (name for pattern in patterns for name in place.files(pattern)):
            found[f"{start}{name}"] = hashlib.sha256(overlaid_bytes(place, name) or b"").hexdigest()
    return dict(sorted(found.items()))
