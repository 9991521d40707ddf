"""Remarks on how a rubric is written: points that no check can refuse and a second reader would question."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import Problem, Severity, gather
from evaluator.model.criterion import TIP_BASES, Criterion, LevelTests
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Shape
from evaluator.model.standard import Standard
from evaluator.model.unwritten import unwritten
from evaluator.read.companion import rubric_beside
from evaluator.read.layers import Layers
from evaluator.read.text_files.yaml_file import Document, Key, parse_yaml

SECOND_QUESTION = re.compile(
    r"\?.*\?|\band (how|what|who|which|whether|why|does|do|is|are|has|have|will|can)\b", re.DOTALL
)
MAYBE_SECOND = re.compile(r", and \w+")
WORD = re.compile(r"\w+")
RISING = (">", ">=")
VAGUE = re.compile(r"\b(adequate|appropriate|sufficient)(ly)?\b", re.IGNORECASE)
YARDSTICK = "(the actor's yardstick, not our norm)"
BEFORE = "Until then reports are drafts."
EXAMPLE_LEVELS = (1, 2, 3)
# A norm level that commas, semicolons and colons divide into this many parts should have a checklist.
MANY_PARTS = 5
FEWEST_CONDITIONS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a criterion, at a key of the criterion's file."""

    key: Key
    found: str
    expected: str
    suggestion: str = ""
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Subject:
    """A criterion, with the rubric and the standards that the remarks need."""

    criterion: Criterion
    rubric: Rubric
    standards: Mapping[str, Standard]


def lint_rubric(layers: Layers, rubric: Rubric, standards: Mapping[str, Standard] | None = None) -> list[Problem]:
    """Return remarks on a readable rubric: warnings, and notes where a person must decide.

    Remarks concern double questions, levels that do not rise, vague words, and missing parts: origins, floors,
    examples, TIP codings, search terms, sources.

    Parameters
    ----------
    layers : Layers
        The rubric's folder, for the places of the remarks.
    rubric : Rubric
        The rubric as read from it.
    standards : mapping of str to Standard, optional
        The index of standards, for the checks of floors.
    """
    problems: list[Problem] = []
    for criterion in rubric.criteria:
        document = _document_of(layers, rubric, criterion, problems)
        subject = Subject(criterion, rubric, standards or {})
        for rule in RULES:
            problems += [
                document.problem(f.key, f.found, f.expected, f.suggestion, severity=f.severity) for f in rule(subject)
            ]
    problems += [*_head_remarks(layers, rubric), *_blank_texts(layers, rubric)]
    # Weightings from the rubric that a companion takes them from are checked with that rubric.
    own = [name for name in rubric.every_weighting if layers.file(f"weightings/{name}.yaml")]
    problems += [p for weighting in own for p in _weighting_remarks(layers, rubric, weighting)]
    return sorted(problems, key=lambda p: (p.path, p.line or 0, p.column or 0))


def _blank_texts(layers: Layers, rubric: Rubric) -> Iterator[Problem]:
    """Yield a warning for each text of the rubric's own files that is still a blank's."""
    names = ["rubric.yaml", *(f"criteria/{c.id}.yaml" for c in rubric.criteria)]
    names += [f"weightings/{name}.yaml" for name in rubric.every_weighting]
    for path in filter(None, map(layers.file, names)):
        document = _parsed_or_empty(path, [])
        for key in unwritten(document.content):
            found, expected = "words of the blank, still to be written", "words of your own"
            yield document.problem(key, found, expected, BEFORE, severity="warning")


def _document_of(layers: Layers, rubric: Rubric, criterion: Criterion, problems: list[Problem]) -> Document:
    lent = next((name for name, ids in rubric.borrowed.items() if criterion.id in ids), None)
    shelf = (rubric_beside(layers, lent) if lent else layers).below("criteria")
    return _parsed_or_empty(shelf.expected(f"{criterion.id}.yaml"), problems)


def _parsed_or_empty(path: Path, problems: list[Problem]) -> Document:
    return gather(functools.partial(parse_yaml, path), problems) or Document(path, None)


def _double_questions(subject: Subject) -> Iterator[Finding]:
    question = subject.criterion.question
    if not question.strip():
        yield Finding(("question",), "no question", "one question")
    elif SECOND_QUESTION.search(question):
        severity: Severity = "warning" if subject.criterion.is_judged else "note"
        found = "a question that holds a second one"
        yield Finding(("question",), found, "one question", "Make two criteria of it.", severity)
    elif MAYBE_SECOND.search(question):
        found = "a question that goes on after `, and`"
        yield Finding(("question",), found, "one question", "See whether it asks two things.", "note")


def _vague_words(subject: Subject) -> Iterator[Finding]:
    for level, text in subject.criterion.levels.items():
        for word in dict.fromkeys(match[0] for match in VAGUE.finditer(text)):
            yield Finding(("levels", level), f"the word {word!r}", "a test that can be ticked from the text")


