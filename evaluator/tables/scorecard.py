"""The tables of a scorecard and of the stages before it, each declared once for all outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import Status
from evaluator.model.criterion import Criterion, Stance
from evaluator.model.law import GIVES, NOT_READ
from evaluator.model.plan import Evidence
from evaluator.model.rubric import ROOT, Node
from evaluator.model.safeguard import STATES, Gate
from evaluator.model.schema import ColumnOptions, year_of_id
from evaluator.model.scorecard import Alarm, NodeScore, Outcome, Scorecard, ScoredCriterion
from evaluator.tables.base import Col, Table, col, declared
from evaluator.tables.contract import with_source
from evaluator.tables.law_beside import LAW_BESIDE

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T", bound=ScoredCriterion | NodeScore | Gate | Alarm)
STATUSES = get_args(Status)
STANCES = get_args(Stance)
CONFIDENCES = ("high", "medium", "low")
CAUSES = ("score", "gates", "coverage", "range", "no-weight")
WITHIN = 1e-9
SHARE = ColumnOptions(least=0, most=1)
WEIGHT = ColumnOptions(required=True, least=0, most=1)
SCORE = ColumnOptions(least=-1, most=1)


@dataclass(frozen=True, slots=True)
class Of(Generic[T]):
    """The row object of these tables: a scorecard, one item of it (criterion, node, gate, alarm), and a language."""

    card: Scorecard
    one: T
    lang: str = "en"

    @property
    def outcome(self) -> Outcome:
        """Return the outcome of the row's criterion; for a gate or an alarm, that of its criterion."""
        one = self.one
        if isinstance(one, ScoredCriterion):
            return one.outcome
        return self.card.criterion(one.criterion_id if isinstance(one, Gate | Alarm) else "").outcome

    @property
    def criterion(self) -> Criterion:
        """Return the rubric's criterion of the row."""
        return self.card.rubric.by_id[self.outcome.criterion_id]

    @property
    def node(self) -> Node | None:
        """Return the rubric's node of the row; None for the total."""
        return self.card.rubric.nodes.get(self.one.node_id) if isinstance(self.one, NodeScore) else None

    @property
    def title(self) -> str:
        """Return the title of the row's node or criterion in the row's language."""
        if isinstance(self.one, NodeScore):
            return "Total" if self.one.node_id == ROOT else self.card.rubric.title(self.one.node_id, self.lang)
        return self.card.rubric.title(self.criterion.id, self.lang)

    @property
    def gate(self) -> str:
        """Return the state of the row's criterion as a gate; empty if it is not a gate."""
        states = {gate.criterion_id: gate.state for gate in self.card.gates}
        return states.get(self.outcome.criterion_id, "")


def plan_and_weighting() -> tuple[Col[Of[Any]], Col[Of[Any]]]:
    """Return the first two columns of every table of a scorecard: plan and weighting."""
    return (
        col("plan_id", "id", "plan", lambda r: r.card.assessment.plan.id, required=True),
        col("weighting", "id", "weighting", lambda r: r.card.weighting.id, required=True),
    )


def _criterion_column(meaning: str = "criterion") -> Col[Of[Any]]:
    return col("criterion_id", "id", meaning, lambda r: r.outcome.criterion_id, required=True, unique=True)


def _title_column(meaning: str) -> Col[Of[Any]]:
    return col("title", "text", meaning, lambda r: r.title, required=True)


def _weights() -> tuple[Col[Of[Any]], ...]:
    """Return the columns for the three weights (stated, applicable, used) of a criterion or a node."""
    return (
        col("stated", "number", "stated weight: all criteria applicable", lambda r: r.one.stated, **WEIGHT),
        col(
            "applicable", "number", "applicable weight: without what does not apply", lambda r: r.one.applicable,
            **WEIGHT,
        ),
        col("used", "number", "used weight: without what has no value", lambda r: r.one.used, **WEIGHT),
    )  # fmt: skip


