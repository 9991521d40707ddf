"""Transfer of ratings to a later version of their rubric, for criteria whose meaning did not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.rubric import SCALE, Rubric


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One coder's ratings under a later version of the rubric.

    `ratings` are all rows, in tree order: those carried over, and unrated ones for the other criteria. `to_rate_again`
    are earlier ratings of criteria whose meaning has changed, `gone` those of criteria that no longer exist; `new` are
    criteria without an earlier rating.
    """

    header: CodingFile
    from_version: str
    ratings: tuple[Rating, ...]
    carried: tuple[str, ...]
    to_rate_again: tuple[Rating, ...]
    gone: tuple[Rating, ...]
    new: tuple[str, ...]


def changed_meanings(header: CodingFile, rubric: Rubric) -> tuple[str, ...] | None:
    """Return what has changed since a coder rated: `scale`, and criteria by their ids; None if it is not recorded.

    Criteria that the rubric no longer has are left out.
    """
    if header.meanings is None:
        return None
    now = rubric.meanings
    return tuple(name for name, text in header.meanings.items() if name in now and now[name] != text)


def is_of_another_scale(header: CodingFile, rubric: Rubric) -> bool:
    """Return whether the rubric's scale had another number of levels when the coder rated."""
    return SCALE in (changed_meanings(header, rubric) or ())


def upgrade(header: CodingFile, ratings: Sequence[Rating], rubric: Rubric, applying: Sequence[str]) -> Upgrade:
    """Return a coder's ratings carried over to a later rubric, by the criteria's meaning versions.

    Parameters
    ----------
    header : CodingFile
        The header of the earlier ratings.
    ratings : sequence of Rating
        The earlier ratings, each with the meaning version that was rated; by default
        the first.
    rubric : Rubric
        The later version.
    applying : sequence of str
        The criteria rated by hand that apply to the plan now.

    Returns
    -------
    Upgrade
        The header is a draft if some criterion must be rated anew. A level above the
        top of a scale that became shorter must be rated again as well. The header has
        the fingerprint of the later rubric if nothing must be rated anew, else none.
    """
    before = {rating.criterion_id: rating for rating in ratings}
    by_hand = {c.id: c for c in rubric.criteria if c.is_rated_by_hand}
    scale = (header.meanings or {}).get(SCALE, rubric.meanings[SCALE])
    kept = {name for name, rating in before.items() if name in by_hand and _means_the_same(rating, rubric, scale)}
    again = tuple(
        r for name, r in before.items() if name in by_hand and name not in kept and r.status != "not-assessed"
    )
    asked = [c.id for c in rubric.criteria if c.id in by_hand and (c.id in before or c.id in applying)]
    rows = tuple(
        before[name]
        if name in kept
        else Rating(criterion_id=name, criterion_version=by_hand[name].meaning_version, status="not-assessed")
        for name in asked
    )
    new = tuple(name for name in asked if name not in before)
    waits = bool(again or new)
    state, text = ("draft", "") if waits else (header.state, rubric.sha256)
    return Upgrade(
        header=header.model_copy(
            update={
                "rubric_version": rubric.version,
                "rubric_sha256": text,
                "state": state,
                "meanings": _kept_meanings(header, rubric, kept),
            }
        ),
        from_version=header.rubric_version,
        ratings=rows,
        carried=tuple(name for name in asked if name in kept and before[name].status != "not-assessed"),
        to_rate_again=again,
        gone=tuple(r for name, r in before.items() if name not in by_hand),
        new=new,
    )


def _kept_meanings(header: CodingFile, rubric: Rubric, kept: set[str]) -> dict[str, str] | None:
    """Return on what the kept ratings rest; None if nothing is recorded of them."""
    if header.meanings is None:
        return None
    return {SCALE: rubric.meanings[SCALE]} | {n: text for n, text in header.meanings.items() if n in kept}


def _means_the_same(rating: Rating, rubric: Rubric, scale: str) -> bool:
    """Return whether a rating holds, made when the rubric's scale had so many levels."""
    criterion = rubric.by_id[rating.criterion_id]
    fits = rating.level is None or rating.level <= rubric.scale_of(criterion.id).top
    same = criterion.scale is not None or scale == rubric.meanings[SCALE] or rating.level is None
    return fits and same and (rating.criterion_version or 1) == criterion.meaning_version
