"""Differences between two versions of a rubric, the version number that they require, and their effect on scores."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evaluator.model.assessment import Assessment
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Shape
from evaluator.model.scorecard import Scorecard

Bump = Literal["none", "patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = get_args(Bump)
Kind = Literal["rubric", "node", "criterion", "weighting", "lens"]

# The part of the version that each field raises. Wording is a patch; anchors, weights, new criteria and meanings with
# a new `meaning_version` are minor; removed or moved items are major. Fields not listed are wording.
CRITERION: dict[str, Bump] = {
    "parent": "major",
    "kind": "major",
    "object": "major",
    "negative": "major",
    "applies_to": "major",
    "applies_if": "major",
    "scale": "major",
    "rule": "major",
    "inputs": "major",
    "ratios": "major",
    "cap": "major",
    "settings": "major",
    "bands": "minor",
    "conditions": "minor",
    "min_denominator": "minor",
    "normalise": "minor",
    "victim_centred": "minor",
    "yardstick": "minor",
    "floor": "minor",
    "tip_statute_2000": "minor",
    "tip_statute_2022": "minor",
    "tip_practice": "minor",
}
NODE: dict[str, Bump] = {
    "parent": "major",
    "stance": "major",
    "aggregation": "minor",
    "missing": "minor",
    "not_applicable": "minor",
    "least_coverage": "minor",
}
HEAD: dict[str, Bump] = {
    "scale": "minor",
    "norm_level": "minor",
    "aggregation": "minor",
    "missing": "minor",
    "not_applicable": "minor",
    "least_coverage": "minor",
    "contrast": "minor",
    "report": "minor",
    "reconcile": "minor",
    "reference_weighting": "minor",
    "confidence_step": "minor",
    "wilson_z": "minor",
    "lift_sets": "minor",
    "weightings_from": "major",
    "void": "minor",
    "alarms": "major",
    "observers": "minor",
    "grade_paradigms": "minor",
    "phrases": "minor",
    "rating_rules": "minor",
    "two_kinds_of_source": "minor",
    "provision_enough": "minor",
}
WEIGHTING: dict[str, Bump] = dict.fromkeys(("weights", "factors", "overrides", "gates", "reference_tip"), "minor")
LENS: dict[str, Bump] = dict.fromkeys(
    ("unit", "least_coverage", "parts", "total", "steps", "caps", "clock", "beside", "ladders", "editions", "settings"),
    "minor",
)
WORDING = ("unrecorded", "titles", "licence", "subject", "summary", "sources")
MEANING = ("question", "levels")  # fields that change the meaning if `meaning_version` is raised, else only the wording
SKIPPED = ("id", "version", "tree", "borrowed", "meaning_version", "rubric")
# Keys on which no score depends, at any depth.
WORDS = frozenset({"ground", "origin", "titles", "words", "source", "sources", "note", "notes"})
LABELS = ("id", "criterion", "grade", "outcome")


@dataclass(frozen=True, slots=True)
class RubricChange:
    """One difference: the kind and id of the item, its field, and the part of the version that it raises."""

    kind: Kind
    id: str
    field: str
    bump: Bump
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """All differences between two versions of a rubric, and whether the version number was raised enough for them.

    `needed` is the least version number for these changes; `enough` is True if the new version reaches it. `rerate` are
    criteria that must be rated again, `rate_new` those that are new, `gone` those whose ratings fall away. `doubts` are
    questions to the maintainer.
    """

    old_version: str
    new_version: str
    changes: tuple[RubricChange, ...]
    bump: Bump
    needed: str
    enough: bool
    rerate: tuple[str, ...]
    rate_new: tuple[str, ...]
    gone: tuple[str, ...]
    doubts: tuple[str, ...]


def diff_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """Return the differences between two versions of a rubric, with their weightings and lenses."""
    changes = (
        *_head_changes(old, new),
        *_nodes(old, new),
        *_criteria(old, new),
        *_changes_of_files("weighting", old, new),
    )
    changes = (*changes, *_changes_of_files("lens", old, new))
    bump: Bump = max((change.bump for change in changes), key=BUMPS.index, default="none")
    needed = raised(old.version, bump)
    return RubricDiff(
        old.version,
        new.version,
        changes,
        bump,
        needed,
        _numbers(new.version) >= _numbers(needed),
        *_work(old, new),
        tuple(_doubts_about_meaning(old, new)),
    )


def raised(version: str, bump: Bump) -> str:
    """Return the next version number after a change of the given size: `major`, `minor`, `patch` or `none`.

    Examples
    --------
    >>> [raised("1.2.3", bump) for bump in ("none", "patch", "minor", "major")]
    ['1.2.3', '1.2.4', '1.3.0', '2.0.0']
    """
    major, minor, patch = _numbers(version)
    steps = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return ".".join(str(number) for number in steps.get(bump, (major, minor, patch)))


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def _fields(kind: Kind, name: str, old: Shape, new: Shape, bumps: Mapping[str, Bump]) -> Iterator[RubricChange]:
    for field in type(new).model_fields:
        if field not in SKIPPED:
            yield from _changes_of_field(
                kind, name, field, (getattr(old, field), getattr(new, field)), bumps.get(field, "patch")
            )


def _changes_of_field(
    kind: Kind, name: str, field: str, both: tuple[object, object], bump: Bump
) -> Iterator[RubricChange]:
    for leaf in leaves(field, *both):
        yield RubricChange(kind, name, leaf.field, "patch" if leaf.is_wording else bump, leaf.old, leaf.new)


def _head_changes(old: Rubric, new: Rubric) -> Iterator[RubricChange]:
    if old.scale.levels != new.scale.levels:
        yield RubricChange("rubric", new.id, "scale.levels", "major", str(old.scale.levels), str(new.scale.levels))
    for name in (*HEAD, *WORDING):
        yield from _changes_of_field(
            "rubric", new.id, name, (getattr(old, name), getattr(new, name)), HEAD.get(name, "patch")
        )
    grading: dict[str, Bump] = {
        "gates": "major",
        **dict.fromkeys(("gate_caps", "kind", "bands", "least_coverage"), "minor"),
    }
    for change in _fields("rubric", new.id, old.grading, new.grading, grading):
        yield dataclasses.replace(change, field=f"grading.{change.field}")


def _nodes(old: Rubric, new: Rubric) -> Iterator[RubricChange]:
    yield from _added_and_removed("node", old.nodes, new.nodes)
    for name in (n for n in new.nodes if n in old.nodes):
        yield from _fields("node", name, old.nodes[name], new.nodes[name], NODE)


def _added_and_removed(
    kind: Kind, old: Mapping[str, object], new: Mapping[str, object], added: Bump = "major"
) -> list[RubricChange]:
    gone = [RubricChange(kind, name, "", "major", "there", "removed") for name in old if name not in new]
    return [*gone, *(RubricChange(kind, name, "", added, "not there", "added") for name in new if name not in old)]


def _criteria(old: Rubric, new: Rubric) -> Iterator[RubricChange]:
    yield from _added_and_removed("criterion", old.by_id, new.by_id, "minor")
    for name in (n for n in new.by_id if n in old.by_id):
        before, after = old.by_id[name], new.by_id[name]
        raised_meaning = after.meaning_version != before.meaning_version
        meaning: dict[str, Bump] = {"question": "minor", "levels": "minor"} if raised_meaning else {}
        yield from _fields("criterion", name, before, after, {**CRITERION, **meaning})
        if raised_meaning:
            versions = str(before.meaning_version), str(after.meaning_version)
            yield RubricChange("criterion", name, "meaning_version", "minor", *versions)


def _changes_of_files(kind: Literal["weighting", "lens"], old: Rubric, new: Rubric) -> Iterator[RubricChange]:
    before: Mapping[str, Shape] = old.every_weighting if kind == "weighting" else old.lenses
    after: Mapping[str, Shape] = new.every_weighting if kind == "weighting" else new.lenses
    yield from _added_and_removed(kind, before, after, "minor")
    for name in (n for n in after if n in before):
        yield from _fields(kind, name, before[name], after[name], WEIGHTING if kind == "weighting" else LENS)


def _work(old: Rubric, new: Rubric) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the criteria to be rated again, the new ones and those that are gone, as an upgrade of ratings tells."""
    before, after = (tuple(c.id for c in one.criteria if c.is_rated_by_hand) for one in (old, new))
    lost = set(rerated(old, new))
    return (
        tuple(name for name in after if name in lost),
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
    )


