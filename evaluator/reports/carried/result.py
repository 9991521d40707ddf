"""result.json: all numbers of a report, on one plan or several, in machine-readable form, under a versioned schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.contrasts.headline.one import Headline, headline_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.model.criterion_block import CriterionRow, costs, criterion_block, strengths
from evaluator.model.kind import KINDS
from evaluator.model.law import NOT_READ
from evaluator.model.publisher import Publisher
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.panel.proposed import begun_among
from evaluator.panel.settle import voting
from evaluator.pipeline import study_of_cards
from evaluator.reports.outline import SECTIONS, added_to
from evaluator.reports.retitle import finding_in_print
from evaluator.reports.subject import date_of, document_id
from evaluator.tables.law_beside import LAW_BESIDE
from evaluator.tables.scorecard import ALARMS, EVERY_CRITERION, EVERY_NODE, EVERY_RESULT, GATES

SCHEMA = "nap-evaluator/result"
SCHEMA_VERSION = 1

Json = dict[str, object]
CRITERIA = EVERY_CRITERION.only(
    "criterion_id status level low_level high_level covered confidence points stated applicable used contribution"
    " evidence_ids note reason rule decided_by decision"
)
ENDS = "low high judgement_low judgement_high"
INTERVALS = {"low": ("bounds", "high"), "judgement_low": ("judgement_interval", "judgement_high")}
SCORES = EVERY_RESULT.only(f"score breadth depth coverage {ENDS}")
GRADE = EVERY_RESULT.only(
    "grade cause lowest highest lowest_if_no_gate highest_if_no_gate judgement_lowest judgement_highest without_gates"
    " gates_cap"
)
NODES = EVERY_NODE.only(f"node_id score coverage {ENDS} stated applicable used")
GATE = GATES.only("criterion_id state caps")
LAW = LAW_BESIDE.only("criterion_id law law_level article since until text_of extent twin")
ALARM = ALARMS.only("criterion_id documented answered texts_read texts_whole texts_part texts_summary")


def result_json(card: Scorecard, lang: str = "en", *, annex: bool = False, publisher: Publisher | None = None) -> bytes:
    """Return result.json as UTF-8 bytes; the same scorecard gives the same bytes.

    Numbers are computed values (nine digits for scores), not the printed ones. A missing value is null;
    coverage and bounds are null if no applicable criterion has weight, and `assessor` is null for the
    panel's ratings. A reader refuses a `schema_version` that it does not know. A new key leaves the
    version as it is; a changed or dropped key raises it.
    """
    found = _result_json(card, lang, publisher, annex=annex)
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _extensions(rubric: Rubric, report: str) -> Json:
    """Return the key that names the extensions from which a report has kinds of criteria or sections."""
    kinds = [
        KINDS.added[one.kind].named for one in rubric.criteria if one.kind not in KINDS.ours and KINDS.get(one.kind)
    ]
    used = sorted({*kinds, *(SECTIONS.added[name].named for name, _ in added_to(report))})
    return {"extensions": used} if used else {}


def _named(publisher: Publisher | None) -> Json:
    return {"publisher": publisher.name} if publisher else {}


def _result_json(card: Scorecard, lang: str, publisher: Publisher | None, *, annex: bool) -> Json:
    block = criterion_block(card, {})
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "document": document_id(card, lang, annex=annex),
        **_named(publisher),
        **_extensions(card.rubric, "country"),
        "date": date_of(card.assessment),
        "country": card.assessment.country.iso3,
        **({"invented": True} if card.assessment.country.invented else {}),
        "plan": card.assessment.plan.id,
        "rubric": rubric_json(card.rubric),
        "weighting": card.weighting.id,
        "assessor": card.assessor or None,
        "lang": lang,
        **({"annex": True} if annex else {}),
        "draft": card.is_draft,
        "disputed": list(card.disputed),
        "overtaken": list(card.overtaken),
        "worked_example": card.assessment.plan.worked_example,
        **_with_intervals(SCORES.json(card)[0]),
        # The schema's causes are those of a grade; the tables' `no-weight` is not among them.
        "grade": GRADE.json(card)[0] | {"cause": card.grade.cause},
        "norm_level": card.rubric.norm_level.level if card.rubric.norm_level else None,
        "strengths": [_ranked_json(row, row.gain) for row in strengths(block)],
        "gaps": [_ranked_json(row, row.loss) for row in costs(block)],
        "gates": GATE.json(card, criterion_id="criterion"),
        "nodes": [_with_intervals(row) for row in NODES.json(card, node_id="node")],
        "finding": finding_json(finding_in_print(finding_of(card), card.rubric)),
        **_optional_keys(card),
        "criteria": _criteria_json(card),
        "warnings": list(card.warnings),
        "files": card.assessment.files,
    }


def rubric_json(rubric: Rubric) -> Json:
    """Return a rubric's id, version and fingerprint, and `altered` if something of it is not the shipped text."""
    stands = rubric.yardstick
    altered: Json = {"changed": True} if stands.is_changed else {}
    altered |= {"shipped": stands.shipped} if stands.shipped else {}
    altered |= {"weightings": list(stands.weightings)} if stands.weightings else {}
    named: Json = {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256}
    return named | ({"altered": altered} if altered else {})


def yardstick_in(result: Json) -> Yardstick:
    """Return what a result.json says of its rubric's text, as `rubric_json` wrote it.

    Examples
    --------
    >>> yardstick_in({"rubric": {"id": "four-paradigms", "altered": {"changed": True}}})
    Yardstick(is_changed=True, shipped='', weightings=())
    """
    rubric = result.get("rubric")
    altered = rubric.get("altered") if isinstance(rubric, dict) else None
    if not isinstance(altered, dict):
        return NOTHING_ALTERED
    names = altered.get("weightings")
    return Yardstick(
        altered.get("changed") is True,
        str(altered.get("shipped", "")),
        tuple(str(name) for name in names) if isinstance(names, list) else (),
    )


