"""The tables of a report's workbook: the scorecard's with titles and reasons, frames, blind spot, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evaluator.contrasts.blind import PartScore, blind_spots, coding_of, part_scores
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.study import RankedResult, Study
from evaluator.library import Library
from evaluator.model.country import Source
from evaluator.model.criterion_block import standing
from evaluator.model.plan import Evidence
from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.model.weighting import Weighting
from evaluator.panel.settled_words import settled_text
from evaluator.reports.context.country import reading_of
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.citations import citations_of
from evaluator.reports.sections.instruments import InstrumentView, instrument_views
from evaluator.reports.sections.method import weighting_title
from evaluator.reports.subject import country_name, passage
from evaluator.scoring.grade import rounded
from evaluator.tables.base import Col, Table, col
from evaluator.tables.scorecard import (
    CAUSES,
    EVERY_CRITERION,
    EVERY_GATE,
    EVERY_NODE,
    EVERY_RESULT,
    SCORE,
    SHARE,
    Of,
    Result,
)

STANDINGS = ("strength", "gap", "neither")


def _country_name(row: Result) -> str:
    country = row.card.assessment.country
    return country_name(country.names, country.iso3, row.lang).text


def _standing_word(row: Of[ScoredCriterion]) -> str:
    outcome = row.outcome
    known = outcome.covered and outcome.level is not None
    return standing(row.card.rubric, outcome, row.one.points) if known else ""


def _settled_column() -> Col[Of[Any]]:
    meaning = "what joined the coders' ratings, or who decided, in which words"
    return col("settled", "text", meaning, lambda r: settled_text(r.outcome))


SUMMARY = EVERY_RESULT.also(
    col("country", "text", "country", _country_name),
    col("title", "text", "title of the plan", lambda r: passage(r.card.assessment.plan.titles, r.lang).text),
    col("weighting_title", "text", "the weighting's title", lambda r: weighting_title(r.card.weighting, r.lang)),
    col("draft", "flag", "whether a draft or a dispute entered", lambda r: r.card.is_draft),
).only(
    "plan_id country title start end rubric weighting weighting_title ratings draft worked_example score low high"
    " judgement_low judgement_high coverage grade cause lowest highest lowest_if_no_gate highest_if_no_gate"
    " judgement_lowest judgement_highest without_gates gates_cap gates_tripped gates_not_assessed gates_disputed"
    " disputed overtaken"
)
NODE_SHEET = EVERY_NODE.only(
    "plan_id weighting node_id parent title stance score low high judgement_low judgement_high coverage stated"
    " applicable used"
)
CRITERION_SHEET = EVERY_CRITERION.also(
    col("standing", "choice", "against the rubric's norm level; empty without a settled level", _standing_word,
        choices=STANDINGS),
    col("descriptor", "text", "what the rubric asks for this level",
        lambda r: PageLanguage.of(r.card, r.lang).level(r.criterion.id, r.outcome.level)),
    _settled_column(),
).only(
    "plan_id weighting criterion_id title paradigm stance kind object status level top low_level high_level covered"
    " points standing stated applicable used contribution confidence gate descriptor reason missing_for_next searched"
    " note rule settled ratings evidence_ids tip_statute_2000 tip_statute_2022 tip_practice"
)  # fmt: skip
GATE_SHEET = EVERY_GATE.also(_settled_column()).only(
    "plan_id weighting criterion_id title state caps reason settled ratings evidence_ids"
)


@dataclass(frozen=True, slots=True)
class FrameResult:
    """A plan's result under one weighting, and the share of weight that the weighting gives each stance."""

    plan_id: str
    weighting: Weighting
    verdict: RankedResult
    shares: dict[str, float]
    is_used: bool
    lang: str


def _frame_results(study: Study, lang: str) -> Iterator[FrameResult]:
    lines = [line for line in effective_weights(study.rubric, study.weightings) if line.kind == "stance"]
    for plan_id in study.plan_ids:
        for at, weighting in enumerate(study.weightings):
            shares = {line.id: rounded(line.shares[at]) for line in lines}
            yield FrameResult(plan_id, weighting, study.verdict(plan_id, weighting.id), shares, at == 0, lang)


