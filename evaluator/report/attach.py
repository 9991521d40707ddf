"""The files that a PDF carries: its result and all that it was made from."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.read.assessment import PlanFolder
from evaluator.read.layers import Layers
from evaluator.report.result import result_json

# A plan's folder may hold what is not the report's: only tables, headers and texts go in.
KEPT = ("*.csv", "*.yaml", "*.md")


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """One file inside the PDF, at the path it has in a library."""

    name: str
    content: bytes
    relationship: str

    @property
    def sha256(self) -> str:
        """Return the fingerprint that the report prints."""
        return hashlib.sha256(self.content).hexdigest()


def carried_files(library: Library, card: Scorecard, lang: str) -> tuple[CarriedFile, ...]:
    """Return result.json first, then the files it was made from, as they lie in the library.

    A plan that does not stand in the library (built in memory) carries its
    result alone.
    """
    result = CarriedFile("result.json", result_json(card, lang), "Data")
    return (result, *_sources(library, card))


def _sources(library: Library, card: Scorecard) -> Iterator[CarriedFile]:
    rubric = library.layers.below("rubrics").below(card.rubric.id)
    found: dict[str, bytes] = {}
    if card.assessment.country.iso3 in library.country_codes:
        iso3, plan_id = card.assessment.country.iso3, card.assessment.plan.id
        if plan_id in library.plan_ids(iso3):
            found.update(_of_plan(library.plan_folder(plan_id), iso3, card.rubric.id))
    if rubric.file("rubric.yaml"):
        found.update(_taken(rubric, f"rubrics/{card.rubric.id}", ("rubric.yaml",)))
        criteria = _taken(rubric.below("criteria"), "criteria", ("*.yaml",))
        found[f"rubrics/{card.rubric.id}/criteria.zip"] = packed(criteria)
        chosen = (f"{card.weighting.id}.yaml", f"{card.rubric.reference_weighting}.yaml")
        found.update(_taken(rubric.below("weightings"), f"rubrics/{card.rubric.id}/weightings", chosen))
    for name in sorted(found):
        yield CarriedFile(name, found[name], "Source")


def _of_plan(folder: PlanFolder, iso3: str, rubric_id: str) -> dict[str, bytes]:
    country = f"countries/{iso3}"
    plan = f"{country}/plans/{folder.plan_id}"
    ratings = folder.plan.below("assessments").below(rubric_id).topmost()
    return {
        **_taken(folder.country, country, KEPT),
        **_taken(folder.plan, plan, KEPT),
        **_taken(folder.plan.below("narrative"), f"{plan}/narrative", ("*.md",)),
        **_taken(ratings, f"{plan}/assessments/{rubric_id}", KEPT),
    }


def _taken(folder: Layers, prefix: str, patterns: tuple[str, ...]) -> dict[str, bytes]:
    paths = {name: path for pattern in patterns for name, path in folder.files(pattern).items()}
    return {f"{prefix}/{name}": path.read_bytes() for name, path in paths.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP: sorted, dated 1980-01-01, stored as they are; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            bundle.writestr(entry, files[name])
    return buffer.getvalue()
