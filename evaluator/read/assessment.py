"""A plan's folder and its country's become an Assessment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import AgreedRating, Assessment, Coding, CodingFile, LogRecord, Rating
from evaluator.model.base import Shape
from evaluator.model.country import Country, Fact, Institution, Source
from evaluator.model.plan import (
    Evidence,
    Implementation,
    Measure,
    MoneyLine,
    PlanFile,
    PlanIndicator,
    Recommendation,
    Reply,
)
from evaluator.model.rubric import Rubric
from evaluator.read.assessment_checks import check_agreed, check_coding
from evaluator.read.layers import Layers
from evaluator.read.plan_checks import check_plan
from evaluator.read.shape import build
from evaluator.read.table import Table, read_table
from evaluator.read.text import read_text
from evaluator.read.yaml_file import Document, read_yaml

S = TypeVar("S", bound=Shape)
T = TypeVar("T")

COUNTRY_TABLES: dict[str, type] = {"sources": Source, "institutions": Institution, "facts": Fact}
PLAN_TABLES: dict[str, type] = {
    "measures": Measure,
    "indicators": PlanIndicator,
    "money": MoneyLine,
    "evidence": Evidence,
    "implementation": Implementation,
    "recommendations": Recommendation,
    "replies": Reply,
}
ASSESSMENT_TABLES: dict[str, type] = {"agreed": AgreedRating, "log": LogRecord}


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """Where a plan's files are: its country's folder and its own, each in layers."""

    country: Layers
    plan: Layers
    plan_id: str


@dataclass(frozen=True, slots=True)
class CodingDocument:
    """One coder's files as read, for checks that name places."""

    coding: Coding
    head: Document
    table: Table[Rating]


def read_country(folder: Layers) -> Country:
    """Read `country.yaml`; its folder's name must be its ISO3 code."""
    path = folder.expected("country.yaml")
    document = read_yaml(path)
    country = build(Country, document)
    if country.iso3 != path.parent.name:
        line, column = document.place(("iso3",))
        raise InvalidInputError(
            [
                Problem(
                    str(path),
                    f"iso3 {country.iso3!r}",
                    f"{path.parent.name!r}, the name of the folder",
                    line=line,
                    column=column,
                )
            ]
        )
    return country


def read_plan_head(folder: Layers) -> PlanFile:
    """Read `plan.yaml`; its folder's name must be its id."""
    return _head(folder, [])[0]


def _head(folder: Layers, problems: list[Problem]) -> tuple[PlanFile, Document]:
    path = folder.expected("plan.yaml")
    document = read_yaml(path)
    plan = build(PlanFile, document)
    if plan.id != path.parent.name:
        line, column = document.place(("id",))
        problems.append(
            Problem(
                str(path), f"id {plan.id!r}", f"{path.parent.name!r}, the name of the folder", line=line, column=column
            )
        )
    return plan, document


def read_assessment(folder: PlanFolder, rubric: Rubric, *, notes: list[Problem] | None = None) -> Assessment:
    """Read a plan with all that stands around it, for one rubric.

    Every table but `measures.csv` may be absent. Warnings and notes are appended
    to `notes`.

    Raises
    ------
    InvalidInputError
        With every fault of every file.
    """
    problems: list[Problem] = []
    country = _try(lambda: read_country(folder.country), problems)
    head = _try(lambda: _head(folder.plan, problems), problems)
    tables: dict[str, Table[object]] = {}
    for name, row in {**COUNTRY_TABLES, **PLAN_TABLES}.items():
        where = folder.country if name in COUNTRY_TABLES else folder.plan
        path = where.file(f"{name}.csv")
        if path is not None:
            tables[name] = read_table(path, row, problems=problems)
    if "measures" not in tables:
        missing = folder.plan.expected("measures.csv")
        mend = "Write it with `evaluator new plan`, or copy the rows in."
        problems.append(Problem(str(missing), "there is no such file", "the plan's rows", mend))
    codings = _codings(folder.plan.below("assessments").below(rubric.id).topmost(), problems)
    others = _read_tables(folder.plan.below("assessments").below(rubric.id).topmost(), problems)
    if country is None or head is None:
        raise InvalidInputError(problems)
    plan, document = head
    problems.extend(check_plan(plan, document, tables))
    for coding in codings:
        problems.extend(check_coding(coding.coding, coding.head, coding.table, rubric, country, plan, tables))
    if "agreed" in others:
        problems.extend(check_agreed(others["agreed"], rubric, [c.coding for c in codings]))
    if any(p.severity == "fault" for p in problems):
        raise InvalidInputError(problems)
    if notes is not None:
        notes.extend(problems)
    return _assemble(country, plan, rubric, tables, others, codings, folder)


