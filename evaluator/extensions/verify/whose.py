"""Whose the files are that a report carries: the shipped ones, changed by its user, or of its user."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.verify.difference import WHOSE, Difference
from evaluator.extensions.verify.rebuild import Stated
from evaluator.library import Library
from evaluator.model.scorecard import PeersFile
from evaluator.pipeline import evaluate
from evaluator.read.layers import Layers
from evaluator.read.shipped import EXAMPLES, shipped_root
from evaluator.read.text_files.yaml_file import parsed_yaml
from evaluator.reports.carried.attach import CarriedFile, results_files
from evaluator.reports.carried.beside import PEERS, peers_file, tier_files
from evaluator.reports.carried.result import SeveralOrder
from evaluator.reports.context.alongside import records_of
from evaluator.reports.context.country import country_context
from evaluator.reports.country import COUNTRY, country_files, country_page
from evaluator.reports.editions.earlier import kept_edition
from evaluator.reports.editions.library import EARLIER_FILES, EARLIER_RESULT, carried_contents
from evaluator.reports.editions.open import Held, HeldFile
from evaluator.reports.years import YEARS

MOST_NAMED = 3  # files that are named beside a part
# The first pattern that a path begins with decides; the rubric that scored is compared by what it says.
PARTS_OF_FILES: Mapping[str, re.Pattern[str]] = {
    "ratings": re.compile(r"countries/[^/]+/plans/[^/]+/assessments/"),
    "facts": re.compile(r"countries/(?:facts/|units\.csv|variables\.csv)"),
    "scores of others": re.compile(re.escape(PEERS)),
    "evidence": re.compile(r"countries/[^/]+/"),
    "standards": re.compile(r"rubrics/[^/]+\.(?:csv|yaml)$"),
    "frames": re.compile(r"rubrics/[^/]+/weightings/"),
    "other rubrics": re.compile(r"rubrics/[^/]+/"),
    "earlier edition": re.compile(r"earlier/"),
}
Contents = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """One part of the carried files: how many there are, and those that are not as shipped.

    `changed` have a shipped file in their place with other bytes; `own` have none. `is_known` says whether the report
    is of this release; another one ships other files.
    """

    part: str
    number: int
    changed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    is_known: bool = True

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
        changed, own = "changed by its user", "of its user"
        if not self.is_known:
            changed, own = "unlike those that this release ships", "not shipped with this release"
        told = [f"{words} ({_named(names)})" for words, names in ((changed, self.changed), (own, self.own)) if names]
        return "; ".join(told) or "as shipped"


def examples_beside(
    held: Held, stated: Stated, plans: Collection[str], *, is_known: bool
) -> tuple[tuple[Source, ...], tuple[Difference, ...]]:
    """Return whose the files of a report are, and what is not as shipped of `plans`, which it says to be examples.

    Other releases ship other files: where the report is of one (`is_known` is false), no file is a difference.
    """
    expected: Contents | EvaluatorError = {}
    if plans and is_known:
        try:
            expected = shipped_contents(stated, plans)
        except EvaluatorError as error:
            expected = error
    beside = {} if isinstance(expected, EvaluatorError) else expected
    sources = sources_of(held, stated.rubric, beside, is_known=is_known)
    return sources, tuple(false_examples(held, sources, stated, plans, expected)) if plans and is_known else ()


def sources_of(held: Held, rubric: str, expected: Contents, *, is_known: bool = True) -> tuple[Source, ...]:
    """Return whose each part of a report's files is, as far as it carries any, by comparing what they hold.

    Parameters
    ----------
    held : Held
        The report.
    rubric : str
        The rubric that scored, which is not compared here.
    expected : mapping
        What the shipped library gives the same report to carry, by path, as far as that is known.
    is_known : bool
        Whether the report is of this release.

    Raises
    ------
    InvalidInputError
        A carried bundle cannot be unpacked safely.
    """
    found: dict[str, list[list[str]]] = {part: [[], [], []] for part in PARTS_OF_FILES}
    for path, content in sorted(_contents(held).items()):
        if part := _part_of(path, rubric):
            found[part][_kind(path, content, expected)].append(path)
    return tuple(
        Source(part, len(same) + len(changed) + len(own), tuple(changed), tuple(own), is_known)
        for part, (same, changed, own) in found.items()
        if same or changed or own
    )


def _contents(held: Held) -> dict[str, bytes]:
    """Return what a report carries by path: its library with bundles unpacked, and an earlier edition as it lies."""
    earlier = {file.name: file.content for file in held.files if file.name in (EARLIER_RESULT, EARLIER_FILES)}
    return {**carried_contents(held), **earlier}


def _part_of(path: str, rubric: str) -> str:
    part = next((name for name, start in PARTS_OF_FILES.items() if start.match(path)), "")
    return "" if part == "other rubrics" and path.startswith(f"rubrics/{rubric}/") else part


def _kind(path: str, content: bytes, expected: Contents) -> int:
    """Return 0 for a file as shipped, 1 for one that says something else than the shipped one, 2 where none is."""
    roots = (shipped_root(), shipped_root() / EXAMPLES)
    there = [expected[path]] if path in expected else [(r / path).read_bytes() for r in roots if (r / path).is_file()]
    return 2 if not there else 0 if any(_says_the_same(path, content, other) for other in there) else 1


def _says_the_same(path: str, one: bytes, other: bytes) -> bool:
    """Return whether two files hold the same, but for line endings and, in YAML, comments and the order of keys."""
    left, right = (text.replace(b"\r\n", b"\n") for text in (one, other))
    if left == right or not path.endswith(".yaml"):
        return left == right
    try:
        left_says, right_says = (parsed_yaml(Path(path), text.decode()) for text in (left, right))
    except (InvalidInputError, ValueError):
        return False
    return not left_says.faults and left_says.content == right_says.content


def shipped_contents(stated: Stated, plans: Collection[str]) -> Contents:
    """Return what the shipped library gives a report on these plans to carry, by path, with bundles unpacked.

    Raises
    ------
    EvaluatorError
        The plan, the rubric or the frame is not shipped.
    """
    root = shipped_root()
    invented = any((root / EXAMPLES / "countries" / plan[:3]).is_dir() for plan in plans)
    roots = (root / EXAMPLES, root) if invented else (root,)
    library = Library(Layers(roots))
    rubric = library.rubric(stated.rubric)
    # Of several plans no file depends on the frame, and a contrast may have one that was typed.
    frame, coder = stated.weighting if stated.kind == COUNTRY.kind else "", stated.coder or None
    chosen = [plan for plan in stated.plans if plan in plans]
    cards = [evaluate(library.assessment(plan, rubric), rubric, frame or None, assessor=coder) for plan in chosen]
    files: tuple[CarriedFile, ...]
    if stated.kind == COUNTRY.kind:
        context = country_context(library, cards[0], stated.lang)
        files = country_files(library, context, country_page(context), kept_edition(library, cards[0]))
    else:
        more = tier_files(library) if _shows_tiers(stated) else {}
        if stated.kind == YEARS.kind:
            records = records_of(library, [card.assessment.country.iso3 for card in cards])
            more = {PEERS: peers_file(PeersFile(records=records))}
        files = results_files(library, cards, SeveralOrder(stated.kind, "", stated.lang), more)
    carried = tuple(HeldFile(file.name, file.content, file.sha256) for file in files)
    return _contents(Held("the shipped library", b"", carried, stated.lang, "", ""))


def _shows_tiers(stated: Stated) -> bool:
    return isinstance(stated.contrast, dict) and "blind-spot" in stated.contrast.get("sections", ())


def false_examples(
    held: Held, sources: tuple[Source, ...], stated: Stated, plans: Collection[str], expected: Contents | EvaluatorError
) -> Iterator[Difference]:
    """Yield what stands behind plans that are said to be worked examples, and was not shipped so.

    These are files of theirs and files that all rest on, which have another text, are not shipped, or are left out.
    """
    said = "the shipped file, as the report says that it is a worked example"
    if isinstance(expected, EvaluatorError):
        yield Difference(WHOSE, "the report", str(expected), "a shipped plan, rubric and frame, as its example says")
        return
    for source in sources:
        for path in (path for path in (*source.changed, *source.own) if _stands_behind(path, plans)):
            found = "another text: changed by its user" if path in source.changed else "a file of its user"
            yield Difference(WHOSE, path, found, said)
    carried = _contents(held)
    lacking = sorted(path for path in expected if path not in carried and _part_of(path, stated.rubric))
    for path in (path for path in lacking if not path.startswith("earlier/")):  # a report without is a whole one
        yield Difference(WHOSE, path, "no such file inside", said)


def _stands_behind(path: str, plans: Collection[str]) -> bool:
    """Return whether a file is of one of the plans, of its country, or of all countries."""
    place = re.match(r"countries/([A-Z]{3})/(?:plans/([^/]+)/)?", path)
    if place is None:
        return True
    return place[2] in plans if place[2] else any(plan.startswith(place[1]) for plan in plans)


def _named(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
    return ", ".join(paths[:MOST_NAMED]) + more
