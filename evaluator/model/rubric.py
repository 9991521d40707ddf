"""A rubric: a tree of nodes, its criteria, scale, missing-data policy, gates and grades."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from evaluator.errors import UnknownNameError
from evaluator.model.aggregation import Aggregation
from evaluator.model.contrast import ContrastChoices
from evaluator.model.conveniences import convenience, html_table
from evaluator.model.criterion import TIP_BASES, Criterion, Scale, Stance
from evaluator.model.grading import Grading, NormLevel
from evaluator.model.lens import Lens
from evaluator.model.report import ReportChoices
from evaluator.model.schema import (
    VERSION,
    Finite,
    NotNegative,
    Origin,
    Shape,
    Share,
    Slug,
    Texts,
    Truth,
    Whole,
    text_in,
)
from evaluator.model.sentence import foreign
from evaluator.model.unwritten import unwritten
from evaluator.model.weighting import Weighting
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"  # instead of names: every weighting of a rubric
ROOT = "total"
SCALE = "scale"  # the entry of `Rubric.meanings` for the whole scale
MissingPolicy = Literal["renormalise", "zero", "redistribute", "block"]


class Missing(Shape):
    """The policy by which a node computes its value if some children have none."""

    policy: MissingPolicy = "renormalise"
    origin: Origin = "modelled"
    ground: str = ""


class NotApplicable(Shape):
    """The rule for a node's weight among its siblings if part of the weight below it does not apply.

    Either the node `keeps` its weight, and the children that apply share it; or its weight `shrinks`: it is `most`
    times the share that applies, and never more than stated. So no child weighs over `most` times what it does where
    all apply, against the node's siblings. With `most` 1 the node weighs what applies; with 2 it keeps its weight while
    half of what is below it applies.
    """

    weight: Literal["keeps", "shrinks"] = "keeps"
    most: Finite = Field(default=1.0, ge=1)
    origin: Origin = "modelled"
    ground: str = ""


class LeastCoverage(Shape):
    """Least share of children with a value, by weight or by count of those with weight; under it a node has none."""

    share: Share
    by: Literal["weight", "count"] = "weight"
    origin: Origin = "modelled"
    ground: str = ""


class VoidLimit(Shape):
    """The largest share of a frame's weight that may lie where the rubric asks nothing; above it, no place."""

    at_most: Share
    origin: Origin = "modelled"
    ground: str = ""


class Node(Shape):
    """A node of the tree; criteria belong to leaf nodes. `short` is its name in charts, `plain` for no expert."""

    id: Slug
    parent: Slug
    titles: Texts = {}
    short: Texts = {}
    plain: Texts = {}
    stance: Stance | None = None
    aggregation: Aggregation | None = None
    missing: Missing | None = None
    not_applicable: NotApplicable | None = None
    least_coverage: LeastCoverage | None = None


class Phrase(Shape):
    """Words of a source and the level for which they stand; with `at_most` the level is only an upper bound."""

    words: tuple[str, ...] = Field(min_length=1)
    level: Whole
    at_most: Truth = False
    note: str = ""

    @property
    def bound(self) -> str:
        """Return the level as text: `2`, or `2 at most` for a ceiling."""
        return f"{self.level} at most" if self.at_most else str(self.level)


class AgreementChoices(Shape):
    """The settings for measuring coders' agreement, and the thresholds from which it is called reliable.

    The two thresholds are the customary ones of Krippendorff's alpha (Krippendorff 2004, Content Analysis); draws,
    seed, interval and `common` are modelled. If at least the share `common` of codings is the same, a report explains a
    low alpha by this. Alpha has an interval from `interval_from` criteria on.
    """

    draws: Whole = Field(default=2000, ge=200, le=100_000)
    seed: Whole = Field(default=2006, ge=0)
    interval: Share = 0.95
    reliable: Share = 0.8
    tentative: Share = 0.667
    common: Share = 0.7
    interval_from: Whole = Field(default=5, ge=2)
    origin: Origin = "sourced"


