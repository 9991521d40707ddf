"""The tables of a report as a workbook holds them: a row class each, whose columns say what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.base import column
from evaluator.tables.scorecard import CAUSES, CONFIDENCES, GATE_STATES, STANCES, STATUSES

STANDINGS = ("strength", "gap", "neither")

# Columns that are shares of a whole and are shown in per cent; all other numbers are scores or points in [0, 1].
SHARES = frozenset(
    ["coverage", "stated", "applicable", "used", "share", "control", "protection", "structural", "no_stance"]
)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """The result of one plan under the weighting of the report."""

    plan_id: str = column("id", "plan")
    country: str = column("text", "country")
    title: str = column("text", "title of the plan")
    start: str = column("date", "first day or year of the plan")
    end: str = column("date", "last day or year of the plan")
    rubric: str = column("text", "rubric and its version")
    weighting: str = column("id", "weighting that every score of this row rests on")
    weighting_title: str = column("text", "the weighting's title")
    ratings: str = column("text", "whose ratings were scored: the panel's, or one coder's")
    draft: bool | None = column("flag", "whether a draft or a dispute entered")
    worked_example: bool | None = column("flag", "whether it is a worked example and no official evaluation")
    score: float | None = column("number", "score; empty where nothing with weight is rated")
    low: float | None = column("number", "lowest score left possible")
    high: float | None = column("number", "highest score left possible")
    judgement_low: float | None = column("number", "lower end of the judgement interval")
    judgement_high: float | None = column("number", "upper end of the judgement interval")
    coverage: float | None = column("number", "share of applicable weight covered")
    grade: str = column("text", "grade; empty when not graded")
    cause: str = column("choice", "what set the grade, or kept it away", choices=CAUSES)
    lowest: str = column("text", "lowest grade left possible")
    highest: str = column("text", "highest grade left possible")
    lowest_if_no_gate: str = column("text", "lowest grade left possible if no open gate is tripped")
    highest_if_no_gate: str = column("text", "highest grade left possible if no open gate is tripped")
    judgement_lowest: str = column("text", "lowest grade within the judgement interval")
    judgement_highest: str = column("text", "highest grade within the judgement interval")
    without_gates: str = column("text", "grade that the score alone would have")
    gates_cap: bool | None = column("flag", "whether gates cap the grade under this weighting")
    gates_tripped: tuple[str, ...] = column("ids", "gates tripped")
    gates_not_assessed: tuple[str, ...] = column("ids", "gates not assessed")
    gates_disputed: tuple[str, ...] = column("ids", "gates on which the coders disagree")
    disputed: tuple[str, ...] = column("ids", "criteria on which the coders disagree; each makes the result a draft")
    overtaken: tuple[str, ...] = column("ids", "criteria whose agreed rating went by ratings that have changed")


@dataclass(frozen=True, slots=True)
class NodeLine:
    """One node of the tree: the total, a paradigm, a stance in it, the quality of the plan."""

    plan_id: str = column("id", "plan")
    weighting: str = column("id", "weighting")
    node_id: str = column("id", "node; `total` is the whole")
    parent: str = column("id", "node above; empty for the whole")
    title: str = column("text", "title")
    stance: str = column("choice", "stance that begins at this node", choices=STANCES)
    score: float | None = column("number", "score; empty where it has no value")
    low: float | None = column("number", "lowest score left possible")
    high: float | None = column("number", "highest score left possible")
    judgement_low: float | None = column("number", "lower end of the judgement interval")
    judgement_high: float | None = column("number", "upper end of the judgement interval")
    coverage: float | None = column("number", "share of its applicable weight that is covered")
    stated: float | None = column("number", "stated weight: all criteria applicable")
    applicable: float | None = column("number", "applicable weight: without what does not apply")
    used: float | None = column("number", "used weight: without what has no value")


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion with all that stands behind its share of the score."""

    plan_id: str = column("id", "plan")
    weighting: str = column("id", "weighting")
    criterion_id: str = column("id", "criterion")
    title: str = column("text", "title")
    paradigm: str = column("id", "paradigm, or group beside them")
    stance: str = column("choice", "stance; empty under no stance", choices=STANCES)
    kind: str = column("text", "judged, computed or indicator")
    object: str = column("text", "what it asks of: plan, law, practice")
    status: str = column("choice", "status", choices=STATUSES)
    level: int | None = column("integer", "level; 0 for silent and contrary")
    top: int | None = column("integer", "highest level of its scale")
    low_level: int | None = column("integer", "lowest level left possible")
    high_level: int | None = column("integer", "highest level left possible")
    covered: bool | None = column("flag", "whether it counts as covered; a level from a part of the rows does not")
    points: float | None = column("number", "points of the level; empty without a level")
    standing: str = column(
        "choice", "against the rubric's norm level; empty without a settled level", choices=STANDINGS
    )
    stated: float | None = column("number", "stated weight: all criteria applicable")
    applicable: float | None = column("number", "applicable weight: without what does not apply")
    used: float | None = column("number", "used weight: without what has no value")
    contribution: float | None = column("number", "used weight x points; empty where the score is no sum")
    confidence: str = column("choice", "confidence", choices=CONFIDENCES)
    gate: str = column("choice", "state of the gate; empty for what is none", choices=GATE_STATES)
    descriptor: str = column("text", "what the rubric asks for this level")
    reason: str = column("text", "the coders' reason")
    missing_for_next: str = column("text", "what the next level would need")
    searched: str = column("text", "what was searched, for silent")
    note: str = column("text", "how a computed level came about")
    rule: str = column("text", "rule by which coders' ratings were settled")
    settled: str = column("text", "what joined the coders' ratings, or who decided, in which words")
    ratings: tuple[str, ...] = column("ids", "the coders' ratings: a:2;b:3")
    evidence_ids: tuple[str, ...] = column("ids", "evidence; see the sheet Evidence")
    tip_statute_2000: str = column("text", "whether the statute of 2000 looks at it")
    tip_statute_2022: str = column("text", "whether the statute as amended to 2022 looks at it")
    tip_practice: str = column("text", "whether the practice of the Trafficking in Persons Reports looks at it")


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate: what the rating says of it, and whether it caps the grade here."""

    plan_id: str = column("id", "plan")
    weighting: str = column("id", "weighting")
    criterion_id: str = column("id", "criterion that is the gate")
    title: str = column("text", "title")
    state: str = column("choice", "what the rating says of it", choices=GATE_STATES)
    caps: bool | None = column("flag", "whether it caps the grade under this weighting")
    reason: str = column("text", "the coders' reason")
    settled: str = column("text", "what joined the coders' ratings, or who decided, in which words")
    ratings: tuple[str, ...] = column("ids", "the coders' ratings: a:2;b:3")
    evidence_ids: tuple[str, ...] = column("ids", "evidence; see the sheet Evidence")


@dataclass(frozen=True, slots=True)
class WeightingLine:
    """One plan under one weighting of the rubric, and what that weighting gives weight to."""

    plan_id: str = column("id", "plan")
    weighting: str = column("id", "weighting")
    title: str = column("text", "the weighting's title")
    is_used: bool | None = column("flag", "whether the report rests on it")
    score: float | None = column("number", "score; empty where nothing with weight is rated")
    low: float | None = column("number", "lowest score left possible")
    high: float | None = column("number", "highest score left possible")
    judgement_low: float | None = column("number", "lower end of the judgement interval")
    judgement_high: float | None = column("number", "upper end of the judgement interval")
    coverage: float | None = column("number", "share of applicable weight covered")
    grade: str = column("text", "grade; empty when not graded")
    cause: str = column("choice", "what set the grade, or kept it away", choices=CAUSES)
    lowest: str = column("text", "lowest grade left possible")
    highest: str = column("text", "highest grade left possible")
    rank: int | None = column("integer", "place among the plans of this workbook; empty for one plan alone")
    gates_cap: bool | None = column("flag", "whether gates cap the grade under this weighting")
    control: float | None = column("number", "share of stated weight given to control")
    protection: float | None = column("number", "share of stated weight given to protection")
    structural: float | None = column("number", "share of stated weight given to structural change")
    no_stance: float | None = column("number", "share of stated weight under no stance")


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """The plan read against one instrument: provisions by verdict."""

    plan_id: str = column("id", "plan")
    instrument: str = column("id", "instrument")
    title: str = column("text", "title")
    binding: str = column("text", "whether it bound the state when the plan began")
    since: str = column("date", "since when it binds the state")
    until: str = column("date", "until when it bound the state, where it no longer does")
    met: int | None = column("integer", "provisions met")
    met_as_asked: int | None = column("integer", "provisions met as far as asked: some part has no test")
    partly: int | None = column("integer", "provisions met in part")
    not_met: int | None = column("integer", "provisions not met")
    not_assessed: int | None = column("integer", "provisions on which nothing is rated")
    not_applicable: int | None = column("integer", "provisions that do not apply")
    not_covered: int | None = column("integer", "provisions on which no criterion rests")
    articles_not_met: tuple[str, ...] = column("ids", "the provisions not met")
    parts_not_asked: tuple[str, ...] = column("ids", "parts of tested provisions that no criterion asks for")


@dataclass(frozen=True, slots=True)
class BlindSpotLine:
    """What a TIP scheme looks at, by one coding, and the plan's score on that part."""

    plan_id: str = column("id", "plan")
    basis: str = column("id", "which coding of the criteria")
    is_named: bool | None = column("flag", "whether the report names this basis")
    coding: str = column("text", "what the scheme does with these criteria")
    criteria: int | None = column("integer", "criteria coded so")
    reference: str = column("id", "weighting of the column `share`")
    share: float | None = column("number", "their share of stated weight under the reference weighting")
    weighting: str = column("id", "weighting of the score")
    score: float | None = column(
        "number", "score on these criteria alone; empty where none is rated or none is looked at"
    )
    low: float | None = column("number", "lowest score left possible")
    high: float | None = column("number", "highest score left possible")
    coverage: float | None = column("number", "share of their applicable weight covered")


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A place that is cited, and the document it is in."""

    plan_id: str = column("id", "plan")
    evidence_id: str = column("id", "evidence")
    number: int | None = column("integer", "number of the citation in the country report")
    source_id: str = column("id", "source")
    locator: str = column("text", "page, section, paragraph or row")
    object: str = column("text", "what it shows: plan, law, practice")
    as_of: str = column("date", "date it speaks of")
    note: str = column("text", "what it says, in the evaluators' words")
    quote: str = column("text", "quotation")
    quote_lang: str = column("lang", "language of the quotation")
    translation: str = column("text", "translation of the quotation")
    criteria: tuple[str, ...] = column("ids", "criteria that cite it")
    source_title: str = column("text", "title of the document")
    author_body: str = column("text", "who published it")
    source_date: str = column("date", "when it was published")
    url: str = column("url", "address where it can be opened")
    archive_url: str = column("url", "address of an archived copy")
    accessed: str = column("date", "when it was opened")


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One thing that the numbers rest on: a version, a coder, a choice with its origin, a file with its fingerprint."""

    plan_id: str = column("id", "plan; empty for what holds for all")
    part: str = column("text", "version, rule, weight, factor, override, weighting, coder or file")
    name: str = column("text", "what it is")
    value: str = column("text", "its value")
    origin: str = column("text", "sourced, counted or modelled, for what can be disputed")
    ground: str = column("text", "why it is so")


