"""The list of all files that people write, each with its declaration; guide, schemas and contracts come from it."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.anchor import Anchor
from evaluator.model.assessment import AgreedRating, CodingFile, LogRecord, Rating
from evaluator.model.audit import AuditFile
from evaluator.model.country import Country, Fact, FactsFile, Institution, MonitorPoint, PersonException, Source
from evaluator.model.criterion import Criterion
from evaluator.model.facts import (
    Criminalisation,
    CriteriaEdition,
    EconomicFigure,
    MembershipFact,
    PaperFigure,
    ReportChapter,
    Statistic,
    ThreePScore,
    TierPlacement,
    TreatyStatus,
    Variable,
)
from evaluator.model.framing import FramingFile
from evaluator.model.intake import BodyProposal, ColumnMapping, ImportNote, PlanWords, RowMatch, TagWords, Wording
from evaluator.model.law import LawRow
from evaluator.model.lens import Lens
from evaluator.model.plan import (
    Evidence,
    Implementation,
    Measure,
    MoneyLine,
    PlanFile,
    PlanIndicator,
    Recommendation,
    Reply,
)
from evaluator.model.proposal import Proposal, ProposalFile
from evaluator.model.publisher import PUBLISHER, Publisher
from evaluator.model.rubric import RubricFile
from evaluator.model.schema import Shape
from evaluator.model.standard import InstrumentsFile, ProvisionTest, Standard
from evaluator.model.survey import Answer, Conflict, GroupWeight, PersonWeight, SurveyFile, SurveyWords
from evaluator.model.weighting import Weighting

PLAN = "countries/<ISO3>/plans/<plan-id>"
RATINGS = f"{PLAN}/assessments/<rubric>"


@dataclass(frozen=True, slots=True)
class TableFile:
    """One kind of CSV file: its path pattern and the class that declares its rows."""

    path: str
    row: type


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """One kind of YAML file: its path pattern and the class that declares its keys."""

    path: str
    shape: type[Shape]


TABLES = (
    TableFile("rubrics/standards.csv", Standard),
    TableFile("rubrics/tests.csv", ProvisionTest),
    TableFile("countries/variables.csv", Variable),
    TableFile("countries/facts/<dataset>.csv", Statistic),
    TableFile("countries/facts/tip-tiers.csv", TierPlacement),
    TableFile("countries/facts/memberships.csv", MembershipFact),
    TableFile("countries/facts/tip-criteria.csv", CriteriaEdition),
    TableFile("countries/facts/three-p-index.csv", ThreePScore),
    TableFile("countries/facts/treaties.csv", TreatyStatus),
    TableFile("countries/facts/criminalisation.csv", Criminalisation),
    TableFile("countries/facts/report-chapters.csv", ReportChapter),
    TableFile("countries/facts/economic.csv", EconomicFigure),
    TableFile("countries/facts/paper-figures.csv", PaperFigure),
    TableFile("countries/<ISO3>/sources.csv", Source),
    TableFile("countries/<ISO3>/institutions.csv", Institution),
    TableFile("countries/<ISO3>/facts.csv", Fact),
    TableFile("countries/<ISO3>/monitoring.csv", MonitorPoint),
    TableFile("countries/<ISO3>/exceptions.csv", PersonException),
    TableFile(f"{PLAN}/measures.csv", Measure),
    TableFile(f"{PLAN}/indicators.csv", PlanIndicator),
    TableFile(f"{PLAN}/money.csv", MoneyLine),
    TableFile(f"{PLAN}/evidence.csv", Evidence),
    TableFile(f"{PLAN}/anchors.csv", Anchor),
    TableFile(f"{PLAN}/matches.csv", RowMatch),
    TableFile(f"{PLAN}/implementation.csv", Implementation),
    TableFile(f"{PLAN}/recommendations.csv", Recommendation),
    TableFile(f"{PLAN}/replies.csv", Reply),
    TableFile(f"{PLAN}/law.csv", LawRow),
    TableFile(f"{PLAN}/intake/wording.csv", Wording),
    TableFile(f"{PLAN}/intake/notes.csv", ImportNote),
    TableFile(f"{PLAN}/intake/bodies.csv", BodyProposal),
    TableFile(f"{RATINGS}/<coder>.csv", Rating),
    TableFile(f"{PLAN}/proposals/<rubric>/<machine>.csv", Proposal),
    TableFile(f"{RATINGS}/agreed.csv", AgreedRating),
    TableFile(f"{RATINGS}/log.csv", LogRecord),
    TableFile("surveys/<survey>/answers.csv", Answer),
    TableFile("surveys/<survey>/people.csv", PersonWeight),
    TableFile("surveys/<survey>/groups.csv", GroupWeight),
    TableFile("surveys/<survey>/conflict.csv", Conflict),
)

SHAPES = (
    ShapeFile("rubrics/<rubric>/rubric.yaml", RubricFile),
    ShapeFile("rubrics/<rubric>/criteria/<criterion>.yaml", Criterion),
    ShapeFile("rubrics/<rubric>/weightings/<weighting>.yaml", Weighting),
    ShapeFile("rubrics/<rubric>/lenses/<lens>.yaml", Lens),
    ShapeFile("rubrics/<rubric>/audit.yaml", AuditFile),
    ShapeFile("rubrics/instruments.yaml", InstrumentsFile),
    ShapeFile("rubrics/plan-words.yaml", PlanWords),
    ShapeFile("rubrics/tag-words.yaml", TagWords),
    ShapeFile("rubrics/survey.yaml", SurveyWords),
    ShapeFile("surveys/<survey>/survey.yaml", SurveyFile),
    ShapeFile(PUBLISHER, Publisher),
    ShapeFile("countries/facts/<dataset>.yaml", FactsFile),
    ShapeFile("countries/<ISO3>/country.yaml", Country),
    ShapeFile(f"{PLAN}/plan.yaml", PlanFile),
    ShapeFile(f"{PLAN}/framing.yaml", FramingFile),
    ShapeFile(f"{PLAN}/intake/mapping.yaml", ColumnMapping),
    ShapeFile(f"{RATINGS}/<coder>.yaml", CodingFile),
    ShapeFile(f"{PLAN}/proposals/<rubric>/<machine>.yaml", ProposalFile),
)