class Reconcile(Shape):
    """The rules by which the levels of several coders become one agreed level; `evaluator.panel` applies them."""

    equal: Literal["agree"] = "agree"
    one_apart: Literal["lower", "third-reader", "disputed"] = "lower"
    further: Literal["third-reader", "disputed", "lower"] = "disputed"
    gate: Literal["unanimous", "as-others"] = "unanimous"
    agreement: AgreementChoices = AgreementChoices()
    origin: Origin = "modelled"
    ground: str = ""


# Means that are undefined for values below 0.
MEANS_OF_ZERO_UP = ("geometric", "harmonic", "power")


class Observer(Shape):
    """Who coded variables of a rubric that is made from another's coding, and from what text.

    Observers whose `reads` are the same read one text.
    """

    id: Slug
    names: Texts
    reads: Texts
    variables: tuple[str, ...] = Field(min_length=1)


class Unrecorded(Shape):
    """A question of the rubric that no record answers: reports print it without a value, and it has no weight."""

    id: Slug
    parent: Slug
    title: str
    why: str = ""


class RubricFile(Shape):
    """The content of `rubric.yaml`.

    Without a `tree` every criterion belongs to the root (`parent: total`). `missing` and `aggregation` apply to the
    root and to every node without its own, `not_applicable` to every node without its own, `least_coverage` to the root
    only. `borrowed` names criteria of other rubrics and the node of each here; their text, version and rules are those
    of their own rubric. `weightings_from` names the rubric to which this one is a companion: its weightings apply here,
    without entries for nodes and criteria that this rubric lacks. A frame that states more weight than `void` allows
    for nodes without criteria gives no place and opens no report.

    Criteria under `alarms` have no weight; each is documented or not. Questions under `unrecorded` have no criterion,
    because no record answers them. A rubric made from another's coding names its `observers`: reports say what share of
    the weight rests on each. With `grade_paradigms` each paradigm has a grade as well, by the same bands and
    least coverage and by its own gates; no grade is computed from other grades. `phrases` and `rating_rules` show
    coders how words of a source become a level. A rating at a level in `two_kinds_of_source` must rest on sources of
    two kinds; at a level in `provision_enough` a question of law may rest on sources of kind `law` alone. Without
    `norm_level` there are no strengths and gaps, without `report` no common gaps. `subject` says by language what the
    rubric is about, as in "trafficking in human beings".
    """

    id: Slug
    version: str = Field(pattern=f"^{VERSION.pattern}$")
    titles: Texts
    licence: str
    subject: Texts = {}
    summary: Texts = {}
    sources: tuple[str, ...] = ()
    scale: Scale
    norm_level: NormLevel | None = None
    missing: Missing = Missing()
    not_applicable: NotApplicable = NotApplicable()
    aggregation: Aggregation = Aggregation()
    least_coverage: LeastCoverage | None = None
    grading: Grading = Grading()
    reconcile: Reconcile = Reconcile()
    reference_weighting: Slug = "equal"
    tree: tuple[Node, ...] = ()
    borrowed: dict[Slug, dict[Slug, Slug]] = {}
    weightings_from: Slug | None = None
    void: VoidLimit | None = None
    alarms: tuple[Slug, ...] = ()
    unrecorded: tuple[Unrecorded, ...] = ()
    observers: tuple[Observer, ...] = ()
    grade_paradigms: Truth = False
    phrases: tuple[Phrase, ...] = ()
    rating_rules: tuple[str, ...] = ()
    two_kinds_of_source: tuple[Whole, ...] = ()
    provision_enough: tuple[Whole, ...] = ()
    confidence_step: Whole = Field(default=1, ge=0)
    wilson_z: NotNegative = 1.959963984540054
    lift_sets: Whole = Field(default=5, ge=1)
    contrast: ContrastChoices | None = None
    report: ReportChoices | None = None

    def aggregation_of(self, node_id: str) -> Aggregation:
        """Return the aggregation of a node of the tree, or of the root: its own, else the rubric's."""
        own = next((node.aggregation for node in self.tree if node.id == node_id), None)
        return own or self.aggregation

    @cached_property
    def under_zero(self) -> frozenset[str]:
        """Return the nodes whose value may be below 0: a `net-sum` without a floor, and nodes above it.

        The root may be among them.
        """
        parents = {node.id: node.parent for node in self.tree}
        found: set[str] = set()
        for start in (ROOT, *parents):
            if self.aggregation_of(start).floor != "none":
                continue
            at: str | None = start
            while at is not None and at not in found:
                found.add(at)
                at = parents.get(at)
                if at is not None and self.aggregation_of(at).kind not in ("arithmetic", "minimum"):
                    break
        return frozenset(found)

    @cached_property
    def meanless(self) -> tuple[tuple[str, str], ...]:
        """Return nodes that may be below 0 but enter a mean that needs values from 0 up, each with that mean."""
        above = [(node.id, self.aggregation_of(node.parent).kind) for node in self.tree if node.id in self.under_zero]
        return tuple((node, kind) for node, kind in above if kind in MEANS_OF_ZERO_UP)