@dataclass(frozen=True, slots=True)
class WarningLine:
    """What a reader has to know before using the numbers."""

    plan_id: str = column("id", "plan; empty where it concerns several")
    warning: str = column("text", "in words")


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """The highest level reached on a criterion, and a plan that reaches it."""

    plan_id: str = column("id", "plan that reaches it")
    paradigm: str = column("text", "paradigm, or group beside them")
    title: str = column("text", "criterion")
    level: int | None = column("integer", "level reached")
    top: int | None = column("integer", "highest level of its scale")
    standing: str = column("text", "good practice at or above the rubric's norm level, else furthest so far")
    done: str = column("text", "what was done, in the evaluators' words")
    places: str = column("text", "places of the evidence")


@dataclass(frozen=True, slots=True)
class GapLine:
    """A criterion on which every rated plan is weak."""

    paradigm: str = column("text", "paradigm, or group beside them")
    title: str = column("text", "criterion")
    rated: int | None = column("integer", "plans rated")
    best: int | None = column("integer", "best level among them")
    top: int | None = column("integer", "highest level of its scale")


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """What one column of one sheet holds."""

    sheet: str = column("text", "sheet")
    name: str = column("text", "column", header="column")
    kind: str = column("text", "kind of value")
    meaning: str = column("text", "what it holds")
