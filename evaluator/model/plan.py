"""A national action plan: header, rows, indicators, money, evidence and follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.schema import PLAN_ID, Filled, PartialDate, Shape, Texts, Truth, Whole, column

LEVELS = ("objective", "activity", "task", "heading", "list-item")
RECURRENCES = ("once", "annual", "continuous", "unknown")
MOST_QUOTED = 25  # words of a quotation
PARADIGMS = ("migration", "law-enforcement", "human-rights", "economic")
FUNCTIONS = (
    "control", "assistance", "social-prevention", "awareness", "criminal-law", "co-ordination", "research",
)  # fmt: skip
MONEY_STATES = ("amount", "zero", "own-no-amount", "donor-no-amount", "elsewhere", "not-stated")
FUNDERS = ("state", "local", "donor", "io", "private", "unknown", "not-stated")
PartRead = Literal["whole", "part", "none"]
AnsweredBy = Literal["measure", "text", "either"]
NONE_GIVEN = "none"  # in a baseline or target: the plan gives none


class Adoption(Shape):
    """The stage of adoption that the plan reached, and the date of it."""

    status: Literal["draft", "issued", "adopted", "not-adopted", "unknown"]
    date: PartialDate | None = None


class PlanLanguage(Shape):
    """A language in which the plan exists, with its script and whether it is the original."""

    lang: str
    script: str = ""
    status: Literal["original", "official", "unofficial"] = "original"


class RowCount(Shape):
    """The number of the plan's rows that are recorded, and the number in the plan itself.

    Of those recorded, `unconfirmed` are read from a table with a column whose role no person has confirmed.
    """

    basis: Literal["whole", "sample", "headings", "list"]
    here: Whole = Field(ge=0)
    in_plan: Whole | Literal["unknown"]
    unconfirmed: Whole = Field(default=0, ge=0)

    @property
    def total(self) -> int | None:
        """Return the number of rows in the plan, None where unknown."""
        return None if self.in_plan == "unknown" else self.in_plan


class TextRead(Shape):
    """How much of a plan was read: its measures, and the text around them, each whole, in part or not at all.

    `pages` and `chapters` say which, where a part was read; `note` is printed wherever the reading is told.
    """

    measures: PartRead
    text: PartRead
    pages: str = ""
    chapters: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _part_says_which(self) -> Self:
        if "part" in (self.measures, self.text) and not (self.pages or self.chapters):
            raise ValueError("`pages` or `chapters` where only a part was read")
        return self

    @property
    def is_none(self) -> bool:
        """Return whether nothing was read, or nothing is said of it yet."""
        return self.measures == self.text == "none"

    def is_whole(self, answered_by: AnsweredBy) -> bool:
        """Return whether what can answer a question was read whole; `either` needs measures and text."""
        needed = {"measure": (self.measures,), "text": (self.text,), "either": (self.measures, self.text)}
        return set(needed[answered_by]) == {"whole"}

    def holds(self, searched: str, answered_by: AnsweredBy) -> bool:
        """Return whether silence was looked for in what was read whole.

        That is the part of the plan that can answer the question, or the chapter with which `searched` begins.

        Examples
        --------
        >>> table = TextRead(measures="whole", text="part", chapters=("2",))
        >>> table.holds("", "measure"), table.holds("", "text"), table.holds("", "either")
        (True, False, False)
        >>> table.holds("2: witness", "text"), table.holds("2.1", "text")
        (True, False)
        """
        return self.is_whole(answered_by) or any(_begins_with_chapter(searched, chapter) for chapter in self.chapters)


def _begins_with_chapter(searched: str, chapter: str) -> bool:
    """Return whether a text begins with a chapter's id as a whole word: `2.1` is not chapter 2."""
    rest = searched.removeprefix(chapter)
    return rest != searched and not (rest[:1].isalnum() or (rest[:1] in ".-" and rest[1:2].isalnum()))