class Rubric(RubricFile):
    """A whole rubric: the tree with its criteria, weightings and lenses.

    Criteria are in tree order, then by id. `sha256` is the fingerprint of the rubric file and the criteria, without the
    weightings. `followed` are weightings in whose place others stand: found by name, in no list. `yardstick` says what
    of it is not the shipped text of its id.
    """

    criteria: tuple[Criterion, ...]
    weightings: dict[str, Weighting] = {}
    followed: dict[str, Weighting] = {}
    lenses: dict[str, Lens] = {}
    translations: dict[str, dict[str, str]] = {}
    sha256: str = ""
    yardstick: Yardstick = NOTHING_ALTERED

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Return the nodes as a mapping by id, without the root."""
        return {node.id: node for node in self.tree}

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """Return the criteria as a mapping by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the child nodes and criteria of each node and of the root, in order."""
        below: dict[str, list[str]] = {ROOT: [], **{node.id: [] for node in self.tree}}
        for node in self.tree:
            below[node.parent].append(node.id)
        for criterion in self.criteria:
            below[criterion.parent].append(criterion.id)
        return {node: tuple(ids) for node, ids in below.items()}

    def __hash__(self) -> int:
        """Return a hash by name, version and fingerprint."""
        return hash((self.id, self.version, self.sha256))

    def __repr__(self) -> str:
        """Return name, version and size on one line."""
        sizes = f"{len(self.criteria)} criteria, {len(self.weightings)} weightings"
        return f"<Rubric {self.id} {self.version}: {sizes}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Return an HTML table of the rubric's groups with their criteria, for a notebook."""
        below = [node for node, kids in self.children.items() if any(kid in self.by_id for kid in kids)]
        return html_table(
            repr(self),
            {self.title(node): ", ".join(k for k in self.children[node] if k in self.by_id) for node in below},
        )

    def score(self, levels: pd.DataFrame, weights: Any = None) -> pd.DataFrame:  # noqa: ANN401  (see `Several`)
        """Return the scores of a data frame of levels or figures, in its order and under its index.

        For what may be given, and for the columns, see `evaluator.score_frame`.
        """
        scores: pd.DataFrame = convenience("Rubric.score")(levels, self, weights)
        return scores

    def weights(self, weights: Any = None) -> pd.Series[float]:  # noqa: ANN401  (see `Weights`)
        """Return the weight of each criterion in the whole, with all criteria applicable; the weights add up to 1.

        By default those of the reference weighting. Changed or not, they are taken wherever weights are.
        """
        shares: pd.Series[float] = convenience("Rubric.weights")(self, weights)
        return shares

    def weighting(self, name: Weighting | str) -> Weighting:
        """Return a weighting by name; a weighting given as an object is returned unchanged.

        Raises
        ------
        UnknownNameError
            The rubric has no weighting of that name.
        """
        if isinstance(name, Weighting):
            return name
        if name not in self.every_weighting:
            raise UnknownNameError("weighting", name, self.weightings)
        return self.every_weighting[name]

    @property
    def every_weighting(self) -> dict[str, Weighting]:
        """Return the weightings by id, with those that others follow."""
        return {**self.weightings, **self.followed}

    def ordered_weightings(self, first: Weighting | str) -> tuple[Weighting, ...]:
        """Return `first`, the reference weighting, then the rubric's others by name."""
        used = self.weighting(first)
        return (used, *(one for one in self.weightings_named((ALL,)) if one.id != used.id))

    def weightings_named(self, names: Sequence[str]) -> tuple[Weighting, ...]:
        """Return the weightings named, each once; `all` adds behind them the rubric's others, the reference first.

        Raises
        ------
        UnknownNameError
            The rubric has no weighting of one of the names.
        """
        named = [name for name in names if name != ALL]
        rest = (self.reference_weighting, *sorted(self.weightings)) if ALL in names else ()
        return tuple(self.weighting(name) for name in dict.fromkeys((*named, *rest)))

    def ancestors(self, node_or_criterion: str) -> tuple[str, ...]:
        """Return the nodes above a node or criterion, nearest first, without the root."""
        found: list[str] = []
        at = (self.by_id.get(node_or_criterion) or self.nodes[node_or_criterion]).parent
        while at != ROOT:
            found.append(at)
            at = self.nodes[at].parent
        return tuple(found)

    def stance_of(self, criterion_id: str) -> Stance | None:
        """Return the stance of the criterion's nearest node with a stance, None if there is none."""
        return self.stances[criterion_id]

    @cached_property
    def stances(self) -> dict[str, Stance | None]:
        """Return the stance of each criterion, None for a criterion without one."""
        return {
            criterion.id: next((s for n in self.ancestors(criterion.id) if (s := self.nodes[n].stance)), None)
            for criterion in self.criteria
        }

    @cached_property
    def paradigms(self) -> tuple[str, ...]:
        """Return the ids of the top groups that are printed as columns: paradigms, then other groups.

        A child of the root whose children are all nodes without a stance is replaced by these children; any other child
        node of the root is a group itself. Criteria directly under the root form one group, the root, which comes last.
        """
        groups: list[str] = []
        for child in (child for child in self.children[ROOT] if child in self.nodes):
            below = self.children.get(child, ())
            opened = below and all(n in self.nodes and self.nodes[n].stance is None for n in below)
            groups.extend(below if opened else [child])
        return (*groups, *([ROOT] if any(c.parent == ROOT for c in self.criteria) else []))

    @cached_property
    def is_flat(self) -> bool:
        """Return whether every criterion belongs directly to the root, so that there are no groups."""
        return self.paradigms == (ROOT,)

    @cached_property
    def scores(self) -> Literal["plan", "conduct", "record"]:
        """Return what the rubric scores: a plan, the conduct of a state (law and practice), or figures alone."""
        if any(criterion.object == "plan" for criterion in self.criteria):
            return "plan"
        return "conduct" if any(criterion.is_rated_by_hand for criterion in self.criteria) else "record"

    @cached_property
    def has_stances(self) -> bool:
        """Return whether some criterion has a stance."""
        return any(self.stances.values())

    @cached_property
    def has_codings(self) -> bool:
        """Return whether some criterion says how another system looks at it."""
        return any(criterion.coding(basis) for criterion in self.criteria for basis in TIP_BASES)

    @cached_property
    def has_floors(self) -> bool:
        """Return whether some criterion restates a provision."""
        return any(criterion.floor for criterion in self.criteria)

    @property
    def has_paradigms(self) -> bool:
        """Return whether its groups are paradigms: views of what counts as success, and not parts of a subject."""
        return self.has_stances or self.has_codings or self.has_floors

    @cached_property
    def unwritten(self) -> tuple[str, ...]:
        """Return what of the rubric is still to be written: `rubric.yaml`, and criteria by their ids."""
        head = {name: getattr(self, name) for name in RubricFile.model_fields}
        parts: dict[str, object] = {"rubric.yaml": head, **self.by_id}
        return tuple(name for name, content in parts.items() if any(unwritten(content)))

    def paradigm_of(self, criterion_id: str) -> str:
        """Return the top group (paradigm or plan quality) to which the criterion belongs."""
        path = self.ancestors(criterion_id)
        return next((node for node in path if node in self.paradigms), path[-1] if path else ROOT)

    @cached_property
    def meanings(self) -> dict[str, str]:
        """Return what ratings rest on: the number of levels as `scale`, and a fingerprint of each criterion's levels.

        A fingerprint is eight hexadecimal digits of the texts of the levels, without regard to spaces, and of a scale
        of the criterion's own.
        """
        found = {SCALE: str(self.scale.levels)}
        for criterion in (one for one in self.criteria if one.is_rated_by_hand):
            texts = {level: " ".join(text.split()) for level, text in sorted(criterion.levels.items())}
            own = criterion.scale.levels if criterion.scale else 0
            found[criterion.id] = hashlib.sha256(json.dumps([own, texts]).encode()).hexdigest()[:8]
        return found

    def scale_of(self, criterion_id: str) -> Scale:
        """Return the criterion's own scale, else the rubric's."""
        return self.by_id[criterion_id].scale or self.scale

    def title(self, node_or_criterion: str, lang: str = "en") -> str:
        """Return the title of a node or criterion in `lang`, of the root the rubric's; else the English one."""
        if node_or_criterion in self.by_id:
            return self.worded(f"{node_or_criterion}.title", self.by_id[node_or_criterion].title, lang)
        if node_or_criterion == ROOT:
            return text_in(self.named(), lang) or foreign(self.named().get("en", self.id), "en", lang)
        node = self.nodes[node_or_criterion]
        named = {"en": (node.stance or node_or_criterion).capitalize(), **node.titles}
        return text_in(named, lang) or self.worded(f"{node_or_criterion}.title", named["en"], lang)

    def short(self, node_or_criterion: str, lang: str = "en") -> str:
        """Return the short name of a node or criterion in `lang`; its title if it has no short name.

        A translated title takes precedence over an English short name.
        """
        name, key = node_or_criterion, f"{node_or_criterion}.short"
        given = {"en": self.by_id[name].short} if name in self.by_id else self.nodes[name].short
        translated = {code: texts[key] for code, texts in self.translations.items() if texts.get(key)}
        return text_in({**given, **translated}, lang) or self.title(name, lang)

    def plain(self, node: str, lang: str = "en") -> str:
        """Return the name of a node for readers who are no experts; its title if it has none in `lang`."""
        return text_in(self.nodes[node].plain, lang) or self.title(node, lang)

    def plain_band(self, grade: str | None, lang: str = "en") -> str:
        """Return the word for a letter in `lang`; nothing for a band that is a word itself, or has none."""
        bands = self.grading.bands if self.grading.kind == "letters" else ()
        return text_in(next((band.words for band in bands if band.grade == grade), {}), lang) or ""

    def named(self) -> Texts:
        """Return the rubric's title by language, from its file and its translations."""
        return {code: texts["title"] for code, texts in self.translations.items() if "title" in texts} | self.titles

    def worded(self, key: str, english: str, lang: str) -> str:
        """Return a text of the rubric in `lang` by its key; if untranslated, the English text, marked as English."""
        if lang == "en":
            return english
        own = text_in({code: texts[key] for code, texts in self.translations.items() if texts.get(key)}, lang)
        return own or foreign(english, "en", lang)
