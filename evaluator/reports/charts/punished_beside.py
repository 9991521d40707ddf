"""How often chapters say that victims were punished, beside what the same chapters say, with silence drawn apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from evaluator.model.facts import PunishedBeside
from evaluator.model.sentence import Spoken, say
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, NAME, REACH, RULE, WIDTH, Chart, Pen
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.rounding import share_figure

LEAST_SPEAK = 20  # chapters that speak of it; fewer are too few for an interval
TOP, ROW, HEAD, FOOT = 26.0, 17.0, 19.0, 20.0
SIDE, SILENT, COUNT = 150.0, 60.0, 66.0
HEADS = {
    "tier": say("Tier of the chapter"),
    "enforcement": say("Law enforced"),
    "conviction_data": say("Convictions told"),
    "services": say("Services by the government"),
    "prosecution": say("3P index of prosecution, year before"),
}
VALUES = {
    "2_or_2WL": say("Tier 2 or Watch List"),
    "SC": say("special case"),
    "yes": say("yes"),
    "some": say("in part"),
    "no": say("no"),
    "no-mention": say("not mentioned"),
}


def punished_chart(pen: Pen, rows: Sequence[PunishedBeside]) -> Chart | None:
    """Return the shares with their intervals; None where no value has enough chapters that speak of punishment."""
    shown = [row for row in rows if (row.speak or 0) >= LEAST_SPEAK and row.share is not None]
    if not shown:
        return None
    groups = [(name, list(some)) for name, some in groupby(shown, key=lambda row: row.beside)]
    axis = AxisScale(0, 1, SIDE + 6, WIDTH - SILENT - COUNT)
    height = TOP + HEAD * len(groups) + ROW * len(shown) + FOOT
    for tick in (0, 0.25, 0.5, 0.75, 1):
        pen.line((axis.at(tick), TOP - 8), (axis.at(tick), height - FOOT), RULE)
        pen.text((axis.at(tick), height - 6), pen.share(tick), size=NAME, fill=GREY, anchor="middle")
    for head, x in ((say("of those that speak"), axis.stop + COUNT), (say("silent"), WIDTH)):
        pen.text((x, TOP - 13), pen.lang.said(head), size=NAME, fill=GREY, anchor="end")
    y = TOP
    for name, some in groups:
        pen.text((0, y + 12), pen.lang.said(HEADS[name]), size=NAME, bold=True)
        y += HEAD
        for row in some:
            _draw_row(pen, row, axis, y + ROW / 2)
            y += ROW
    unit = say(
        "Share of the chapters that speak of punishment, with its 95 %% interval (countries are the sample). Dashed, "
        "right: share of the chapters that do not speak. One text gives both answers: association is no cause"
    )
    return pen.chart("punished", _title(rows, shown), unit, height, _table(pen, shown))


def _value_words(row: PunishedBeside) -> Spoken | str:
    if row.beside == "tier" and row.value in {"1", "3"}:
        return say("Tier %(tier)s", tier=row.value)
    return VALUES.get(row.value, row.value)


def _draw_row(pen: Pen, row: PunishedBeside, axis: AxisScale, y: float) -> None:
    low, share, high = row.low or 0.0, row.share or 0.0, row.high or 0.0
    pen.text((SIDE - 4, y + 3), pen.lang.said(_value_words(row)), size=NAME, anchor="end")
    pen.box((axis.at(low), y - 2.5), (axis.at(high) - axis.at(low), 5), REACH)
    pen.dot((axis.at(share), y), 3.6, ACCENT, ACCENT)
    pen.text((axis.stop + COUNT, y + 3), f"{row.punished} / {row.speak}", size=NAME, fill=INK, anchor="end")
    silent = (row.silent or 0) / (row.chapters or 1)
    wide = (SILENT - 34) * silent
    pen.box((WIDTH - 28 - wide, y - 4), (wide, 8), "#ffffff", CONTEXT, dashed=True)
    pen.text((WIDTH, y + 3), pen.share(silent), size=NAME, fill=GREY, anchor="end")


def _title(rows: Sequence[PunishedBeside], shown: Sequence[PunishedBeside]) -> str:
    shares = [row.share or 0.0 for row in shown]
    tiers = [row for row in rows if row.beside == "tier"]
    chapters, silent = (sum(getattr(row, name) or 0 for row in tiers) for name in ("chapters", "silent"))
    return say(
        "%(silent)s of %(chapters)s chapters do not say whether victims were punished; of those that do, %(low)s to "
        "%(high)s say that they were, by what else they tell",
        silent=silent,
        chapters=chapters,
        low=share_figure(min(shares)),
        high=share_figure(max(shares)),
    )


def _table(pen: Pen, rows: Sequence[PunishedBeside]) -> list[list[str]]:
    heads = (say("chapters"), say("silent"), say("speak"), say("punished"), say("share"), say("95 %% interval"))
    body = [
        [
            pen.lang.said(HEADS[row.beside]),
            pen.lang.said(_value_words(row)),
            *(str(each) for each in (row.chapters, row.silent, row.speak, row.punished)),
            pen.share(row.share or 0.0),
            f"{pen.share(row.low or 0.0)}–{pen.share(row.high or 0.0)}",
        ]
        for row in rows
    ]
    return [["", "", *(pen.lang.said(head) for head in heads)], *body]
