"""Data on a plan's own file: the words of its tables, the roles of columns, and the original place of each text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.country import INSTITUTION_KINDS
from evaluator.model.plan import FUNCTIONS, PARADIGMS
from evaluator.model.schema import Filled, Shape, Share, Truth, Whole, column

Role = Literal[
    "number", "aim", "objective", "activity", "task", "responsible", "lead", "partners", "time", "start", "end",
    "indicator", "baseline", "target", "verification", "resources", "risk", "problem", "beneficiary", "note", "ignore",
    "duties", "actor", "period", "level",
]  # fmt: skip
TAG_KINDS = ("function", "paradigms", "beneficiary")
ByLanguage = dict[str, tuple[Filled, ...]]
NOTE_KINDS = (
    "column-unknown", "column-twice", "table-left-out", "outside", "head-repeated", "join",
    "split", "merged", "number-empty", "number-repeated", "number-cut", "number-lost", "as-above",
    "time-unread", "time-outside", "amount-doubtful", "body-unknown", "without-activity", "unreadable",
    "heading-above", "foot", "not-its-kind",
    "cell-empty", "contents-left-out", "other-table", "changes-tracked", "role-open", "unconfirmed",
    "text-lost", "row-open",
)  # fmt: skip
OPEN = "open"  # what stands for the role of a column that a person has still to confirm

# Notes on tables that were not read, and that no person has said to hold no measures.
LEFT_OUT = ("table-left-out", "other-table")


class Alike(Shape):
    """The least similarity at which two rows of two plans count as the same (`kept`), or as changed (`changed`).

    Both thresholds are modelled choices.
    """

    kept: Share
    changed: Share


class Looks(Shape):
    """What a column must be like to be of its kind, by what can be known from its texts; a modelled choice.

    Over at least `rows` rows, `distinct` is the least share of different texts in a column of activities, `words` the
    least usual number of their words; `most_words` is the most of a body's name and `sum_words` of a sum; `filled` is
    the share of rows above which an empty cell is odd, `readable` the least share of texts that are times or numbers.
    """

    rows: Whole = 4
    distinct: Share = 0.5
    words: Whole = 3
    filled: Share = 0.8
    readable: Share = 0.5
    most_words: Whole = 40
    sum_words: Whole = 12


class PlanWords(Shape):
    """The content of `rubrics/plan-words.yaml`: the words by which a plan's own tables are parsed.

    Words are matched folded (small Latin letters without marks), as the beginning of a word; words of up to three
    letters match whole words only.
    """

    columns: dict[Role, ByLanguage]
    aims: ByLanguage
    objectives: ByLanguage
    titles: ByLanguage = {}
    title_words: ByLanguage = {}
    as_above: ByLanguage
    nothing: ByLanguage
    totals: ByLanguage = {}
    no_cost: ByLanguage
    units: dict[Whole, ByLanguage] = {}
    continuous: ByLanguage
    annual: ByLanguage
    quarters: ByLanguage
    halves: ByLanguage = {}
    ordinals: dict[Whole, ByLanguage] = {}
    since: ByLanguage = {}
    until: ByLanguage = {}
    months: dict[str, tuple[Filled, ...]]
    decimal_comma: tuple[str, ...]
    letters: dict[str, str]
    alike: Alike
    contents: ByLanguage = {}
    looks: Looks = Looks()
    bodies: dict[str, ByLanguage] = {}
    phases: ByLanguage = {}
    levels: dict[Literal["aim", "objective", "output", "activity"], ByLanguage] = {}
    marks: tuple[Filled, ...] = ()

    @model_validator(mode="after")
    def _bodies_are_known(self) -> Self:
        if odd := sorted(set(self.bodies) - set(INSTITUTION_KINDS)):
            raise ValueError(f"kinds of `bodies` from {', '.join(INSTITUTION_KINDS)}; found {', '.join(odd)}")
        return self


class TagRule(Shape):
    """A rule that proposes a tag for a row that has one of the `words` and none of the words in `unless`.

    A rule with `alone` proposes nothing if another rule of its kind applies too.
    """

    tag: Filled
    alone: Truth = False
    words: ByLanguage
    unless: ByLanguage = {}


class TagWords(Shape):
    """The content of `rubrics/tag-words.yaml`: the rules that propose tags for rows.

    For `function` only the first rule that holds applies; for the other kinds, all that hold. Words are matched as in
    `PlanWords`.
    """

    function: tuple[TagRule, ...]
    paradigms: tuple[TagRule, ...]
    beneficiary: tuple[TagRule, ...]

    @model_validator(mode="after")
    def _tags_are_known(self) -> Self:
        for name, known in (("function", FUNCTIONS), ("paradigms", PARADIGMS)):
            odd = sorted({rule.tag for rule in getattr(self, name)} - set(known))
            if odd:
                raise ValueError(f"tags of `{name}` from {', '.join(known)}; found {', '.join(odd)}")
        return self


class MappedColumn(Shape):
    """One column of a plan's table: its header, and the role of its texts in the plan's rows.

    In a file a column that nobody has confirmed has the role `open`, and its role is the `proposed` one.
    """

    head: str
    role: Role
    is_open: Truth = False

    @model_validator(mode="before")
    @classmethod
    def _open_role_is_the_proposed_one(cls, given: object) -> object:
        if not isinstance(given, dict) or not {"role", "proposed"} & set(given):
            return given
        rest = {key: value for key, value in given.items() if key != "proposed"}
        is_open = given.get("role") == OPEN
        return {**rest, "role": given.get("proposed", "note"), "is_open": True} if is_open else rest


class MappedTable(Shape):
    """Tables with the same columns, by their numbers in the file; `head_rows` is the number of header rows."""

    tables: tuple[Whole, ...]
    head_rows: Whole = Field(ge=0)
    columns: tuple[MappedColumn, ...]

    @property
    def open_columns(self) -> tuple[tuple[int, MappedColumn], ...]:
        """Return the columns whose role nobody has confirmed, with their places from 1."""
        return tuple((at, one) for at, one in enumerate(self.columns, start=1) if one.is_open)

    @property
    def confirmed(self) -> MappedTable:
        """Return the table with each role as a person has confirmed it."""
        columns = tuple(one.model_copy(update={"is_open": False}) for one in self.columns)
        return self.model_copy(update={"columns": columns})


class ColumnMapping(Shape):
    """The content of `intake/mapping.yaml`: the role of each column of the plan's file.

    Tables not listed are left out, and may hold anything; those of `no_measures` a person has looked at. `others` are
    tables that are listed and left out: each of their columns has the role `ignore`, or none holds activities yet.
    `looked_at` are the places of odd rows that a person has found right as they are.
    """

    file: str = ""
    sha256: str = ""
    lang: Filled
    no_measures: tuple[Whole, ...] = ()
    looked_at: tuple[Filled, ...] = ()
    tables: tuple[MappedTable, ...]
    others: tuple[MappedTable, ...] = ()

    @property
    def open_tables(self) -> tuple[MappedTable, ...]:
        """Return the tables with a column that nobody has confirmed."""
        return tuple(one for one in (*self.tables, *self.others) if one.open_columns)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the plan's own file: its place there, and the row and column of the plan that contain it now."""

    wording_id: str = column("id", "identifier", required=True, unique=True)
    measure_id: str = column("id", "row it went to; empty where it went to none", refers="measures")
    role: str = column("text", "what its column is: a role of mapping.yaml, `head` or `band`", required=True)
    head: str = column("text", "head of its column")
    text: str = column("text", "wording as it stood", required=True)
    page: int | None = column("integer", "page, where the file has pages", least=1)
    table: int | None = column("integer", "table of the file, from 1", least=1)
    row: int | None = column("integer", "row of the table, from 1", least=1)
    slot: int | None = column("integer", "column of the table, from 1", least=1, header="column")
    box: str = column("text", "left, top, right and bottom on the page, in points")