def rerated(old: Rubric, new: Rubric) -> tuple[str, ...]:
    """Return the hand-rated criteria of the old rubric whose ratings are not valid in the new one."""
    kept = {
        c.id
        for c in new.criteria
        if _same_meaning(old.by_id.get(c.id), c) and old.scale_of(c.id).levels == new.scale_of(c.id).levels
    }
    return tuple(c.id for c in old.criteria if c.is_rated_by_hand and c.id not in kept)


def _same_meaning(before: Criterion | None, after: Criterion) -> bool:
    return before is not None and before.meaning_version == after.meaning_version and before.kind == after.kind


def _doubts_about_meaning(old: Rubric, new: Rubric) -> Iterator[str]:
    for name in (n for n in new.by_id if n in old.by_id):
        before, after = old.by_id[name], new.by_id[name]
        changed = [field for field in MEANING if getattr(before, field) != getattr(after, field)]
        if after.meaning_version < before.meaning_version:
            yield f"{name}: meaning_version falls from {before.meaning_version} to {after.meaning_version}"
        elif changed and after.meaning_version == before.meaning_version:
            yield f"{name}: {' and '.join(changed)} changed; if more than the wording, raise meaning_version"
        elif after.meaning_version == before.meaning_version and _moved_on(before, after):
            yield f"{name}: kind or object changed; raise meaning_version"


