"""Collect the files on other plans, tiers and figures that a country report carries, so that it can be rebuilt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from evaluator.library import PLAN_WORDS, Library
from evaluator.model.assessment import Assessment
from evaluator.model.scorecard import PeersFile, Scorecard
from evaluator.plans.portrait import BESIDE
from evaluator.plans.rows import counting_rows
from evaluator.read.assessment import read_assessment
from evaluator.read.units import used_sets


def other_editions(library: Library, card: Scorecard) -> tuple[str, ...]:
    """Return the ids of the other editions of this plan; none if the scorecard's plan is not an edition."""
    if card.assessment.plan.kind in BESIDE or library.units_of(card.rubric.id):
        return ()
    return tuple(name for name in other_plans(library, card) if library.plan(name).kind not in BESIDE)


def editions_beside(library: Library, card: Scorecard) -> tuple[Assessment, ...]:
    """Return the assessments of the other editions of a plan, rated or not.

    Raises
    ------
    InvalidInputError
        A file of one of these editions does not fit its schema.
    """
    return tuple(library.assessment(name, card.rubric) for name in other_editions(library, card))


def edition_before(card: Scorecard, editions: Iterable[Assessment]) -> Assessment | None:
    """Return the newest edition that began before this plan, rated or not; None without one.

    Editions without measures do not count, and a plan without measures has no earlier edition. Nor has
    a unit that is no plan: the law and practice of a state, or its record.
    """
    this = card.assessment
    older = [one for one in editions if one.plan.start < this.plan.start and counting_rows(one).rows]
    if card.rubric.scores != "plan" or not counting_rows(this).rows:
        return None
    return max(older, key=lambda one: (one.plan.start, one.plan.id), default=None)


def other_plans(library: Library, card: Scorecard) -> tuple[str, ...]:
    """Return the ids of the country's other plans in the library."""
    iso3 = card.assessment.country.iso3
    if not library.has_country(iso3):
        return ()
    return tuple(name for name in library.plan_ids(iso3) if name != card.assessment.plan.id)


PEERS = "countries/peers.json"


def peers_file(scores: PeersFile) -> bytes:
    """Return the JSON file in which a report carries other plans' scores, and records by year."""
    content = scores.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


PAIR = ("csv", "yaml")
FACTS = ("tip-tiers.csv", "tip-tiers.yaml", "tip-criteria.csv", "report-chapters.csv", "report-chapters.yaml")


def other_plan_files(library: Library, card: Scorecard) -> dict[str, bytes]:
    """Return the files of the country's other plans by their path in the country's folder.

    For an assessed plan or another edition of the plan, these are all files it is read from; for any
    other plan, its header file alone. Of an edition that is not assessed the measures are compared, so what a
    companion rubric answers of the law beside it has no part.

    Raises
    ------
    InvalidInputError
        A file of one of these plans does not fit its schema.
    """
    found: dict[str, bytes] = {}
    iso3, editions = card.assessment.country.iso3, other_editions(library, card)
    for plan_id in other_plans(library, card):
        start = f"plans/{plan_id}/"
        names = {f"{start}plan.yaml": ""}
        read: Mapping[str, str] = {}
        if library.is_assessed(plan_id, card.rubric):
            read = library.assessment(plan_id, card.rubric).files
        elif plan_id in editions:
            read = read_assessment(library.plan_folder(plan_id), card.rubric, shared=library.country_facts(iso3)).files
        if read:
            names = {name: sha for name, sha in read.items() if name.startswith(start)}
        found |= _unchanged_files(library, iso3, names)
    return found


def companions_beside(library: Library, card: Scorecard) -> frozenset[str]:
    """Return the companion rubrics that answer of the law beside the country's other assessed plans, as these score."""
    rated = (name for name in other_plans(library, card) if library.is_assessed(name, card.rubric))
    sides = (side for name in rated for side in library.assessment(name, card.rubric).law)
    return frozenset(side.rubric_id for side in sides if side.rubric_id)


def _unchanged_files(library: Library, iso3: str, names: Mapping[str, str]) -> dict[str, bytes]:
    """Return the named files whose bytes still have the recorded fingerprint; an empty one accepts any bytes."""
    folder, found = library.country_folder(iso3), {}
    for name, fingerprint in names.items():
        path = folder.file(name)
        content = path.read_bytes() if path else b""
        if path and fingerprint in ("", hashlib.sha256(content).hexdigest()):
            found[name] = content
    return found


def word_files(library: Library, card: Scorecard) -> dict[str, bytes]:
    """Return the bytes of plan-words.yaml by path; empty unless the library has an earlier edition of the plan.

    The file sets how alike two measures must be to count as the same in both editions.
    """
    path = library.layers.file(PLAN_WORDS)
    is_needed = path and edition_before(card, editions_beside(library, card))
    return {PLAN_WORDS: path.read_bytes()} if path and is_needed else {}


def tier_files(library: Library) -> dict[str, bytes]:
    """Return the files of tiers in the Trafficking in Persons Reports, with their sources."""
    return _fact_files(library, FACTS)


def figure_files(library: Library, card: Scorecard) -> dict[str, bytes]:
    """Return the shared data sets from which figures of the plan's country come, each with its description file."""
    return _fact_files(library, [f"{name}.{end}" for name in sorted(used_sets(card.assessment.facts)) for end in PAIR])


def _fact_files(library: Library, names: Sequence[str]) -> dict[str, bytes]:
    paths = {name: library.layers.file(f"countries/facts/{name}") for name in names}
    return {f"countries/facts/{name}": path.read_bytes() for name, path in paths.items() if path}
