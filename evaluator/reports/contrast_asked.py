"""What a contrast report was asked for: written down in it, so that it can be made again from its files alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from evaluator.contrasts.findings import SECTIONS, Asked, Beside
from evaluator.contrasts.robustness import Tell
from evaluator.contrasts.rules import parse_rules
from evaluator.contrasts.scene import DOUBTS
from evaluator.contrasts.typed import parse_shares, typed_weighting
from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.base import Shape, Truth
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting
from evaluator.pipeline import leave_one_out, ordered_weightings

MOST_DRAWS = 1_000_000
LONGEST = 500  # of a name or rule
MOST = 1000  # of names or rules
Word = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Words = Annotated[tuple[Word, ...], Field(max_length=MOST)]


def _one_of(known: Iterable[str], what: str) -> AfterValidator:
    """Return a check that a word is one of those known."""
    names = tuple(known)

    def check(word: str) -> str:
        if word not in names:
            raise ValueError(f"{what}: {', '.join(names)}")
        return word

    return AfterValidator(check)


Section = Annotated[str, _one_of(SECTIONS, "a section")]
Doubt = Annotated[str, _one_of(DOUBTS, "a doubt")]


class ContrastAsked(Shape):
    """Weightings in order, the first being the one all is held against; shares typed beside; sections; draws.

    `draws`, `seed` and `concentration` are None where the rubric's hold, or where it
    has none. `rules` and `shares` stand as they were typed. `rank_all` ranks plans
    below the least coverage too.
    """

    weightings: Annotated[Words, Field(min_length=1)]
    shares: Words = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=len(SECTIONS))] = SECTIONS
    ranks: Truth = True
    rank_all: Truth = False
    draws: Annotated[int, Field(strict=True, ge=100, le=MOST_DRAWS)] | None = None
    seed: Annotated[int, Field(strict=True, ge=0)] | None = None
    nested: Truth = False
    around: Truth = False
    concentration: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] | None = None
    rules: Words = ()
    within: Annotated[float, Field(strict=True, ge=0, le=1)] = 1.0
    doubts: Annotated[tuple[Doubt, ...], Field(max_length=MOST)] = ()

    def weightings_of(self, rubric: Rubric) -> list[Weighting]:
        """Return the weightings in order, the typed one last.

        Raises
        ------
        UnknownNameError
            The rubric has no weighting or no node of that name.
        InvalidInputError
            A share is none, or shares add up to more than 1.
        """
        found = [rubric.weighting(name) for name in dict.fromkeys(self.weightings)]
        typed = parse_shares(self.shares)
        return (
            [*found, typed_weighting(rubric, rubric.weighting(rubric.reference_weighting), typed)] if typed else found
        )

    def asked(self) -> Asked:
        """Return what is asked of the contrast.

        Raises
        ------
        InvalidInputError
            A rule is none.
        """
        return Asked(
            sections=self.sections,
            draws=self.draws,
            seed=self.seed,
            nested=self.nested,
            around=self.around,
            concentration=self.concentration,
            rules=parse_rules(self.rules),
            within=self.within,
            doubts=self.doubts,
        )

    def settled(self, rubric: Rubric) -> ContrastAsked:
        """Return the same with the rubric's draws and seed where none was asked for."""
        own = rubric.contrast
        if own is None:
            return self
        draws = own.draws if self.draws is None else self.draws
        seed = own.seed if self.seed is None else self.seed
        return self.model_copy(update={"draws": draws, "seed": seed})

    @property
    def short(self) -> str:
        """Return eight digits that tell it from other wishes."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]


def asked_from(given: object, where: str) -> ContrastAsked:
    """Return what was asked, read from plain values; `where` stands in the problems.

    Raises
    ------
    InvalidInputError
        With every value that is missing, unknown or out of bounds.
    """
    try:
        return ContrastAsked.model_validate(given)
    except ValidationError as error:
        raise InvalidInputError(
            [
                Problem(f"{where}: {'.'.join(map(str, fault['loc']))}", repr(fault["input"])[:LONGEST], fault["msg"])
                for fault in error.errors()
            ]
        ) from None


def whole_contrast(rubric: Rubric, base: Weighting, *, rank_all: bool = False) -> ContrastAsked:
    """Return every section under every weighting, `base` first: what `report --kind contrast` prints."""
    names = tuple(w.id for w in ordered_weightings(rubric, base))
    return ContrastAsked(weightings=names, rank_all=rank_all).settled(rubric)


def beside_of(
    library: Library,
    sections: Iterable[str],
    run: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map,
    tell: Tell | None = None,
) -> Beside:
    """Return what the library knows beside plans, as far as the sections need it; `run` and `tell` are for draws."""
    blind = "blind-spot" in sections
    return Beside(
        standards=tuple(library.standards.values()) if blind else (),
        placements=library.shared_facts.tip_tiers if blind else (),
        left_out=leave_one_out,
        run=run,
        tell=tell,
    )