def _grounds() -> tuple[Col[Of[Any]], ...]:
    """Return the columns for the basis of a rating: reason, coders' ratings, evidence."""
    return (
        col("reason", "text", "the coders' reason", lambda r: r.outcome.reason),
        col(
            "ratings", "ids", "the coders' ratings: a:2;b:3",
            lambda r: tuple(f"{coder}:{vote}" for coder, vote in r.outcome.inputs),
        ),
        col("evidence_ids", "ids", "ids of the evidence", lambda r: r.outcome.evidence_ids),
    )  # fmt: skip


def _coding(basis: str, scheme: str) -> Col[Of[Any]]:
    """Return the column for one coding of a criterion by how a TIP scheme looks at it."""
    return col(basis, "text", f"whether {scheme} looks at it", lambda r: r.criterion.coding(basis) or "")


def _adds_up(table: pd.DataFrame, cards: Sequence[Scorecard]) -> str:
    for card, rows in zip(cards, (table[table["plan_id"] == c.assessment.plan.id] for c in cards), strict=True):
        told = card.score is not None and rows.loc[rows["used"] > 0, "contribution"].notna().all()
        if told and abs(rows["contribution"].sum() - (card.score or 0.0)) > WITHIN:
            return "contributions that do not add up to the score"
    return ""


# All columns that a scorecard gives for a criterion; other packages add further columns.
EVERY_CRITERION: Table[Scorecard, Of[ScoredCriterion]] = Table(
    "criteria",
    "One criterion of a scorecard, with its points, weights and contribution.",
    lambda card, lang: (Of(card, one, lang) for one in card.criteria),
    (
        *plan_and_weighting(),
        _criterion_column(),
        _title_column("title of the criterion"),
        col(
            "paradigm", "id", "paradigm, or group beside them", lambda r: r.card.rubric.paradigm_of(r.criterion.id),
            required=True,
        ),
        col(
            "stance", "choice", "stance; empty under no stance",
            lambda r: r.card.rubric.stance_of(r.criterion.id) or "", choices=STANCES,
        ),
        col("kind", "text", "judged, computed or indicator", lambda r: r.criterion.kind),
        col("object", "text", "what it asks of: plan, law, practice", lambda r: r.criterion.object),
        col("status", "choice", "status", lambda r: r.outcome.status, required=True, choices=STATUSES),
        col("level", "integer", "level; 0 for silent and contrary", lambda r: r.outcome.level, least=0),
        col("top", "integer", "highest level of its scale", lambda r: r.card.rubric.scale_of(r.criterion.id).top),
        col(
            "low_level", "integer", "lowest level left possible", lambda r: r.outcome.low_level, required=True,
            least=0,
        ),
        col(
            "high_level", "integer", "highest level left possible", lambda r: r.outcome.high_level, required=True,
            least=0,
        ),
        col(
            "covered", "flag", "whether it counts as covered; a level from a part of the rows does not",
            lambda r: r.outcome.covered, required=True,
        ),
        col("points", "number", "points of the level; empty without a level", lambda r: r.one.points, **SHARE),
        *_weights(),
        col(
            "contribution", "number", "used weight x points; empty where the score is no sum",
            lambda r: r.one.contribution, **SHARE,
        ),
        col("confidence", "choice", "confidence", lambda r: r.outcome.confidence, choices=CONFIDENCES),
        col("gate", "choice", "state of the gate; empty for what is none", lambda r: r.gate, choices=STATES),
        col(
            "victim_centred", "flag", "whether the criterion is victim-centred", lambda r: r.criterion.victim_centred,
            required=True,
        ),
        *_grounds(),
        col("missing_for_next", "text", "what the next level would need", lambda r: r.outcome.missing_for_next),
        col("searched", "text", "what was searched, for silent", lambda r: r.outcome.searched),
        col("note", "text", "how a computed level came about", lambda r: r.outcome.note),
        col("rule", "text", "rule by which coders' ratings were settled", lambda r: r.outcome.rule),
        col("decided_by", "text", "who decided, where a person did", lambda r: r.outcome.decided_by),
        col("decision", "text", "the words of who decided", lambda r: r.outcome.decision),
        _coding("tip_statute_2000", "the statute of 2000"),
        _coding("tip_statute_2022", "the statute as amended to 2022"),
        _coding("tip_practice", "the practice of the Trafficking in Persons Reports"),
    ),
    _adds_up,
)  # fmt: skip
CRITERIA = EVERY_CRITERION.only(
    "plan_id weighting criterion_id title paradigm stance status level points covered stated applicable used"
    " contribution low_level high_level confidence evidence_ids note"
)


