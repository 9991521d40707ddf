"""Build the view of a contrast from its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version

from evaluator.contrasts.blind import narrow_parts
from evaluator.contrasts.compare import Entrant, draft_words
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.places import TIE_RULE
from evaluator.contrasts.robustness import Robustness
from evaluator.contrasts.study import RankedResult, Study, undrafted
from evaluator.contrasts.tables.blind import BlindRow
from evaluator.contrasts.tables.every import tables_of
from evaluator.contrasts.tables.flips import attainable_title
from evaluator.contrasts.tables.robust import PairRow
from evaluator.contrasts.tables.study import VerdictRow
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.words import text_for
from evaluator.reports.contrast.parts import (
    ContrastView,
    PlanLine,
    PrintedSpot,
    RankBar,
    RanksOverDraws,
    WeightingScores,
)
from evaluator.reports.region import labels_of
from evaluator.reports.request import Tool
from evaluator.reports.retitle import finding_in_print, names_of, retitled, titles_in
from evaluator.reports.sections.base import fields_of
from evaluator.reports.sections.frames import frames_view
from evaluator.reports.sections.method import weighting_title
from evaluator.reports.sections.standing import interval_of
from evaluator.reports.subject import country_name, date_of, invented_among
from evaluator.scoring.rounding import printed, shared_out

LISTED = 30  # rows of a list of changes
LOOKED_UP = ("flips", "flips_shared", "attainable", "stability")  # parts in which plans have their short row names
WHOLE = Decimal(100)


def contrast_view(found: Findings, sections: Sequence[str], *, ranks: bool = True, lang: str = "en") -> ContrastView:
    """Return the view of the named sections of a contrast; it cuts long lists and counts the rows left out."""
    rows = {table.name: table.rows for table in tables_of(found, sections, ranks=ranks)}
    framed = bool({"scores", "moves"} & set(sections))
    head = _head(found, lang, ranks=ranks)
    crossed = rows.get("crossings", ())
    told = [row for row in rows.get("flips", ()) if row.kind == "total" and row.norm == "l1"]
    left_out = tuple(row for row in rows.get("leave-one-out", ()) if row.rank_before != row.rank_after)
    levels = found.order.sentence if found.order and "levels" in sections else ""
    said = {*head.headline, levels}  # already printed elsewhere on the page: the method does not repeat it
    view = replace(
        head,
        has_moves="moves" in sections,
        scores=_scores(found, rows.get("scores", ()), lang),
        frames=frames_view(found.study, [plan.label for plan in head.plans], lang) if framed else None,
        spots=tuple(_spot(row, found.study.rubric, lang) for row in rows.get("blind-spot", ())),
        parts=tuple(row for row in rows.get("seen-and-ignored", ()) if row.basis == found.base.reference_tip),
        narrow=narrow_parts(found.study.rubric, found.base) if "blind-spot" in sections else (),
        tiers=rows.get("tiers", ()),
        association=rows.get("association", ()),
        crossings=crossed[:LISTED],
        crossings_left=max(0, len(crossed) - LISTED),
        flips=tuple(row for row in told if row.shared is None),
        flips_shared=tuple(row for row in told if row.shared is not None),
        attainable=rows.get("attainable-ranks", ()),
        attainable_title=attainable_title(found),
        stability=rows.get("stability", ()),
        drawn=_drawn(found, rows.get("pairs", ()), ranks=ranks) if "robustness" in sections else (),
        levels=rows.get("levels", ()),
        levels_sentence=levels,
        left_out=left_out[:LISTED],
        left_out_left=max(0, len(left_out) - LISTED),
        indices=rows.get("sensitivity", ()),
        how=tuple(row for row in rows.get("method", ()) if row.text not in said),
    )
    rubric = found.study.rubric
    nodes = {node: rubric.title(node, lang) for node in rubric.nodes}
    names = {**nodes, **names_of(found.study.weightings, lang), **labels_of(found.study, lang)}
    titles, short = titles_in(rubric, lang), {**names, **view.in_rows}
    looked_up = {part: retitled(getattr(view, part), titles, short) for part in LOOKED_UP}
    return replace(retitled(replace(view, **looked_up), titles, names), names=short)


def _head(found: Findings, lang: str, *, ranks: bool) -> ContrastView:
    study = found.study
    rubric = study.rubric
    return ContrastView(
        lang=lang,
        date=max(date_of(entrant.assessment) for entrant in study.entrants),
        method=Tool(version("nap-evaluator")),
        rubric=f"{text_for(rubric.named(), lang, rubric.id)} {rubric.version}",
        rubric_sha256=rubric.sha256,
        rubric_licence=rubric.licence,
        subject=rubric.subject,
        base=found.base.id,
        base_title=weighting_title(found.base, lang),
        worked_example=any(entrant.assessment.plan.worked_example for entrant in study.entrants),
        invented=invented_among(entrant.assessment.country for entrant in study.entrants),
        is_draft=any(entrant.is_draft for entrant in study.entrants),
        draft_reasons=draft_words(rubric, study.entrants, lambda name: rubric.title(name, lang)),
        ranks=ranks and any(v.rank is not None for row in study.verdicts for v in row),
        rank_all=ranks and study.rank_all,
        headline=found.headline if ranks else (),
        finding=finding_in_print(found.finding(ranks=ranks), rubric, lang, labels_of(study, lang)),
        edges=tuple(band.lower for band in rubric.grading.bands),
        bands=tuple(sorted(((band.grade, band.lower) for band in rubric.grading.bands), key=lambda band: -band[1])),
        least_coverage=rubric.grading.least_coverage,
        plans=_plans(study, lang),
        warnings=undrafted(study),
        common=len(study.common),
        criteria=len(rubric.criteria),
        tie_rule=TIE_RULE,
        group_titles=tuple(rubric.title(group, lang) for group in rubric.paradigms),
        stance_titles=tuple(line.title for line in found.weights if line.kind == "stance"),
        has_safeguards=bool(rubric.grading.gates),
        top=rubric.scale.top,
        has_empty_paradigm=any(
            paradigm != ROOT and not any(paradigm in rubric.ancestors(name) for name in rubric.by_id)
            for paradigm in rubric.paradigms
        ),
    )


def _plans(study: Study, lang: str) -> tuple[PlanLine, ...]:
    """Return the plans of a contrast, each named by its country, with its first year if the country has several."""
    codes = [entrant.iso3 for entrant in study.entrants]
    return tuple(
        _plan(entrant, verdict, lang, is_alone=codes.count(entrant.iso3) == 1)
        for entrant, verdict in zip(study.entrants, study.verdicts[0], strict=True)
    )


def _plan(entrant: Entrant, verdict: RankedResult, lang: str, *, is_alone: bool) -> PlanLine:
    assessment = entrant.assessment
    plan, names, grade = assessment.plan, assessment.country.names, verdict.grade
    country = country_name(names, entrant.iso3, lang).text
    return PlanLine(
        id=plan.id,
        code=entrant.iso3 if is_alone else f"{entrant.iso3} {plan.start[:4]}",
        country=country,
        label=country if is_alone else f"{country} {plan.start}",
        title=text_for(plan.titles, lang, plan.id),
        years=entrant.years,
        roles=entrant.roles,
        is_draft=entrant.is_draft,
        interval=interval_of(verdict),
        grade=grade.grade or "",
        grades=(grade.lowest, grade.highest),
        footnote=text_for(assessment.country.footnote, lang),
    )


def _scores(found: Findings, rows: Sequence[VerdictRow], lang: str) -> tuple[WeightingScores, ...]:
    study = found.study
    result, names = [], names_of(study.weightings, lang)
    for s, weighting in enumerate(study.weightings):
        shares = {
            kind: [100 * line.shares[s] for line in found.weights if line.kind == kind] for kind in ("group", "stance")
        }
        groups, stances = (tuple(printed(s, 0) for s in part) if sum(part) else () for part in shares.values())
        own = tuple(row for row in rows if row.weighting == weighting.id)
        title, cap = weighting_title(weighting, lang), weighting.gates == "cap"
        result.append(
            WeightingScores(weighting.id, title, names[weighting.id], cap, own, groups, stances, study.correlations[s])
        )
    return tuple(result)


def _spot(row: BlindRow, rubric: Rubric, lang: str) -> PrintedSpot:
    shares = [100 * (share or 0.0) for share in (row.assessed, row.partly, row.ignored, row.not_coded)]
    ignored, partly = (
        tuple(rubric.title(gate, lang) for gate in gates) for gates in (row.gates_ignored, row.gates_partly)
    )
    return PrintedSpot(replace(row, gates_ignored=ignored, gates_partly=partly), shared_out(shares, WHOLE))


def _drawn(found: Findings, pairs: Sequence[PairRow], *, ranks: bool) -> tuple[RanksOverDraws, ...]:
    named = [(name, r) for name, r in (("weights", found.robustness), ("doubts", found.doubts)) if r is not None]
    return tuple(
        RanksOverDraws(
            name,
            r.space,
            _bars(r) if ranks else (),
            tuple(row for row in pairs if row.drawn == name),
            r.sampling.rank_interval,
        )
        for name, r in named
    )


def _bars(found: Robustness) -> tuple[RankBar, ...]:
    bars = []
    for standing, row in zip(found.standings, found.acceptability, strict=True):
        shares = tuple(float(share) for share in row)
        whole = sum(shares)
        printed = shared_out([100 * s for s in shares], WHOLE) if whole > 1 - 1e-9 else ()
        bars.append(RankBar(**fields_of(standing), shares=shares, printed=printed))
    return tuple(sorted(bars, key=lambda bar: (bar.mean, bar.plan_id)))
