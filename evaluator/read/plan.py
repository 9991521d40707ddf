"""Reader of a plan's folder: its header and tables, together with its country's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evaluator.errors import Problem
from evaluator.model.anchor import Anchor
from evaluator.model.framing import FramingFile
from evaluator.model.intake import BodyProposal, RowMatch
from evaluator.model.law import LawRow
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
from evaluator.read.shipped import EXAMPLES, shipped_root
from evaluator.read.text_files.shape import load, load_named, read_sound
from evaluator.read.text_files.table import ReadTable
from evaluator.read.text_files.yaml_file import Document

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
    "law": LawRow,
}
# The folder of what an import wrote, and its table of what a person has still to confirm.
INTAKE, INTAKE_TABLES = "intake", {"bodies": BodyProposal}
# Tables whose rows the computed criteria count.
COUNTED = ("measures", "money", "indicators")
# Tables that only a plan has.
OF_A_PLAN = ("measures", "indicators", "money", "implementation", "matches", "law")


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """The folders of a plan and of its country, each in layers; `is_carried` if an edition holds them, as they were."""

    country: Layers
    plan: Layers
    plan_id: str
    is_carried: bool = False

    def ratings(self, rubric_id: str) -> Layers:
        """Return the folder of ratings under a rubric; only the topmost layer counts."""
        return self.plan.below("assessments").below(rubric_id).topmost()

    def has_own_ratings(self, rubric_id: str) -> bool:
        """Return whether the ratings of another's plan under a rubric are a user's own.

        They are where they lie in another layer than the plan's header, or where they or the rows that are counted are
        not those of the shipped plan of that id. A plan that is not shipped is the user's, header and all.
        """
        head, ratings = self.plan.file("plan.yaml"), self.ratings(rubric_id)
        is_apart = bool(head and ratings.exists and head.parent not in ratings.folders[0].parents)
        shipped = [scored_files(one, rubric_id) for one in shipped_folders(self.plan_id)]
        return is_apart or (bool(shipped) and scored_files(self, rubric_id) not in shipped)


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """The files of a plan's folder; `plan` is None if its header is faulty.

    `tables` holds the plan's and its country's tables by name, without absent ones. `framing` is None if there is
    no framing.yaml or it is faulty.
    """

    folder: PlanFolder
    country: CountryFiles
    plan: PlanFile | None
    document: Document | None
    tables: Mapping[str, ReadTable[object]] = field(default_factory=dict)
    framing: FramingFile | None = None
    framing_document: Document | None = None


def shipped_folders(plan_id: str) -> Iterator[PlanFolder]:
    """Yield the folder of the shipped plan of that id, among the countries or the invented examples."""
    for root in (shipped_root(), shipped_root() / EXAMPLES):
        country = Layers((root / "countries" / plan_id[:3],))
        plan = country.below("plans").below(plan_id)
        if plan.file("plan.yaml"):
            yield PlanFolder(country, plan, plan_id)


def scored_files(folder: PlanFolder, rubric_id: str) -> dict[str, bytes]:
    """Return the files on which a score rests: the ratings under a rubric, and the tables whose rows are counted."""
    counted = [folder.plan.files(f"{name}.csv") for name in COUNTED]
    ratings = [folder.ratings(rubric_id).files(pattern) for pattern in ("*.csv", "*.yaml")]
    return {name: path.read_bytes() for files in (*counted, *ratings) for name, path in files.items()}


def read_plan_head(folder: Layers) -> PlanFile:
    """Read `plan.yaml`; its folder's name must be its id.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    return read_sound(lambda problems: load_named(PlanFile, folder.expected("plan.yaml"), "id", problems)[0])


def read_plan_files(folder: PlanFolder, problems: list[Problem], country: CountryFiles | None = None) -> PlanFiles:
    """Read a plan's header and tables; only `measures.csv` must exist, and only for a plan.

    With `country`, the country's files that were already read are used.
    """
    around = country or read_country_files(folder.country, problems)
    plan, document = load_named(PlanFile, folder.plan.expected("plan.yaml"), "id", problems)
    own = read_tables(folder.plan, PLAN_TABLES, problems)
    problems.extend(_row_faults(plan, own, folder))
    own |= _proposals(folder)
    framing, frame_document = _read_framing(plan, folder, problems)
    return PlanFiles(folder, around, plan, document, {**around.tables, **own}, framing, frame_document)


def _proposals(folder: PlanFolder) -> dict[str, ReadTable[object]]:
    """Return the tables of an import's proposals; none that has a fault, of which `check` alone tells."""
    faults: list[Problem] = []
    found = read_tables(folder.plan.below(INTAKE), INTAKE_TABLES, faults)
    return {} if faults else found


def _read_framing(
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


def _row_faults(plan: PlanFile | None, own: Mapping[str, ReadTable[object]], folder: PlanFolder) -> Iterator[Problem]:
    """Yield a fault if a plan has no rows and says that rows are here, or if a period without a plan has rows."""
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
    elif own["measures"].is_readable and not own["measures"].ids and not (plan is not None and plan.rows.here == 0):
        mend = "Copy the plan's rows in, one line each."
        yield Problem(str(own["measures"].path), "a plan without rows", "at least one row", mend, line=1)
