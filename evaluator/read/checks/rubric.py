"""Checks that the files of a rubric agree with each other: tree, grading, each criterion and lens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.errors import Problem
from evaluator.model.criterion import Criterion, RowRatio, Rule, Scale
from evaluator.model.grading import ENOUGH, GateCap
from evaluator.model.lens import Lens, LensStep, LensTest
from evaluator.model.plan import Measure
from evaluator.model.rubric import ROOT, RubricFile
from evaluator.model.schema import columns_of
from evaluator.model.standard import Citable
from evaluator.plans.rows import DERIVED, SAYING
from evaluator.read.text_files.yaml_file import Document, Key

Named = tuple[Key, str]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that the files of a rubric may use to refer to each other.

    `criteria` includes criteria whose file is faulty, so that naming one adds no second fault. `children` is None
    if there is no tree; `is_sound` is False if the tree has faults. `mirrored` are the criteria of the rubric to
    which this one is a companion, or None. `law_twins` are the criteria that ask of the law in the companions beside
    this rubric, None where there is no companion. `standards` is None if citations are not checked.
    """

    criteria: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    children: Mapping[str, tuple[str, ...]] | None = None
    standards: Citable | None = None
    is_sound: bool = True
    mirrored: tuple[str, ...] | None = None
    law_twins: tuple[str, ...] | None = None


def check_rubric(
    head: RubricFile, criteria: Mapping[str, Criterion], names: Names, document: Document
) -> list[Problem]:
    """Return the faults of a rubric's tree, grading, alarms and named levels."""
    return [
        *_node_name_faults(head, names, document),
        *_cycle_faults(head, document),
        *_empty_nodes(head, criteria, names, document),
        *_alarm_faults(head, criteria, names, document),
        *_unrecorded_faults(head, names, document),
        *_observer_faults(head, criteria, document),
        *_gate_faults(head, criteria, names, document),
        *_gate_cap_faults(head, document),
        *_grade_band_faults(head, document),
        *_faults_of_named_levels(head, document),
        *_means_under_zero(head, document),
        *_faults_of_contrast_levels(head, document),
        *_step_faults(head, names, document),
        *_sums_only_taken_away(head, criteria, names, document),
    ]


def tree_is_sound(head: RubricFile) -> bool:
    """Return whether every node occurs once in the tree and has a path to the root."""
    parents = {node.id: node.parent for node in head.tree}
    reached = {ROOT}
    while grown := {node for node, parent in parents.items() if parent in reached} - reached:
        reached |= grown
    return len(parents) == len(head.tree) and reached == {ROOT, *parents}


def _node_name_faults(head: RubricFile, names: Names, document: Document) -> Iterator[Problem]:
    ids = [node.id for node in head.tree]
    for at, node in enumerate(head.tree):
        if node.id in ids[:at] or node.id == ROOT:
            yield document.problem(("tree", at, "id"), f"node {node.id!r} given twice", "each node once")
        if node.id in names.criteria:
            yield document.problem(("tree", at, "id"), f"node {node.id!r}", "an id that no criterion has")
        yield from document.unknown(("tree", at, "parent"), "parent", node.parent, (ROOT, *ids), "a node of the tree")


def _cycle_faults(head: RubricFile, document: Document) -> Iterator[Problem]:
    parents = {node.id: node.parent for node in head.tree}
    for at, node in enumerate(head.tree):
        path, up = [node.id], node.parent
        while up in parents and up not in path:
            path.append(up)
            up = parents[up]
        if up in path:
            yield document.problem(("tree", at), f"a cycle: {' -> '.join([*path, up])}", "a path to the root")


def _means_under_zero(head: RubricFile, document: Document) -> Iterator[Problem]:
    places = {node.id: at for at, node in enumerate(head.tree)}
    for node, kind in head.meanless:
        found = f"node {node!r}, whose value may lie under 0, below a {kind} mean"
        yield document.problem(("tree", places[node]), found, "`floor: 0`, or another kind above it")