def growing(subject: Subject) -> Iterator[Finding]:
    """Yield a remark for each level of a judged criterion that adds no word to the level below it.

    Such a level asks for nothing that the level below does not ask for.
    """
    criterion = subject.criterion
    ordered = sorted(criterion.levels) if criterion.is_rated_by_hand else []
    for below, level in itertools.pairwise(ordered):
        mine, theirs = _word_set(criterion.levels[level]), _word_set(criterion.levels[below])
        if mine == theirs:
            yield Finding(("levels", level), f"level {level} says the same as level {below}", "a further test")
        elif mine <= theirs:
            yield Finding(("levels", level), f"level {level} says less than level {below}", "a further test")


def _word_set(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def measuring(subject: Subject) -> Iterator[Finding]:
    """Yield a remark for each test of a level that is looser than a test of the same ratio at a lower level.

    Levels are cumulative, so such a test changes nothing.
    """
    criterion = subject.criterion
    strictest: dict[tuple[str, bool], float] = {}
    for level in sorted(criterion.conditions):
        tests = criterion.conditions[level]
        for kind, at, (ratio, rising, value) in _comparisons(tests):
            before = strictest.get((ratio, rising))
            if before is not None and (value < before if rising else value > before):
                found = f"level {level} asks less of {ratio} than a level below"
                yield Finding(("conditions", level, kind, at), found, "a test that is as strict or stricter")
        for ratio, rising, value in (test for kind, _, test in _comparisons(tests) if kind == "all"):
            pick = max if rising else min
            strictest[ratio, rising] = pick(value, strictest.get((ratio, rising), value))


def _comparisons(tests: LevelTests) -> list[tuple[str, int, tuple[str, bool, float]]]:
    """Return the comparisons outside groups; a grouped comparison may be looser, because other tests join it."""
    listed = [("all", at, test) for at, test in enumerate(tests.all)]
    listed += [("any", at, test) for at, test in enumerate(tests.any)]
    return [(kind, at, (t.name, t.op in RISING, float(t.value or 0.0))) for kind, at, t in listed if t.name]


def _level_zero(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    text = criterion.levels.get(0, "")
    gate = criterion.id in subject.rubric.grading.gates
    if gate and "contrary" not in text:
        yield Finding(
            ("levels", 0), "a gate whose level 0 does not say what the opposite looks like", "`contrary: ...`"
        )
    if criterion.is_judged and criterion.object == "plan" and "silent" not in text and not criterion.negative:
        yield Finding(("levels", 0), "level 0 does not say what silence is", "`silent: ...`", severity="note")


def _lacking_origins(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    if "origin" not in criterion.model_fields_set:
        yield Finding((), "no `origin`", "sourced, counted or modelled")
    if not criterion.sources:
        yield Finding((), "no `sources`", "what the criterion rests on")
    if criterion.conditions and not criterion.thresholds_origin:
        yield Finding((), "no `thresholds_origin`", "where each threshold comes from", severity="note")


def _floors(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    has_ground = not subject.standards or criterion.floor or criterion.floor_note
    if criterion.is_judged and subject.rubric.has_paradigms and not has_ground:
        yield Finding((), "no `floor`, and no `floor_note`", "a binding provision that level 3 restates, or why none")
    for at, name in enumerate(criterion.floor):
        standard = subject.standards.get(name)
        if standard is not None and standard.obligation != "binding":
            yield Finding(("floor", at), f"{name}, which is soft", "a binding provision; soft ones are `related`")


def _lacking_examples(subject: Subject) -> Iterator[Finding]:
    criterion, rubric = subject.criterion, subject.rubric
    ignored = criterion.coding("tip_practice") == "ignored" and rubric.paradigm_of(criterion.id) == "human-rights"
    lacking = [k for k in EXAMPLE_LEVELS if k in criterion.levels and k not in criterion.examples]
    if criterion.is_rated_by_hand and lacking and (criterion.id in rubric.grading.gates or ignored):
        levels = ", ".join(str(k) for k in lacking)
        yield Finding((), f"no example for level {levels}", "an invented passage for each, as for every gate")


def _tip_codings(subject: Subject) -> Iterator[Finding]:
    if not any(c.coding(basis) for c in subject.rubric.criteria for basis in TIP_BASES):
        return  # a rubric of another field
    for basis in TIP_BASES:
        coded = getattr(subject.criterion, basis)
        if coded is None:
            yield Finding((), f"no `{basis}`", "assessed, partly or ignored, with a ground")
        elif not coded.ground:
            yield Finding((basis,), "a coding without a ground", "why it is coded so")


def _lacking_search_terms(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    if criterion.is_judged and criterion.object == "plan" and not criterion.search_terms.get("en"):
        yield Finding((), "no English `search_terms`", "words to search a plan for", severity="note")


def _lacking_help(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    for name in ("guards_against", "evidence_needed"):
        if not getattr(criterion, name):
            yield Finding((), f"no `{name}`", "one sentence", severity="note")


def _answered_by(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    if criterion.answered_by != "either" and not criterion.is_asked_of_text:
        found = "an `answered_by` of what is not read in a plan's text"
        yield Finding(("answered_by",), found, "none: it is for judged criteria about the plan")


def _yardstick(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    if not criterion.yardstick:
        return
    if not criterion.title.endswith(YARDSTICK):
        yield Finding(("title",), "a yardstick that does not say so", f"a title that ends {YARDSTICK}")
    if criterion.floor or criterion.victim_centred:
        yield Finding(("yardstick",), "a yardstick with a floor, or victim-centred", "neither: it is no norm")


def _recommendation(subject: Subject) -> Iterator[Finding]:
    criterion, text = subject.criterion, subject.criterion.recommend.strip()
    if criterion.yardstick and text:
        yield Finding(("recommend",), "advice to do what an actor counts", "none: a yardstick is never recommended")
    if criterion.is_judged and not criterion.yardstick and not text:
        yield Finding((), "no `recommend`", "what to do so that the floor is met, in the imperative")
    if text and text in {level.strip() for level in criterion.levels.values()}:
        expected = "an instruction; a descriptor of a level says what is there, or what is missing"
        yield Finding(("recommend",), "the words of a level", expected)


def _checklist(subject: Subject) -> Iterator[Finding]:
    criterion = subject.criterion
    given = [" ".join(text.split()).lower() for text in criterion.checklist]
    norm = subject.rubric.norm_level.level if subject.rubric.norm_level else -1
    joined = 1 + sum(criterion.levels.get(norm, "").count(mark) for mark in ",;:")
    if given and criterion.traits.is_of_rows:
        yield Finding(("checklist",), "a checklist of what is computed", "none: nobody ticks it")
    if not given and criterion.is_judged and not criterion.yardstick and joined >= MANY_PARTS:
        expected = "each of the conditions in a few words, or a shorter level"
        yield Finding((), f"level {norm} in {joined} parts, and no `checklist`", expected, severity="note")
    for at, text in enumerate(given):
        if not text or text in given[:at]:
            yield Finding(("checklist", at), "a condition that is empty, or there already", "each condition once")
    if 0 < len(given) < FEWEST_CONDITIONS:
        yield Finding(("checklist",), f"a checklist of {len(given)}", "three conditions or more")


RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    _double_questions,
    _vague_words,
    growing,
    measuring,
    _level_zero,
    _lacking_origins,
    _floors,
    _lacking_examples,
    _tip_codings,
    _lacking_search_terms,
    _lacking_help,
    _recommendation,
    _checklist,
    _answered_by,
    _yardstick,
)


def _head_remarks(layers: Layers, rubric: Rubric) -> Iterator[Problem]:
    problems: list[Problem] = []
    document = _parsed_or_empty(layers.expected("rubric.yaml"), problems)
    parts: dict[str, Shape] = {
        "scale": rubric.scale,
        "aggregation": rubric.aggregation,
        "missing": rubric.missing,
        "grading": rubric.grading,
    }
    if rubric.norm_level is not None:
        parts["norm_level"] = rubric.norm_level
    for name, part in parts.items():
        if not getattr(part, "ground", ""):
            yield document.problem((name,), f"`{name}` without a ground", "why it is so", severity="warning")
    if rubric.norm_level is None:
        found = "no `norm_level`, so that reports name neither strengths nor gaps"
        yield document.problem((), found, "the level that restates the standard, with its origin", severity="warning")
    if not rubric.summary:
        yield document.problem((), "no `summary`", "what the rubric asks, and what it does not", severity="note")


def _weighting_remarks(layers: Layers, rubric: Rubric, name: str) -> Iterator[Problem]:
    weighting = rubric.weighting(name)
    document = _parsed_or_empty(layers.below("weightings").expected(f"{name}.yaml"), [])
    for text in ("portrait", "limits"):
        if not getattr(weighting, text):
            yield document.problem((), f"no `{text}`", "whose eyes these are, and what is modelled", severity="warning")
    numbers: list[tuple[Key, Shape]] = []
    for parent, entries in weighting.weights.items():
        numbers += [(("weights", parent, c), e) for c, e in entries.items()] if not isinstance(entries, str) else []
    numbers += [(("factors", at), factor) for at, factor in enumerate(weighting.factors)]
    numbers += [(("overrides", at), override) for at, override in enumerate(weighting.overrides)]
    for key, entry in numbers:
        if not getattr(entry, "ground", ""):
            yield document.problem(
                key, "a number without a ground", "what gives it, or its direction", severity="warning"
            )