def _sums_to_one(table: pd.DataFrame, _: Sequence[Scorecard]) -> str:
    for name in ("stated", "applicable", "used"):
        whole = float(table[name].sum())
        if min(abs(whole), abs(whole - 1)) > WITHIN:
            return f"{name} weights that sum to {whole}"
    return ""


WEIGHTS = Table(
    "weights",
    "What one criterion weighs under the weighting of a scorecard, in three meanings.",
    EVERY_CRITERION.rows,
    EVERY_CRITERION.only("weighting criterion_id paradigm stance victim_centred stated applicable used").cols,
    _sums_to_one,
)


def _score_fault(table: pd.DataFrame, _: Sequence[Scorecard]) -> str:
    outside = (table["score"] < table["low"] - WITHIN) | (table["score"] > table["high"] + WITHIN)
    return "a score outside its bounds" if bool(outside.any()) else ""


EVERY_NODE: Table[Scorecard, Of[NodeScore]] = Table(
    "nodes",
    "One node of a scorecard's tree: a paradigm, a stance in it, the quality of the plan; `total` is the whole.",
    lambda card, lang: (Of(card, one, lang) for one in card.nodes),
    (
        *plan_and_weighting(),
        col("node_id", "id", "node; `total` is the whole", lambda r: r.one.node_id, required=True, unique=True),
        col("parent", "id", "node above; empty for the whole", lambda r: r.node.parent if r.node else ""),
        _title_column("title"),
        col(
            "stance", "choice", "stance that begins at this node", lambda r: (r.node and r.node.stance) or "",
            choices=STANCES,
        ),
        col("score", "number", "score; empty where it has no value", lambda r: r.one.score, **SCORE),
        col("coverage", "number", "share of its applicable weight that is covered", lambda r: r.one.coverage, **SHARE),
        col("low", "number", "lowest score left possible", lambda r: r.one.low, **SCORE),
        col("high", "number", "highest score left possible", lambda r: r.one.high, **SCORE),
        col("judgement_low", "number", "lower end of the judgement interval", lambda r: r.one.judgement_low, **SCORE),
        col("judgement_high", "number", "upper end of the judgement interval", lambda r: r.one.judgement_high, **SCORE),
        *_weights(),
        col(
            "grade", "text", "grade of a paradigm, where the rubric grades them; empty when not graded",
            lambda r: next((grade.grade or "" for name, grade in r.card.paradigms if name == r.one.node_id), ""),
        ),
    ),
    _score_fault,
)  # fmt: skip
NODES = EVERY_NODE.only(
    "plan_id weighting node_id parent title score coverage low high judgement_low judgement_high stated applicable used"
    " grade"
)

EVERY_GATE: Table[Scorecard, Of[Gate]] = Table(
    "gates",
    "One gate of a scorecard: what rating and law say of it, and whether it caps the grade here.",
    lambda card, lang: (Of(card, one, lang) for one in card.gates),
    (
        *plan_and_weighting(),
        _criterion_column("criterion that is the gate"),
        _title_column("title"),
        col("state", "choice", "what rating and law say of it", lambda r: r.one.state, required=True, choices=STATES),
        col("caps", "flag", "whether it caps the grade under this weighting", lambda r: r.one.caps, required=True),
        col(
            "law",
            "choice",
            "what the law beside the plan gives; empty where no law may answer",
            lambda r: r.one.law.gives if r.one.law else "",
            choices=(*GIVES, NOT_READ),
        ),
        col(
            "law_article",
            "text",
            "the act and the article that decide",
            lambda r: r.one.law.article if r.one.law else "",
        ),
        *_grounds(),
    ),
)
GATES = EVERY_GATE.only("plan_id weighting criterion_id state caps law law_article")