def _step_faults(head: RubricFile, names: Names, document: Document) -> Iterator[Problem]:
    """Yield a fault for each aggregation step that needs more children than its node has."""
    rules = {at: (("tree", at), node.id, node.aggregation) for at, node in enumerate(head.tree)}
    for place, node, how in [*rules.values(), ((), ROOT, head.aggregation)]:
        count = len((names.children or {}).get(node, ()))
        for k, step in enumerate(how.steps if how is not None and names.children is not None else ()):
            if not isinstance(step.of, str) and step.of > count:
                key: Key = (*place, "aggregation", "steps", k, "of")
                yield document.problem(key, f"{step.of} children", f"at most the {count} of node {node!r}")


def _sums_only_taken_away(
    head: RubricFile, criteria: Mapping[str, Criterion], names: Names, document: Document
) -> Iterator[Problem]:
    """Yield a fault for each net-sum node all of whose criteria are negative, because it never has a value."""
    if len(criteria) < len(names.criteria):
        return
    above = {node.parent for node in head.tree}  # child nodes of a net-sum add
    places: dict[str, Key] = {ROOT: ("aggregation",), **{node.id: ("tree", at) for at, node in enumerate(head.tree)}}
    for node, place in places.items():
        own = [criterion for criterion in criteria.values() if criterion.parent == node]
        is_net = node not in above and head.aggregation_of(node).kind == "net-sum"
        if own and is_net and all(criterion.negative for criterion in own):
            found = f"a net-sum of {node!r} from which all criteria are taken away"
            yield document.problem(place, found, "a criterion that adds, without `negative`")


def _empty_nodes(
    head: RubricFile, criteria: Mapping[str, Criterion], names: Names, document: Document
) -> Iterator[Problem]:
    if len(criteria) < len(names.criteria):
        return  # the parents of the faulty criteria are not known
    used = {criterion.parent for criterion in criteria.values()} | {node.parent for node in head.tree}
    used |= {entry.parent for entry in head.unrecorded}
    for at, node in enumerate(head.tree):
        if node.id not in used:
            yield document.problem(("tree", at), f"node {node.id!r} is empty", "criteria or nodes", severity="warning")
    if not criteria:
        yield document.problem((), "a rubric without criteria", "criteria in criteria/*.yaml")


def _gate_faults(
    head: RubricFile, criteria: Mapping[str, Criterion], names: Names, document: Document
) -> Iterator[Problem]:
    gates = head.grading.gates
    for at, gate in enumerate(gates):
        key: Key = ("grading", "gates", at)
        if gate not in names.criteria:
            yield from document.unknown(key, "gate", gate, names.criteria, "the id of a criterion of this rubric")
        elif gate in gates[:at]:
            yield document.problem(key, f"gate {gate!r} given twice", "each gate once: two would count as two tripped")
        elif gate in criteria and not criteria[gate].is_rated_by_hand:
            found = f"gate {gate!r}, which no coder rates, so that it is never contrary"
            yield document.problem(key, found, "a criterion that is judged, or capped by a judgement")


def _unrecorded_faults(head: RubricFile, names: Names, document: Document) -> Iterator[Problem]:
    for at, entry in enumerate(head.unrecorded):
        key: Key = ("unrecorded", at, "parent")
        yield from document.unknown(key, "parent", entry.parent, names.nodes, "a node of the tree")
        if entry.id in names.criteria:
            yield document.problem(("unrecorded", at, "id"), f"{entry.id!r} is a criterion", "what no criterion asks")


def _alarm_faults(
    head: RubricFile, criteria: Mapping[str, Criterion], names: Names, document: Document
) -> Iterator[Problem]:
    for at, alarm in enumerate(head.alarms):
        key: Key = ("alarms", at)
        if alarm not in names.criteria:
            yield from document.unknown(key, "alarm", alarm, names.criteria, "the id of a criterion of this rubric")
        elif alarm in head.alarms[:at]:
            yield document.problem(key, f"alarm {alarm!r} given twice", "each alarm once")
        elif alarm in head.grading.gates:
            expected = "an alarm, which caps nothing, or a gate"
            yield document.problem(key, f"alarm {alarm!r}, which is a gate as well", expected)
        elif alarm in criteria and not criteria[alarm].is_judged:
            yield document.problem(key, f"alarm {alarm!r}, which no coder rates", "a criterion that is judged")


