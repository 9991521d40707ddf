"""Options of a contrast, declared once for the command line, the library, the data in a PDF and the web page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, ValidationError, model_serializer

from evaluator.contrasts.draws.rules import WeightRule, parse_rules
from evaluator.contrasts.draws.scene import DOUBTS
from evaluator.contrasts.naming import ASKED, CONTRAST_SECTIONS
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.model.rubric import ALL, ROOT, Rubric
from evaluator.model.schema import Shape, Truth
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights

SECTIONS = tuple(name for name in CONTRAST_SECTIONS if name not in ASKED)
USUAL = tuple(name for name, section in CONTRAST_SECTIONS.items() if section.usual)
LEAST_DRAWS, MOST_DRAWS = 100, 1_000_000
LONGEST = 500  # characters of a name or rule
MOST = 1000  # number of names or rules
Word = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Words = Annotated[tuple[Word, ...], Field(max_length=MOST)]


@dataclass(frozen=True, slots=True)
class CommandOption:
    """The option of `evaluator contrast` that fills a field; its type and bounds are those of the field.

    `choices` are the words that it takes. The flag of a field that is `negated` turns the field off. What is
    `for_analysts` has a heading of its own in the help.
    """

    name: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    negated: bool = False
    for_analysts: bool = False


def _one_of(known: Iterable[str], what: str) -> AfterValidator:
    """Return a validator that accepts only the words in `known`."""
    names = tuple(known)

    def check(word: str) -> str:
        if word not in names:
            raise ValueError(f"{what}: {', '.join(names)}")
        return word

    return AfterValidator(check)


Section = Annotated[str, _one_of(CONTRAST_SECTIONS, "a section")]
Doubt = Annotated[str, _one_of(DOUBTS, "a doubt")]


class ContrastOptions(Shape):
    """Options of a contrast: weightings in order, sections, and how weightings are drawn.

    Results that need one weighting use the first. Empty `weightings` stand for all of the rubric, the reference first;
    `all` beside names adds the others behind them. With `shares`, empty ones stand for the reference alone. `shares`
    and `rules` are kept as typed: `human-rights=0.4`, `human-rights>economic`. Where `draws`, `seed` and
    `concentration` are None, the rubric's values apply; `around` draws around the first weighting instead of
    uniformly. `within` is the greatest change allowed for a weight. `doubts` are the sources of doubt that vary; empty
    stands for all that are present. `ranks` prints ranks; `rank_all` also ranks plans below the least coverage.
    `survey` names a survey whose groups are contrasted as well.

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
        Field(min_length=1, max_length=len(CONTRAST_SECTIONS)),
        CommandOption("--show", "Print this section; repeat for several.", choices=(*CONTRAST_SECTIONS, ALL)),
    ] = USUAL
    ranks: Annotated[Truth, CommandOption("--no-ranks", "Show no ranks.", negated=True)] = True
    rank_all: Annotated[
        Truth, CommandOption("--rank-all", "Also rank plans below the rubric's least coverage; every page says so.")
    ] = False
    draws: Annotated[
        int | None,
        Field(strict=True, ge=LEAST_DRAWS, le=MOST_DRAWS),
        CommandOption(
            "--draws", "How many weightings to draw; else the rubric's number.", metavar="N", for_analysts=True
        ),
    ] = None
    seed: Annotated[
        int | None,
        Field(strict=True, ge=0),
        CommandOption("--seed", "Seed of the draws; else the rubric's seed.", metavar="N", for_analysts=True),
    ] = None
    nested: Annotated[
        Truth, CommandOption("--nested", "Draw the shares at every node, also those of criteria.", for_analysts=True)
    ] = False
    around: Annotated[
        Truth,
        CommandOption(
            "--around", "Draw around the first weighting (Dirichlet) instead of uniformly.", for_analysts=True
        ),
    ] = False
    concentration: Annotated[
        float | None,
        Field(strict=True, gt=0, allow_inf_nan=False),
        CommandOption(
            "--concentration",
            "With --around: how close the draws stay to the first weighting; else as the rubric says.",
            metavar="N",
            for_analysts=True,
        ),
    ] = None
    rules: Annotated[
        Words,
        CommandOption(
            "--constraint",
            "Rule that weightings keep: 'human-rights>economic', '0.2<=migration<=0.4', 'human-rights>=2*economic'.",
            metavar="RULE",
            for_analysts=True,
        ),
    ] = ()
    within: Annotated[
        float,
        Field(strict=True, ge=0, le=1),
        CommandOption("--max-shift", "For flips: the most by which one weight may move.", for_analysts=True),
    ] = 1.0
    doubts: Annotated[
        tuple[Doubt, ...],
        Field(max_length=MOST),
        CommandOption("--vary", "What the draws vary; repeat for several.", choices=tuple(DOUBTS), for_analysts=True),
    ] = ()

    survey: Annotated[
        str,
        Field(max_length=LONGEST),
        CommandOption(
            "--survey", "Contrast also by the groups of a survey: members, what is firm, conflict.", "SURVEY"
        ),
    ] = ""

    @model_serializer(mode="wrap")
    def _without_no_survey(self, serial: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Leave `survey` out where there is none, so that other contrasts keep their name and their record."""
        return {key: value for key, value in serial(self).items() if key != "survey" or value}

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
        weightings = tuple(weighting.id for weighting in rubric.weightings_named(named))
        own = rubric.contrast
        draws = own.draws if own and self.draws is None else self.draws
        seed = own.seed if own and self.seed is None else self.seed
        asked = () if not self.survey or set(ASKED) & set(self.sections) else ASKED
        changed = {"weightings": weightings, "draws": draws, "seed": seed, "sections": (*self.sections, *asked)}
        return self.model_copy(update=changed)

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


PLACE = "--weight"
TYPED = "typed"
DUST = 1e-12


def parse_shares(words: Sequence[str]) -> dict[str, float]:
    """Return node -> share from words such as `human-rights=0.4` or `Human rights=40%`.

    Raises
    ------
    InvalidInputError
        Lists every word of another form, with a repeated node, or with a number that is no share in [0, 1].

    Examples
    --------
    >>> parse_shares(["human-rights=0.4", "Migration=25 %"])
    {'human-rights': 0.4, 'Migration': 0.25}
    """
    found: dict[str, float] = {}
    problems = []
    for word in words:
        name, sign, number = (part.strip() for part in word.partition("="))
        share = _parse_share(number)
        if not sign or not name or share is None:
            problems.append(Problem(PLACE, f"{word!r}", "a node and its share in [0, 1], as in human-rights=0.4"))
        elif name in found:
            problems.append(Problem(PLACE, f"{name!r} given twice", "each node once"))
        else:
            found[name] = share
    if problems:
        raise InvalidInputError(problems)
    return found


def _parse_share(text: str) -> float | None:
    bare = text.removesuffix("%")
    try:
        number = float(bare)
    except ValueError:
        return None
    number = number / 100 if bare != text else number
    return number if 0 <= number <= 1 else None


def typed_weighting(rubric: Rubric, base: Weighting, shares: Mapping[str, float]) -> Weighting:
    """Return `base` with some nodes set to a share among their siblings, the others rescaled in proportion.

    Factors, overrides and the rule for gates stay those of `base`.

    Raises
    ------
    UnknownNameError
        The rubric has no such node.
    InvalidInputError
        Shares of siblings add up to more than 1, or to less while no other sibling has weight.
    """
    shares = nodes_named(rubric, shares)
    for name in shares:
        if name in rubric.by_id:
            raise EvaluatorError(
                f"{PLACE} {name}: this is a criterion; give a paradigm or a stance. "
                "A criterion's weight is changed by an override in a weighting file."
            )
        if name not in rubric.nodes:
            raise UnknownNameError("paradigm or stance", name, rubric.nodes)
    parents = dict.fromkeys(rubric.nodes[name].parent for name in shares)
    weights = dict(base.weights)
    problems: list[Problem] = []
    for parent in parents:
        entries = _entries_with_shares(rubric, base, parent, shares, problems)
        weights[parent] = entries
    if problems:
        raise InvalidInputError(problems)
    said = ", ".join(f"{name}={share:g}" for name, share in shares.items())
    return base.model_copy(
        update={
            "id": TYPED,
            "titles": {"en": f"Typed: {said}, the rest as in {base.id}"},
            "actor": "none; typed for this run",
            "portrait": "",
            "sources": (),
            "limits": f"Typed for this run over {base.id}.",
            "weights": weights,
        }
    )


def nodes_named(rubric: Rubric, shares: Mapping[str, float]) -> dict[str, float]:
    """Return the shares with titles replaced by ids of nodes; a name that is neither stays as it is.

    Raises
    ------
    InvalidInputError
        A node is named twice, once by its id and once by its title.
    """
    titles = {title.casefold(): node.id for node in rubric.tree for title in node.titles.values()}
    found: dict[str, float] = {}
    twice = []
    for name, share in shares.items():
        node = name if name in rubric.nodes or name in rubric.by_id else titles.get(name.casefold(), name)
        if node in found:
            twice.append(Problem(PLACE, f"{node!r} given twice", "each node once"))
        found[node] = share
    if twice:
        raise InvalidInputError(twice)
    return found


def _entries_with_shares(
    rubric: Rubric, base: Weighting, parent: str, shares: Mapping[str, float], problems: list[Problem]
) -> dict[str, WeightEntry]:
    now = sibling_shares(rubric, base, parent)
    given = {name: shares[name] for name in now if name in shares}
    spare = 1.0 - sum(given.values())
    rest = {name: share for name, share in now.items() if name not in given}
    whole = sum(rest.values())
    if spare < -DUST or (abs(spare) > DUST and whole <= 0):
        told = " + ".join(f"{name} {share:g}" for name, share in given.items())
        where = "the root" if parent == ROOT else parent
        lacking = "1" if not rest or whole <= 0 else "at most 1"
        problems.append(Problem(PLACE, f"under {where} {told} = {1 - spare:g}", f"shares that add up to {lacking}"))
        return {}
    scale = max(spare, 0.0) / whole if whole > 0 else 0.0
    return {name: _entry_with_ground(base, given.get(name, now[name] * scale), name in given) for name in now}


def _entry_with_ground(base: Weighting, share: float, given: bool) -> WeightEntry:  # noqa: FBT001  (read by position only here)
    ground = "typed for this run" if given else f"as in {base.id}, rescaled in proportion"
    return WeightEntry(share=min(1.0, share), origin="modelled", ground=ground)


def sibling_shares(rubric: Rubric, weighting: Weighting, parent: str) -> dict[str, float]:
    """Return the shares of a node's child nodes among themselves, summing to 1 (or all 0)."""
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting,)).nodes[0]
    branch = tree.branches[tree.position(parent)]
    numbers = np.array([local[n] for n in branch.nodes])
    whole = numbers.sum()
    return {
        tree.branches[n].id: float(number / whole) if whole else 0.0
        for n, number in zip(branch.nodes, numbers, strict=True)
    }
