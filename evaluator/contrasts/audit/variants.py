"""Variants of a rubric, each with one modelled number set to an alternative value, and of the lenses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evaluator.model.audit import AuditFile
from evaluator.model.criterion import Criterion, Scale
from evaluator.model.lens import TOTAL, Lens, LensTest
from evaluator.model.lens_unit import LensContext
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.schema import Shape
from evaluator.model.scorecard import Scorecard
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.scoring.lens.look import look_through

S = TypeVar("S", bound=Shape)
DIGITS = 9
LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class RubricVariant:
    """A rubric and weighting with one number changed: its name, stated value, tried value and ground.

    `weighting` is the weighting under which the effect is computed.
    """

    family: str
    number: str
    stated: str
    tried: str
    rubric: Rubric
    weighting: Weighting
    ground: str = ""


def with_criterion(rubric: Rubric, criterion: Criterion) -> Rubric:
    """Return a rubric in which `criterion` replaces the criterion of the same id."""
    return changed(rubric, criteria=tuple(criterion if c.id == criterion.id else c for c in rubric.criteria))


def changed(shape: S, **changes: Any) -> S:  # noqa: ANN401  (the fields' own types)
    """Return a copy of a shape with some fields changed and without cached lookups."""
    fields = {name: getattr(shape, name) for name in type(shape).model_fields}
    return type(shape).model_construct(**{**fields, **changes})


def variants(rubric: Rubric, audit: AuditFile) -> tuple[RubricVariant, ...]:
    """Return one variant for each alternative value of each modelled number, in the order of printing."""
    base = rubric.weighting(rubric.reference_weighting)
    made_by = (
        _value_functions, _quality_shares, _grading_variants, _scoring_rule_variants, _criterion_variants,
        _allocation_variants,
    )  # fmt: skip
    found = [variant for make in made_by for variant in make(rubric, base, audit)]
    found += [v for weighting in rubric.weightings.values() for v in _weight_variants(rubric, weighting, audit)]
    return tuple(found)


def _value_functions(rubric: Rubric, base: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    stated = ", ".join(f"{p:g}" for p in rubric.scale.points)
    for other in audit.points:
        scale = Scale.model_validate({"levels": rubric.scale.levels, "value": dict(enumerate(other.points))})
        tried = ", ".join(f"{p:g}" for p in other.points)
        yield RubricVariant("value function", other.id, stated, tried, changed(rubric, scale=scale), base, other.ground)


def _quality_shares(rubric: Rubric, base: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    entries = base.weights.get(ROOT)
    node = audit.plan_quality_node
    if node is None or entries is None or isinstance(entries, str):
        return
    whole = sum(entry.number for entry in entries.values())
    stated = entries[node].number / whole
    for share in audit.plan_quality_shares:
        rest = {name: entry.number / (whole - entries[node].number) for name, entry in entries.items() if name != node}
        shares = {**{name: part * (1 - share) for name, part in rest.items()}, node: share}
        other = _reweighted(base, ROOT, shares)
        yield RubricVariant("plan quality q", f"share of {node}", f"{stated:g}", f"{share:g}", rubric, other)


def _reweighted(weighting: Weighting, parent: str, numbers: dict[str, float]) -> Weighting:
    entries = {name: WeightEntry(count=number, origin="modelled") for name, number in numbers.items()}
    return weighting.model_copy(update={"weights": {**weighting.weights, parent: entries}})


def _grading_variants(rubric: Rubric, base: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    grading = rubric.grading
    for band in grading.bands:
        for step in (-audit.band_by, audit.band_by) if band.lower > 0 else ():
            lower = round(band.lower + step, DIGITS)
            bands = tuple(changed(band, lower=lower) if b.grade == band.grade else b for b in grading.bands)
            other = changed(rubric, grading=changed(grading, bands=bands))
            yield RubricVariant("grade bands", f"{band.grade} from", f"{band.lower:g}", f"{lower:g}", other, base)
    for share in audit.least_coverage:
        other = changed(rubric, grading=changed(grading, least_coverage=share))
        yield RubricVariant("least coverage", "for a grade", f"{grading.least_coverage:g}", f"{share:g}", other, base)
    for caps in audit.gate_caps:
        other = changed(rubric, grading=changed(grading, gate_caps=caps.caps))
        stated = _caps_text(grading.gate_caps)
        yield RubricVariant("gate caps", caps.id, stated, _caps_text(caps.caps), other, base, caps.ground)


def _caps_text(caps: tuple[Any, ...]) -> str:
    return ", ".join(f"{cap.tripped}: {cap.at_most}" for cap in caps) or "none"


def _scoring_rule_variants(rubric: Rubric, base: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    for alternative in audit.aggregations:
        tree = tuple(
            changed(node, aggregation=alternative.aggregation) if node.id == alternative.node else node
            for node in rubric.tree
        )
        other = changed(rubric, tree=tree)
        if alternative.node == ROOT:
            kept = tuple(
                node if node.aggregation else changed(node, aggregation=rubric.aggregation) for node in rubric.tree
            )
            other = changed(rubric, tree=kept, aggregation=alternative.aggregation)
        number = f"how {alternative.node} is made"
        kinds = rubric.aggregation.kind, alternative.aggregation.kind
        yield RubricVariant("aggregation", number, *kinds, other, base, alternative.ground)
    for policy in audit.missing:
        other = changed(rubric, missing=changed(rubric.missing, policy=policy))
        yield RubricVariant("missing ratings", "policy", rubric.missing.policy, policy, other, base)
    yield from _whole_weight_variants(rubric, base)
    for step in audit.confidence_step:
        other = changed(rubric, confidence_step=step)
        yield RubricVariant("low confidence", "levels either way", str(rubric.confidence_step), str(step), other, base)
    for z in audit.wilson_z:
        yield RubricVariant(
            "Wilson interval", "z", f"{rubric.wilson_z:.3f}", f"{z:g}", changed(rubric, wilson_z=z), base
        )


def _whole_weight_variants(rubric: Rubric, base: Weighting) -> Iterator[RubricVariant]:
    """Yield one variant for each modelled rule by which a node's weight shrinks; the variant keeps the weight whole.

    A rule shrinks a node's weight when criteria below it do not apply.
    """
    stated = {ROOT: rubric.not_applicable, **{node.id: node.not_applicable for node in rubric.tree}}
    for name, rule in stated.items():
        if rule is None or rule.weight != "shrinks" or rule.origin != "modelled":
            continue
        kept = changed(rule, weight="keeps")
        tree = tuple(changed(node, not_applicable=kept) if node.id == name else node for node in rubric.tree)
        other = changed(rubric, not_applicable=kept) if name == ROOT else changed(rubric, tree=tree)
        number = "weight of every node" if name == ROOT else f"weight of {name}"
        yield RubricVariant("what does not apply", number, "shrinks", "keeps", other, base, rule.ground)


def _criterion_variants(rubric: Rubric, base: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    for criterion in rubric.criteria:
        for number, stated, tried, other in (
            *_moved_bands(criterion, audit),
            *_moved_conditions(criterion, audit),
            *_moved_floors(criterion, audit),
        ):
            yield RubricVariant(
                "computed", f"{criterion.id}: {number}", stated, tried, with_criterion(rubric, other), base
            )


Moved = tuple[str, str, str, Criterion]


def _moved_bands(criterion: Criterion, audit: AuditFile) -> Iterator[Moved]:
    for at, band in enumerate(criterion.bands):
        if band.lower == 0 or band.origin != "modelled":
            continue
        ends = [b.lower for b in criterion.bands]
        for step in (-audit.threshold_by, audit.threshold_by):
            lower = _strictly_between(band.lower + step, ends[at - 1], ends[at + 1] if at + 1 < len(ends) else 1.0)
            bands = (*criterion.bands[:at], changed(band, lower=lower), *criterion.bands[at + 1 :])
            yield f"level {band.level} from", f"{band.lower:g}", f"{lower:g}", changed(criterion, bands=bands)


def _strictly_between(wanted: float, below: float, above: float) -> float:
    """Return the wanted number, clipped to lie strictly between its neighbours."""
    return round(min(max(wanted, below + LEAST), above - LEAST), DIGITS)


def _moved_conditions(criterion: Criterion, audit: AuditFile) -> Iterator[Moved]:
    for level, tests in criterion.conditions.items():
        for key, test in tests.comparisons:
            stated = test.value or 0.0
            origin = criterion.thresholds_origin.get(f"{test.name} {stated:.2f}", "modelled")
            if stated == 0 or not test.ratio or not origin.startswith("modelled"):
                continue
            for step in (-audit.threshold_by, audit.threshold_by):
                value = max(0.0, round(stated + step, DIGITS))
                altered = tests.altered(key, lambda one, value=value: changed(one, value=value))  # type: ignore[misc]
                conditions = {**criterion.conditions, level: altered}
                number = f"level {level}, {test.ratio} {test.op}"
                yield number, f"{stated:g}", f"{value:g}", changed(criterion, conditions=conditions)


def _moved_floors(criterion: Criterion, audit: AuditFile) -> Iterator[Moved]:
    if criterion.traits.is_of_figures:
        for least in audit.min_denominator:
            other = changed(criterion, min_denominator=least)
            yield "least denominator", str(criterion.min_denominator), str(least), other
    rule = criterion.rule
    if rule is not None and rule.costed_floor is not None:
        for share in audit.costed_floor:
            other = changed(criterion, rule=changed(rule, costed_floor=share))
            yield "costed floor", f"{rule.costed_floor:g}", f"{share:g}", other


def _allocation_variants(rubric: Rubric, base: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    moved = rubric
    for move in audit.allocation:
        criterion = rubric.by_id[move.criterion]
        other = allocated(rubric, move.criterion, move.to)
        moved = allocated(moved, move.criterion, move.to)
        yield RubricVariant("allocation", criterion.id, criterion.parent, move.to, other, base, move.ground)
    if audit.allocation:
        yield RubricVariant("allocation", "all of them at once", "as stated", "as above", moved, base)


def allocated(rubric: Rubric, criterion_id: str, node: str) -> Rubric:
    """Return a rubric in which a criterion has another parent node; the order of criteria stays the same."""
    return with_criterion(rubric, changed(rubric.by_id[criterion_id], parent=node))


def _weight_variants(rubric: Rubric, weighting: Weighting, audit: AuditFile) -> Iterator[RubricVariant]:
    family = f"weights of {weighting.id}"
    for parent, entries in weighting.weights.items():
        if isinstance(entries, str):
            continue
        for child, entry in entries.items():
            if entry.origin != "modelled" or len(entries) == 1:
                continue
            for tried, number in _other_weights(entry.number, entries, audit):
                numbers = {name: e.number for name, e in entries.items()} | {child: number}
                other = _reweighted(weighting, parent, numbers)
                yield RubricVariant(family, f"{parent} > {child}", f"{entry.number:g}", tried, rubric, other)
    yield from _factor_and_override_variants(rubric, weighting, family)


def _other_weights(stated: float, entries: Mapping[str, WeightEntry], audit: AuditFile) -> list[tuple[str, float]]:
    """Return the weights to try, each with its label: divided and multiplied by `weight_times`.

    A weight of 0 is tried at the weight of the lightest sibling.
    """
    if stated == 0:
        lightest = min(entry.number for entry in entries.values() if entry.number > 0)
        return [(f"{lightest:g}, as the lightest sibling", lightest)]
    steps = (1 / audit.weight_times, audit.weight_times)
    return [(f"times {times:.3g}", stated * times) for times in steps]


def _factor_and_override_variants(rubric: Rubric, weighting: Weighting, family: str) -> Iterator[RubricVariant]:
    for at, factor in enumerate(weighting.factors):
        if factor.origin == "modelled":
            times = 0.0 if factor.times == 1 else 1.0
            moved = (*weighting.factors[:at], changed(factor, times=times), *weighting.factors[at + 1 :])
            where = ", ".join(f"{key} {value}" for key, value in factor.where.given.items())
            other = weighting.model_copy(update={"factors": moved})
            yield RubricVariant(family, f"factor on {where}", f"{factor.times:g}", f"{times:g}", rubric, other)
    for at, override in enumerate(weighting.overrides):
        if override.origin == "modelled":
            rest = (*weighting.overrides[:at], *weighting.overrides[at + 1 :])
            other = weighting.model_copy(update={"overrides": rest})
            yield RubricVariant(family, f"override of {override.criterion}", f"{override.times:g}", "1", rubric, other)


@dataclass(frozen=True, slots=True)
class LensEffect:
    """One modelled number of a lens set to another value, and the plans whose outcome changes.

    `outcomes` has a line `plan: old -> new` for each plan whose outcome, or range of outcomes, changes.
    """

    lens_id: str
    number: str
    stated: str
    tried: str
    outcomes: tuple[str, ...]
    ground: str = ""


def audit_lenses(
    lenses: Sequence[Lens], audit: AuditFile, cards: Sequence[Scorecard], context: LensContext
) -> tuple[LensEffect, ...]:
    """Return the effect of each modelled number of each lens on the outcomes of the plans, one number at a time.

    Thresholds of the steps go up and down by `cut_off_by` of the range of their part; the weight of `partly` becomes 0
    and 1; modelled caps are removed. Lenses without steps are skipped.
    """
    effects = []
    for lens in lenses:
        before = [_outcome_of_lens(lens, card, context) for card in cards]
        for number, stated, tried, other, ground in _lens_variants(lens, audit) if lens.steps else ():
            after = [_outcome_of_lens(other, card, context) for card in cards]
            moved = tuple(
                f"{card.assessment.plan.id}: {old} -> {new}"
                for card, old, new in zip(cards, before, after, strict=True)
                if old != new
            )
            effects.append(LensEffect(lens.id, number, stated, tried, moved, ground))
    return tuple(effects)


def _outcome_of_lens(lens: Lens, card: Scorecard, context: LensContext) -> str:
    reading = look_through(lens, card, context)
    return reading.outcome or f"{reading.lowest} to {reading.highest}"


Tried = tuple[str, str, str, Lens, str]


def _lens_variants(lens: Lens, audit: AuditFile) -> Iterator[Tried]:
    yield from _moved_cut_offs(lens, audit)
    for at, part in enumerate(lens.parts):
        for weight in (0.0, 1.0) if part.partly_weight is not None and part.origin == "modelled" else ():
            parts = (*lens.parts[:at], changed(part, partly_weight=weight), *lens.parts[at + 1 :])
            stated = f"{part.partly_weight:g}"
            yield f"{part.id}: weight of partly", stated, f"{weight:g}", changed(lens, parts=parts), part.ground
    for at, cap in enumerate(lens.caps):
        if cap.origin == "modelled":
            rest = (*lens.caps[:at], *lens.caps[at + 1 :])
            number = f"cap by {', '.join(cap.contrary)}"
            yield number, f"at most {cap.at_most}", "none", changed(lens, caps=rest), cap.ground


def _moved_cut_offs(lens: Lens, audit: AuditFile) -> Iterator[Tried]:
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            for stated, tried, other in _moved_tests(lens, test, audit):
                moved = changed(step, all=(*step.all[:k], other, *step.all[k + 1 :]))
                steps = (*lens.steps[:at], moved, *lens.steps[at + 1 :])
                number = f"{step.outcome}: {test.part or test.criterion}"
                yield number, stated, tried, changed(lens, steps=steps), test.ground


def _moved_tests(lens: Lens, test: LensTest, audit: AuditFile) -> Iterator[tuple[str, str, LensTest]]:
    if test.origin != "modelled":
        return
    if test.at_least is not None:
        reach = _width_of_part(lens, test.part or TOTAL) * audit.cut_off_by
        for number in (test.at_least - reach, test.at_least + reach):
            yield f"{test.at_least:g}", f"{number:g}", changed(test, at_least=number)
    elif test.level is not None:
        for level in (test.level - 1, test.level + 1):
            yield f"level {test.level}", f"level {level}", changed(test, level=level)


def _width_of_part(lens: Lens, part_id: str) -> float:
    if part_id == TOTAL and lens.total is not None:
        if lens.total.lowest is not None and lens.total.highest is not None:
            return lens.total.highest - lens.total.lowest
        return sum(part.highest - part.lowest for part in lens.parts)
    return next(part.highest - part.lowest for part in lens.parts if part.id == part_id)
