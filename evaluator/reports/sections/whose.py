"""The section on whose plan it is: its frame, its origin, its likeness to other editions, what it kept of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.model.assessment import Assessment
from evaluator.model.facts import TierPlacement
from evaluator.model.framing import PARTS
from evaluator.model.intake import Alike, RowMatch
from evaluator.model.plan import PlanFile
from evaluator.model.report import PortraitChoices
from evaluator.model.sentence import foreign
from evaluator.plans.evolve import evolve
from evaluator.plans.portrait import (
    Face,
    Likeness,
    Mix,
    PortraitEdition,
    Twin,
    diffusion,
    frame,
    likeness,
    paradigm_mix,
    shift,
)
from evaluator.plans.rows import counting_rows
from evaluator.reports.context.country import CountryContext, LibraryData
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section

SOURCE = "W"  # prefix of source numbers here; sources of figures have F and those of tiers T
TWINS_SHOWN = 8  # pairs of near-identical rows in a report; the command lists all


@dataclass(frozen=True, slots=True)
class OriginView:
    """A body that drafted or paid for the plan, or an occasion under which the plan was adopted.

    `value` is the body's id or kind, or the kind of occasion; `name` is the body's name if known.
    """

    what: str
    value: str
    name: str
    passage: str
    note: str


@dataclass(frozen=True, slots=True)
class PairView:
    """The likeness of this plan to another edition, and the most alike rows of both, each with its text in this plan.

    `more` counts near-identical rows that are not shown.
    """

    likeness: Likeness
    twins: tuple[tuple[Twin, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class WhoseView:
    """The plan's frame, mix of paradigms, bodies and money by reach, origins, and the numbered sources of these.

    `parts` lists the codes of the frame by part, each with its passages. `editions` are the country's
    plans in order of time, and `pairs` compare this plan with each other one; both are empty without a
    second edition to compare.
    """

    coder: str
    state: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: tuple[tuple[str, int], ...]
    mix: Mix
    faces: tuple[Face, ...]
    origins: tuple[OriginView, ...]
    sources: tuple[tuple[str, str], ...]
    editions: tuple[PortraitEdition, ...] = ()
    pairs: tuple[PairView, ...] = ()
    evolution: EvolutionView | None = None


def whose_view(
    assessment: Assessment,
    others: Sequence[Assessment] = (),
    *,
    choices: PortraitChoices | None = None,
    placements: Sequence[TierPlacement] = (),
    evolution: EvolutionView | None = None,
    lang: str = "en",
) -> WhoseView | None:
    """Return the view of who wrote the plan and which frame it shows; None without a record of either.

    Parameters
    ----------
    assessment : Assessment
        The plan.
    others : sequence of Assessment, optional
        The country's other editions.
    choices : PortraitChoices, optional
        The settings for measuring likeness; without them, likeness is not measured.
    placements : sequence of TierPlacement, optional
        Tiers of all countries; the country's own are listed between its editions.
    evolution : EvolutionView, optional
        The comparison of measures with the previous edition.
    lang : str, optional
        Language of the report; rows in English are marked if it is another one.
    """
    framing, codes = assessment.framing, frame(assessment)
    pairs = tuple(_pair_view(assessment, other, choices, lang) for other in others) if choices else ()
    pairs = tuple(pair for pair in pairs if pair.likeness.structure is not None or pair.likeness.text is not None)
    editions = shift((assessment, *others), placements) if others else ()
    editions = editions if any(edition.moved is not None for edition in editions) else ()
    if framing is None and not _has_origins(assessment) and not pairs and not editions and not evolution:
        return None
    by_part = {part: [code for code in codes if code.part == part] for part in PARTS}
    cited = {source for code in codes for source, _, _ in code.passages}
    cited |= {word.source_id for word in framing.words.values()} if framing else set()
    plan = assessment.plan
    cited |= {body.source_id for body in (*plan.drafted_by, *plan.paid_by)}
    cited |= {occasion.source_id for occasion in plan.adopted_under}
    listed = [source for source in assessment.sources if source.source_id in cited]
    numbers = {source.source_id: f"{SOURCE}{number}" for number, source in enumerate(listed, start=1)}
    return WhoseView(
        coder=framing.coder if framing else "",
        state=framing.state if framing else "",
        parts=tuple(
            (
                part,
                tuple(
                    (code.code, "; ".join(_numbered_place(numbers, source, at) for source, at, _ in code.passages))
                    for code in found
                ),
            )
            for part, found in by_part.items()
            if found
        ),
        words=tuple((term, word.count) for term, word in framing.words.items()) if framing else (),
        mix=paradigm_mix(assessment),
        faces=diffusion(assessment),
        origins=_origin_views(assessment, numbers),
        sources=tuple((numbers[source.source_id], source.title) for source in listed),
        editions=editions,
        pairs=pairs,
        evolution=evolution,
    )


def _pair_view(assessment: Assessment, other: Assessment, choices: PortraitChoices, lang: str) -> PairView:
    found = likeness(assessment, other, choices)
    texts = {row.measure_id: row.text for row in assessment.measures}
    shown = tuple((twin, foreign(texts[twin.first_id], "en", lang)) for twin in found.twins[:TWINS_SHOWN])
    return PairView(found, shown, len(found.twins) - len(shown))


def _has_origins(assessment: Assessment) -> bool:
    plan = assessment.plan
    return bool(plan.drafted_by or plan.paid_by or any(one.value != "unknown" for one in plan.adopted_under))


def _origin_views(assessment: Assessment, numbers: Mapping[str, str]) -> tuple[OriginView, ...]:
    plan, names = assessment.plan, {body.institution_id: body.name for body in assessment.institutions}
    bodies = [("drafted", body) for body in plan.drafted_by] + [("paid", body) for body in plan.paid_by]
    found = [
        OriginView(
            what,
            body.value,
            names.get(body.value, ""),
            _numbered_place(numbers, body.source_id, body.locator),
            body.note,
        )
        for what, body in bodies
    ]
    return (
        *found,
        *(
            OriginView("adopted", one.value, "", _numbered_place(numbers, one.source_id, one.locator), one.note)
            for one in plan.adopted_under
            if one.value != "unknown"
        ),
    )


def _numbered_place(numbers: Mapping[str, str], source: str, locator: str) -> str:
    return f"{numbers.get(source, source)}, {locator}"


def _whose_of_page(context: CountryContext, _: CountryView) -> WhoseView | None:
    assessment, beside, report = context.card.assessment, context.beside, context.card.rubric.report
    if beside is None:
        return whose_view(assessment)
    return whose_view(
        assessment,
        beside.editions,
        choices=report.portrait if report else None,
        placements=beside.placements,
        evolution=_evolution_since(assessment, beside, context.lang),
        lang=context.lang,
    )


def _evolution_since(assessment: Assessment, beside: LibraryData, lang: str) -> EvolutionView | None:
    if beside.before is None or beside.alike is None:
        return None
    return evolution_view(assessment, beside.before, beside.alike, lang)


WHOSE = Section("whose", "country/whose.html", (Part("whose", _whose_of_page),))


STATES = ("kept", "changed", "dropped", "new")
MATCHES_SHOWN = 8  # measures of each state in a report; the command `plan evolve` lists all


@dataclass(frozen=True, slots=True)
class EvolutionView:
    """The number of measures kept, changed, dropped and new, and the first of each in the order of the plans.

    `counts` has an entry for every state in `STATES`; `more` counts the measures not shown, and
    `confirmed` the pairs, of `pairs`, that a person confirmed. `partial` names the plans of which only
    some measures are recorded.
    """

    earlier: str
    counts: tuple[tuple[str, int], ...]
    pairs: int
    confirmed: int
    shown: tuple[RowMatch, ...]
    more: int
    kept_from: float
    changed_from: float
    partial: tuple[str, ...]


def evolution_view(assessment: Assessment, before: Assessment, alike: Alike, lang: str) -> EvolutionView:
    """Return which measures of the previous edition this plan kept, changed or dropped, and which are new.

    All rows of both plans are compared, as `evaluator plan evolve` does; only rows that count as
    measures are shown.

    Parameters
    ----------
    assessment : Assessment
        The plan, with the pairs of measures that a person confirmed or rejected.
    before : Assessment
        The previous edition.
    alike : Alike
        The likeness from which two measures count as kept, and the one from which they count as changed.
    lang : str
        Language of the report; measures in English are marked if it is another one.
    """
    said = [match for match in assessment.matches if match.earlier == before.plan.id]
    old, new = ({row.measure_id for row in counting_rows(plan).rows} for plan in (before, assessment))
    every = evolve(before.measures, assessment.measures, alike, said)
    found = [match for match in every if match.old_id in old or match.new_id in new]
    counts = Counter(match.state for match in found)
    shown = [match for state in STATES for match in [one for one in found if one.state == state][:MATCHES_SHOWN]]
    return EvolutionView(
        earlier=before.plan.id,
        counts=tuple((state, counts[state]) for state in STATES),
        pairs=counts["kept"] + counts["changed"],
        confirmed=sum(match.confirmed == "yes" for match in found),
        shown=tuple(_in_language(match, lang) for match in shown),
        more=len(found) - len(shown),
        kept_from=alike.kept,
        changed_from=alike.changed,
        partial=tuple(plan.plan.id for plan in (before, assessment) if _is_partial(plan.plan)),
    )


def _in_language(match: RowMatch, lang: str) -> RowMatch:
    old, new = (foreign(text, "en", lang) for text in (match.old_text, match.new_text))
    return replace(match, old_text=old, new_text=new)


def _is_partial(plan: PlanFile) -> bool:
    return plan.rows.total is None or plan.rows.here < plan.rows.total
