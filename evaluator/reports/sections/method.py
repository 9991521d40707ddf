"""The method annex: versions, numbers open to dispute, fingerprints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import groupby

from evaluator.model.assessment import Coding
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.weighting import Weighting
from evaluator.model.words import Figure, Foreign, foreign, say, series, text_for
from evaluator.panel.settle import voting
from evaluator.reports.sections.base import fields_of
from evaluator.reports.sections.passages import own_words
from evaluator.scoring.run import MISSING, MissingRule

# Reasons, portraits and limits exist in English only; a rubric's translations do not cover them.
RUBRICS = "en"
CONFIDENCE = say("a coder in doubt would have chosen the next level up or down")


@dataclass(frozen=True, slots=True)
class CoderView:
    """The header of one coder's coding."""

    coder: str
    capacity: str
    state: str
    blind: bool | None
    interests: str
    started: str
    finished: str
    extent: str
    pages: str
    notes: str
    read: str = ""

    @property
    def told(self) -> CoderView:
        """The header without the coder's name and notes; coders with the same one share an entry in the report."""
        return replace(self, coder="", notes="")


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A number of the rubric or weighting that is open to dispute, with its origin and the reason for it.

    `kind` is `rule` (`name` is a key), `weight` or `override` (`name` is a title), `weights` (`name` is
    several titles, each of that value), or `factor` (`where` defines the class of criteria).
    """

    kind: str
    name: str
    value: str
    origin: str
    ground: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodNote:
    """The versions of the toolkit and the rubric that a report prints."""

    tool_version: str
    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    rubric_licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView(MethodNote):
    """The versions, choices and fingerprints behind the numbers of a report.

    `translated` is the number of the rubric's texts that exist in the report's language, and of all its
    texts.
    """

    actor: str
    period: str
    portrait: str
    limits: str
    weighting_sources: tuple[str, ...]
    missing: MissingRule
    aggregation: str
    gates_cap: bool
    step: int
    top: int
    coders: tuple[CoderView, ...]
    choices: tuple[ChoiceView, ...]
    files: tuple[tuple[str, str], ...]
    translated: tuple[int, int]


def method_note(rubric: Rubric) -> MethodNote:
    """Return the versions of the toolkit and of a rubric."""
    return MethodNote(
        tool_version=version("nap-evaluator"),
        rubric_id=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        rubric_licence=rubric.licence,
    )


def method_view(card: Scorecard, lang: str) -> MethodView:
    """Return the versions, choices and files behind a scorecard."""
    rubric, weighting = card.rubric, card.weighting
    return MethodView(
        **fields_of(method_note(rubric)),
        actor=foreign(weighting.actor, RUBRICS, lang),
        period=foreign(weighting.period, RUBRICS, lang),
        portrait=foreign(weighting.portrait, RUBRICS, lang),
        limits=foreign(weighting.limits, RUBRICS, lang),
        weighting_sources=tuple(foreign(source, RUBRICS, lang) for source in weighting.sources),
        missing=MISSING[rubric.missing.policy],
        aggregation=rubric.aggregation.kind,
        gates_cap=weighting.gates == "cap",
        step=rubric.confidence_step,
        top=rubric.scale.top,
        coders=tuple(_coder(coding, lang) for coding in voting(card.assessment, card.assessor or None)),
        choices=tuple(
            replace(choice, ground=own_words(choice.ground, RUBRICS, lang))
            for choice in (*_of_rubric(rubric), *_shrinking(rubric, lang), *_of_weighting(rubric, weighting, lang))
        ),
        files=tuple(card.assessment.files.items()),
        translated=translated_texts(rubric, lang),
    )


def translated_texts(rubric: Rubric, lang: str) -> tuple[int, int]:
    """Return the number of a rubric's texts that exist in a language, and of all its texts."""
    texts = [rubric.title(node, lang) for node in rubric.nodes]
    for criterion in rubric.criteria:
        own = {key: getattr(criterion, key) for key in ("title", "question", "evidence_needed", "recommend")}
        own |= {f"levels.{level}": words for level, words in criterion.levels.items()}
        texts += [rubric.worded(f"{criterion.id}.{key}", english, lang) for key, english in own.items() if english]
    return sum(not isinstance(text, Foreign) for text in texts), len(texts)