ALARMS: Table[Scorecard, Of[Alarm]] = Table(
    "alarms",
    "One alarm of a scorecard: conduct without weight, documented by a source or by none of the texts read.",
    lambda card, lang: (Of(card, one, lang) for one in card.alarms),
    (
        *plan_and_weighting(),
        _criterion_column(),
        _title_column("title of the criterion"),
        col("documented", "flag", "whether a source documents it", lambda r: r.one.is_documented, required=True),
        col(
            "answered", "flag", "whether a coder looked for it under this rubric", lambda r: r.one.is_answered,
            required=True,
        ),
        col("texts_read", "integer", "texts on practice of which the evidence names a passage",
            lambda r: r.one.read.texts, required=True, least=0),
        col("texts_whole", "integer", "those of them that were read whole", lambda r: r.one.read.whole, least=0),
        col("texts_part", "integer", "those read in part", lambda r: r.one.read.part, least=0),
        col("texts_summary", "integer", "those of which a summary alone was read", lambda r: r.one.read.summary,
            least=0),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """The row object of the table of results: a scorecard and a language."""

    card: Scorecard
    lang: str = "en"


def _told_at(at: int) -> Any:  # noqa: ANN401  (a getter of one of the numbers that the card tells in this order)
    return lambda r: r.card.told[at]


def _possible_grade(name: str, doc: str) -> Col[Result]:
    """Return the column of a grade that is possible; empty if no applicable criterion has weight."""
    return col(name, "text", doc, lambda r: getattr(r.card.grade, name) if r.card.has_weight else "")


EVERY_RESULT: Table[Scorecard, Result] = Table(
    "results",
    "The result of one plan under one weighting.",
    lambda card, lang: (Result(card, lang),),
    (
        col("plan_id", "id", "plan", lambda r: r.card.assessment.plan.id, required=True),
        col("start", "date", "first day or year of the plan", lambda r: r.card.assessment.plan.start),
        col("end", "date", "last day or year of the plan", lambda r: r.card.assessment.plan.end),
        col(
            "rubric", "text", "rubric and its version", lambda r: f"{r.card.rubric.id} {r.card.rubric.version}",
            required=True,
        ),
        col(
            "weighting", "id", "weighting that every score of this row rests on", lambda r: r.card.weighting.id,
            required=True,
        ),
        col(
            "ratings", "text", "whose ratings were scored: the panel's, or one coder's",
            lambda r: f"coder {r.card.assessor}" if r.card.assessor else "panel",
        ),
        col("is_draft", "flag", "whether a draft or a dispute entered", lambda r: r.card.is_draft, required=True),
        col(
            "worked_example", "flag", "whether it is a worked example and no official evaluation",
            lambda r: r.card.assessment.plan.worked_example,
        ),
        col("score", "number", "score; empty where nothing with weight is rated", lambda r: r.card.score, **SCORE),
        col(
            "breadth", "number", "share of what counts in the score that is answered at all; empty without a score, or"
            " where it is no sum", lambda r: r.card.breadth, **SHARE,
        ),
        col(
            "depth", "number", "mean points of what is answered; the score is breadth x depth", lambda r: r.card.depth,
            **SHARE,
        ),
        col("coverage", "number", "share of applicable weight covered; empty where none applies", _told_at(0), **SHARE),
        col("low", "number", "lowest score left possible", _told_at(1), **SCORE),
        col("high", "number", "highest score left possible", _told_at(2), **SCORE),
        col("judgement_low", "number", "lower end of the judgement interval", _told_at(3), **SCORE),
        col("judgement_high", "number", "upper end of the judgement interval", _told_at(4), **SCORE),
        col("grade", "text", "grade; empty when not graded", lambda r: r.card.grade.grade or ""),
        col(
            "cause", "choice", "what set the grade, or kept it away", lambda r: r.card.cause, required=True,
            choices=CAUSES,
        ),
        _possible_grade("lowest", "lowest grade left possible"),
        _possible_grade("highest", "highest grade left possible"),
        _possible_grade("lowest_if_no_gate", "lowest grade left possible if no open gate is tripped"),
        _possible_grade("highest_if_no_gate", "highest grade left possible if no open gate is tripped"),
        _possible_grade("judgement_lowest", "lowest grade within the judgement interval"),
        _possible_grade("judgement_highest", "highest grade within the judgement interval"),
        col(
            "without_gates", "text", "grade that the score alone would have",
            lambda r: r.card.grade.without_gates or "",
        ),
        col(
            "gates_cap", "flag", "whether gates cap the grade under this weighting", lambda r: r.card.grade.gates_cap
        ),
        col("gates_tripped", "ids", "gates tripped", lambda r: r.card.grade.tripped),
        col("gates_not_assessed", "ids", "gates not assessed", lambda r: r.card.grade.not_assessed),
        col("gates_disputed", "ids", "gates on which the coders disagree", lambda r: r.card.grade.disputed),
        col(
            "disputed", "ids", "criteria on which the coders disagree; each makes the result a draft",
            lambda r: r.card.disputed,
        ),
        col(
            "overtaken", "ids", "criteria whose agreed rating went by ratings that have changed",
            lambda r: r.card.overtaken,
        ),
        col(
            "observers", "ids", "share of weight that rests on each observer, as `frank:0.607`; empty where there are"
            " none",
            lambda r: tuple(f"{name}:{share:.3f}" for name, share in r.card.observers.items()),
        ),
        col(
            "plan_or_law", "number", "score with the higher of plan and law; empty where too little law was read",
            lambda r: r.card.plan_or_law, **SCORE,
        ),
    ),
)  # fmt: skip
# By what rows of many plans and rubrics are told apart, of any row object with a scorecard.
WHOSE: tuple[Col[Any], ...] = (
    col("iso3", "id", "country", lambda r: r.card.assessment.country.iso3, required=True),
    col("year", "integer", "first year of a plan, or the year of a unit",
        lambda r: year_of_id(r.card.assessment.plan.id)),
    col("rubric_id", "id", "rubric", lambda r: r.card.rubric.id, required=True),
    col("version", "text", "version of the rubric", lambda r: r.card.rubric.version, required=True),
)  # fmt: skip
# What leaves as a table has the names of the tables of a contrast and of a data release.
RESULTS = (
    EVERY_RESULT.also(*WHOSE)
    .only(
        "weighting plan_id iso3 year rubric_id version is_draft score coverage low high judgement_low judgement_high"
        " grade cause lowest highest gates_tripped gates_not_assessed gates_disputed disputed overtaken observers"
        " plan_or_law"
    )
    .named(rubric_id="rubric", cause="grade_cause", lowest="grade_lowest", highest="grade_highest")
)

# The tables that a command writes, by name.
OF_CARDS: dict[str, Table[Scorecard, Any]] = {
    table.name: table for table in (RESULTS, NODES, CRITERIA, GATES, ALARMS, LAW_BESIDE)
}
LEAVING: tuple[Table[Any, Any], ...] = (CRITERIA, NODES, GATES, ALARMS, LAW_BESIDE, WEIGHTS, RESULTS)


def frame_of(card: Scorecard, name: str) -> pd.DataFrame:
    """Return a table of a scorecard by its name, as a frame; UnknownNameError if there is no such table."""
    tables = OF_CARDS | {"weights": WEIGHTS, "scores": RESULTS}
    if name != "evidence" and name not in tables:
        raise UnknownNameError("table", name, [*tables, "evidence"])
    evidence = card.assessment.evidence
    found = declared(Evidence).frame(evidence) if name == "evidence" else tables[name].frame(card)
    none = {
        "gates": "the rubric has no gates",
        "alarms": "the rubric has no alarms",
        "law-beside": "no row of law is in the library for this country, or the rubric asks none",
        "evidence": "the plan has no evidence in the library",
    }
    return with_source(found, card.rubric, none.get(name, f"nothing is known for {name}"))
