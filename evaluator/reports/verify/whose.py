"""Whose the files are that a report carries: the shipped ones, changed by its user, or of its user."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from evaluator.read.shipped import EXAMPLES, shipped_root
from evaluator.reports.editions.library import carried_contents
from evaluator.reports.editions.open import Held
from evaluator.reports.verify.difference import WHOSE, Difference

MOST_NAMED = 3  # files that are named beside a part
# The first pattern that a path begins with decides; rubrics and frames are compared by what they say.
PARTS_OF_FILES: Mapping[str, re.Pattern[str]] = {
    "ratings": re.compile(r"countries/[^/]+/plans/[^/]+/assessments/"),
    "facts": re.compile(r"countries/facts/"),
    "evidence": re.compile(r"countries/[^/]+/(?!peers\.json)"),
    "standards": re.compile(r"rubrics/[^/]+\.(?:csv|yaml)$"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One part of the carried files: how many there are, and those that are not as shipped.

    `changed` have a shipped file in their place with other bytes; `own` have none.
    """

    part: str
    number: int
    changed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Return whose the files are, as words.

        Examples
        --------
        >>> Source("facts", 2).said
        'as shipped'
        >>> Source("facts", 2, changed=("a.csv",)).said
        'changed by its user (a.csv)'
        """
        told = [
            f"{words} ({_named(names)})"
            for words, names in (("changed by its user", self.changed), ("of its user", self.own))
            if names
        ]
        return "; ".join(told) or "as shipped"


def sources_of(held: Held) -> tuple[Source, ...]:
    """Return whose each part of a report's files is, as far as it carries any, by comparing their bytes.

    Raises
    ------
    InvalidInputError
        A carried bundle cannot be unpacked safely.
    """
    found: dict[str, list[list[str]]] = {part: [[], [], []] for part in PARTS_OF_FILES}
    for path, content in sorted(carried_contents(held).items()):
        part = next((name for name, start in PARTS_OF_FILES.items() if start.match(path)), "")
        if part:
            found[part][_kind(path, content)].append(path)
    return tuple(
        Source(part, len(same) + len(changed) + len(own), tuple(changed), tuple(own))
        for part, (same, changed, own) in found.items()
        if same or changed or own
    )


def _kind(path: str, content: bytes) -> int:
    """Return 0 for a file as shipped, 1 for one with other bytes than the shipped one, 2 where none is shipped."""
    there = [root / path for root in (shipped_root(), shipped_root() / EXAMPLES) if (root / path).is_file()]
    return 2 if not there else 0 if any(file.read_bytes() == content for file in there) else 1


def false_examples(sources: tuple[Source, ...], plans: Collection[str]) -> Iterator[Difference]:
    """Yield the files of plans that are said to be worked examples, and what all rest on, that were not shipped so."""
    for source in sources:
        for path in (path for path in (*source.changed, *source.own) if _stands_behind(path, plans)):
            found = "another text: changed by its user" if path in source.changed else "a file of its user"
            yield Difference(WHOSE, path, found, "the shipped file, as the report says that it is a worked example")


def _stands_behind(path: str, plans: Collection[str]) -> bool:
    """Return whether a file is of one of the plans, of its country, or of all countries."""
    place = re.match(r"countries/([A-Z]{3})/(?:plans/([^/]+)/)?", path)
    if place is None:
        return True
    return place[2] in plans if place[2] else any(plan.startswith(place[1]) for plan in plans)


def _named(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
    return ", ".join(paths[:MOST_NAMED]) + more
