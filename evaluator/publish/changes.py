"""What a release changed, by comparing its scores with those of the release before, and the feed of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

LEAST = 0.005  # a difference of scores that prints
SCORES = "scores/"
Scores = dict[tuple[str, str], tuple[str, str]]  # score and grade by frame and unit


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A release, its day, and a line for each rubric whose scores changed."""

    release: str
    date: str
    lines: tuple[str, ...]


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
        title = name.removeprefix(SCORES).removesuffix(".csv")
        if name not in before:
            found.append(f"{title}: new.")
        elif name not in after:
            found.append(f"{title}: no longer part of the release.")
        elif line := _change_line(title, _scores_by_unit(before[name]), _scores_by_unit(after[name])):
            found.append(line)
    return tuple(found)


def _scores_by_unit(table: bytes) -> Scores:
    read = csv.DictReader(io.StringIO(table.decode()))
    return {(row["weighting"], row["plan_id"]): (row["score"], row["grade"]) for row in read}


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