def examples_in(result: Json) -> frozenset[str]:
    """Return the plans that a result.json, of one plan or several, says to be worked examples."""
    return _plans_in(result, worked_example=True)


def own_in(result: Json) -> frozenset[str]:
    """Return the plans that a result.json, of one plan or several, says to be no worked example.

    Examples
    --------
    >>> sorted(own_in({"results": [{"plan": "A", "worked_example": False}, {"plan": "B", "worked_example": True}]}))
    ['A']
    """
    return _plans_in(result, worked_example=False)


def _plans_in(result: Json, *, worked_example: bool) -> frozenset[str]:
    rows = result.get("results", [result])
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return frozenset(str(row.get("plan", "")) for row in found if row.get("worked_example") is worked_example)


def finding_of(card: Scorecard) -> Headline:
    """Return the finding with which a report on one plan opens, with the rubric's titles."""
    return headline_of(study_of_cards([card]))


def finding_json(found: Headline) -> Json:
    """Return the report's finding as JSON: rule, English sentences, the compared scores, and the criteria named."""
    sides = [
        {"plan": side.plan_id, "weighting": side.weighting_id, "score": side.score, "grade": side.grade.grade}
        for side in found.sides
    ]
    return {
        "rule": found.rule,
        "sentences": [str(sentence) for sentence in found.sentences],
        "between": sides,
        "criteria": list(found.criteria),
    }


def _with_intervals(row: Json) -> Json:
    """Return a row with the two ends of each interval in one list, or null if it has none."""
    pairs = {low: (name, [row[low], row[high]]) for low, (name, high) in INTERVALS.items()}
    second = [high for _, high in INTERVALS.values()]
    found: Json = {}
    for key, value in row.items():
        if key in pairs:
            name, pair = pairs[key]
            found[name] = None if value is None else pair
        elif key not in second:
            found[key] = value
    return found


def _ranked_json(row: CriterionRow, size: float | None) -> Json:
    return {"criterion": row.id, "level": row.value, "size": size or 0.0}


def _optional_keys(card: Scorecard) -> Json:
    """Return the keys of some reports alone: proposals, grades of paradigms, one voice, observers, alarms, law."""
    found: Json = {}
    begun = begun_among(voting(card.assessment, card.assessor or None))
    if begun.began:
        found["proposals"] = {"ratings": begun.ratings, "began": begun.began, "changed": begun.changed}
    if card.paradigms:
        found["paradigm_grades"] = [
            {"node": node, "grade": g.grade, "cause": g.cause, "lowest": g.lowest, "highest": g.highest}
            for node, g in card.paradigms
        ]
    if card.tip_alone is not None:
        alone = card.tip_alone
        found["tip_alone"] = {"criteria": list(alone.criteria), "rated": alone.rated, "share": alone.share}
    if card.rubric.observers:
        shares = {name: round(share, 9) for name, share in card.observers.items()}
        found["observers"] = [
            {"observer": one.id, "coded": one.names["en"], "from": one.reads["en"], "share": shares[one.id]}
            for one in card.rubric.observers
        ]
    if card.alarms:
        found["alarms"] = ALARM.json(card, criterion_id="criterion")
    if law := [row for row in LAW.json(card, criterion_id="criterion") if row["law"] != NOT_READ]:
        found["law"] = law
    if card.plan_or_law is not None:
        found["plan_or_law"] = card.plan_or_law
    return found


def _criteria_json(card: Scorecard) -> list[Json]:
    ratings = [{"ratings": dict(scored.outcome.inputs)} for scored in card.criteria]
    rows = CRITERIA.json(card, criterion_id="criterion", evidence_ids="evidence")
    return [row | own for row, own in zip(rows, ratings, strict=True)]


SEVERAL_SCHEMA = "nap-evaluator/results"
SEVERAL_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class SeveralOrder:
    """The settings of a report on several plans: its kind, name, language and, for a contrast, its options.

    `finding` is the opening statement in English; `annex` is set if the annex is printed. Together with the
    scorecards, which hold the plans' order, rubric, weighting and coder, these settings suffice to rebuild the report
    from its files.
    """

    kind: str
    document: str
    lang: str = "en"
    contrast: ContrastOptions | None = None
    finding: Headline | None = None
    annex: bool = False


def results_json(cards: Sequence[Scorecard], order: SeveralOrder, publisher: Publisher | None = None) -> bytes:
    """Return result.json of a report on several plans: the settings to rebuild it, then the result of each plan.

    A reader refuses a `schema_version` it does not know.
    """
    rubric = cards[0].rubric
    document: dict[str, object] = {
        "schema": SEVERAL_SCHEMA,
        "schema_version": SEVERAL_SCHEMA_VERSION,
        "document": order.document,
        **_named(publisher),
        **_extensions(rubric, order.kind),
        "kind": order.kind,
        "lang": order.lang,
        **({"annex": True} if order.annex else {}),
        "date": max(date_of(card.assessment) for card in cards),
        "plans": [card.assessment.plan.id for card in cards],
        "rubric": rubric_json(rubric),
        "weighting": cards[0].weighting.id,
        "assessor": cards[0].assessor or None,
    }
    if order.contrast is not None:
        document["contrast"] = order.contrast.model_dump(mode="json")
    if order.finding is not None:
        document["finding"] = finding_json(order.finding)
    document["results"] = [json.loads(result_json(card, order.lang)) for card in cards]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