def _moved_on(before: Criterion, after: Criterion) -> bool:
    return (before.kind, before.object) != (after.kind, after.object)


def carry_over(assessment: Assessment, old: Rubric, new: Rubric) -> Assessment:
    """Return the assessment without ratings on criteria that the new rubric lacks or gives another meaning."""
    lost = set(rerated(old, new))
    codings = tuple(
        dataclasses.replace(c, ratings=tuple(r for r in c.ratings if r.criterion_id not in lost))
        for c in assessment.codings
    )
    agreed = tuple(a for a in assessment.agreed if a.criterion_id not in lost)
    return dataclasses.replace(assessment, rubric_id=new.id, codings=codings, agreed=agreed)


@dataclass(frozen=True, slots=True)
class Moved:
    """The result of one plan under one weighting, by the old and by the new rubric, with the same ratings."""

    plan_id: str
    weighting_id: str
    old_score: float | None
    new_score: float | None
    old_coverage: float
    new_coverage: float
    old_grade: str | None
    new_grade: str | None
    old_range: tuple[str, str]
    new_range: tuple[str, str]

    @property
    def moved(self) -> bool:
        """Return whether score, coverage, grade or range differs."""
        before = (self.old_score, self.old_coverage, self.old_grade, self.old_range)
        return before != (self.new_score, self.new_coverage, self.new_grade, self.new_range)


def compare_cards(old: Scorecard, new: Scorecard) -> Moved:
    """Return score, coverage, grade and range of one plan on an old and a new scorecard."""
    return Moved(
        new.assessment.plan.id,
        new.weighting.id,
        old.score,
        new.score,
        old.coverage,
        new.coverage,
        old.grade.grade,
        new.grade.grade,
        (old.grade.lowest, old.grade.highest),
        (new.grade.lowest, new.grade.highest),
    )


@dataclass(frozen=True, slots=True)
class LeafChange:
    """One difference inside a field: its path, both values as text, and whether it is only wording."""

    field: str
    old: str
    new: str
    is_wording: bool = False


def leaves(field: str, before: object, after: object) -> Iterator[LeafChange]:
    """Yield the innermost differences of two values of a field.

    Mappings and shapes are compared key by key. Lists of shapes are compared by the id, criterion, grade or outcome of
    their members; without such a name, by position if the lists have equal length.

    Examples
    --------
    >>> [leaf.field for leaf in leaves("weights", {"a": {"x": 1, "y": 2}}, {"a": {"x": 1, "y": 3}})]
    ['weights.a.y']
    """
    if before == after:
        return
    parts = _parts(before), _parts(after)
    if parts[0] is None or parts[1] is None:
        yield LeafChange(field, text_of(before), text_of(after), field.rpartition(".")[2] in WORDS)
        return
    for key in dict.fromkeys((*parts[0], *parts[1])):
        inner = leaves(f"{field}.{key}", parts[0].get(key), parts[1].get(key))
        yield from (dataclasses.replace(leaf, is_wording=True) for leaf in inner) if key in WORDS else inner
    if list(parts[0]) != list(parts[1]) and sorted(parts[0]) == sorted(parts[1]) and isinstance(after, tuple):
        yield LeafChange(f"{field} (order)", ", ".join(parts[0]), ", ".join(parts[1]))


def _parts(value: object) -> dict[str, object] | None:
    """Return the members of a value by name; None for a value without members."""
    if isinstance(value, Shape):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): part for key, part in value.items()}
    if isinstance(value, tuple) and value and all(isinstance(part, Shape) for part in value):
        names = [_part_label(part, at) for at, part in enumerate(value)]
        return dict(zip(names, value, strict=True)) if len(set(names)) == len(names) else None
    return None


def _part_label(part: object, at: int) -> str:
    return next((str(getattr(part, name)) for name in LABELS if getattr(part, name, None)), str(at))


def text_of(value: object) -> str:
    """Return a value as one line of text."""
    if isinstance(value, Shape):
        given = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return ", ".join(f"{key}: {text_of(part)}" for key, part in given.items())
    if isinstance(value, tuple | list):
        return "; ".join(text_of(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {text_of(part)}" for key, part in value.items())
    return "" if value is None else str(value)
