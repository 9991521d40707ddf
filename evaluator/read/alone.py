"""Checks of a single file outside any library, whose kind follows from its name, else from its columns or keys."""

from __future__ import annotations

import csv
from pathlib import Path

from evaluator.errors import Problem, gather
from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.audit import AuditFile
from evaluator.model.base import Shape, columns_of
from evaluator.model.country import Country, FactsFile
from evaluator.model.figures import Statistic, Variable
from evaluator.model.framing import FramingFile
from evaluator.model.instrument import InstrumentsFile
from evaluator.model.lens import Lens
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Criterion, RubricFile
from evaluator.model.standard import ProvisionTest, Standard
from evaluator.model.weighting import Weighting
from evaluator.read.coding import ASSESSMENT_TABLES
from evaluator.read.country import COUNTRY_TABLES
from evaluator.read.facts import FACT_ROWS
from evaluator.read.plan import PLAN_TABLES
from evaluator.read.text.file import read_text
from evaluator.read.text.shape import load
from evaluator.read.text.table import parse_table
from evaluator.read.text.yaml_file import parse_yaml

ROWS: dict[str, type] = {
    **PLAN_TABLES,
    **COUNTRY_TABLES,
    **ASSESSMENT_TABLES,
    **FACT_ROWS,
    "standards": Standard,
    "tests": ProvisionTest,
    "variables": Variable,
}
NAMED_SHAPES: dict[str, type[Shape]] = {
    "plan": PlanFile,
    "framing": FramingFile,
    "country": Country,
    "rubric": RubricFile,
    "instruments": InstrumentsFile,
    "audit": AuditFile,
}
SHAPES: tuple[type[Shape], ...] = (Criterion, Weighting, Lens, CodingFile, FactsFile, PlanFile, Country, RubricFile)
LEAST_KEYS = 3  # with fewer keys in common the kind of a file is uncertain


def check_file(path: Path) -> list[Problem]:
    """Return the faults of one file, checked without the files around it."""
    problems: list[Problem] = []
    if path.suffix == ".csv":
        _check_table(path, problems)
    elif path.suffix in (".yaml", ".yml"):
        _check_yaml(path, problems)
    elif path.suffix == ".md":
        gather(lambda: read_text(path), problems)
    else:
        problems.append(Problem(str(path), "a file of no known kind", "a YAML, CSV or Markdown file"))
    return problems


def _check_table(path: Path, problems: list[Problem]) -> None:
    text = gather(lambda: read_text(path), problems)
    if text is None:
        return
    row = ROWS.get(path.stem) or _row_like(text)
    if row is None:
        expected = "the columns of a table on the guide's page Files and columns"
        problems.append(Problem(str(path), "a table of no known kind", expected, line=1))
        return
    parse_table(path, text, row, problems=problems)


def _row_like(text: str) -> type | None:
    """Return the row class that shares most columns with a CSV header, or None if it has fewer than half of them."""
    lines = text.splitlines()
    try:
        header = {name.strip() for name in next(csv.reader(lines[:1]), [])}
    except csv.Error:
        return None
    rows = (Rating, Statistic, *dict.fromkeys(ROWS.values()))
    common = {row: len(header & {c.label for c in columns_of(row)}) for row in rows}
    best = max(rows, key=lambda row: (common[row], -len(columns_of(row))))
    return best if common[best] * 2 >= len(header) and common[best] else None


def _check_yaml(path: Path, problems: list[Problem]) -> None:
    shape = NAMED_SHAPES.get(path.stem)
    if shape is None:
        document = gather(lambda: parse_yaml(path), problems)
        if document is None:
            return
        shape = _shape_like(document.content)
    if shape is None:
        expected = "the keys of a file on the guide's page Files and columns"
        problems.append(Problem(str(path), "a file of no known kind", expected, line=1))
        return
    load(shape, path, problems)


def _shape_like(content: object) -> type[Shape] | None:
    if not isinstance(content, dict):
        return None
    keys = set(content)
    common = {
        shape: len(keys & {field.alias or name for name, field in shape.model_fields.items()}) for shape in SHAPES
    }
    best = max(SHAPES, key=lambda shape: (common[shape], -len(shape.model_fields)))
    return best if common[best] >= min(LEAST_KEYS, len(keys)) and keys else None
