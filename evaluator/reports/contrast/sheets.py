"""The sheets with which a contrast is printed: what turns, who prevailed, two frames apart, and what holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.contrasts.common_order import common_words
from evaluator.contrasts.naming import listed
from evaluator.contrasts.place_block import HEARD, PREVAILED, PlaceRow, Places, counted, holds, move_words, reasons
from evaluator.contrasts.prevailed import empty_paradigms
from evaluator.contrasts.score_block import PRINTED, between_block, group_means, line_block
from evaluator.contrasts.void import places_words
from evaluator.model.block import Where, count
from evaluator.model.report import least_move
from evaluator.model.sentence import Figure, Spoken, say, series
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.paradigm_panels import FEW
from evaluator.reports.context.country import CountryContext
from evaluator.reports.context.several import Contrasted, SeveralContext
from evaluator.reports.contrast.charts import ContrastCharts
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.country import country_page
from evaluator.reports.outline import Part, Section
from evaluator.reports.sections.region_charts import argument_charts

MOVERS, WIDEST = 2, 5  # plans that a heading and a sentence name


@dataclass(frozen=True, slots=True)
class Told:
    """A heading and what is said under it."""

    head: Spoken
    said: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class SheetsView:
    """The charts and sentences of a contrast's sheets; what there is nothing to say of is None or empty.

    `argument` are the charts with which few plans open: by paradigm, by side, by share of control; `opening` is the
    chart of the first sheet of all others, `told` stands below it. `finder` are all plans with their first and last
    place, for many. `sides` say who goes against the difference of the means, `common` who comes first on
    the criteria read in all and which frames give no place. `empty` are paradigms of which nothing is
    known, `left_out` plans without a place.
    """

    argument: tuple[Chart, ...]
    opening: Chart | None
    matrix: Chart | None
    apart: Chart | None
    why: Chart | None
    order: Chart | None
    ranks: Chart | None
    lead: tuple[Spoken, ...]
    told: tuple[Told, ...]
    turns: bool
    finder: tuple[tuple[str, str], ...]
    sides: tuple[Spoken, ...]
    common: tuple[Spoken, ...]
    gaps: tuple[Told, ...]
    empty: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def is_closed(self) -> bool:
        """Return whether the last sheet has an order or ranks to show, and so stands by itself."""
        return self.order is not None or self.ranks is not None


def sheets_view(made: Contrasted, page: ContrastView) -> SheetsView:
    """Return what the sheets of a contrast show, drawn in its language."""
    study, spoken = made.found.study, made.spoken(page.lang)
    charts = ContrastCharts(made.found, page.in_rows, page.lang)
    places, ranked = charts.places, made.options.ranks

    def drawn(kind: str) -> Chart | None:
        return charts.draws()[kind](Pen(spoken, letters_of(made.templates)))

    turned, pairs = (drawn("bump") if ranked else None), drawn("dumbbell")
    argument = () if turned else _argument(made, page)
    opening = None if argument else drawn("control") or turned or pairs
    first = [
        say("Some choice of weights puts each of %(number)s first, alone or level with others.", number=counted(one))
        for one in _can_be_first(charts) if ranked
    ]  # fmt: skip
    return SheetsView(
        argument=argument,
        opening=opening,
        matrix=drawn("matrix"),
        apart=pairs if turned or argument else None,
        why=drawn("why") if ranked else None,
        order=drawn("order") if ranked else None,
        ranks=drawn("ranks") if ranked else None,
        lead=(*page.finding.rest[: 1 if places.mover else 2], *first),
        told=_columns(charts, page.lang) if turned else (),
        turns=ranked and places.mover is not None,
        finder=_finder(places) if turned and turned.kind == "place-ticks" else (),
        sides=_sides(places),
        common=(*(common_words(study) if ranked else ()), *places_words(study.rubric, study.weightings)),
        gaps=_gaps(places, least_move(study.rubric.report)),
        empty=tuple(study.rubric.title(one, page.lang) for one in empty_paradigms(study)),
        left_out=tuple(row.name for row in places.block.in_state("unplaced")),
    )


def _argument(made: Contrasted, page: ContrastView) -> tuple[Chart, ...]:
    """Return few plans by paradigm, by what serves control and what protects, and by frame; none where one is missing.

    The public record asks nothing of some paradigms, so it does not open with them.
    """
    if page.subject != "plan" or len(page.plans) not in FEW:
        return ()
    context = SeveralContext(made.cards, page.lang, (), made.templates)
    views = (country_page(CountryContext(card, page.lang, templates=made.templates)) for card in made.cards)
    sides, common, panels = argument_charts(context, [(page.in_rows[view.plan.id], view) for view in views])
    return (*panels, sides, common) if panels and sides and common else ()


def _can_be_first(charts: ContrastCharts) -> Sequence[int]:
    """Return how many plans can be first under some weights, where more than one can."""
    claim = count(charts.ranks, Where("best", "=", 1)) if charts.ranks else None
    return [claim.number] if claim and claim.number > 1 else []


def _columns(charts: ContrastCharts, lang: str) -> tuple[Told, ...]:
    """Return why plans fall, why others rise, and what holds under every frame."""
    places, found = charts.places, []
    for way in (1, -1):
        rows = places.moved(way)
        if rows:
            why = _why(charts, rows, way, lang)
            found.append(Told(_head(rows, way, why), (*why, series("", [move_words(rows), "."]))))
    kept = tuple(title.said for title in holds(places))
    return (*found, *([Told(say("What every frame that ranks them sees alike"), kept)] if kept else []))


def _head(rows: Sequence[PlaceRow], way: int, why: Sequence[Spoken]) -> Spoken:
    falls = way > 0
    if not why:
        return say("Who falls most") if falls else say("Who rises most")
    if len(rows) > MOVERS:
        number = counted(len(rows))
        return (
            say("Why %(number)s fall most", number=number) if falls else say("Why %(number)s rise most", number=number)
        )
    if len(rows) == 1:
        plan = rows[0].name
        return say("Why %(plan)s falls most", plan=plan) if falls else say("Why %(plan)s rises most", plan=plan)
    one, other = (row.name for row in rows)
    if falls:
        return say("Why %(one)s and %(other)s fall most", one=one, other=other)
    return say("Why %(one)s and %(other)s rise most", one=one, other=other)


def _why(charts: ContrastCharts, rows: Sequence[PlaceRow], way: int, lang: str) -> Sequence[Spoken]:
    """Return the criteria that do most of it, those that count less to the right and those that count more."""
    rubric = charts.found.study.rubric
    more, less = ([rubric.short(name, lang) for name in names] for names in reasons(charts.places, rows, way))
    told = {
        1: say("On the right more weight goes to: %(criteria)s.", criteria=series("; ", more)),
        -1: say("On the right less weight goes to: %(criteria)s.", criteria=series("; ", less)),
    }
    return [told[side] for side in (-way, way) if (more if side > 0 else less)]


def _finder(places: Places) -> tuple[tuple[str, str], ...]:
    """Return every plan by name with its place in the first column and in the last."""
    rows = sorted(places.block.rows, key=lambda row: row.name)
    return tuple((row.name, f"{row.shown[0]}→{row.shown[-1]}" if row.shown else "–") for row in rows)


def _sides(places: Places) -> tuple[Spoken, ...]:
    """Return which frames prevailed, who goes against the difference of the means, and who shows none."""
    block = line_block(places)
    prevailed, heard = (group_means(block, group) for group in (PREVAILED, HEARD))
    if not prevailed or not heard:
        return ()
    gaps = [(row.name, a - b) for row, a, b in zip(places.placed, prevailed, heard, strict=True)]
    way = 1 if sum(gap for _, gap in gaps) >= 0 else -1
    names = [row.name for row in block.rows if row.group == PREVAILED]
    said: list[Spoken] = [say("Prevailed: %(names)s.", names=series("; ", names))]
    against = [name for name, gap in gaps if way * gap <= -PRINTED]
    same = [name for name, gap in gaps if abs(gap) < PRINTED]
    if against and len(gaps) > 1:
        higher, lower = (say("Higher in their view: %(plans)s.", plans=listed(against)),
                         say("Lower in their view: %(plans)s.", plans=listed(against)))  # fmt: skip
        said.append(lower if way > 0 else higher)
    if same and len(gaps) > 1:
        said.append(say("Alike in both views: %(plans)s.", plans=listed(same)))
    return tuple(said)


def _gaps(places: Places, least: float) -> tuple[Told, ...]:
    """Return of how many plans the ranges under the two frames stay apart, and who differs most."""
    if places.pair is None:
        return ()
    rows = [
        row for row in between_block(places, *places.pair).rows if row.one and row.other and row.one.low is not None
    ]
    if not rows:
        return ()
    other = [row for row in rows if abs(row.gap or 0.0) >= PRINTED]
    closing = [
        row.name for row in other if row.one and row.other
        and (row.one.high or 0) >= (row.other.low or 0) and (row.other.high or 0) >= (row.one.low or 0)
    ]  # fmt: skip
    apart = len(other) - len(closing)
    firm: list[Spoken] = [say(
        "In %(apart)s of the %(all)s that differ the two ranges do not overlap: whatever the missing answers turn out "
        "to be, a gap stays.",
        apart=apart,
        all=len(other),
    )]  # fmt: skip
    if len(closing) == 1:
        firm.append(say("The exception: %(plan)s.", plan=closing[0]))
    if apart == 0:
        firm = [say("The two ranges overlap in every one: what is missing could still close each gap.")]
    moved = sorted((r for r in rows if abs(r.gap or 0.0) >= least), key=lambda r: (-abs(r.gap or 0.0), r.name))
    told = [say("%(plan)s %(gap)s", plan=row.name, gap=Figure(row.gap or 0.0, "+.2f")) for row in moved[:WIDEST]]
    widest = series("", [series("; ", told), "."]) if told else say("Nobody enough to count.")
    return Told(say("Where ranges part"), tuple(firm)), Told(say("Who moves most"), (widest,))


TURNS = Section("turns", "contrast/turns.html", (Part("sheets", sheets_view),))
MATRIX: Section[Contrasted, ContrastView] = Section("prevailing", "contrast/matrix.html")
APART: Section[Contrasted, ContrastView] = Section("apart", "contrast/apart.html")
FIRM: Section[Contrasted, ContrastView] = Section("firm", "contrast/firm.html")
