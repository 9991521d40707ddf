"""Several plans become one view: for the comparative report, the contrast report and the brief."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from evaluator.contrast.blind import part_scores
from evaluator.contrast.compare import Entrant
from evaluator.contrast.findings import Asked, Beside, Findings, findings_of
from evaluator.contrast.study import Study, study_of
from evaluator.contrast.tables_flips import flip_tables
from evaluator.errors import EvaluatorError
from evaluator.model.scorecard import Scorecard
from evaluator.plans.applicability import roles_in_period
from evaluator.report.charts import dodge
from evaluator.report.country import country_view, date_of, passage
from evaluator.report.heat import (
    GapsView,
    HeatGroupView,
    PracticesView,
    common_gaps,
    heat_groups,
    practices,
    rated_nowhere,
)
from evaluator.report.standing import ordered_weightings
from evaluator.report.view import CountryView, Passage

KINDS = ("comparative", "contrast", "brief")
TOP, STEP, LINE = 14.0, 16.0, 7.5  # of the slope chart, as its template draws it
MOVES = 12  # told in words
NAMED = 4  # up to so many plans stand in the file's name
SECTIONS = {"comparative": ("levels",), "contrast": ("weights", "moves", "blind-spot", "flips"), "brief": ()}


@dataclass(frozen=True, slots=True)
class EntryView:
    """One plan: what a country report would print, its short name, roles and years."""

    view: CountryView
    label: str
    roles: tuple[str, ...]
    seen: tuple[float | None, float | None]
    unseen: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class MethodNote:
    """Which version of the toolkit and the rubric made the pages."""

    tool_version: str
    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    rubric_licence: str


@dataclass(frozen=True, slots=True)
class SlopeView:
    """Ranks over weightings: `ranks` has a row for each plan, None where it has no score.

    `labels` are the plans' names with their heights left and right of the lines, so
    that no two lie on each other.
    """

    weightings: tuple[str, ...]
    titles: tuple[str, ...]
    ranks: tuple[tuple[int | None, ...], ...]
    scores: tuple[tuple[float | None, ...], ...]
    labels: tuple[tuple[tuple[str, float], ...], ...]


@dataclass(frozen=True, slots=True)
class RegionView:
    """Plans side by side under one weighting, ready to be laid out.

    `found` holds what the contrast finds, None where it cannot be told. Best practice and
    common gaps rest on ratings alone; None where the rubric does not say what they are.
    """

    kind: str
    lang: str
    document_id: str
    date: str
    rubric: Passage
    weighting: Passage
    weighting_id: str
    is_draft: bool
    worked_example: bool
    entries: tuple[EntryView, ...]
    heat: tuple[HeatGroupView, ...]
    practices: PracticesView | None
    gaps: GapsView | None
    unassessed: tuple[str, ...]
    slope: SlopeView
    warnings: tuple[str, ...]
    found: Findings | None
    flips: tuple[str, ...]
    moves: tuple[str, ...]
    method: MethodNote


def region_view(cards: Sequence[Scorecard], kind: str, lang: str = "en") -> RegionView:
    """Return several plans side by side, all under the weighting of the first.

    Raises
    ------
    EvaluatorError
        No plan is given, or the plans are not scored by one rubric and one weighting.
    """
    if not cards:
        raise EvaluatorError("No plan to compare.")
    first = cards[0]
    if len({(c.rubric.id, c.weighting.id, c.assessor) for c in cards}) > 1:
        raise EvaluatorError("Plans are compared under one rubric and one weighting, by the panel or by one coder.")
    study = _study(cards)
    views = tuple(country_view(card, lang) for card in cards)
    found = _found(study, SECTIONS[kind])
    return RegionView(
        kind=kind,
        lang=lang,
        document_id=region_name(cards, kind, lang),
        date=max(date_of(card.assessment) for card in cards),
        rubric=passage(first.rubric.titles, lang),
        weighting=views[0].weighting,
        weighting_id=first.weighting.id,
        is_draft=any(card.is_draft for card in cards),
        worked_example=any(card.assessment.plan.worked_example for card in cards),
        entries=_entries(cards, views, study),
        heat=heat_groups(cards, lang),
        practices=practices(cards, lang),
        gaps=common_gaps(cards, lang),
        unassessed=rated_nowhere(cards, lang),
        slope=_slope(study),
        warnings=study.warnings,
        found=found,
        flips=_flip_words(found),
        moves=_move_words(found),
        method=MethodNote(
            version("nap-evaluator"),
            first.rubric.id,
            first.rubric.version,
            first.rubric.sha256,
            first.rubric.licence,
        ),
    )


def region_name(cards: Sequence[Scorecard], kind: str, lang: str) -> str:
    """Return the report's name: its plans, then what differs from the default, the kind among it.

    More than four plans are named by their number and a fingerprint of their ids.
    """
    ids = [card.assessment.plan.id for card in cards]
    short = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:8]
    rubric, weighting = cards[0].rubric, cards[0].weighting
    parts = ["_".join(ids) if len(ids) <= NAMED else f"{len(ids)}-plans-{short}"]
    parts += [rubric.id] if rubric.id != "four-paradigms" else []
    parts += [weighting.id] if weighting.id != rubric.reference_weighting else []
    parts += [kind]
    parts += [lang] if lang != "en" else []
    parts += [f"coder_{cards[0].assessor}"] if cards[0].assessor else []
    return ".".join(parts)


def _study(cards: Sequence[Scorecard]) -> Study:
    entrants = [Entrant(c.assessment, tuple(s.outcome for s in c.criteria), c.is_draft, c.assessor) for c in cards]
    return study_of(cards[0].rubric, ordered_weightings(cards[0].rubric, cards[0].weighting), entrants)


def _found(study: Study, sections: tuple[str, ...]) -> Findings | None:
    """Return what the contrast finds; None where nothing is asked for or it cannot be told."""
    if not sections:
        return None
    try:
        return findings_of(study, Asked(sections=sections), Beside())
    except EvaluatorError:
        return None


def _entries(cards: Sequence[Scorecard], views: Sequence[CountryView], study: Study) -> tuple[EntryView, ...]:
    parts = {(p.basis, p.plan_id, p.coding): (p.score, p.coverage) for p in part_scores(study, study.weightings[0].id)}
    basis, several = views[0].blind_spot.named, len({c.assessment.country.iso3 for c in cards}) < len(cards)
    return tuple(
        EntryView(
            view=view,
            label=f"{view.country.text} {view.plan.start}" if several else view.country.text,
            roles=tuple(sorted(roles_in_period(card.assessment))),
            seen=parts.get((basis, view.plan.id, "assessed"), (None, None)),
            unseen=parts.get((basis, view.plan.id, "ignored"), (None, None)),
        )
        for card, view in zip(cards, views, strict=True)
    )


def _slope(study: Study) -> SlopeView:
    ids = [w.id for w in study.weightings]
    verdicts = [[study.verdict(plan, name) for name in ids] for plan in study.plan_ids]
    return SlopeView(
        weightings=tuple(ids),
        titles=tuple(w.titles.get("en", w.id) for w in study.weightings),
        ranks=tuple(tuple(v.rank for v in row) for row in verdicts),
        scores=tuple(tuple(v.score for v in row) for row in verdicts),
        labels=tuple(_labels(study.plan_ids, [row[end].rank for row in verdicts]) for end in (0, -1)),
    )


def _labels(names: Sequence[str], ranks: Sequence[int | None]) -> tuple[tuple[str, float], ...]:
    """Return names at the heights of their ranks, moved apart where ranks are shared."""
    placed = [(name, rank) for name, rank in zip(names, ranks, strict=True) if rank is not None]
    heights = dodge([TOP + STEP * (rank - 1) for _, rank in placed], LINE)
    return tuple((name, height) for (name, _), height in zip(placed, heights, strict=True))


def _flip_words(found: Findings | None) -> tuple[str, ...]:
    """Return what it takes to change places, in words; the least sum of changes of each pair."""
    if found is None:
        return ()
    tables = (table for table in flip_tables(found) if table.name == "flips")
    return tuple(row.text for table in tables for row in table.rows if row.kind == "total" and row.norm == "l1")


def _move_words(found: Findings | None) -> tuple[str, ...]:
    """Return the largest moves in words, at most `MOVES` of them."""
    moves = [move for way in found.ways for move in way.moves if move.change is not None] if found else []
    largest = sorted(moves, key=lambda move: -abs(move.change or 0.0))[:MOVES]
    return tuple(move.sentence for move in largest)
