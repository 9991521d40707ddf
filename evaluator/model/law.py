"""What the law in force gives beside a plan: one row for each question on which statute may speak."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.schema import column
from evaluator.model.sentence import Sentence, say

# In the order in which they are told: what says the opposite first.
GIVES = ("contrary", "meets", "in-part", "nothing")
NOT_READ = "not-read"
WITH_LAW_LEVEL = ("meets", "in-part")
LAW_EXTENTS = ("whole", "part", "account")
EXTENT_WORDS = {
    "whole": "read whole",
    "part": "read in part",
    "account": "from another's account",
    "heading": "heading alone",
}
GIVEN: dict[str, Sentence] = {
    "contrary": say("says the opposite"),
    "meets": say("meets"),
    "in-part": say("in part"),
    "nothing": say("nothing in what was read"),
    NOT_READ: say("not read"),
}


@dataclass(frozen=True, slots=True)
class LawRow:
    """What one reader found in the law in force while the plan ran, for a criterion with `statute: may_answer`."""

    criterion_id: str = column("text", "criterion that a law may answer", required=True, unique=True)
    gives: str = column(
        "choice", "what the law gives of what the criterion asks", required=True, choices=(*GIVES, NOT_READ)
    )
    level: int | None = column("integer", "level of the criterion that the law reaches; for meets and in-part", least=1)
    article: str = column("text", "the act and the article that decide", required=True)
    since: str = column("date", "since when the article has this wording; empty: not known")
    until: str = column("date", "last day of this wording; empty: not known, or it still holds")
    text_of: str = column("date", "the day of the copy that was read", required=True)
    extent: str = column("choice", "how much of the provision was read", required=True, choices=LAW_EXTENTS)
    source_ids: tuple[str, ...] = column("ids", "copies that were read", required=True, refers="sources")
    says: str = column("text", "what it says, in your own words", required=True)


@dataclass(frozen=True, slots=True)
class LawSide:
    """The law beside one criterion of a plan, from a row of law.csv or from the rating of its twin.

    `level` is what the law reaches on the criterion's own scale, `is_least` whether it may reach more; None where that
    is not known. `twin` is the question of the companion rubric `rubric_id` that answers it, empty for a row of the
    plan's own table.
    """

    criterion_id: str
    gives: str = NOT_READ
    level: int | None = None
    is_least: bool = False
    article: str = ""
    since: str = ""
    until: str = ""
    text_of: str = ""
    extent: str = ""
    source_ids: tuple[str, ...] = ()
    says: str = ""
    twin: str = ""
    rubric_id: str = ""

    @property
    def first(self) -> str:
        """Return the first act and article that decide, for a narrow cell.

        Examples
        --------
        >>> LawSide("a", article="Criminal Law, art. 58(6); Administrative Liability Law, art. 11(2)").first
        'Criminal Law, art. 58(6)'
        """
        return self.article.partition(";")[0].strip()

    @property
    def numbers(self) -> str:
        """Return the articles of the first act alone, for the first page.

        Examples
        --------
        >>> LawSide("a", article="Ley 985 de 2005, art. 7 par. 1; Ley 906 de 2004, art. 11").numbers
        'art. 7 par. 1'
        """
        return self.first.partition(", ")[2] or self.first

    @property
    def is_met(self) -> bool:
        """Return whether the law gives what the norm asks."""
        return self.gives == "meets"

    @property
    def is_contrary(self) -> bool:
        """Return whether the law says the opposite of what is asked."""
        return self.gives == "contrary"


def side_of(row: LawRow) -> LawSide:
    """Return the law beside a criterion from a row of law.csv; a contrary law stands at level 0.

    Examples
    --------
    >>> row = LawRow("non-punishment", "contrary", None, "Act 1, art. 2", "", "", "2008", "whole", ("S1",), "words")
    >>> side_of(row).level, side_of(row).source_ids
    (0, ('S1',))
    """
    level = 0 if row.gives == "contrary" else row.level
    return LawSide(
        row.criterion_id, row.gives, level, article=row.article, since=row.since, until=row.until,
        text_of=row.text_of, extent=row.extent, source_ids=row.source_ids, says=row.says,
    )  # fmt: skip


def law_line(side: LawSide) -> str:
    """Return the law beside a criterion as one line for a terminal: what it gives, article, days, extent, and words.

    Examples
    --------
    >>> law_line(LawSide("non-punishment"))
    'not read'
    >>> law_line(side_of(LawRow("a", "in-part", 2, "Act 1, art. 2", "2005", "", "2026", "part", ("S1",), "words")))
    'in part (level 2): Act 1, art. 2; in this wording since 2005; text of 2026; read in part: words'
    """
    if side.gives == NOT_READ:
        return str(GIVEN[NOT_READ])
    level = f" (level {side.level}{'+' if side.is_least else ''})" if side.gives in WITH_LAW_LEVEL else ""
    wording = f"in this wording since {side.since}{f' until {side.until}' if side.until else ''}" if side.since else ""
    read = EXTENT_WORDS.get(side.extent, "")
    days = "; ".join(filter(None, (side.article, wording, side.text_of and f"text of {side.text_of}", read)))
    return f"{GIVEN[side.gives]}{level}: {days}" + (f": {side.says}" if side.says else "")
