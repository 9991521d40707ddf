"""The article-level index of instruments."""

from __future__ import annotations

from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.standard import Standard
from evaluator.read.table import read_table

__all__ = ["Standard", "read_standards"]


def read_standards(path: Path | None) -> dict[str, Standard]:
    """Read `rubrics/standards.csv`; an absent file gives no standards.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    if path is None:
        return {}
    problems: list[Problem] = []
    table = read_table(path, Standard, problems=problems)
    if problems:
        raise InvalidInputError(problems)
    return {standard.standard_id: standard for standard in table.rows}
