"""Two plans of a country compared row by row: kept, changed, dropped or new, by the similarity of their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from evaluator.model.intake import Alike, RowMatch
from evaluator.model.plan import Measure
from evaluator.plans.fold import tokens

STEPS_ABOVE = ("objective", "heading")
COMPARED = ("lead_ids", "partner_ids", "start", "end", "recurrence", "resources_text")


def likeness(old: Sequence[str], new: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the similarity of each old text to each new text, in [0, 1]: the cosine of their weighted tokens.

    Rare tokens weigh more; a token of all texts weighs least, but more than 0. A text without words has similarity 0.

    Examples
    --------
    >>> likeness(["Train judges"], ["Train judges", "Open a shelter", ""]).round(3).tolist()
    [[1.0, 0.0, 0.0]]
    """
    counts = [Counter(tokens(text)) for text in (*old, *new)]
    spread = Counter(token for count in counts for token in count)
    places = {token: at for at, token in enumerate(spread)}
    matrix = np.zeros((len(counts), len(places)))
    for row, count in enumerate(counts):
        for token, times in count.items():
            matrix[row, places[token]] = times * np.log1p(len(counts) / spread[token])
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix = np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0)
    both: npt.NDArray[np.float64] = np.clip(matrix[: len(old)] @ matrix[len(old) :].T, 0.0, 1.0)
    return both


def evolve(
    old: Sequence[Measure], new: Sequence[Measure], alike: Alike, said: Sequence[RowMatch] = ()
) -> list[RowMatch]:
    """Return the match of each row (kept, changed, new), in the order of the later plan, then the dropped rows.

    Parameters
    ----------
    old, new : sequence of Measure
        Rows of the earlier and of the later plan.
    alike : Alike
        Thresholds of similarity for rows that are kept or changed.
    said : sequence of RowMatch
        Confirmations by a person: `confirmed` yes pairs the rows, no keeps them apart.

    Returns
    -------
    list of RowMatch
        Each row of both plans once. The most similar rows are paired first.
    """
    scores = likeness([row.text for row in old], [row.text for row in new])
    made = dict(_confirmed_pairs(old, new, said))
    refused = {(match.old_id, match.new_id) for match in said if match.confirmed == "no"}
    taken = set(made.values())
    for i, j in _by_likeness(scores, alike.changed):
        pair = (old[i].measure_id, new[j].measure_id)
        is_kind = (old[i].level in STEPS_ABOVE) == (new[j].level in STEPS_ABOVE)
        if i not in made and j not in taken and is_kind and pair not in refused:
            made[i] = j
            taken.add(j)
    back = {j: i for i, j in made.items()}
    sure = {(match.old_id, match.new_id) for match in said if match.confirmed == "yes"}
    found = [
        _row_match(old[back[j]], row, float(scores[back[j], j]), alike, sure)
        if j in back
        else RowMatch(new_id=row.measure_id, state="new", new_text=row.text)
        for j, row in enumerate(new)
    ]
    gone = [row for i, row in enumerate(old) if i not in made]
    return [*found, *(RowMatch(old_id=row.measure_id, state="dropped", old_text=row.text) for row in gone)]


def _confirmed_pairs(
    old: Sequence[Measure], new: Sequence[Measure], said: Sequence[RowMatch]
) -> Iterator[tuple[int, int]]:
    at_old = {row.measure_id: at for at, row in enumerate(old)}
    at_new = {row.measure_id: at for at, row in enumerate(new)}
    for match in said:
        if match.confirmed == "yes" and match.old_id in at_old and match.new_id in at_new:
            yield at_old[match.old_id], at_new[match.new_id]


def _by_likeness(scores: npt.NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    """Return the pairs that are similar enough, most similar first; of equal pairs, those with earlier rows first."""
    pairs = [(int(i), int(j)) for i, j in np.argwhere(scores >= least)]
    return sorted(pairs, key=lambda pair: (-round(float(scores[pair]), 9), pair))


def _row_match(old: Measure, new: Measure, score: float, alike: Alike, sure: set[tuple[str, str]]) -> RowMatch:
    return RowMatch(
        old_id=old.measure_id,
        new_id=new.measure_id,
        state="kept" if score >= alike.kept else "changed",
        likeness=round(score, 3),
        differs=tuple(name for name in COMPARED if getattr(old, name) != getattr(new, name)),
        confirmed="yes" if (old.measure_id, new.measure_id) in sure else "",
        old_text=old.text,
        new_text=new.text,
    )
