"""A survey of weights: what is asked in which words, the codes of its questions, and the tables made of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaluator.model.schema import (
    SHA256,
    Filled,
    LanguageCode,
    Origin,
    PartialDate,
    Shape,
    Share,
    Slug,
    Texts,
    Whole,
    column,
)

LEAST_GROUP = 5  # no file may lower it: under it each member can guess at the others
Count = Annotated[Whole, Field(ge=0)]
Method = Literal["points", "beads"]
METHODS = ("points", "beads")
NO_GROUP = "none"  # the group of those who named none
Kind = Literal["areas", "stances", "criteria"]
ListForm = Literal["whole", "tick", "none"]


class SurveyRules(Shape):
    """How many answers a printed figure needs, and how groups are compared.

    No figure of a group under `least` is printed, and no order is called beyond chance under `firm_from`. Figures of a
    group under `fine_from` have two decimals, and the nine tenths of its members are not printed; their middle half
    needs `firm_from`. `interval` is that of a mean; it is taken as wide as `taken`, which was measured to cover
    `interval`, and left out where more than `alike` of the members give one and the same number. Of all orders of two
    that a group calls so none is wrong in `agree` of all surveys; as large a share of members makes an order theirs. A
    distance that chance reaches more often than `chance` tells nothing, by so many `draws`; `spread` is the number of
    criteria named.
    `frame_name` names the frame of a group, so that no page takes it for what the group thinks.
    """

    least: Annotated[Whole, Field(ge=LEAST_GROUP)]
    firm_from: Annotated[Whole, Field(ge=LEAST_GROUP)]
    fine_from: Annotated[Whole, Field(ge=LEAST_GROUP)]
    interval: Share
    taken: Annotated[Share, Field(lt=1)]
    alike: Share
    agree: Annotated[Share, Field(gt=0.5)]
    resamples: Annotated[Whole, Field(ge=100, le=100_000)]
    draws: Annotated[Whole, Field(ge=99, le=100_000)]
    chance: Share
    spread: Annotated[Whole, Field(ge=1)]
    beads: Annotated[Whole, Field(ge=2, le=100)]
    seed: Count
    frame_name: Texts
    origin: Origin
    ground: Filled

    def digits(self, size: int) -> int:
        """Return the decimals that a figure of a group of this size has."""
        return 4 if size >= self.fine_from else 2


class SwingWords(Shape):
    """The words of one thing to weigh: its name, and its worst and best end."""

    label: Texts
    worst: Texts = {}
    best: Texts = {}


class Audience(Shape):
    """Whom a form speaks to, and the question about the areas in words for them."""

    label: Texts
    question: Texts


class FormWords(Shape):
    """Every word of a form that an evaluator may edit; criteria are asked in the words of the rubric."""

    areas: dict[Slug, SwingWords]
    stances: dict[Slug, SwingWords]
    audiences: dict[Slug, Audience]
    stance_question: Texts
    list_question: Texts
    tick_question: Texts
    check_question: Texts


class AskedGroup(Shape):
    """A group that is asked: its name, the wording for it, and how many persons of how many organisations."""

    label: Texts
    audience: Slug
    method: Method = "points"
    invited: Count | None = None
    organisations: Count | None = None


class SurveyWords(Shape):
    """The content of `rubrics/survey.yaml`: the rules, the words and groups of a new survey, and loaded terms."""

    rules: SurveyRules
    titles: Texts
    words: FormWords
    groups: dict[Slug, AskedGroup]
    loaded: tuple[Filled, ...] = ()


class Lists(Shape):
    """How criteria are asked: `each` lists by lot, item by item; all by ticking up to `most`; or not at all."""

    form: ListForm = "whole"
    each: Annotated[Whole, Field(ge=1)] = 2
    most: Annotated[Whole, Field(ge=2)] = 5


class SurveyFile(Shape):
    """The content of `survey.yaml`: who was asked, when and how they were found, and what they were asked."""

    id: Slug
    version: Annotated[Whole, Field(ge=1)]
    rubric: Slug
    titles: Texts
    languages: tuple[LanguageCode, ...] = ("en",)
    place: str = ""
    asked_from: PartialDate | Literal[""] = ""
    asked_to: PartialDate | Literal[""] = ""
    found_by: str = ""
    facilitated: str = ""
    paid: str = ""
    ethics: str = ""
    held_by: str = ""
    deleted_on: str = ""
    groups: dict[Slug, AskedGroup] = Field(min_length=1)
    lists: Lists = Lists()
    words: FormWords

    @model_validator(mode="after")
    def _audiences_are_known(self) -> Self:
        unknown = sorted({group.audience for group in self.groups.values()} - set(self.words.audiences))
        if NO_GROUP in self.groups:
            raise ValueError(f"another name than {NO_GROUP}, which stands for those who name no group")
        if unknown:
            raise ValueError(f"an audience of `words.audiences` for each group, not {', '.join(unknown)}")
        return self


class CodedPage(Shape):
    """One page of a form: what it weighs, in which part of the rubric, and the code of each item."""

    kind: Kind
    node: str
    codes: dict[str, str]

    @property
    def rest(self) -> str:
        """Return the code of the figure for each item that was not ticked."""
        return "r" + next(iter(self.codes))[1:]


class CodeBook(Shape):
    """The content of `codes.json`: what each code stands for, kept from the making of the forms to the last answer.

    `dealt` is the number of lists of criteria that each person is asked.
    """

    survey: Slug
    version: Whole
    rubric: Slug
    words_sha256: Annotated[str, Field(pattern=f"^{SHA256.pattern}$")]
    groups: tuple[Slug, ...]
    lists: ListForm
    dealt: Count
    pages: tuple[CodedPage, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Return every code that an answer may hold."""
        own = {code for page in self.pages for code in page.codes}
        return frozenset(own | {page.rest for page in self.pages if page.kind == "criteria"} | {CHECK})