def _faults_of_named_levels(head: RubricFile, document: Document) -> Iterator[Problem]:
    """Yield a fault for each level beyond the scale: the norm level, and those of `phrases` and of kinds of source."""
    norm, top = head.norm_level, head.scale.top
    if norm is not None and norm.level > top:
        yield document.problem(("norm_level", "level"), f"level {norm.level}", f"a level of the scale, 1 to {top}")
    named: list[tuple[Key, int]] = [(("phrases", at, "level"), phrase.level) for at, phrase in enumerate(head.phrases)]
    for field in ("two_kinds_of_source", "provision_enough"):
        named += [((field, at), level) for at, level in enumerate(getattr(head, field))]
    for key, level in named:
        if level > top:
            yield document.problem(key, f"level {level}", f"a level of the scale, 0 to {top}")


def _faults_of_contrast_levels(head: RubricFile, document: Document) -> Iterator[Problem]:
    """Yield a fault for each number of the contrast that is made for another scale than the rubric's."""
    if head.contrast is None:
        return
    levels = list(range(head.scale.levels))
    unrated = head.contrast.ratings.unrated
    if unrated and sorted(unrated) != levels:
        found = f"chances of the levels {', '.join(map(str, sorted(unrated)))}"
        mend = "Leave `unrated` out, and all levels are equally likely."
        yield document.problem(
            ("contrast", "ratings", "unrated"), found, f"one of each level of the scale, 0 to {levels[-1]}", mend
        )
    for name, points in head.contrast.alternatives.value_functions.items():
        if len(points) != len(levels):
            key: Key = ("contrast", "alternatives", "value_functions", name)
            found = f"{len(points)} points in {name!r}"
            yield document.problem(key, found, f"{len(levels)}: one of each level of the scale, 0 to {levels[-1]}")


def _gate_cap_faults(head: RubricFile, document: Document) -> Iterator[Problem]:
    grading = head.grading
    grades = [band.grade for band in sorted(grading.bands, key=lambda band: -band.lower)]
    for at, cap in enumerate(grading.gate_caps):
        key: Key = ("grading", "gate_caps", at)
        if grades:
            yield from document.unknown(key, "grade", cap.at_most, grades, "a grade of the bands")
        for other in grading.gate_caps[:at]:
            if other.tripped == cap.tripped:
                yield document.problem(key, f"tripped {cap.tripped} given twice", "each number of gates once")
            elif {cap.at_most, other.at_most} <= set(grades) and _is_looser(cap, other, grades):
                both = f"{other.tripped} {other.at_most}, {cap.tripped} {cap.at_most}"
                found = f"more tripped gates allow a better grade: {both}"
                yield document.problem(key, found, "caps that grow no milder")
    if grading.gates and not grading.gate_caps and grading.kind != "none":
        expected = "what a tripped gate caps the grade at"
        yield document.problem(("grading",), "gates without gate_caps", expected)


def _is_looser(cap: GateCap, other: GateCap, grades: Sequence[str]) -> bool:
    """Return whether the cap for more tripped gates allows the better grade; `grades` has the best first."""
    fewer, more = sorted((cap, other), key=lambda one: one.tripped)
    return grades.index(more.at_most) < grades.index(fewer.at_most)


def _observer_faults(head: RubricFile, criteria: Mapping[str, Criterion], document: Document) -> Iterator[Problem]:
    """Yield a fault for a variable of two observers, and for one that criteria read and no observer coded."""
    known: set[str] = set()
    for at, observer in enumerate(head.observers):
        for k, variable in enumerate(observer.variables):
            if variable in known:
                key = ("observers", at, "variables", k)
                yield document.problem(key, f"variable {variable!r} given twice", "each variable under one observer")
            known.add(variable)
    read = dict.fromkeys(name for criterion in criteria.values() for name in criterion.inputs)
    if head.observers and (lacking := [name for name in read if name not in known]):
        found, expected = f"no observer of {', '.join(lacking)}", "every variable that a criterion reads"
        yield document.problem(("observers",), found, expected)


