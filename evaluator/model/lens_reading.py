"""What a lens makes of a plan: its numbers, its outcome with the range it may have, its lines."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.lens import Lens


@dataclass(frozen=True, slots=True)
class LensNumber:
    """A part or the total; `value` is None where too little is rated. `capped_by` names what lowered it."""

    id: str
    value: float | None
    low: float
    high: float
    coverage: float
    capped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LensLine:
    """One criterion (or recommendation): its outcome, the range it may have, and on what it stands."""

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
    """One year of the system's own record beside ours.

    `recorded` holds (number or `outcome`, what was recorded), best evidence first;
    two for one name where sources disagree. `listed_before` counts the years in a
    row on the list before this one, None where a year is not recorded; `lowest` and
    `highest` are our outcome after the clock, without and with a waiver.
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

    `outcome` is None where coverage is under the lens's least, where a test could
    not be decided, or where the lens gives numbers only; `why` says which. `lowest`
    and `highest` are the range over all completions of what is not assessed.
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
        """Return a part or the total; KeyError for one the lens does not have."""
        for number in self.numbers:
            if number.id == part_id:
                return number
        raise KeyError(part_id)

    def counts(self) -> dict[str, int]:
        """Return how many lines have each outcome, those without one under an empty name."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.outcome or ""] = found.get(line.outcome or "", 0) + 1
        return found
