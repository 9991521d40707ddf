"""What a release changed, by comparing its scores with those of the release before, and the feed of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evaluator.model.schema import column
from evaluator.tables.base import declared

CHANGES = "changes.csv"
LEAST = 0.005  # a difference of scores that prints
SCORES = "scores/"
Scores = dict[tuple[str, str], tuple[str, str]]  # score and grade by frame and unit


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A release, its day, and a line for each rubric whose scores changed."""

    release: str
    date: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """A score or a grade that is not what the release before said, in whatever digit."""

    rubric: str = column("id", "rubric", required=True)
    weighting: str = column("id", "weighting", required=True)
    plan_id: str = column("id", "plan", required=True)
    iso3: str = column("id", "country")
    year: int | None = column("integer", "first year of a plan, or the year of a unit")
    change: str = column("choice", "what became of it", required=True, choices=("changed", "added", "taken-out"))
    version_before: str = column("text", "version of the rubric in the release before; empty if added")
    version: str = column("text", "version of the rubric now; empty if taken out")
    score_before: float | None = column("number", "score in the release before; empty without one")
    score: float | None = column("number", "score now; empty without one")
    grade_before: str = column("text", "grade in the release before; empty where not graded")
    grade: str = column("text", "grade now; empty where not graded")


STEPS = declared(ScoreStep, "changes")


def score_steps(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[ScoreStep]:
    """Yield each score or grade in which the tables of scores of two releases differ, by rubric, weighting and plan."""
    old, new = (_rows_by_key(one) for one in (before, after))
    for key in sorted({*old, *new}):
        was, now = old.get(key, {}), new.get(key, {})
        if (was.get("score"), was.get("grade")) != (now.get("score"), now.get("grade")):
            told = now or was
            yield ScoreStep(
                *key,
                iso3=told["iso3"],
                year=int(told["year"]) if told["year"] else None,
                change="added" if not was else "changed" if now else "taken-out",
                version_before=was.get("version", ""),
                version=now.get("version", ""),
                score_before=_number(was.get("score")),
                score=_number(now.get("score")),
                grade_before=was.get("grade", ""),
                grade=now.get("grade", ""),
            )


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _rows_by_key(tables: Mapping[str, bytes]) -> dict[tuple[str, str, str], dict[str, str]]:
    named = ((_rubric_of(name), _rows_of(data)) for name, data in tables.items() if name.startswith(SCORES))
    return {(rubric, row["weighting"], row["plan_id"]): row for rubric, rows in named for row in rows}


def _rubric_of(name: str) -> str:
    return name.removeprefix(SCORES).removesuffix(".csv")


def _rows_of(table: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(table.decode()))


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return lines on how the tables of scores of two releases differ, by name of the file.

    Examples
    --------
    >>> head = b"weighting,plan_id,score,grade" + bytes([10])
    >>> changed({"scores/a.csv": head + b"equal,ALB-2011,0.5,C"}, {"scores/a.csv": head + b"equal,ALB-2011,0.7,B"})
    ('a: 1 of 1 scores changed, the most for ALB-2011 under equal: 0.50 to 0.70; 1 band changed.',)
    """
    found = []
    for name in sorted({*before, *after}):
        title = _rubric_of(name)
        if name not in before:
            found.append(f"{title}: new.")
        elif name not in after:
            found.append(f"{title}: no longer part of the release.")
        elif line := _change_line(title, _scores_by_unit(before[name]), _scores_by_unit(after[name])):
            found.append(line)
    return tuple(found)


def _scores_by_unit(table: bytes) -> Scores:
    return {(row["weighting"], row["plan_id"]): (row["score"], row["grade"]) for row in _rows_of(table)}


def _change_line(title: str, old: Scores, new: Scores) -> str:
    both = [key for key in new if key in old]
    moved = {key: abs(float(new[key][0] or 0) - float(old[key][0] or 0)) for key in both if new[key][0] != old[key][0]}
    moved = {key: step for key, step in moved.items() if step >= LEAST or not (new[key][0] and old[key][0])}
    bands = sum(new[key][1] != old[key][1] for key in both)
    parts = []
    if moved:
        most = max(moved, key=lambda key: (moved[key], key))
        ends = [f"{float(one[most][0]):.2f}" if one[most][0] else "no score" for one in (old, new)]
        told = f"the most for {most[1]} under {most[0]}: {ends[0]} to {ends[1]}"
        parts.append(f"{len(moved)} of {len(both)} scores changed, {told}")
    if bands:
        parts.append(f"{bands} band{'' if bands == 1 else 's'} changed")
    added, gone = ({key[1] for key in one} - {key[1] for key in other} for one, other in ((new, old), (old, new)))
    parts += [f"{len(added)} added"] if added else []
    parts += [f"{len(gone)} taken out"] if gone else []
    return f"{title}: {'; '.join(parts)}." if parts else ""


def feed(changes: Sequence[ScoreChange], address: str, date: str) -> str:
    """Return the Atom feed of releases; its ids are names, so that they hold wherever the site lies."""
    entries = "".join(
        f"<entry><id>tag:nap-evaluator,2026:{escape(one.release)}</id><title>{escape(one.release)}</title>"
        f"<updated>{one.date}T00:00:00Z</updated>"
        f'<link href="{escape(address)}changes.html#r{escape(one.release)}"/>'
        f'<content type="text">{escape(" ".join(one.lines))}</content></entry>'
        for one in changes
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        "<id>tag:nap-evaluator,2026:changes</id><title>NAP Evaluator: changes of scores</title>"
        f"<updated>{date}T00:00:00Z</updated><author><name>NAP Evaluator</name></author>"
        f'<link rel="self" href="{escape(address)}changes.xml"/>{entries}</feed>\n'
    )