def _coder(coding: Coding, lang: str) -> CoderView:
    header = coding.header
    return CoderView(
        coder=header.coder,
        capacity=header.capacity,
        state=header.state,
        blind=header.blind,
        interests=foreign(header.interests, header.lang, lang),
        started=header.started or "",
        finished=header.finished or "",
        extent=header.text_read.extent,
        pages=header.text_read.pages,
        notes=foreign(header.notes, header.lang, lang),
        read=header.read or "",
    )


def _of_rubric(rubric: Rubric) -> Iterator[ChoiceView]:
    grading, scale = rubric.grading, rubric.scale
    points = series(
        "; ",
        [
            say("level %(level)s = %(points)s", level=level, points=_short(value))
            for level, value in enumerate(scale.points)
        ],
    )
    yield ChoiceView("rule", "points", points, scale.origin, scale.ground)
    yield ChoiceView(
        "rule", "aggregation", rubric.aggregation.kind, rubric.aggregation.origin, rubric.aggregation.ground
    )
    yield ChoiceView("rule", "missing", rubric.missing.policy, rubric.missing.origin, rubric.missing.ground)
    bands = series("; ", [series(" ", (band.grade, _short(band.lower))) for band in grading.bands])
    if grading.kind != "none":
        yield ChoiceView("rule", "bands", bands, grading.origin, grading.ground)
    yield ChoiceView(
        "rule", "least-coverage", series("", [_short(grading.least_coverage)]), grading.origin, grading.ground
    )
    if grading.gate_caps:
        caps = ", ".join(f"{cap.tripped}: {cap.at_most}" for cap in grading.gate_caps)
        yield ChoiceView("rule", "gate-caps", caps, grading.origin, grading.ground)
    yield ChoiceView("rule", "confidence-step", str(rubric.confidence_step), "modelled", CONFIDENCE)


def _shrinking(rubric: Rubric, lang: str) -> Iterator[ChoiceView]:
    """Yield the choices for nodes that lose the weight of criteria that do not apply.

    First come the nodes under the rubric's common rule, then each node with a rule of its own.
    """
    common = rubric.not_applicable
    groups = [(common, [node.id for node in rubric.tree if node.not_applicable is None])]
    groups += [(node.not_applicable, [node.id]) for node in rubric.tree if node.not_applicable is not None]
    for rule, nodes in groups:
        if rule.weight == "shrinks" and nodes:
            titles = series(", ", [rubric.title(node, lang) for node in nodes])
            yield ChoiceView("rule", "shrinks", titles, rule.origin, rule.ground)


def _of_weighting(rubric: Rubric, weighting: Weighting, lang: str) -> Iterator[ChoiceView]:
    for entries in weighting.weights.values():
        if isinstance(entries, str) or len(entries) == 1:
            continue  # an only child has all of its parent's weight, which nobody chose
        # Neighbours of equal weight for the same reason are one choice, printed once.
        for (number, origin, ground), alike in groupby(
            entries.items(), key=lambda item: (item[1].number, item[1].origin, item[1].ground)
        ):
            names = [_name(rubric, child, lang) for child, _ in alike]
            kind = "weight" if len(names) == 1 else "weights"
            yield ChoiceView(kind, series(", ", names), series("", [_short(number)]), origin, ground)
    for factor in weighting.factors:
        where = tuple((key, str(value).lower()) for key, value in factor.where.given.items())
        yield ChoiceView("factor", "", series(" ", ("×", _short(factor.times))), factor.origin, factor.ground, where)
    for override in weighting.overrides:
        name = _name(rubric, override.criterion, lang)
        yield ChoiceView("override", name, series(" ", ("×", _short(override.times))), override.origin, override.ground)


def _short(number: float) -> Figure:
    return Figure(number, "g")


def _name(rubric: Rubric, node: str, lang: str) -> str:
    parents = [n for n in rubric.ancestors(node) if n in rubric.paradigms]
    own = rubric.title(node, lang)
    if not parents or node not in rubric.nodes:
        return own
    above = rubric.title(parents[0], lang)
    # Either both titles are foreign or neither is, because a rubric's titles are translated as a whole.
    joined = f"{above}: {own}"
    return foreign(joined, RUBRICS, lang) if isinstance(own, Foreign) else joined


def weighting_title(weighting: Weighting, lang: str) -> str:
    """Return the weighting's title in the language, or else in English, or else its id."""
    return text_for(weighting.titles, lang, weighting.id)