@dataclass(frozen=True, slots=True)
class ImportNote:
    """A remark on the plan's file that a person should check before using the rows."""

    kind: str = column("choice", "what it is", required=True, choices=NOTE_KINDS)
    place: str = column("text", "page, table, row and column")
    measure_id: str = column("id", "row of the plan", refers="measures")
    found: str = column("text", "what was found", required=True)
    done: str = column("text", "what was done, or is to be done", required=True)


@dataclass(frozen=True, slots=True)
class BodyProposal:
    """A body that a plan's file names, proposed as a row of institutions.csv, and a person's confirmation."""

    institution_id: str = column("id", "identifier that is proposed", required=True, unique=True)
    name: str = column("text", "name as the plan has it", required=True)
    kind: str = column("choice", "kind of body that its words suggest, if any", choices=INSTITUTION_KINDS)
    times: int | None = column("integer", "rows of the plan that name it", least=0)
    confirmed: str = column("choice", "whether a person confirms it", choices=("yes", "no"))


@dataclass(frozen=True, slots=True)
class TagProposal:
    """A tag that a rule proposes for a row of a plan, the words that match, and a person's confirmation."""

    measure_id: str = column("id", "row of the plan", required=True, refers="measures")
    kind: str = column("choice", "column the tag is for", required=True, choices=TAG_KINDS)
    tag: str = column("text", "tag that is proposed", required=True)
    matched: str = column("text", "words of the row that are the reason", required=True)
    present: str = column("text", "what the row has in that column")
    confirmed: str = column("choice", "whether a person confirms the tag", choices=("yes", "no"))
    text: str = column("text", "text of the row")


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row of a plan paired with its successor in the next plan, their similarity, and a person's confirmation."""

    old_id: str = column("id", "row of the earlier plan; empty where the row is new")
    new_id: str = column("id", "row of the later plan; empty where the row was dropped")
    state: str = column("choice", "what became of it", required=True, choices=("kept", "changed", "dropped", "new"))
    likeness: float | None = column("number", "likeness of the texts, 0 to 1", least=0, most=1)
    differs: tuple[str, ...] = column("ids", "columns that say something else")
    confirmed: str = column("choice", "whether a person confirms the pair", choices=("yes", "no"))
    old_text: str = column("text", "text in the earlier plan")
    new_text: str = column("text", "text in the later plan")
    earlier: str = column("id", "the earlier plan, by its id; each row of a plan's matches.csv names it")