class Printed(Shape):
    """The content of `members.json`, private: whom each printing of a group was of, as salted hashes of their answers.

    A printing is that of one group; the salt is the survey's own, so that nobody finds an answer by trying.
    """

    salt: Filled
    groups: dict[Slug, tuple[tuple[str, ...], ...]] = {}


EQUAL = 3  # from as many items on, equal points on a whole page are flagged: two may well be worth the same
CHECK = "k01"  # how many times as much the first is worth as the last
MOST_TIMES = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure of one respondent: private, never printed. A respondent's number is new at each reading."""

    respondent: str = column("id", "number of the respondent, by lot", required=True)
    group: str = column("id", "group that the respondent named; empty if none")
    method: str = column("choice", "points, or beads laid on cards", required=True, choices=METHODS)
    order: int | None = column("integer", "seed of the order in which items were shown", least=0)
    code: str = column("id", "item of the form, as in codes.json", required=True)
    points: int | None = column("integer", "points given, or how many times for the check", required=True, least=0)


@dataclass(frozen=True, slots=True)
class PersonWeight:
    """The weight of one criterion in one respondent's frame: private, never printed."""

    respondent: str = column("id", "number of the respondent, by lot", required=True)
    group: str = column("id", "group that the respondent named; empty if none")
    criterion: str = column("id", "criterion of the rubric", required=True)
    weight: float | None = column("number", "weight in the whole", required=True, least=0, most=1)


@dataclass(frozen=True, slots=True)
class GroupWeight:
    """The weight of one criterion in the frame of one group, from five members on."""

    group: str = column("id", "group that was asked", required=True)
    n: int | None = column("integer", "members who answered", required=True, least=LEAST_GROUP)
    asked_whole: int | None = column("integer", "members who judged every page", required=True, least=0)
    criterion: str = column("id", "criterion of the rubric", required=True)
    mean: float | None = column("number", "arithmetic mean of the members' weights", required=True, least=0, most=1)
    low_90: float | None = column("number", "lower end of its interval; empty where too many agree", least=0, most=1)
    high_90: float | None = column("number", "upper end of its interval; empty where too many agree", least=0, most=1)
    sd: float | None = column("number", "standard deviation over the members", required=True, least=0)
    share_zero: float | None = column("number", "share of members to whom it weighs 0", required=True, least=0, most=1)
    geometric: float | None = column("number", "geometric mean, rescaled to add up to 1", least=0, most=1)


@dataclass(frozen=True, slots=True)
class Conflict:
    """How far two groups lie apart: shares of weight that would have to move, and pairs that turn between them."""

    group_a: str = column("id", "one group", required=True)
    group_b: str = column("id", "the other group", required=True)
    distance: float | None = column("number", "between the two means", required=True, least=0, most=1)
    within: float | None = column("number", "between two members of one group, mean", required=True, least=0, most=1)
    between: float | None = column("number", "between a member of each, mean", required=True, least=0, most=1)
    p: float | None = column("number", "how often chance alone parts two means so far", required=True, least=0, most=1)
    pairs_turned: int | None = column("integer", "pairs that the two order otherwise, beyond chance", least=0)
