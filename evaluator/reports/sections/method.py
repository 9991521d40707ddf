"""The method annex: versions, numbers open to dispute, fingerprints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from evaluator.model.assessment import Coding
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Figure, Foreign, Spoken, say, series, text_for
from evaluator.model.weighting import Weighting
from evaluator.panel.proposed import begun_among
from evaluator.panel.settle import voting
from evaluator.reports.country_view import ChoiceView, CoderView, MethodNote, MethodView
from evaluator.reports.outline import fields_of
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.pdf.engines import TOOL, recorded_version
from evaluator.scoring.run import MISSING

CONFIDENCE = say("a coder in doubt would have chosen the next level up or down")


def method_note(rubric: Rubric) -> MethodNote:
    """Return the versions of the toolkit and of a rubric."""
    return MethodNote(
        tool_version=recorded_version(TOOL),
        rubric_id=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        rubric_licence=rubric.licence,
    )


def method_view(card: Scorecard, words: PageLanguage) -> MethodView:
    """Return the versions, choices and files behind a scorecard.

    Reasons, portraits and limits exist in English only; a rubric's translations do not cover them.
    """
    rubric, weighting = card.rubric, card.weighting
    return MethodView(
        **fields_of(method_note(rubric)),
        actor=words.foreign(weighting.actor),
        period=words.foreign(weighting.period),
        portrait=words.foreign(weighting.portrait),
        limits=words.foreign(weighting.limits),
        weighting_sources=tuple(words.foreign(source) for source in weighting.sources),
        missing=MISSING[rubric.missing.policy],
        step=rubric.confidence_step,
        top=rubric.scale.top,
        coders=tuple(_coder_view(coding, words) for coding in voting(card.assessment, card.assessor or None)),
        begun=begun_among(voting(card.assessment, card.assessor or None)).words,
        choices=tuple(
            replace(choice, ground=choice.ground if isinstance(choice.ground, Spoken) else words.foreign(choice.ground))
            for choice in (
                *_choices_of_rubric(rubric),
                *_shrinking_nodes(words),
                *_choices_of_weighting(weighting, words),
            )
        ),
        files=tuple(card.assessment.files.items()),
        translated=translated_texts(words),
    )


def translated_texts(words: PageLanguage) -> tuple[int, int]:
    """Return the number of a rubric's texts that exist in a language, and of all its texts."""
    rubric = words.rubric
    texts = [words.title(node) for node in rubric.nodes]
    for criterion in rubric.criteria:
        own = {key: getattr(criterion, key) for key in ("title", "question", "evidence_needed", "recommend")}
        own |= {f"levels.{level}": words for level, words in criterion.levels.items()}
        texts += [words.worded(criterion.id, key, english) for key, english in own.items() if english]
    return sum(not isinstance(text, Foreign) for text in texts), len(texts)


def _coder_view(coding: Coding, words: PageLanguage) -> CoderView:
    header = coding.header
    return CoderView(
        coder=header.coder,
        capacity=header.capacity,
        state=header.state,
        blind=header.blind,
        interests=words.foreign(header.interests, header.lang),
        started=header.started or "",
        finished=header.finished or "",
        measures_read=header.text_read.measures,
        text_read=header.text_read.text,
        pages=header.text_read.pages,
        read_note=words.foreign(header.text_read.note, header.lang),
        notes=words.foreign(header.notes, header.lang),
        read=header.read or "",
        unanswered=words.foreign(header.unanswered or "", header.lang),
    )


def _choices_of_rubric(rubric: Rubric) -> Iterator[ChoiceView]:
    grading, scale = rubric.grading, rubric.scale
    points = series(
        "; ",
        [
            say("level %(level)s = %(points)s", level=level, points=_short_figure(value))
            for level, value in enumerate(scale.points)
        ],
    )
    yield ChoiceView("rule", "points", points, scale.origin, scale.ground)
    yield ChoiceView(
        "rule", "aggregation", rubric.aggregation.kind, rubric.aggregation.origin, rubric.aggregation.ground
    )
    yield ChoiceView("rule", "missing", rubric.missing.policy, rubric.missing.origin, rubric.missing.ground)
    bands = series("; ", [series(" ", (band.grade, _short_figure(band.lower))) for band in grading.bands])
    if grading.kind != "none":
        yield ChoiceView("rule", "bands", bands, grading.origin, grading.ground)
    yield ChoiceView(
        "rule", "least-coverage", series("", [_short_figure(grading.least_coverage)]), grading.origin, grading.ground
    )
    if grading.gate_caps:
        caps = ", ".join(f"{cap.tripped}: {cap.at_most}" for cap in grading.gate_caps)
        yield ChoiceView("rule", "gate-caps", caps, grading.origin, grading.ground)
    yield ChoiceView("rule", "confidence-step", str(rubric.confidence_step), "modelled", CONFIDENCE)


def _shrinking_nodes(words: PageLanguage) -> Iterator[ChoiceView]:
    """Yield the choices for nodes that lose the weight of criteria that do not apply.

    First come the nodes under the rubric's common rule, then each node with a rule of its own.
    """
    rubric = words.rubric
    common = rubric.not_applicable
    groups = [(common, [node.id for node in rubric.tree if node.not_applicable is None])]
    groups += [(node.not_applicable, [node.id]) for node in rubric.tree if node.not_applicable is not None]
    for rule, nodes in groups:
        if rule.weight == "shrinks" and nodes:
            titles: Spoken = series(", ", words.titles(nodes))
            if rule.most > 1:
                titles = say(
                    "%(titles)s, to carry at most %(most)s times their weight",
                    titles=titles,
                    most=Figure(rule.most, "g"),
                )
            yield ChoiceView("rule", "shrinks", titles, rule.origin, rule.ground)


def _choices_of_weighting(weighting: Weighting, words: PageLanguage) -> Iterator[ChoiceView]:
    for entries in weighting.weights.values():
        if isinstance(entries, str) or len(entries) == 1:
            continue  # an only child has all of its parent's weight, which nobody chose
        # Neighbours of equal weight for the same reason are one choice, printed once.
        for (number, origin, ground), alike in groupby(
            entries.items(), key=lambda item: (item[1].number, item[1].origin, item[1].ground)
        ):
            names = [_node_name(child, words) for child, _ in alike]
            kind = "weight" if len(names) == 1 else "weights"
            yield ChoiceView(kind, series(", ", names), series("", [_short_figure(number)]), origin, ground)
    for factor in weighting.factors:
        where = tuple((key, str(value).lower()) for key, value in factor.where.given.items())
        yield ChoiceView(
            "factor", "", series(" ", ("×", _short_figure(factor.times))), factor.origin, factor.ground, where
        )
    for override in weighting.overrides:
        name = _node_name(override.criterion, words)
        yield ChoiceView(
            "override", name, series(" ", ("×", _short_figure(override.times))), override.origin, override.ground
        )


def _short_figure(number: float) -> Figure:
    return Figure(number, "g")


def _node_name(node: str, words: PageLanguage) -> str:
    rubric = words.rubric
    parents = [n for n in rubric.ancestors(node) if n in rubric.paradigms]
    own = words.title(node)
    if not parents or node not in rubric.nodes:
        return own
    above = words.title(parents[0])
    # Either both titles are foreign or neither is, because a rubric's titles are translated as a whole.
    joined = f"{above}: {own}"
    return words.foreign(joined) if isinstance(own, Foreign) else joined


def weighting_title(weighting: Weighting, lang: str) -> str:
    """Return the weighting's title in the language, or else in English, or else its id."""
    return text_for(weighting.titles, lang, weighting.id)
