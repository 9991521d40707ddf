"""The two sheets on the groups of a survey: members as a cloud, and where two groups turn the order round."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.contrasts.group_findings import NOT_GRADED, AskedRow, MemberRow, asked_words, group_label
from evaluator.model.block import Block, Title
from evaluator.model.sentence import Spoken, say, say_n
from evaluator.model.survey import Conflict
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.grade_dots import bands_of
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.member_cloud import STATES, CloudRow, member_cloud
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView, first_rows
from evaluator.reports.outline import Part, Section
from evaluator.reports.retitle import names_of


@dataclass(frozen=True, slots=True)
class TurnedPair:
    """A pair of plans with who is ahead beyond chance in each group, in their order; empty where it is open."""

    pair: tuple[str, str]
    ahead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedView:
    """What the sheets show: the first sentences, the cloud, grades by members, pairs that turn, agreement, spread.

    `names` gives the name of each group by its id; `more` is the number of pairs that turn and are not listed.
    """

    title: Spoken
    divide: Spoken
    words: tuple[Spoken, ...]
    cloud: Chart | None
    names: dict[str, str]
    portraits: dict[str, str]
    groups: tuple[AskedRow, ...]
    graded: tuple[tuple[str, tuple[str, ...]], ...]
    turned: tuple[TurnedPair, ...]
    more: int
    conflicts: tuple[Conflict, ...]
    spread: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[str, ...]
    least: int
    firm_from: int
    level: float


def asked_view(made: Contrasted, page: ContrastView) -> AskedView | None:
    """Return what the groups of the survey make of the plans; None without a survey."""
    found = made.found.asked
    if found is None:
        return None
    rubric = found.asked.rubric
    names = {row.group: group_label(found, row.group, page.lang) for row in found.groups}
    rows = {(row.plan_id, row.group): row for row in found.members}
    by_mean = sorted(found.plans, key=lambda plan: (-(rows[plan, found.groups[0].group].mean or 0.0), plan))
    turned = found.turned if made.options.ranks else ()
    ahead = {(row.plan_id, row.other, row.group): row.ahead for row in found.pairs}
    pairs = [TurnedPair(pair, tuple(ahead.get((*pair, row.group), "") for row in found.groups)) for pair in turned]
    listed, more = first_rows(pairs)
    title = _sheet_title(len(turned), len(found.groups), found.alike)
    pen = Pen(made.spoken(page.lang), letters_of(made.templates))
    clouds = [
        _cloud_row(rows[plan, group], page.in_rows.get(plan, plan), names[group]) for plan in by_mean for group in names
    ]
    asked = [f"{plan}|{group}" for plan in found.plans for group in names]
    block = Block.of("members", STATES, clouds, asked=asked).titled(lambda _: Title(title))
    return AskedView(
        title=title,
        divide=_second_heading(found.conflicts, found.asked.rules.chance),
        words=asked_words(found, page.lang),
        cloud=member_cloud(pen, bands_of(made.found.study.rubric), block),
        names=names,
        portraits=names_of(tuple(rubric.weightings.values()), page.lang),
        groups=found.groups,
        graded=tuple((plan, tuple(_graded(pen, rows[plan, group].grades) for group in names)) for plan in by_mean),
        turned=tuple(listed),
        more=more,
        conflicts=found.conflicts,
        spread=tuple(
            (name, tuple(rubric.short(row.criterion, page.lang) for row in found.spread if row.group == group))
            for group, name in names.items()
        ),
        left_out=tuple(page.in_rows.get(p, p) for p in made.found.study.plan_ids if p not in found.plans),
        least=found.asked.rules.least,
        firm_from=found.asked.rules.firm_from,
        level=1 - found.asked.rules.agree,
    )


def _graded(pen: Pen, grades: str) -> str:
    """Return the grades of members with their shares in per cent, by the signs of the charts."""
    parts = [part.rsplit(" ", 2)[:2] for part in grades.split("; ")] if grades else []
    return "; ".join(
        f"{pen.lang.said(say('not graded')) if name == NOT_GRADED else pen.lang.wording.mark(name)} {share}"
        for name, share in parts
    )


def _cloud_row(row: MemberRow, plan: str, group: str) -> CloudRow:
    state, name = "unscored" if row.mean is None else "scored", f"{row.plan_id}|{row.group}"
    return CloudRow(
        name, plan, state, row.mean, group=group,
        interval=(row.low, row.high), half=(row.q25, row.q75), tenths=(row.q05, row.q95),
    )  # fmt: skip


def _sheet_title(turned: int, groups: int, alike: int) -> Spoken:
    if groups == 1:
        return say("The plans by the weights of those who were asked")
    if turned:
        return say_n(
            "Between groups that were asked, %(number)s pair of plans turns round",
            "Between groups that were asked, %(number)s pairs of plans turn round",
            turned,
        )
    return say_n(
        "In all groups that were asked, %(number)s pair of plans is in the same order beyond chance",
        "In all groups that were asked, %(number)s pairs of plans are in the same order beyond chance",
        alike,
    )


def _second_heading(conflicts: tuple[Conflict, ...], chance: float) -> Spoken:
    """Return the heading of the second sheet: whether chance alone tells two groups apart."""
    told = [row for row in conflicts if row.p is not None and row.p <= chance]
    if not conflicts:
        return say("Who answered, and on what they differ")
    if not told:
        return say("Chance alone would tell these groups apart as far")
    return say("The groups give weight to different things")


MEMBERS = Section("members", "contrast/members.html", (Part("asked", asked_view),))
CONFLICT: Section[Contrasted, ContrastView] = Section("conflict", "contrast/conflict.html")
