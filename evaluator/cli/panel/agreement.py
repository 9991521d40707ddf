"""Text and JSON of the agreement between coders: figures, sentences, and the criteria on which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from evaluator.cli.shared.layout import table, wrapped
from evaluator.cli.shared.out import as_json
from evaluator.model.rubric import AgreementChoices, Rubric
from evaluator.panel.agreement import Agreement, AgreementFigure, CriterionSpot, Pair
from evaluator.panel.words import alpha_number, in_words, percent
from evaluator.tables.base import Table, col

# Marks for the distance between ratings, readable without colour.
MARKS = {"same": "=", "one-apart": "1", "further": "!", "status": "?", "single": ".", "none": "."}
KEY = "= same, 1 one level apart, ! further apart, ? another status, . one coder only; * a safeguard"


Row = tuple[str, CriterionSpot]  # the plan, and one of its criteria
SPOTS: Table[Agreement, Row] = Table(
    "spots", "A criterion of the heat map.", lambda found, _: [(found.plan_id, spot) for spot in found.spots],
    (
        col("plan_id", "id", "plan", lambda row: row[0]),
        col("criterion_id", "text", "criterion", lambda row: row[1].criterion_id),
        col("paradigm", "text", "its paradigm", lambda row: row[1].group),
        col("gate", "choice", "whether it is a gate", lambda row: "yes" if row[1].is_gate else "no",
            choices=("yes", "no")),
        col("kind", "text", "same, one-apart, further, status or single", lambda row: row[1].kind),
        col("apart", "integer", "levels between the outermost ratings", lambda row: row[1].apart),
        col("ratings", "text", "the coders' ratings: a:2;b:3",
            lambda row: ";".join(f"{coder}:{said}" for coder, said in row[1].votes)),
    ),
)  # fmt: skip


def agreement_lines(found: Agreement, rubric: Rubric, *, everything: bool) -> list[str]:
    """Return the lines on agreement: figures with their numbers of criteria, sentences, and differing criteria."""
    lines = [f"{found.plan_id}, rubric {found.rubric_id}: {', '.join(found.coders)}", ""]
    lines += table(
        ["over all coders", "criteria", "equal", "alpha", f"{found.choices.interval:.0%} interval"],
        [
            _figure("levels, ordinal", found.levels, found.choices),
            _figure("statuses, nominal", found.statuses, found.choices),
        ],
        right=[1, 2, 3],
    )
    pairs = [_pair(pair) for pair in found.pairs]
    header = ["pair", "criteria", "equal", "within one", "weighted kappa", "second less first"]
    lines += ["", *table(header, pairs, right=[1, 2, 3, 4, 5]), ""]
    for sentence in in_words(found, rubric.title):
        lines += wrapped(sentence)
    spots = [spot for spot in found.spots if everything or spot.kind not in ("same", "single")]
    if spots:
        header = ["", "criterion", *found.coders]
        lines += ["", KEY, *table(header, [_spot(spot, rubric) for spot in spots])]
    return lines


def _figure(name: str, figure: AgreementFigure, choices: AgreementChoices) -> list[str]:
    low, alpha, high = (
        "-" if n is None else str(alpha_number(n, choices)) for n in (figure.low, figure.alpha, figure.high)
    )
    interval = "-" if "-" in (low, high) else f"{low} to {high}"
    return [name, str(figure.pairable), _share(figure.same), alpha, interval]


def _pair(pair: Pair) -> list[str]:
    apart = "-" if pair.apart is None else f"{pair.apart:+.2f}"
    name = f"{pair.first}, {pair.second}"
    return [name, str(pair.pairable), _share(pair.same), _share(pair.within_one), _number(pair.kappa), apart]


def _share(share: float | None) -> str:
    return "-" if share is None else percent(share)


def _number(number: float | None) -> str:
    return "-" if number is None else f"{number:.2f}"


def _spot(spot: CriterionSpot, rubric: Rubric) -> Sequence[str]:
    gate = "*" if spot.is_gate else ""
    return [f"{MARKS[spot.kind]}{gate}", rubric.title(spot.criterion_id), *(said for _, said in spot.votes)]


def agreement_json(found: Agreement) -> str:
    """Return the agreement as JSON, with the draws and the seed of the bootstrap."""
    content = {name: value for name, value in _plain(found).items() if name != "choices"}
    return as_json({**content, "choices": found.choices.model_dump(), "words": list(in_words(found))})


def _plain(found: Agreement) -> dict[str, object]:
    parts = {
        "levels": asdict(found.levels),
        "statuses": asdict(found.statuses),
        "pairs": [asdict(pair) for pair in found.pairs],
        "leans": [asdict(lean) for lean in found.leans],
        "spots": [{**asdict(spot), "votes": dict(spot.votes)} for spot in found.spots],
    }
    head = {
        "plan_id": found.plan_id,
        "rubric_id": found.rubric_id,
        "coders": found.coders,
        "drafts": found.drafts,
        "read": dict(zip(found.coders, found.read, strict=True)),
        "is_independent": found.is_independent,
    }
    return {**head, **parts}
