"""Reader of `rubrics/standards.csv`, the article-level index of instruments."""

from __future__ import annotations

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.standard import Standard
from evaluator.read.layers import Layers
from evaluator.read.overlay import read_overlaid
from evaluator.read.provision_tests import check_parts

__all__ = ["Standard", "read_standards"]


def read_standards(rubrics: Layers) -> dict[str, Standard]:
    """Read `standards.csv`, layers joined by row; return an empty mapping if the file is absent.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    problems: list[Problem] = []
    table = read_overlaid(rubrics, "standards.csv", Standard, problems=problems)
    if table:
        check_parts(table, problems)
    if problems:
        raise InvalidInputError(problems)
    return {standard.standard_id: standard for standard in table.rows} if table else {}
