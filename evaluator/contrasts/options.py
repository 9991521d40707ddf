"""Options of a contrast, declared once for the command line, the library, the data in a PDF and the web page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from evaluator.contrasts.draws.rules import WeightRule, parse_rules
from evaluator.contrasts.draws.scene import DOUBTS
from evaluator.contrasts.typed import parse_shares, typed_weighting
from evaluator.contrasts.words import CONTRAST_SECTIONS
from evaluator.errors import InvalidInputError, Problem
from evaluator.model.base import Shape, Truth
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting

SECTIONS = tuple(CONTRAST_SECTIONS)
USUAL = tuple(name for name, section in CONTRAST_SECTIONS.items() if section.usual)
ALL = "all"  # instead of ids: every weighting of the rubric
LEAST_DRAWS, MOST_DRAWS = 100, 1_000_000
LONGEST = 500  # characters of a name or rule
MOST = 1000  # number of names or rules
Word = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Words = Annotated[tuple[Word, ...], Field(max_length=MOST)]


@dataclass(frozen=True, slots=True)
class CommandOption:
    """The option of `evaluator contrast` that fills a field; its type and bounds are those of the field.

    `choices` are the words that it takes. The flag of a field that is `negated` turns the field off. `old` is the
    option's name up to the last release, which still works for one more.
    """

    name: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    negated: bool = False
    old: str = ""


def _one_of(known: Iterable[str], what: str) -> AfterValidator:
    """Return a validator that accepts only the words in `known`."""
    names = tuple(known)

    def check(word: str) -> str:
        if word not in names:
            raise ValueError(f"{what}: {', '.join(names)}")
        return word

    return AfterValidator(check)


Section = Annotated[str, _one_of(SECTIONS, "a section")]
Doubt = Annotated[str, _one_of(DOUBTS, "a doubt")]


class ContrastOptions(Shape):
    """Options of a contrast: weightings in order, sections, and how weightings are drawn.

    Results that need one weighting use the first. Empty `weightings` stand for all of the rubric, the reference first;
    with `shares`, for the reference alone. `shares` and `rules` are kept as typed: `human-rights=0.4`,
    `human-rights>economic`. Where `draws`, `seed` and `concentration` are None, the rubric's values apply; `around`
    draws around the first weighting instead of uniformly. `within` is the greatest change allowed for a weight.
    `doubts` are the sources of doubt that vary; empty stands for all that are present. `ranks` prints ranks; `rank_all`
    also ranks plans below the least coverage.

    Examples
    --------
    >>> ContrastOptions(sections=("scores", "flips"), rules=("human-rights>economic",)).parsed_rules[0].names
    ('human-rights', 'economic')
    """

    weightings: Words = ()
    shares: Annotated[
        Words,
        CommandOption(
            "--weight",
            "Give a node this share, and leave the rest as the reference weighting has it.",
            metavar="NODE=SHARE",
        ),
    ] = ()
    sections: Annotated[
        tuple[Section, ...],
        Field(min_length=1, max_length=len(SECTIONS)),
        CommandOption("--show", "Print this section; repeat for several.", choices=(*SECTIONS, ALL)),
    ] = USUAL
    ranks: Annotated[Truth, CommandOption("--no-ranks", "Show no ranks.", negated=True)] = True
    rank_all: Annotated[
        Truth, CommandOption("--rank-all", "Also rank plans below the rubric's least coverage; every page says so.")
    ] = False
    draws: Annotated[
        int | None,
        Field(strict=True, ge=LEAST_DRAWS, le=MOST_DRAWS),
        CommandOption("--draws", "How many weightings to draw; else the rubric's number.", metavar="N"),
    ] = None
    seed: Annotated[
        int | None,
        Field(strict=True, ge=0),
        CommandOption("--seed", "Seed of the draws; else the rubric's seed.", metavar="N"),
    ] = None
    nested: Annotated[Truth, CommandOption("--nested", "Draw the shares at every node, also those of criteria.")] = (
        False
    )
    around: Annotated[
        Truth, CommandOption("--around", "Draw around the first weighting (Dirichlet) instead of uniformly.")
    ] = False
    concentration: Annotated[
        float | None,
        Field(strict=True, gt=0, allow_inf_nan=False),
        CommandOption(
            "--concentration",
            "With --around: how close the draws stay to the first weighting; else as the rubric says.",
            metavar="N",
        ),
    ] = None
    rules: Annotated[
        Words,
        CommandOption(
            "--constraint",
            "Rule that weightings keep: 'human-rights>economic', '0.2<=migration<=0.4', 'human-rights>=2*economic'.",
            metavar="RULE",
            old="--order",
        ),
    ] = ()
    within: Annotated[
        float,
        Field(strict=True, ge=0, le=1),
        CommandOption("--max-shift", "For flips: the most by which one weight may move.", old="--within"),
    ] = 1.0
    doubts: Annotated[
        tuple[Doubt, ...],
        Field(max_length=MOST),
        CommandOption("--vary", "What the draws vary; repeat for several.", choices=tuple(DOUBTS), old="--doubt"),
    ] = ()

    @property
    def parsed_rules(self) -> tuple[WeightRule, ...]:
        """Return the rules that weightings must satisfy; InvalidInputError lists every rule that cannot be parsed."""
        return parse_rules(self.rules)

    def weightings_of(self, rubric: Rubric) -> list[Weighting]:
        """Return the weightings in order; the one made from typed shares comes last.

        Raises
        ------
        UnknownNameError
            The rubric has no weighting or no node of that name.
        InvalidInputError
            A share cannot be parsed, or shares add up to more than 1.
        """
        named = [rubric.weighting(name) for name in self.settled(rubric).weightings]
        typed = parse_shares(self.shares)
        reference = rubric.weighting(rubric.reference_weighting)
        return [*named, typed_weighting(rubric, reference, typed)] if typed else named

    def settled(self, rubric: Rubric) -> ContrastOptions:
        """Return the options with weightings by id, and with the rubric's draws and seed where none are given.

        Raises
        ------
        UnknownNameError
            The rubric has no weighting of that name.
        """
        named: Sequence[str] = self.weightings or ((rubric.reference_weighting,) if self.shares else (ALL,))
        if ALL in named:
            named = [w.id for w in rubric.ordered_weightings(rubric.reference_weighting)]
        weightings = tuple(rubric.weighting(name).id for name in dict.fromkeys(named))
        own = rubric.contrast
        draws = own.draws if own and self.draws is None else self.draws
        seed = own.seed if own and self.seed is None else self.seed
        return self.model_copy(update={"weightings": weightings, "draws": draws, "seed": seed})

    @property
    def short(self) -> str:
        """Return the first eight hexadecimal digits of a hash of the options."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]


def options_from(given: object, where: str) -> ContrastOptions:
    """Return the options in plain values; `where` begins the place that each problem reports.

    Raises
    ------
    InvalidInputError
        Lists every value that is unknown or out of bounds; else every rule, or every share, that cannot be parsed.
    """
    try:
        options = ContrastOptions.model_validate(given)
    except ValidationError as error:
        raise InvalidInputError(
            [
                Problem(f"{where}: {'.'.join(map(str, fault['loc']))}", repr(fault["input"])[:LONGEST], fault["msg"])
                for fault in error.errors()
            ]
        ) from None
    parse_rules(options.rules)
    parse_shares(options.shares)
    return options


def whole_contrast(rubric: Rubric, first: Weighting | str, *, rank_all: bool = False) -> ContrastOptions:
    """Return options for every section under every weighting, `first` first: those of `report --kind contrast`."""
    names = tuple(w.id for w in rubric.ordered_weightings(first))
    return ContrastOptions(weightings=names, sections=SECTIONS, rank_all=rank_all).settled(rubric)