def _faults_without_bands(grades: Sequence[str], document: Document) -> Iterator[Problem]:
    caps: Key = ("grading", "gate_caps")
    if grades != [ENOUGH]:
        yield document.problem(("grading", "bands"), "bands beside `kind: none`", "no bands, or another kind")
    elif caps in document.values:
        yield document.problem(caps, "caps without bands, which cap nothing", "no gate_caps", severity="warning")


def _grade_band_faults(head: RubricFile, document: Document) -> Iterator[Problem]:
    bands = head.grading.bands
    grades, starts = [band.grade for band in bands], [band.lower for band in bands]
    for at, band in enumerate(bands):
        if band.grade in grades[:at] or band.lower in starts[:at]:
            found = f"band {band.grade} from {band.lower:g} overlaps another"
            expected = "bands with a grade and a start of their own"
            yield document.problem(("grading", "bands", at), found, expected)
    if head.grading.kind == "none":
        yield from _faults_without_bands(grades, document)
    if starts and min(starts) < 0 and ROOT not in head.under_zero:
        found = f"a band from {min(starts):g}, which no score reaches"
        yield document.problem(("grading", "bands"), found, "bands from 0, or a net-sum with `floor: none`")
    if not starts:
        expected = f"a band from 0 upwards for each, or no `kind: {head.grading.kind}`"
        yield document.problem(("grading", "bands"), "no bands", expected)
    elif min(starts) > 0:
        yield document.problem(("grading", "bands"), f"the lowest band starts at {min(starts):g}", "a band from 0")
    if starts != sorted(starts, reverse=True):
        yield document.problem(("grading", "bands"), "bands out of order", "the best grade first")


def check_criterion(head: RubricFile | None, criterion: Criterion, names: Names, document: Document) -> list[Problem]:
    """Return the faults of one criterion; without a head, only the faults that need no head."""
    problems = [*_citation_faults(criterion, names, document), *_unknown_variables(criterion, document)]
    if criterion.rule is not None:
        problems += _attribute_faults(criterion.rule, document)
    if head is not None:
        nodes, expected = (ROOT, *names.nodes), f"a node of the tree, or {ROOT} for the root"
        problems += document.unknown(("parent",), "parent", criterion.parent, nodes, expected)
    problems += _mirror_faults(head, criterion, names, document)
    if criterion.law_twin is not None and names.law_twins is not None:
        expected = "a criterion that asks of the law in the companion rubric"
        problems += document.unknown(("law_twin",), "law twin", criterion.law_twin, names.law_twins, expected)
    scale = criterion.scale or (head.scale if head else None)
    if scale is not None:
        # An alarm is documented or not, so it has a descriptor for level 0 and none above.
        is_alarm = head is not None and criterion.id in head.alarms
        problems += [
            *_level_faults(criterion, scale, document, is_alarm=is_alarm),
            *_band_faults(criterion, scale.top, document),
        ]
    return problems


def _mirror_faults(
    head: RubricFile | None, criterion: Criterion, names: Names, document: Document
) -> Iterator[Problem]:
    """Yield a fault where a criterion `mirrors` one that does not exist, or its rubric is not a companion."""
    if criterion.mirrors is None or head is None:
        return
    if head.weightings_from is None:
        found, expected = "`mirrors` in a rubric that is no companion", "`weightings_from` in rubric.yaml"
        yield document.problem(("mirrors",), found, expected)
    elif names.mirrored is not None and criterion.mirrors not in names.mirrored:
        expected = f"a criterion of {head.weightings_from}"
        yield from document.unknown(("mirrors",), "criterion", criterion.mirrors, names.mirrored, expected)