class Attribution(Shape):
    """A body that drafted or paid for the plan, and the source for this.

    `value` is an id of institutions.csv, or a kind of body if the source names no single one.
    """

    value: Filled
    source_id: Filled
    locator: Filled
    note: str = ""


class Occasion(Shape):
    """The occasion on which the plan was adopted, and the source for it; `unknown` needs no source."""

    value: Literal["accession", "sanctions", "treaty", "own", "unknown"]
    source_id: str = ""
    locator: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _known_by_a_passage(self) -> Self:
        if self.value != "unknown" and not (self.source_id and self.locator):
            raise ValueError("`source_id` and `locator` where it is not unknown")
        return self


class RatedYears(Shape):
    """The years whose law and practice are rated, if they are only part of the plan's years.

    The law in force on the first day is the one rated.
    """

    start: PartialDate
    end: PartialDate


# Default values for a period without a plan.
WITHOUT_PLAN: dict[str, object] = {
    "lead_rule": "none",
    "rows": {"basis": "list", "here": 0, "in_plan": 0},
    "text_read": {"measures": "none", "text": "none"},
}


class PlanFile(Shape):
    """The content of `plan.yaml`: the unit of assessment, a plan or a period without one.

    A period without a plan (`kind: no-plan`) has no rows, no lead and no text; its file may omit these keys. Its
    sources state that there was no plan. `measure_noun` is what the plan calls its measures, by language: the form for
    one, then those for more in the order of the language (`en: [goal, goals]`); without it they are measures.
    """

    id: str = Field(pattern=f"^{PLAN_ID.pattern}$")
    titles: Texts
    kind: Literal["strategy", "action-plan", "child-plan", "entity-plan", "amendment", "no-plan"]
    parent: str | None = None
    amends: str | None = None
    entity: str = ""
    start: PartialDate
    end: PartialDate | Literal["open"]
    rated_years: RatedYears | None = None
    adopted: Adoption | None = None
    authority: str = ""
    drafted_by: tuple[Attribution, ...] = ()
    paid_by: tuple[Attribution, ...] = ()
    adopted_under: tuple[Occasion, ...] = ()
    languages: tuple[PlanLanguage, ...] = ()
    columns_present: tuple[str, ...] = ()
    measure_noun: dict[str, tuple[Filled, ...]] = {}
    lead_rule: Literal["first-named", "marked", "none"]
    rows: RowCount
    text_read: TextRead
    currency: str = ""
    sources: tuple[str, ...] = ()
    # When a coder sees what a machine proposes: after the own answer is final, or first.
    proposals: Literal["after", "first"] = "after"
    worked_example: Truth = False
    notes: str = ""

    @property
    def is_plan(self) -> bool:
        """Return whether the unit is a plan; False for a period without one."""
        return self.kind != "no-plan"

    @property
    def years(self) -> tuple[str, str]:
        """Return the first and the last year; the last is `open` where the plan has no end."""
        return self.start[:4], self.end[:4]

    @model_validator(mode="before")
    @classmethod
    def _a_period_has_no_rows(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("kind") == "no-plan":
            return {**WITHOUT_PLAN, **given}
        return given

    @model_validator(mode="after")
    def _rated_years_are_of_the_plan(self) -> Self:
        rated, close = self.rated_years, "9999" if self.end == "open" else self.end
        # Dates are compared at their common precision: 2021-03 lies in 2021, and so does 2021 itself.
        dates = (self.start, rated.start, rated.end, close) if rated else ()
        if not all(_precedes(earlier, later) for earlier, later in pairwise(dates)):
            raise ValueError("`rated_years` from a `start` to an `end` within the plan's own")
        return self


def _precedes(earlier: str, later: str) -> bool:
    """Return whether a date may be equal to another or before it, at the precision that both have."""
    known = min(len(earlier), len(later))
    return earlier[:known] <= later[:known]


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of a plan: an objective, an activity, a task, a heading or a list item."""

    measure_id: str = column("id", "identifier, unique in the plan", required=True, unique=True)
    parent_id: str = column("id", "row above", refers="measures")
    order: int | None = column("integer", "order in the plan", least=0)
    plan_number: str = column("text", "number the plan gives it")
    level: str = column("choice", "kind of row", required=True, choices=LEVELS)
    text: str = column("text", "what it says, in our words", required=True)
    text_original: str = column("text", "original wording, if short and allowed")
    lang: str = column("lang", "language of text_original")
    script: str = column("text", "script of text_original")
    problem: str = column("text", "problem the plan names for it")
    lead_ids: tuple[str, ...] = column("ids", "lead body or bodies", refers="institutions")
    partner_ids: tuple[str, ...] = column("ids", "partner bodies", refers="institutions")
    through_id: str = column("id", "body through which the lead acts", refers="institutions")
    responsible_text: str = column("text", "responsibility as the plan words it")
    time_text: str = column("text", "time as the plan words it")
    start: str = column("date", "start")
    end: str = column("date", "date by which it can be checked")
    milestones: tuple[str, ...] = column("dates", "dates of milestones")
    recurrence: str = column("choice", "once, annual, continuous", choices=RECURRENCES)
    resources_text: str = column("text", "resources as the plan words them")
    risk: str = column("text", "risk the plan names")
    beneficiary: str = column("text", "whom it is for")
    paradigms: tuple[str, ...] = column("choices", "paradigms it belongs to", choices=PARADIGMS)
    function: str = column("choice", "what it does", choices=FUNCTIONS)
    tagged_by: str = column("text", "who proposed paradigms and function")
    tag_status: str = column("choice", "whether the tags are confirmed", choices=("proposed", "confirmed"))
    not_seen: tuple[str, ...] = column("ids", "columns of this row that could not be read")
    not_stated: tuple[str, ...] = column("ids", "columns of this row in which the plan states nothing")
    source_id: str = column("id", "source", refers="sources")
    locator: str = column("text", "page, section or row")
    note: str = column("text", "remarks")
    added_by: str = column("text", "coder who entered the row")


@dataclass(frozen=True, slots=True)
class PlanIndicator:
    """An indicator that the plan states for a row; each target year has its own row."""

    indicator_id: str = column("id", "identifier", required=True)
    measure_id: str = column("id", "row it belongs to", required=True, refers="measures")
    text: str = column("text", "what is counted", required=True)
    kind: str = column("choice", "kind", choices=("output", "outcome", "document", "unclear"))
    unit: str = column("text", "unit")
    disaggregation: str = column("text", "by what it is broken down")
    baseline: str = column("text", f"baseline value; `{NONE_GIVEN}` where the plan gives none")
    baseline_date: str = column("date", "date of the baseline")
    target: str = column("text", f"target value; `{NONE_GIVEN}` where the plan gives none")
    target_date: str = column("date", "date of the target")
    verification: str = column("text", "source of verification")
    source_id: str = column("id", "source", refers="sources")
    locator: str = column("text", "page, section or row")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """An amount, an explicit zero, or words instead of an amount."""

    line_id: str = column("id", "identifier", required=True, unique=True)
    measure_id: str = column("id", "row it pays for; empty for the plan", refers="measures")
    year_from: str = column("date", "first year")
    year_to: str = column("date", "last year")
    state: str = column("choice", "what the plan states", required=True, choices=MONEY_STATES)
    amount: float | None = column("number", "amount in units of unit_factor", least=0)
    unit_factor: float | None = column("number", "1 for units, 1000 for thousands", least=1)
    currency: str = column("text", "ISO 4217 code")
    amount_text: str = column("text", "as the plan writes it")
    funder_kind: str = column("choice", "who pays", choices=FUNDERS)
    funder_id: str = column("id", "which body pays", refers="institutions")
    programme: str = column("text", "named programme")
    covered: str = column("choice", "whether the money is secured", choices=("yes", "no", "unknown"))
    counted_in: str = column("id", "line that already holds this sum", refers="money")
    total_of: str = column("choice", "a printed sum of what", choices=("measure", "chapter", "plan"))
    source_id: str = column("id", "source", refers="sources")
    locator: str = column("text", "page, section or row")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a source, with a note in the evaluators' own words."""

    evidence_id: str = column("id", "identifier, unique in the plan", required=True, unique=True)
    source_id: str = column("id", "source", required=True, refers="sources")
    locator: str = column("text", "page, section, paragraph or row", required=True)
    measure_id: str = column("id", "row of the plan it speaks of", refers="measures")
    object: str = column("choice", "what it shows", required=True, choices=("plan", "law", "practice"))
    as_of: str = column("period", "date or period it speaks of, not the day of publication: 2021, 2016/2019")
    note: str = column("text", "what it says, in our words; may be empty beside a quotation")
    quote: str = column("text", f"at most {MOST_QUOTED} words, where wording matters")
    quote_lang: str = column("lang", "language of the quotation")
    translation: str = column("text", "our translation of the quotation")
    added_by: str = column("text", "who added it")
    added_on: str = column("date", "when")

    @property
    def told(self) -> str:
        """Return the note; of a passage without one its quotation, in quotation marks."""
        return self.note or (f"“{self.quote}”" if self.quote else "")


def short_quotation(text: str) -> str:
    """Return a text as a quotation: whole, or cut after the last word that the limit allows.

    Examples
    --------
    >>> short_quotation("It was  adopted.")
    'It was adopted.'
    >>> cut = short_quotation("word, " * 40)
    >>> len(cut.split()), cut[-6:]
    (25, ' word…')
    """
    words = text.split()
    if len(words) <= MOST_QUOTED:
        return " ".join(words)
    return " ".join(words[:MOST_QUOTED]).rstrip(".,;:…") + "…"


@dataclass(frozen=True, slots=True)
class Implementation:
    """The reported state of implementation of a row, with the reporter and the date."""

    measure_id: str = column("id", "row", required=True, refers="measures")
    as_of: str = column("date", "date of the status", required=True)
    status: str = column(
        "choice",
        "status",
        required=True,
        choices=("done", "partly", "under-way", "not-started", "dropped", "no-information"),
    )
    reason_for_delay: str = column("text", "reason given")
    evidence_ids: tuple[str, ...] = column("ids", "evidence", refers="evidence")
    reported_by: str = column("choice", "who says so", required=True, choices=("government", "ngo", "assessor"))
    note: str = column("text", "remarks")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation of the evaluator: text, addressee, deadline and outcome."""

    rec_id: str = column("id", "identifier", required=True, unique=True)
    criterion_id: str = column("text", "criterion it belongs to")
    text: str = column("text", "the recommendation", required=True)
    addressee_id: str = column("id", "whom it addresses", refers="institutions")
    deadline: str = column("date", "by when")
    from_level: int | None = column("integer", "level now", least=0)
    to_level: int | None = column("integer", "level aimed at", least=0)
    origin: str = column("choice", "from the rubric's next level or from the lead", choices=("rubric", "lead"))
    edition: str = column("text", "edition in which it was made")
    outcome: str = column("choice", "what became of it", choices=("implemented", "partly", "not", "open"))
    outcome_on: str = column("date", "when that was seen")
    evidence_ids: tuple[str, ...] = column("ids", "evidence of the outcome", refers="evidence")


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment of the government, and the evaluators' answer."""

    reply_id: str = column("id", "identifier", required=True, unique=True)
    criterion_id: str = column("text", "criterion, recommendation or `general`", required=True)
    by: str = column("text", "office that replies, in its function", required=True)
    received: str = column("date", "when received", required=True)
    lang: str = column("lang", "language")
    text: str = column("text", "the comment", required=True)
    source_id: str = column("id", "letter or document", refers="sources")
    answer: str = column("text", "the evaluators' answer")
    answered_by: str = column("text", "who answered, in function")
    answered_on: str = column("date", "when")
    outcome: str = column("choice", "what changed", choices=("changed", "unchanged", "noted"))
    log_record: str = column("text", "record of the change of the rating in log.csv, after `received`")
