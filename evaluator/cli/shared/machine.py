"""What the terminal prints of agreement, and of a machine's proposals against what people settled."""

from __future__ import annotations

from typing import Protocol

from evaluator.cli.shared.layout import columns, table, wrapped
from evaluator.intake.proposals import TakenIn
from evaluator.model.rubric import AgreementChoices, Rubric
from evaluator.panel.agreement import Agreement, AgreementFigure
from evaluator.panel.agreement_words import alpha_number, percent
from evaluator.panel.measured import MachineSpot, Measured
from evaluator.tables.base import Table, col

MOST_TOLD, FEW_PLACES = 40, 5
PAIRS = (
    "pair={first}, {second}|>criteria={pairable}|>equal={equal}|>within one={near}|>weighted kappa={kappa:.2f}"
    "|>second less first={apart:+.2f}"
)


MACHINE_SPOTS: Table[Measured, MachineSpot] = Table(
    "machine-spots", "A criterion with a settled rating and a machine's proposal.", lambda found, _: found.spots,
    (
        col("plan_id", "id", "plan", lambda row: row.plan_id),
        col("criterion_id", "text", "criterion", lambda row: row.criterion_id),
        col("people", "text", "settled rating", lambda row: row.people),
        col("machine", "text", "proposal", lambda row: row.machine),
        col("differs", "text", "same, high, low, status or unknown", lambda row: row.kind),
        col("passages", "integer", "passages that people cite", lambda row: row.passages),
        col("missed", "integer", "those of them that the machine does not cite", lambda row: row.missed),
    ),
)  # fmt: skip
# Why proposals were dropped, in words.
DROPPED = {
    "row": "unreadable", "long": "too long", "twice": "twice for one criterion", "rating": "off the scale or rubric",
    "place": "no such page or row", "quotation": "quotation not there", "silence": "silence not searched",
    "addressed": "quotation that instructs a machine",
}  # fmt: skip


def figure_table(whose: str, found: Agreement | Measured) -> list[str]:
    """Return the table of the figures of agreement, each with its number of criteria."""
    return table(
        f"{whose}|>criteria|>equal|>alpha|{found.choices.interval:.0%} interval",
        [
            _figure_cells("levels, ordinal", found.levels, found.choices),
            _figure_cells("statuses, nominal", found.statuses, found.choices),
            _figure_cells("both at once", found.both, found.choices),
        ],
    )


class HasShares(Protocol):
    """A pair of coders, or one coder beside all others."""

    @property
    def same(self) -> float | None:
        """Return the share of criteria with equal levels."""

    @property
    def within_one(self) -> float | None:
        """Return the share of criteria at most a level apart."""


def pair_shares(pair: HasShares) -> dict[str, str]:
    """Return the shares of a pair, or of one coder beside all others, as printed."""
    return {"equal": _percent(pair.same), "near": _percent(pair.within_one)}


def _figure_cells(name: str, figure: AgreementFigure, choices: AgreementChoices) -> list[str]:
    low, alpha, high = (
        "-" if n is None else str(alpha_number(n, choices)) for n in (figure.low, figure.alpha, figure.high)
    )
    interval = "-" if "-" in (low, high) else f"{low} to {high}"
    return [name, str(figure.pairable), _percent(figure.same), alpha, interval]


def _percent(share: float | None) -> str:
    return "-" if share is None else percent(share)


def machine_lines(found: Measured, rubric: Rubric, *, everything: bool) -> list[str]:
    """Return the lines on a machine against what people settled: figures, counts, and the criteria that differ."""
    lines = ["", *wrapped(f"Machine {found.coder}, {found.model}, against the settled ratings of {_plans(found)}")]
    if found.unchecked:
        lines += wrapped(f"Those of {', '.join(found.unchecked)} are a machine's too: this shows nothing about people.")
    lines += ["", *figure_table("machine and people", found)]
    lines += ["", *columns(PAIRS, [found.pair], pair_shares), ""]
    lines += wrapped(machine_words(found), dropped_words(found))
    spots = [spot for spot in found.spots if everything or spot.kind not in ("same", "unknown")]
    if spots:
        rows = [
            [*([spot.plan_id] if len(found.plans) > 1 else []), rubric.title(spot.criterion_id), spot.people,
             spot.machine, spot.kind, f"{spot.passages - spot.missed} of {spot.passages}"]
            for spot in spots
        ]  # fmt: skip
        heads = f"{'plan|' if len(found.plans) > 1 else ''}criterion|people|machine|differs|>passages met"
        lines += ["", *table(heads, rows)]
    return lines


def _plans(found: Measured) -> str:
    many = len(found.plans)
    return f"{many} plan{'' if many == 1 else 's'}: {', '.join(found.plans)}"


def machine_words(found: Measured) -> str:
    """Return how the proposals differ from what is settled, and how many passages they do not cite."""
    kinds = {"same": "the same", "high": "too high", "low": "too low", "status": "of another status", "unknown": "open"}
    told = ", ".join(f"{found.count(kind)} {words}" for kind, words in kinds.items())
    left = f" {found.unasked} more are settled and have no proposal." if found.unasked else ""
    left += f" {found.begun} began as a proposal, or changed after one, and are left out." if found.begun else ""
    missed = f"Of {found.passages} passages that people cite there, it cites {found.passages - found.missed}."
    return f"Of {len(found.spots)} settled criteria with a proposal: {told}.{left} {missed}"


def dropped_words(found: Measured | TakenIn) -> str:
    """Return how many proposals were dropped when they were taken in, by the reason."""
    account = dict(found.dropped) if isinstance(found, Measured) else dict(found.sifted.account)
    unnamed = {"no criterion": found.unnamed} if isinstance(found, Measured) and found.unnamed else {}
    told = ", ".join(f"{DROPPED.get(why, why)} {many}" for why, many in {**account, **unnamed}.items())
    return f"Dropped: {told}." if told else "No proposal was dropped."


def taken_lines(found: TakenIn, plan_id: str) -> list[str]:
    """Return the account of proposals taken in: how many, and which were dropped and why."""
    header, dropped = found.proposals.header, found.sifted.dropped
    taken = len(found.proposals.rows)
    head = f"{plan_id}: {taken} of {taken + len(dropped)} proposals of {header.coder} ({header.model}) taken."
    lines = wrapped(head, dropped_words(found))
    rows = [[one.criterion_id or "-", DROPPED[one.why], one.found] for one in dropped[:MOST_TOLD]]
    lines += ["", *table("dropped|why|found", rows)] if rows else []
    lines += [f"and {len(dropped) - MOST_TOLD} more"] if len(dropped) > MOST_TOLD else []
    if found.addressed:
        named = ", ".join(found.addressed[:FEW_PLACES])
        lines += [
            "",
            *wrapped(f"The text itself tells a machine what to answer ({named}): read there before all else."),
        ]
    return lines