def _try(call, problems: list[Problem]):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    try:
        return call()
    except InvalidInputError as error:
        problems.extend(error.problems)
        return None


def _read_tables(folder: Layers, problems: list[Problem]) -> dict[str, Table[object]]:
    found: dict[str, Table[object]] = {}
    for name, row in ASSESSMENT_TABLES.items():
        path = folder.file(f"{name}.csv")
        if path is not None:
            found[name] = read_table(path, row, problems=problems)
    return found


def _codings(folder: Layers, problems: list[Problem]) -> list[CodingDocument]:
    found = []
    for name, path in folder.files("*.yaml").items():
        document = _try(lambda path=path: read_yaml(path), problems)
        header = _try(lambda document=document: build(CodingFile, document), problems) if document else None
        ratings = path.with_suffix(".csv")
        table = read_table(ratings, Rating, problems=problems)
        if header is None:
            continue
        if header.coder != path.stem:
            line, column = document.place(("coder",))
            problems.append(
                Problem(
                    str(path),
                    f"coder {header.coder!r}",
                    f"{path.stem!r}, the name of the file",
                    line=line,
                    column=column,
                )
            )
        found.append(CodingDocument(Coding(header, table.rows), document, table))
    known = {path.stem for path in folder.files("*.yaml").values()} | set(ASSESSMENT_TABLES)
    for name, path in folder.files("*.csv").items():
        if path.stem not in known:
            problems.append(Problem(str(path), "ratings without a header", f"{path.stem}.yaml beside {name}"))
    return found


def _assemble(
    country: Country,
    plan: PlanFile,
    rubric: Rubric,
    tables: Mapping[str, Table[object]],
    others: Mapping[str, Table[object]],
    codings: list[CodingDocument],
    folder: PlanFolder,
) -> Assessment:
    rows = {name: table.rows for name, table in {**tables, **others}.items()}
    return Assessment(
        country=country,
        plan=plan,
        rubric_id=rubric.id,
        codings=tuple(c.coding for c in codings),
        narrative={path.stem: read_text(path) for path in folder.plan.below("narrative").files("*.md").values()},
        files=_fingerprints(folder, rubric),
        **rows,  # type: ignore[arg-type]  # each table's rows are of the field's type
    )


def _fingerprints(folder: PlanFolder, rubric: Rubric) -> dict[str, str]:
    """Return SHA-256 of each file that entered, by its path from the country's folder."""
    found: dict[str, str] = {}
    ratings = folder.plan.below("assessments").below(rubric.id).topmost()
    prefix = f"plans/{folder.plan_id}"
    groups = {
        "": {**folder.country.files("*.csv"), **folder.country.files("country.yaml")},
        f"{prefix}/": {**folder.plan.files("*.csv"), **folder.plan.files("plan.yaml")},
        f"{prefix}/narrative/": folder.plan.below("narrative").files("*.md"),
        f"{prefix}/assessments/{rubric.id}/": {**ratings.files("*.csv"), **ratings.files("*.yaml")},
    }
    for start, paths in groups.items():
        for name, path in paths.items():
            found[f"{start}{name}"] = _sha256(path)
    return dict(sorted(found.items()))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