WEIGHTING_SHEET: Table[Study, FrameResult] = Table(
    "weightings",
    "One plan under one weighting of the rubric, and what that weighting gives weight to.",
    _frame_results,
    (
        col("plan_id", "id", "plan", lambda r: r.plan_id),
        col("weighting", "id", "weighting", lambda r: r.weighting.id),
        col("title", "text", "the weighting's title", lambda r: weighting_title(r.weighting, r.lang)),
        col("is_used", "flag", "whether the report rests on it", lambda r: r.is_used),
        col("score", "number", "score; empty where nothing with weight is rated", lambda r: r.verdict.score, **SCORE),
        col("low", "number", "lowest score left possible", lambda r: r.verdict.told[1], **SCORE),
        col("high", "number", "highest score left possible", lambda r: r.verdict.told[2], **SCORE),
        col("judgement_low", "number", "lower end of the judgement interval", lambda r: r.verdict.told[3], **SCORE),
        col("judgement_high", "number", "upper end of the judgement interval", lambda r: r.verdict.told[4], **SCORE),
        col("coverage", "number", "share of applicable weight covered", lambda r: r.verdict.told[0], **SHARE),
        col("grade", "text", "grade; empty when not graded", lambda r: r.verdict.grade.grade or ""),
        col("cause", "choice", "what set the grade, or kept it away", lambda r: r.verdict.cause, choices=CAUSES),
        col("lowest", "text", "lowest grade left possible",
            lambda r: r.verdict.grade.lowest if r.verdict.has_weight else ""),
        col("highest", "text", "highest grade left possible",
            lambda r: r.verdict.grade.highest if r.verdict.has_weight else ""),
        col("rank", "integer", "place among the plans of this workbook; empty for one plan alone",
            lambda r: r.verdict.rank),
        col("gates_cap", "flag", "whether gates cap the grade under this weighting",
            lambda r: r.weighting.gates == "cap"),
        col("control", "number", "share of stated weight given to control", lambda r: r.shares["control"], **SHARE),
        col("protection", "number", "share of stated weight given to protection", lambda r: r.shares["protection"],
            **SHARE),
        col("structural", "number", "share of stated weight given to structural change",
            lambda r: r.shares["structural"], **SHARE),
        col("no_stance", "number", "share of stated weight under no stance", lambda r: r.shares["none"], **SHARE),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodedShare:
    """The criteria that a TIP scheme codes in one way on one basis, and a plan's score on them."""

    study: Study
    plan_id: str
    basis: str
    coding: str
    share: float
    part: PartScore | None


def _coded_shares(study: Study, _: str) -> Iterator[CodedShare]:
    reference = study.rubric.weighting(study.rubric.reference_weighting)
    parts = {(p.plan_id, p.basis, p.coding): p for p in part_scores(study, study.weightings[0].id)}
    for plan_id in study.plan_ids:
        for spot in blind_spots(study.rubric, reference):
            shares = {
                "assessed": spot.assessed,
                "partly": spot.partly,
                "ignored": spot.ignored,
                "not-coded": spot.not_coded,
            }
            for coding, share in shares.items():
                yield CodedShare(
                    study, plan_id, spot.basis, coding, rounded(share), parts.get((plan_id, spot.basis, coding))
                )


# Shares are of stated weight under the rubric's reference weighting; scores are under the weighting of the report.
BLIND_SPOT_SHEET: Table[Study, CodedShare] = Table(
    "blind-spot",
    "What a TIP scheme looks at, by one coding, and the plan's score on that part.",
    _coded_shares,
    (
        col("plan_id", "id", "plan", lambda r: r.plan_id),
        col("basis", "id", "which coding of the criteria", lambda r: r.basis),
        col("is_named", "flag", "whether the report names this basis",
            lambda r: r.basis == r.study.weightings[0].reference_tip),
        col("coding", "text", "what the scheme does with these criteria", lambda r: r.coding),
        col("criteria", "integer", "criteria coded so",
            lambda r: sum(coding_of(criterion, r.basis) == r.coding for criterion in r.study.rubric.criteria)),
        col("reference", "id", "weighting of the column `share`", lambda r: r.study.rubric.reference_weighting),
        col("share", "number", "their share of stated weight under the reference weighting", lambda r: r.share,
            **SHARE),
        col("weighting", "id", "weighting of the score", lambda r: r.study.weightings[0].id),
        col("score", "number", "score on these criteria alone; empty where none is rated or none is looked at",
            lambda r: r.part and r.part.score, **SCORE),
        col("low", "number", "lowest score left possible", lambda r: r.part and r.part.low, **SCORE),
        col("high", "number", "highest score left possible", lambda r: r.part and r.part.high, **SCORE),
        col("coverage", "number", "share of their applicable weight covered", lambda r: r.part and r.part.coverage,
            **SHARE),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadAgainst:
    """A plan with its results against one instrument."""

    plan_id: str
    view: InstrumentView


def instruments(library: Library) -> Table[Scorecard, ReadAgainst]:
    """Return the table of the library's instruments that have a verdict on at least one provision."""
    return Table(
        "instruments",
        "The plan read against one instrument: provisions by verdict.",
        lambda card, lang: (
            ReadAgainst(card.assessment.plan.id, view) for view in instrument_views(reading_of(library, card), lang)
        ),
        (
            col("plan_id", "id", "plan", lambda r: r.plan_id),
            col("instrument", "id", "instrument", lambda r: r.view.id),
            col("title", "text", "title", lambda r: str(r.view.title)),
            col("binding", "text", "whether it bound the state when the plan began", lambda r: r.view.binding),
            col("since", "date", "since when it binds the state", lambda r: r.view.since),
            col("until", "date", "until when it bound the state, where it no longer does", lambda r: r.view.until),
            col("met", "integer", "provisions met", lambda r: r.view.all.met),
            col("met_as_asked", "integer", "provisions met as far as asked: some part has no test",
                lambda r: r.view.all.as_asked),
            col("in_part", "integer", "provisions met in part", lambda r: r.view.all.in_part),
            col("not_in_text", "integer", "provisions that the text, read whole, does not have",
                lambda r: r.view.all.absent),
            col("open", "integer", "provisions that what was read does not decide", lambda r: r.view.all.open),
            col("not_applicable", "integer", "provisions that do not apply", lambda r: r.view.apart),
            col("not_covered", "integer", "provisions on which no criterion rests", lambda r: r.view.uncovered),
            col("articles_not_in_text", "text", "the provisions that the text, read whole, does not have, parted by ;",
                lambda r: ";".join(one.article for one in r.view.absent)),
            col("parts_not_asked", "text", "parts of tested provisions that no criterion asks for, parted by ;",
                lambda r: ";".join(part for part, _ in r.view.unasked)),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A numbered passage with its number in the country report, its document, and the criteria that cite it."""

    plan_id: str
    number: int
    evidence: Evidence
    source: Source
    criteria: tuple[str, ...]


def _cited_passages(card: Scorecard, _: str) -> Iterator[CitedPassage]:
    citations = citations_of(card)
    known = {evidence.evidence_id: evidence for evidence in card.assessment.evidence}
    sources = {source.source_id: source for source in card.assessment.sources}
    for evidence_id, number in citations.numbers.items():
        evidence = known[evidence_id]
        source = sources.get(evidence.source_id) or Source(evidence.source_id)
        yield CitedPassage(card.assessment.plan.id, number, evidence, source, citations.criteria.get(evidence_id, ()))


EVIDENCE_SHEET: Table[Scorecard, CitedPassage] = Table(
    "evidence",
    "A place that is cited, and the document it is in, in the order of the country report's numbers.",
    _cited_passages,
    (
        col("plan_id", "id", "plan", lambda r: r.plan_id),
        col("evidence_id", "id", "evidence", lambda r: r.evidence.evidence_id),
        col("number", "integer", "number of the citation in the country report", lambda r: r.number),
        col("source_id", "id", "source", lambda r: r.evidence.source_id),
        col("locator", "text", "page, section, paragraph or row", lambda r: r.evidence.locator),
        col("object", "text", "what it shows: plan, law, practice", lambda r: r.evidence.object),
        col("as_of", "period", "date or period it speaks of", lambda r: r.evidence.as_of),
        col("note", "text", "what it says, in the evaluators' words", lambda r: r.evidence.note),
        col("quote", "text", "quotation", lambda r: r.evidence.quote),
        col("quote_lang", "lang", "language of the quotation", lambda r: r.evidence.quote_lang),
        col("translation", "text", "translation of the quotation", lambda r: r.evidence.translation),
        col("criteria", "ids", "criteria that cite it", lambda r: r.criteria),
        col("source_title", "text", "title of the document", lambda r: r.source.title),
        col("author_body", "text", "who published it", lambda r: r.source.author_body),
        col("source_date", "date", "when it was published", lambda r: r.source.date),
        col("url", "url", "address where it can be opened", lambda r: r.source.url),
        col("archive_url", "url", "address of an archived copy", lambda r: r.source.archive_url),
        col("accessed", "date", "when it was opened", lambda r: r.source.accessed),
    ),
)
