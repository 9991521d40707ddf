"""The sheet Check: by formula, the share of weight assessed so far and the range in which the score will lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evaluator.model.assessment import LEFT_OUT, Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome
from evaluator.pipeline import outcomes
from evaluator.scoring.tree import Branch, Tree, plant
from evaluator.scoring.weights import local_weights
from evaluator.workbook.sheet.grid import FIRST, Sheet, SheetColumn, Value, letter
from evaluator.workbook.sheet.labels import Labels

# The columns by their keys, with their widths.
WIDTHS = {
    "criterion_id": 12,
    "title": 46,
    "weight": 10,
    "status": 16,
    "level": 8,
    "evidence": 20,
    "applies": 10,
    "answered": 12,
    "low": 12,
    "high": 12,
    "follows": 34,
}
AT = {key: letter(at) for at, key in enumerate(WIDTHS)}


class _Mean(NamedTuple):
    """The state of a criterion or node: whether it counts, the share answered, and its points at worst and at best.

    A node that shrinks counts by the share of its weight that it keeps.
    """

    applies: float
    answered: float
    low: float
    high: float


def check_sheet(
    assessment: Assessment, rubric: Rubric, coder: str, ratings: Sequence[Sheet], say: Labels
) -> Sheet | None:
    """Return the sheet Check for a coder's ratings, or None if the score is not a weighted mean throughout.

    Its formulas find a rating by its criterion, so the ratings may be sorted. Values that the coder
    does not rate (counts, figures, whether a criterion applies) are fixed at the export.
    """
    tree = plant(rubric)
    if not tree.additive or any(tree.negative):
        return None
    local = local_weights(rubric, tree, (rubric.weightings[rubric.reference_weighting],))
    found = dict(zip(tree.criteria, outcomes(assessment, rubric, _coder_if_begun(assessment, coder)), strict=True))
    places = {str(row[0]): sheet for sheet in ratings for row in sheet.rows}
    nodes, criteria = ([float(w) for w in of[0]] for of in (local.nodes, local.criteria))
    desk = _TreeContext(rubric, tree, nodes, criteria, found, places)
    rows, formulas = desk.written(say)
    return Sheet("check", "", say("sheet.check"), _check_columns(say), rows, growing=False, frozen=2, formulas=formulas)


def _coder_if_begun(assessment: Assessment, coder: str) -> str | None:
    """Return the coder if the coder has begun to rate, else None, with which no rating counts."""
    return coder if any(c.header.coder == coder for c in assessment.codings) else None


def _check_columns(say: Labels) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(key, say(f"sheet.check.{key}"), "shown", width, hint=say.sentence("check", key))
        for key, width in WIDTHS.items()
    )


@dataclass(frozen=True, slots=True)
class _TreeContext:
    """The rubric's tree with its weights, the outcome of each criterion, and the sheet on which it is rated."""

    rubric: Rubric
    tree: Tree
    node_weights: Sequence[float]
    criterion_weights: Sequence[float]
    found: Mapping[str, Outcome]
    places: Mapping[str, Sheet]

    def written(self, say: Labels) -> tuple[tuple[tuple[Value, ...], ...], dict[tuple[int, str], str]]:
        """Return the rows with the present values of their formulas, and the formulas: nodes, then criteria."""
        branches, criteria = self.tree.branches, self.tree.criteria
        made = {name: self._mean_of_criterion(name) for name in criteria}
        nodes: dict[int, _Mean] = {}
        for at in reversed(range(len(branches))):  # children come after their parent
            joined = _joined_mean(
                [(self.node_weights[n], nodes[n]) for n in branches[at].nodes]
                + [(self.criterion_weights[c], made[criteria[c]]) for c in branches[at].criteria]
            )
            kept = min(branches[at].most * self._applying_share(at, made), 1.0) if branches[at].shrinks else 1.0
            nodes[at] = joined._replace(applies=joined.applies * kept)
        rows: list[tuple[Value, ...]] = []
        formulas: dict[tuple[int, str], str] = {}
        for at, branch in enumerate(branches):
            mean = nodes[at]
            title = self.rubric.title(branch.id, say.lang)
            weight = None if at == 0 else self.node_weights[at]
            rows.append((branch.id, title, weight, None, None, None, *mean, None))
            formulas |= {(at, key): text for key, text in self._node_formulas(at, branch).items()}
        for at, name in enumerate(criteria, start=len(branches)):
            outcome, mean = self.found[name], made[name]
            rated = self.places.get(name)
            status = outcome.status if rated is None else _rating_cell(rated, name, "status")
            level = None if rated is None else _rating_cell(rated, name, "level")
            evidence = None if rated is None else _rating_cell(rated, name, "evidence_ids")
            title = self.rubric.title(name, say.lang)
            weight = self.criterion_weights[at - len(branches)]
            follows = self._origin_key(name, rated)
            told = say(f"sheet.follows.{follows}")
            rows.append((name, title, weight, status, level, evidence, *mean, told))
            if rated is not None and follows == "rating":
                formulas |= {(at, key): text for key, text in self._criterion_formulas(at, name, rated).items()}
        return tuple(rows), formulas

    def _origin_key(self, name: str, rated: Sheet | None) -> str:
        """Return the key for the origin of a level: the coder's rating, or data that only the import counts."""
        criterion = self.rubric.by_id[name]
        if criterion.is_judged:
            return criterion.traits.follows if rated is not None else "country"
        return "cap" if criterion.cap and rated is not None else criterion.traits.follows

    def _mean_of_criterion(self, name: str) -> _Mean:
        outcome, points = self.found[name], self.rubric.scale_of(name).points
        if not outcome.applies:
            return _Mean(0, 0, points[0], points[-1])
        low, high = points[outcome.low_level], points[outcome.high_level]
        if outcome.normalised is not None:
            _, low, high = outcome.normalised
        return _Mean(1, float(outcome.covered), low, high)

    def _stated_parts(self, at: int) -> tuple[list[int], list[int]]:
        """Return the child nodes with stated weight below them, and the criteria, of a node."""
        branch = self.tree.branches[at]
        return [n for n in branch.nodes if self._stated_weight(n) > 0], list(branch.criteria)

    def _stated_weight(self, at: int) -> float:
        nodes, criteria = self._stated_parts(at)
        return sum(self.node_weights[n] for n in nodes) + sum(self.criterion_weights[c] for c in criteria)

    def _applying_share(self, at: int, made: Mapping[str, _Mean]) -> float:
        """Return the share of the stated weight below a node that applies; 0 without weight."""
        nodes, criteria = self._stated_parts(at)
        found = sum(self.node_weights[n] * self._applying_share(n, made) for n in nodes)
        found += sum(self.criterion_weights[c] * made[self.tree.criteria[c]].applies for c in criteria)
        whole = self._stated_weight(at)
        return found / whole if whole > 0 else 0.0

    def _share_formula(self, at: int) -> str:
        """Return the same share as part of a formula; a child node that shows it is named by its row."""
        nodes, criteria = self._stated_parts(at)
        if self._stated_weight(at) <= 0:
            return "0"
        weight, applies = AT["weight"], AT["applies"]
        named: list[tuple[int, str]] = []
        for n in nodes:
            below, row = self.tree.branches[n], n + FIRST + 1
            shown = below.shrinks and below.most == 1
            named.append((row, f"{applies}{row}" if shown else self._share_formula(n)))
        named += [(row, f"{applies}{row}") for row in (c + len(self.tree.branches) + FIRST + 1 for c in criteria)]
        parts = "+".join(f"{weight}{row}*{share}" for row, share in named)
        return f"(({parts})/({'+'.join(f'{weight}{row}' for row, _ in named)}))"

    def _node_formulas(self, at: int, branch: Branch) -> dict[str, str]:
        below = [n + FIRST + 1 for n in branch.nodes]
        below += [c + len(self.tree.branches) + FIRST + 1 for c in branch.criteria]
        own = at + FIRST + 1

        def weighted(*keys: str) -> str:
            return "+".join("*".join(f"{AT[key]}{row}" for key in ("weight", "applies", *keys)) for row in below) or "0"

        total = weighted()
        kept = f"MIN(1,{branch.most!r}*{self._share_formula(at)})" if branch.shrinks else "1"
        return {
            "applies": f"=IF({total}>0,{kept},0)",
            **{
                key: f"=IF({AT['applies']}{own}=0,0,({weighted(key)})/({total}))" for key in ("answered", "low", "high")
            },
        }

    def _criterion_formulas(self, at: int, name: str, rated: Sheet) -> dict[str, str]:
        points = self.rubric.scale_of(name).points
        row, last = at + FIRST + 1, FIRST + len(rated.rows)

        def looked_up(key: str) -> str:
            column, ids = letter(rated.at(key)), letter(rated.at("criterion_id"))
            span = f"[[{rated.place}]]!${{}}${FIRST + 1}:${{}}${last}"
            cell = f"INDEX({span.format(column, column)},MATCH(${AT['criterion_id']}{row},{span.format(ids, ids)},0))"
            return f'=IFERROR(TRIM({cell}&""),"")'

        status, level, evidence, answered, low = (
            f"{AT[key]}{row}" for key in ("status", "level", "evidence", "answered", "low")
        )
        number = f'IFERROR(VALUE(SUBSTITUTE({level},"+","")),-1)'
        untouched = f'OR({status}="",{status}="not-assessed")'
        rated_ = f'OR({status}="rated",AND({untouched},LEN({level})>0,RIGHT({level})<>"+"))'
        least = f'OR({status}="at-least",AND({untouched},RIGHT({level})="+"))'
        cited = f"LEN({evidence})>0,{number}>=0,{number}<={len(points) - 1}"
        known = f"AND({rated_},{cited})"
        stated = f"OR(AND({answered}=1,{rated_}),AND({least},{cited}))"
        worth = ",".join(repr(point) for point in points)
        return {
            "status": looked_up("status"),
            "level": looked_up("level"),
            "evidence": looked_up("evidence_ids"),
            "applies": f"=IF(OR({','.join(f'{status}={chr(34)}{word}{chr(34)}' for word in LEFT_OUT)}),0,1)",
            "answered": f'=IF(OR({status}="silent",AND({status}="contrary",LEN({evidence})>0),{known}),1,0)',
            "low": f"=IF({stated},INDEX({{{worth}}},1,{number}+1),{points[0]!r})",
            "high": f"=IF({answered}=1,{low},{points[-1]!r})",
        }


def _rating_cell(sheet: Sheet, name: str, key: str) -> Value:
    return next((row[sheet.at(key)] for row in sheet.rows if row[0] == name), None)


def _joined_mean(below: Sequence[tuple[float, _Mean]]) -> _Mean:
    total = sum(weight * child.applies for weight, child in below)
    if total <= 0:
        return _Mean(0, 0, 0, 0)

    def mean(values: Iterator[float]) -> float:
        return sum(values) / total

    return _Mean(
        1,
        mean(w * c.applies * c.answered for w, c in below),
        mean(w * c.applies * c.low for w, c in below),
        mean(w * c.applies * c.high for w, c in below),
    )
