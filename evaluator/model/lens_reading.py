"""The reading of a plan by a lens: its numbers, its outcome or range of outcomes, its lines."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.base import column
from evaluator.model.lens import Lens


@dataclass(frozen=True, slots=True)
class LensNumber:
    """A part or the total; `value` is None if too little is rated.

    `capped_by` names the contrary criteria that lowered it.
    """

    id: str
    value: float | None
    low: float
    high: float
    coverage: float
    capped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LensLine:
    """One criterion (or recommendation): its outcome, the possible range, and the standards on which it rests."""

    criterion_id: str
    outcome: str | None
    lowest: str
    highest: str
    status: str
    level: int | None
    ladder: str = ""
    standards: tuple[str, ...] = ()
    earlier_level: int | None = None


@dataclass(frozen=True, slots=True)
class LensYear:
    """One year of the system's own record, with the outcome of the lens.

    `recorded` holds pairs (number or `outcome`, recorded value), best evidence first; a name occurs twice if sources
    disagree. `listed_before` is the number of consecutive years on the list before this one, None if a year is not
    recorded. `lowest` and `highest` are the lens's outcome after the clock, without and with a waiver.
    """

    year: int
    recorded: tuple[tuple[str, str], ...]
    evidence: str = ""
    listed_before: int | None = None
    lowest: str = ""
    highest: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LensReading:
    """The reading of one plan through one lens.

    `outcome` is None if coverage is below the lens's least coverage, if a test could not be decided, or if the lens
    gives numbers only; `why` states which. `lowest` and `highest` are the range over all possible ratings of open
    criteria.
    """

    plan_id: str
    lens: Lens
    is_draft: bool
    coverage: float
    outcome: str | None = None
    lowest: str = ""
    highest: str = ""
    why: str = ""
    capped_by: tuple[str, ...] = ()
    numbers: tuple[LensNumber, ...] = ()
    lines: tuple[LensLine, ...] = ()
    years: tuple[LensYear, ...] = ()
    earlier_plan_id: str = ""

    def number(self, part_id: str) -> LensNumber:
        """Return a part or the total; KeyError if the lens does not have it."""
        for number in self.numbers:
            if number.id == part_id:
                return number
        raise KeyError(part_id)

    def counts(self) -> dict[str, int]:
        """Return the number of lines with each outcome; lines without an outcome are counted under an empty name."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.outcome or ""] = found.get(line.outcome or "", 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class LensRow:
    """One row of the table of a lens reading: its outcome, a number, a criterion, or a recorded year."""

    plan_id: str = column("text", "plan", required=True)
    state: str = column("choice", "draft or final", choices=("draft", "final"))
    lens: str = column("id", "lens", required=True)
    kind: str = column("choice", "what the line is", required=True, choices=("outcome", "number", "line", "year"))
    item: str = column("text", "part, criterion or year; empty for the outcome")
    outcome: str = column("text", "outcome; empty where there is a range only, or a number")
    lowest: str = column("text", "lowest outcome that is still possible")
    highest: str = column("text", "highest outcome that is still possible")
    value: float | None = column("number", "the number; empty under low coverage")
    low: float | None = column("number", "lowest number that is still possible")
    high: float | None = column("number", "highest number that is still possible")
    coverage: float | None = column("number", "share of the criteria that is assessed", least=0, most=1)
    status: str = column("text", "status of the criterion")
    level: int | None = column("integer", "level of the criterion", least=0)
    earlier_level: int | None = column("integer", "level in the earlier edition", least=0)
    standards: tuple[str, ...] = column("ids", "provisions it stands on")
    capped_by: tuple[str, ...] = column("ids", "contrary criteria that lowered it")
    recorded: str = column("text", "what the system itself recorded, `name: word`, several with `; `")
    listed_before: int | None = column("integer", "years in a row on the list before this one", least=0)
    note: str = column("text", "why there is no outcome, on which ladder a criterion is, or remarks on a record")
