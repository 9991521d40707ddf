"""Readers of a machine's proposals in a plan's folder, which no scoring reads, and what is checked of them."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.plan import PlanFile
from evaluator.model.proposal import Proposal, ProposalFile, Proposals
from evaluator.model.rubric import Rubric
from evaluator.panel.proposed import rating_faults
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import ReadTable, read_table
from evaluator.read.text_files.yaml_file import Document

FOLDER = "proposals"


def proposals_folder(folder: PlanFolder, rubric_id: str) -> Layers:
    """Return the folder of the proposals for a plan under a rubric, in its layers."""
    return folder.plan.below(FOLDER).below(rubric_id)


def read_proposals(
    folder: PlanFolder, rubric: Rubric, problems: list[Problem]
) -> tuple[tuple[Proposals, ...], list[ReadTable[object]], list[Document]]:
    """Return the proposals of every machine, with their tables and headers; append what is wrong to `problems`."""
    place = proposals_folder(folder, rubric.id)
    found, tables, heads = [], list[ReadTable[object]](), list[Document]()
    for path in place.files("*.yaml").values():
        header, head = load(ProposalFile, path, problems)
        table = read_table(path.with_suffix(".csv"), Proposal, problems=problems)
        tables.append(table)
        heads.extend([head] if head else [])
        problems.extend(_row_faults(table, rubric))
        if header is not None and head is not None:
            problems.extend(_header_faults(header, head, path.stem, f"{folder.plan_id}.{rubric.id}", rubric))
            found.append(Proposals(header, table.rows))
    known = {path.stem for path in place.files("*.yaml").values()}
    for name, path in place.files("*.csv").items():
        if path.stem not in known:
            problems.append(Problem(str(path), "proposals without a header", f"{path.stem}.yaml beside {name}"))
    return tuple(found), tables, heads


def begun_as(layers: Layers, plan: PlanFile, rubric: Rubric) -> dict[str, str]:
    """Return, by criterion, what a rating carries that began as proposals: `m1:2;m2:silent`.

    Empty but for a plan that shows proposals first; work that was done elsewhere, on a sheet or another desk, cannot
    tell whether they were seen. Files at fault give nothing: `check` tells of them.
    """
    if plan.proposals != "first":
        return {}
    country = layers.below("countries").below(plan.id[:3])
    folder = PlanFolder(country, country.below("plans").below(plan.id), plan.id)
    found, problems = dict[str, list[str]](), list[Problem]()
    for machine in read_proposals(folder, rubric, problems)[0]:
        for row in machine.rows:
            found.setdefault(row.criterion_id, []).append(f"{machine.coder}:{row.short}")
    return {} if problems else {name: ";".join(said) for name, said in found.items()}


def _header_faults(header: ProposalFile, head: Document, stem: str, unit: str, rubric: Rubric) -> Iterator[Problem]:
    for key, found, wanted in (
        ("coder", header.coder, stem), ("rubric", header.rubric, rubric.id),
        ("assessment_id", header.assessment_id, f"{unit}.{header.coder}"),
    ):  # fmt: skip
        if found != wanted:
            yield head.problem((key,), repr(found), repr(wanted))
    yield from (
        problem
        for name in header.dropped
        for problem in head.unknown(("dropped", name), "criterion", name, rubric.by_id, "a criterion of the rubric")
    )


def _row_faults(table: ReadTable[Proposal], rubric: Rubric) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        for found in rating_faults(row, rubric):
            yield table.problem(at, "status", found, "a proposal that fits the rubric")
