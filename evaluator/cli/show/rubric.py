"""Pages on a rubric and its parts: criterion, weighting, lens, and the standards that criteria cite."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from evaluator.cli.shared.layout import NONE, weight_text
from evaluator.cli.show.entry import EntryPage, english, plain
from evaluator.contrasts.effective import WeightLine, effective_weights, shown_weights
from evaluator.errors import UnknownNameError
from evaluator.library import Library
from evaluator.model.criterion import TIP_BASES, Criterion
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.standard import VERIFIED
from evaluator.model.weighting import Weighting
from evaluator.scoring.tree import plant


def rubric_page(rubric: Rubric) -> EntryPage:
    """Return the page on a rubric: scale, grades, gates, tree."""
    page = EntryPage({**_rubric_data(rubric), "criteria": [criterion.id for criterion in rubric.criteria]})
    page.title(f"{rubric.id} {rubric.version}  {english(rubric.titles)}")
    page.prose("What it is", english(rubric.summary))
    grading = rubric.grading
    points = ", ".join(f"{level}: {value:g}" for level, value in enumerate(rubric.scale.points))
    heading, bands = grading.told
    caps = ", ".join(f"{cap.tripped} breached: at most {cap.at_most}" for cap in grading.gate_caps)
    page.pairs(
        [
            ("points of levels", f"{points} ({rubric.scale.origin})"),
            ("aggregation", f"{rubric.aggregation.kind} ({rubric.aggregation.origin})"),
            ("missing", f"{rubric.missing.policy} ({rubric.missing.origin})"),
            *_shrinking_pair(rubric),
            (heading, f"{bands} ({grading.origin})"),
            ("safeguards", "; ".join(filter(None, (", ".join(grading.gates), caps))) if grading.gates else "none"),
            ("alarms", ", ".join(rubric.alarms) or "none"),
            ("frames", ", ".join(rubric.weightings)),
            ("frames before", ", ".join(rubric.followed)),
            ("lenses", ", ".join(rubric.lenses) or "none"),
            ("licence", rubric.licence),
            ("sha256", rubric.sha256),
        ]
    )
    page.table(f"node{'|stance' * rubric.has_stances}|>criteria|title", list(_tree_rows(rubric, ROOT, 0)))
    page.columns("words of a source={words}|level={bound}", rubric.phrases)
    page.items("Rules of rating", rubric.rating_rules)
    page.items("Sources", rubric.sources)
    return page


def _rubric_data(rubric: Rubric) -> dict[str, object]:
    parts = {"criteria", "weightings", "lenses", "translations"}
    dumped = rubric.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=parts)
    return {**dumped, "weightings": list(rubric.weightings), "lenses": list(rubric.lenses)}


def _shrinking_pair(rubric: Rubric) -> Iterator[tuple[str, str]]:
    shrinking = [
        branch.id + (f" (at most {branch.most:g} times)" if branch.most > 1 else "")
        for branch in plant(rubric).branches
        if branch.shrinks
    ]
    if shrinking:
        yield "weight of what applies", ", ".join(shrinking)


def _tree_rows(rubric: Rubric, node: str, depth: int) -> Iterator[list[str]]:
    for child in rubric.children[node]:
        if child in rubric.nodes:
            count = sum(child in rubric.ancestors(criterion.id) for criterion in rubric.criteria)
            stance = [rubric.nodes[child].stance or ""] if rubric.has_stances else []
            yield ["  " * depth + child, *stance, str(count), rubric.title(child)]
            yield from _tree_rows(rubric, child, depth + 1)


def criterion_page(rubric: Rubric, criterion: Criterion) -> EntryPage:
    """Return the page on a criterion: question, levels, standards, codings, and its weight in each weighting."""
    lines = effective_weights(rubric, list(rubric.weightings.values()))
    (line,) = [w for w in lines if (w.kind, w.id) == ("criterion", criterion.id)]
    weights = dict(zip(rubric.weightings, line.shares, strict=True))
    page = EntryPage({**plain(criterion), "weights": weights})
    page.title(f"{criterion.id}  {criterion.title}")
    page.prose("Question", criterion.question)
    page.prose("In plain words", criterion.plain)
    marks = [
        ("safeguard", criterion.id in rubric.grading.gates),
        ("victim-centred", criterion.victim_centred),
        ("yardstick of an actor", criterion.yardstick),
    ]
    page.pairs(
        [
            ("paradigm", rubric.title(rubric.paradigm_of(criterion.id))),
            *([("stance", rubric.stance_of(criterion.id) or "none")] if rubric.has_stances else []),
            ("kind", f"{criterion.kind}, about the {criterion.object}"),
            ("answered by", criterion.answered_by if criterion.is_asked_of_text else ""),
            ("marks", ", ".join(mark for mark, holds in marks if holds)),
            ("applies to", ", ".join(criterion.applies_to) or "all"),
            ("version", str(criterion.meaning_version)),
        ]
    )
    page.items("Levels", [f"{level}: {text.strip()}" for level, text in criterion.levels.items()])
    page.items("Conditions of level 3", [f"{at}. {text}" for at, text in enumerate(criterion.checklist, start=1)])
    page.items("Examples", [f"{level}: {text.strip()}" for level, text in criterion.examples.items()])
    _add_ground(page, criterion)
    page.table("weighting|>weight", [[name, weight_text(share)] for name, share in weights.items()])
    return page


def _add_ground(page: EntryPage, criterion: Criterion) -> None:
    page.pairs(
        [
            ("floor (level 3)", ", ".join(criterion.floor) or "none"),
            ("floor note", criterion.floor_note),
            ("related", ", ".join(criterion.related)),
            ("guards against", criterion.guards_against),
            ("what to recommend", criterion.recommend),
            ("evidence needed", criterion.evidence_needed),
            ("ask", criterion.missing_hint),
            *((basis.replace("_", " "), _tip_coding_text(criterion, basis)) for basis in TIP_BASES),
        ]
    )
    page.items("Sources", criterion.sources)
    page.prose(f"Notes ({criterion.origin})", criterion.notes)


def _tip_coding_text(criterion: Criterion, basis: str) -> str:
    coding = criterion.coding(basis)
    return f"{coding}: {getattr(criterion, basis).ground}" if coding else "not coded"


def weighting_page(rubric: Rubric, weighting: Weighting) -> EntryPage:
    """Return the page on a weighting: its actor, the stated numbers with origin, and the effective weights."""
    lines = effective_weights(rubric, [weighting])
    effective = {kind: {w.id: w.shares[0] for w in lines if w.kind == kind} for kind in ("group", "stance", "mark")}
    effective["criterion"] = {w.id: w.shares[0] for w in lines if w.kind == "criterion"}
    page = EntryPage({**plain(weighting), "effective": effective})
    page.title(f"{weighting.id}  {english(weighting.titles)}")
    page.pairs(
        [
            ("actor", weighting.actor),
            ("for", weighting.said() if weighting.who else ""),
            ("period", weighting.period),
            ("safeguards", weighting.gates),
            ("follows", weighting.follows or ""),
            ("followed by", ", ".join(w.id for w in rubric.weightings.values() if w.follows == weighting.id)),
        ]
    )
    page.prose("Portrait", weighting.portrait)
    page.table("child of|node|>stated|origin|ground", list(_stated_rows(weighting)))
    page.table("criteria|>times|origin|ground", list(_factor_rows(weighting)))
    shares = [w for w in shown_weights(rubric, lines) if w.kind in ("group", "stance", "mark")]
    page.table("share of the whole|>effective", [[w.title, weight_text(w.shares[0])] for w in shares])
    page.table(
        f"criterion{'|stance|victim-centred' * rubric.has_stances}|>effective",
        [_weight_cells(rubric, w) for w in lines if w.kind == "criterion"],
    )
    page.prose("Limits", weighting.limits)
    page.items("Sources", weighting.sources)
    return page


def _stated_rows(weighting: Weighting) -> Iterator[list[str]]:
    for parent, entries in weighting.weights.items():
        if isinstance(entries, str):
            yield [parent, "(all)", entries, NONE, "each child weighs the sum of its criteria"]
            continue
        for child, entry in entries.items():
            yield [parent, child, f"{entry.number:g}", entry.origin, entry.ground]


def _factor_rows(weighting: Weighting) -> Iterator[list[str]]:
    for factor in weighting.factors:
        where = ", ".join(
            f"{key} {str(value).lower() if isinstance(value, bool) else value}"
            for key, value in factor.where.given.items()
        )
        yield [where, f"{factor.times:g}", factor.origin, factor.ground]
    for override in weighting.overrides:
        yield [override.criterion, f"{override.times:g}", override.origin, override.ground]


def _weight_cells(rubric: Rubric, line: WeightLine) -> list[str]:
    criterion = rubric.by_id[line.id]
    marks = [rubric.stance_of(line.id) or "none", "yes" if criterion.victim_centred else ""]
    return [line.id, *(marks if rubric.has_stances else []), weight_text(line.shares[0])]


def lens_page(rubric: Rubric, name: str) -> EntryPage:
    """Return the page on a lens: the rating system it imitates, and what it reproduces, models and recalls."""
    lens = rubric.lenses[name]
    page = EntryPage(plain(lens))
    page.title(f"{lens.id}  {english(lens.titles)}")
    page.pairs([("judges", lens.unit), ("outcomes", ", ".join(step.outcome for step in lens.steps))])
    page.prose("Reproduces", lens.reproduces)
    page.prose("Modelled", lens.modelled)
    page.prose("Recalled", lens.recalled)
    page.columns(
        "part={id}|range={lowest:g} to {highest:g}|origin={origin}|criteria={rests_on:text}",
        lens.parts,
        lambda part: {"rests_on": part.criteria or part.where_tip or ""},
    )
    page.items("Sources", lens.sources)
    return page


def standard_page(library: Library, rubric: Rubric, name: str) -> EntryPage:
    """Return the page on a standard, with the criteria that cite it.

    Raises
    ------
    UnknownNameError
        The library has no such standard.
    """
    if name not in library.standards:
        raise UnknownNameError("standard", name, library.standards)
    standard = library.standards[name]
    floor = [criterion.id for criterion in rubric.criteria if name in criterion.floor]
    related = [criterion.id for criterion in rubric.criteria if name in criterion.related]
    page = EntryPage({**dataclasses.asdict(standard), "floor_of": floor, "related_to": related})
    page.title(f"{name}  {standard.instrument}, {standard.article}")
    page.pairs(
        [
            ("subject", standard.subject),
            ("year", str(standard.year or "")),
            (
                "obligation",
                f"{standard.obligation}; {standard.verb_strength}" if standard.verb_strength else standard.obligation,
            ),
            ("verified", str(VERIFIED[standard.verified])),
            ("address", standard.url),
            ("note", standard.note),
            ("floor of", ", ".join(floor) or "no criterion"),
            ("related to", ", ".join(related)),
        ]
    )
    return page
