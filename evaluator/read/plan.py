"""A plan's folder: its header and tables, with what its country's folder holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evaluator.errors import Problem, sound
from evaluator.model.anchor import Anchor
from evaluator.model.framing import FramingFile
from evaluator.model.intake import RowMatch
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
from evaluator.read.country import CountryFiles, read_country_files, read_tables
from evaluator.read.layers import Layers
from evaluator.read.text.shape import load, load_named
from evaluator.read.text.table import ReadTable
from evaluator.read.text.yaml_file import Document

PLAN_TABLES: dict[str, type] = {
    "measures": Measure,
    "indicators": PlanIndicator,
    "money": MoneyLine,
    "evidence": Evidence,
    "anchors": Anchor,
    "matches": RowMatch,
    "implementation": Implementation,
    "recommendations": Recommendation,
    "replies": Reply,
}
# What only a plan has.
OF_A_PLAN = ("measures", "indicators", "money", "implementation", "matches")


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """Where a plan's files are: its country's folder and its own, each in layers."""

    country: Layers
    plan: Layers
    plan_id: str

    def ratings(self, rubric_id: str) -> Layers:
        """Return the folder of the ratings under a rubric; the topmost replaces those below as a whole."""
        return self.plan.below("assessments").below(rubric_id).topmost()


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """What a plan's folder holds; `plan` is None where its header is at fault.

    `tables` are the plan's own and its country's, by name; absent ones are not there.
    `framing` is None where there is no framing.yaml, or it is at fault.
    """

    folder: PlanFolder
    country: CountryFiles
    plan: PlanFile | None
    document: Document | None
    tables: Mapping[str, ReadTable[object]] = field(default_factory=dict)
    framing: FramingFile | None = None
    framing_document: Document | None = None


def read_plan_head(folder: Layers) -> PlanFile:
    """Read `plan.yaml`; its folder's name must be its id.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    problems: list[Problem] = []
    return sound(load_named(PlanFile, folder.expected("plan.yaml"), "id", problems)[0], problems)


def read_plan_files(folder: PlanFolder, problems: list[Problem], country: CountryFiles | None = None) -> PlanFiles:
    """Read a plan's header and tables; every table but `measures.csv` may be absent, and that too without a plan.

    With `country`, what was read of the country's folder before is taken as it is.
    """
    around = country or read_country_files(folder.country, problems)
    plan, document = load_named(PlanFile, folder.plan.expected("plan.yaml"), "id", problems)
    own = read_tables(folder.plan, PLAN_TABLES, problems)
    problems.extend(_rows(plan, own, folder))
    framing, frame_document = _framing(plan, folder, problems)
    return PlanFiles(folder, around, plan, document, {**around.tables, **own}, framing, frame_document)


def _framing(
    plan: PlanFile | None, folder: PlanFolder, problems: list[Problem]
) -> tuple[FramingFile | None, Document | None]:
    path = folder.plan.file("framing.yaml")
    if path is None:
        return None, None
    framing, document = load(FramingFile, path, problems)
    if plan is not None and not plan.is_plan and document is not None:
        found = "the frame of a plan, and plan.yaml says `kind: no-plan`"
        problems.append(document.problem((), found, "no framing.yaml, or another kind"))
    return framing, document


def _rows(plan: PlanFile | None, own: Mapping[str, ReadTable[object]], folder: PlanFolder) -> Iterator[Problem]:
    """Yield what is wrong with there being rows, or none: a plan has them, a period without a plan has not."""
    if plan is not None and not plan.is_plan:
        for name in OF_A_PLAN:
            table = own.get(name)
            if table is not None and table.cells:
                found = "a row of a plan, and plan.yaml says `kind: no-plan`"
                yield table.at_line(table.cells[0][0], table.header[0], found, "no rows, or another kind")
    elif "measures" not in own:
        missing = folder.plan.expected("measures.csv")
        mend = "Write it, with one row for each measure."
        yield Problem(str(missing), "there is no such file", "the plan's rows", mend)
    elif own["measures"].is_readable and not own["measures"].ids:
        mend = "Copy the plan's rows in, one line each."
        yield Problem(str(own["measures"].path), "a plan without rows", "at least one row", mend, line=1)