def _level_faults(criterion: Criterion, scale: Scale, document: Document, *, is_alarm: bool) -> Iterator[Problem]:
    wanted = range(scale.levels)
    for name, given in (("levels", criterion.levels), ("examples", criterion.examples)):
        for level in given:
            if level not in wanted:
                yield document.problem((name, level), f"level {level}", f"a level from 0 to {scale.top}")
    lacking = ", ".join(str(level) for level in wanted if level not in criterion.levels)
    if criterion.is_rated_by_hand and lacking and not is_alarm:
        yield document.problem(("levels",), f"no descriptor for level {lacking}", "one for each level")


def _citation_faults(criterion: Criterion, names: Names, document: Document) -> Iterator[Problem]:
    for name, ids in (("floor", criterion.floor), ("related", criterion.related)):
        named: list[tuple[Key, str]] = [((name, at), standard) for at, standard in enumerate(ids)]
        if names.standards is not None:
            yield from document.each_unknown(named, "standard", names.standards.ids, "an id of rubrics/standards.csv")
            recalled = names.standards.recalled if name == "floor" else ()
            for key, standard in named:
                if standard in recalled:
                    found = f"{standard}, which is recalled: nobody opened its text, so that it asks nothing"
                    mend = "Move it to `related`, or open it and say so under `verified` in standards.csv."
                    yield document.problem(key, found, "a provision whose text was read, whole or in part", mend)


def _band_faults(criterion: Criterion, top: int, document: Document) -> Iterator[Problem]:
    starts = [band.lower for band in criterion.bands]
    levels = [band.level for band in criterion.bands]
    if starts and (starts[0] != 0 or starts != sorted(set(starts)) or levels != sorted(set(levels))):
        yield document.problem(("bands",), "bands that overlap or leave a gap", "rising levels from 0.0 upwards")
    for at, level in enumerate(levels):
        if not 0 <= level <= top:
            yield document.problem(("bands", at, "level"), f"level {level}", f"a level from 0 to {top}")
    for level in criterion.conditions:
        if not 1 <= level <= top:
            yield document.problem(("conditions", level), f"level {level}", f"a level from 1 to {top}")


def _unknown_variables(criterion: Criterion, document: Document) -> Iterator[Problem]:
    ratios = list(criterion.ratios) or (list(criterion.rule.ratios) if criterion.rule else [])
    tests = [
        (("conditions", level, *key, "ratio" if test.ratio else "variable"), test)
        for level, both in criterion.conditions.items()
        for key, test in both.comparisons
    ]
    named = [(key, test.ratio) for key, test in tests if test.ratio]
    yield from document.each_unknown(named, "ratio", ratios, "a ratio of this criterion")
    plain = [(key, test.variable) for key, test in tests if test.variable]
    yield from document.each_unknown(plain, "variable", criterion.inputs, "one of `inputs`")
    twice = [(("ratios", name), name) for name in criterion.ratios if name in criterion.inputs]
    for key, name in twice:
        yield document.problem(key, f"ratio {name!r}", "a name that is no variable of `inputs`")
    ends = [(("ratios", name, "of"), ratio.of) for name, ratio in criterion.ratios.items()]
    ends += [(("ratios", name, "over"), ratio.over) for name, ratio in criterion.ratios.items()]
    yield from document.each_unknown(ends, "variable", criterion.inputs, "one of `inputs`")


def _attribute_faults(rule: Rule, document: Document) -> Iterator[Problem]:
    known = [c.name for c in columns_of(Measure)] + list(DERIVED)
    expected = f"columns of measures.csv: {', '.join(SAYING)}; or {', '.join(DERIVED)}"
    parts: dict[Key, Rule | RowRatio] = {("rule",): rule}
    parts.update({("rule", "ratios", name): ratio for name, ratio in rule.ratios.items()})
    for key, part in parts.items():
        lead = (part.exactly_one,) if part.exactly_one else ()
        named = [(key, name) for name in (*part.has_all, *part.has_any, *lead)]
        yield from document.each_unknown(named, "attribute", known, expected)
        if isinstance(part, RowRatio):
            filters = [((*key, "where", name), name) for name in part.where]
            choosing = [*known, "funder_kind"]
            yield from document.each_unknown(filters, "attribute", choosing, "a column to choose rows by")
        if part.over and rule.measure == "share-of-rows":
            over = [((*key, "over"), part.over)]
            yield from document.each_unknown(over, "ratio", list(rule.ratios), "another ratio of the rule")


def check_lens(rubric_id: str, lens: Lens, names: Names, document: Document) -> list[Problem]:
    """Return the faults of a lens: names of criteria, parts and outcomes that do not exist."""
    problems = []
    if lens.rubric != rubric_id:
        problems.append(document.problem(("rubric",), f"rubric {lens.rubric!r}", repr(rubric_id)))
    problems += document.each_unknown(_criteria_of_lens(lens), "criterion", names.criteria, "a criterion of the rubric")
    parts = [part.id for part in lens.parts]
    problems += document.each_unknown(_parts_of_lens(lens), "part", [*parts, "total"], "a part of this lens")
    problems += document.each_unknown(_outcomes_of_lens(lens), "outcome", lens.outcomes, "an outcome of the steps")
    problems += _unreachable_steps(lens, document)
    return problems


def _unreachable_steps(lens: Lens, document: Document) -> Iterator[Problem]:
    """Yield a fault for each step that can never be reached, because an earlier step always holds first."""
    for at, step in enumerate(lens.steps):
        before = next((k for k, earlier in enumerate(lens.steps[:at]) if _step_implies(step, earlier)), None)
        if before is not None:
            found = (
                f"step {step.outcome!r} is never reached: step {before + 1} ({lens.steps[before].outcome}) holds first"
            )
            yield document.problem(("steps", at), found, "steps from the most to the least demanding")


def _step_implies(step: LensStep, earlier: LensStep) -> bool:
    """Return whether a step that holds makes all tests of the earlier step hold too."""
    return all(any(_is_as_strict(own, test) for own in step.all) for test in earlier.all)


def _is_as_strict(own: LensTest, test: LensTest) -> bool:
    same = (own.part, own.criterion, own.risen) == (test.part, test.criterion, test.risen)
    if test.none_contrary:
        return set(test.none_contrary) <= set(own.none_contrary)
    return same and (own.at_least or 0) >= (test.at_least or 0) and (own.level or 0) >= (test.level or 0)


def _ids_with_keys(key: Key, ids: Sequence[str]) -> list[Named]:
    return [((*key, at), name) for at, name in enumerate(ids)]


def _criteria_of_lens(lens: Lens) -> list[Named]:
    named: list[Named] = []
    for at, part in enumerate(lens.parts):
        named += _ids_with_keys(("parts", at, "criteria"), part.criteria)
        for k, cap in enumerate(part.caps):
            named += _ids_with_keys(("parts", at, "caps", k, "contrary"), cap.contrary)
    for at, outcome_cap in enumerate(lens.caps):
        named += _ids_with_keys(("caps", at, "contrary"), outcome_cap.contrary)
    if lens.total:
        named += _ids_with_keys(("total", "negatives"), lens.total.negatives)
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            key: Key = ("steps", at, "all", k)
            named += [((*key, "criterion"), test.criterion)] if test.criterion else []
            named += _ids_with_keys((*key, "none_contrary"), test.none_contrary)
    for at, ladder in enumerate(lens.ladders):
        named += [(("ladders", at, "except_criteria", name), name) for name in ladder.except_criteria]
    return named


def _parts_of_lens(lens: Lens) -> list[Named]:
    named: list[Named] = []
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            for form, name in (("part", test.part), ("risen", test.risen)):
                named += [(("steps", at, "all", k, form), name)] if name else []
    return named


def _outcomes_of_lens(lens: Lens) -> list[Named]:
    named: list[Named] = [(("caps", at, "at_most"), cap.at_most) for at, cap in enumerate(lens.caps)]
    if lens.clock:
        named += [(("clock", "listed"), lens.clock.listed), (("clock", "then"), lens.clock.then)]
    return named
