"""Collect the files that a PDF carries: its result and every file from which it was computed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.library import Library
from evaluator.model.publisher import PUBLISHER
from evaluator.model.scorecard import PeersFile, Scorecard
from evaluator.read.companion import borrowed_files, elder_files
from evaluator.read.layers import Layers
from evaluator.read.overlay import overlaid_bytes
from evaluator.read.publisher import publisher_of
from evaluator.read.rubric import rubric_sha256
from evaluator.read.units import unit_files, used_sets
from evaluator.reports.carried.beside import (
    PEERS,
    companions_beside,
    figure_files,
    other_plan_files,
    peers_file,
    tier_files,
    word_files,
)
from evaluator.reports.carried.result import SeveralOrder, result_json, results_json
from evaluator.reports.language import ENGLISH

RESULT = "result.json"
TABLES = "contrast.json"
# Files that a report computes from the other files, so that they are no part of a library.
MADE = (RESULT, TABLES)


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """One file inside the PDF; its name is its path in a library."""

    name: str
    content: bytes
    relationship: str

    @property
    def sha256(self) -> str:
        """Return the SHA-256 fingerprint of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def carried_files(
    library: Library,
    card: Scorecard,
    lang: str,
    others: PeersFile | None = None,
    *,
    annex: bool = False,
) -> tuple[CarriedFile, ...]:
    """Return result.json, then the files from which it was computed, with their bytes in the library.

    A file is included only if its fingerprint is still the one recorded when it was read. A plan from
    another library, or from memory alone, therefore carries its result without source files. The scores
    of `others`, and the country's own record, are included as a file of their own.
    """
    result = CarriedFile(RESULT, result_json(card, lang, annex=annex, publisher=publisher_of(library.layers)), "Data")
    scores = {PEERS: peers_file(others)} if others and others != PeersFile() else {}
    rated = {**rated_files(library, card, lang, companions_beside(library, card)), **_publisher_file(library)}
    return (result, *as_sources({**rated, **_files_beside(library, card), **scores}))


@dataclass(frozen=True, slots=True)
class CarriedList:
    """The number, total bytes and fingerprint of the files inside a PDF, as the page prints them."""

    number: int
    size: int
    sha256: str


def list_of(carried: Sequence[CarriedFile]) -> CarriedList | None:
    """Return the number, total bytes and list fingerprint of the carried files; None without files.

    The list has a line for each file in order of name: fingerprint, two spaces, name, as
    the command `sha256sum` writes it.

    Examples
    --------
    >>> list_of([CarriedFile("b.csv", b"1", "Source"), CarriedFile("a.csv", b"22", "Source")]).size
    3
    """
    if not carried:
        return None
    lines = [f"{file.sha256}  {file.name}\n" for file in sorted(carried, key=lambda file: file.name)]
    fingerprint = hashlib.sha256("".join(lines).encode()).hexdigest()
    return CarriedList(len(carried), sum(len(file.content) for file in carried), fingerprint)


def rated_files(
    library: Library, card: Scorecard, lang: str, companions: frozenset[str] = frozenset()
) -> dict[str, bytes]:
    """Return the files from which a plan's result was computed, by their path in a library.

    For a language other than English, the rubric's translations are included. `companions` are rubrics that other
    plans in the report need beside the plan's own.
    """
    found = {**_plan_files(library, card), **_rubric_files(library, card, companions)}
    return found if lang == ENGLISH else {**found, **_translation_files(library, card)}


def _translation_files(library: Library, card: Scorecard) -> dict[str, bytes]:
    """Return the translation files of the rubric, and of the rubrics from which it borrows."""
    found: dict[str, bytes] = {}
    for rubric_id in (card.rubric.id, *card.rubric.borrowed):
        shelf = library.layers.below("rubrics").below(rubric_id).below("lang").files("*.yaml")
        found |= {f"rubrics/{rubric_id}/lang/{name}": path.read_bytes() for name, path in shelf.items()}
    return found


def as_sources(files: Mapping[str, bytes]) -> tuple[CarriedFile, ...]:
    """Return files as carried files of the relationship "Source", in order of name."""
    return tuple(CarriedFile(name, files[name], "Source") for name in sorted(files))


def _plan_files(library: Library, card: Scorecard) -> dict[str, bytes]:
    iso3 = card.assessment.country.iso3
    if library.units_of(card.rubric.id):
        return _unit_files(library, card)
    if not library.has_country(iso3):
        return {}
    folder, found = library.country_folder(iso3), {}
    for name, fingerprint in card.assessment.files.items():
        content = overlaid_bytes(folder, name) or b""
        if hashlib.sha256(content).hexdigest() == fingerprint:
            found[f"countries/{iso3}/{name}"] = content
    return found


def _unit_files(library: Library, card: Scorecard) -> dict[str, bytes]:
    """Return the shared tables of a unit that has no folder, and its country's `country.yaml` if there is one."""
    countries = library.layers.below("countries")
    found = unit_files(countries, used_sets(card.assessment.facts))
    own = countries.below(card.assessment.country.iso3).file("country.yaml")
    same = {n: c for n, c in found.items() if hashlib.sha256(c).hexdigest() == card.assessment.files.get(n)}
    return {**same, f"countries/{card.assessment.country.iso3}/country.yaml": own.read_bytes()} if own else same


def place_of(iso3: str, name: str) -> str:
    """Return the library path of a file that result.json names relative to a country's folder or to the library.

    Examples
    --------
    >>> place_of("ALB", "country.yaml"), place_of("ALB", "countries/units.csv")
    ('countries/ALB/country.yaml', 'countries/units.csv')
    """
    return name if name.startswith("countries/") else f"countries/{iso3}/{name}"


def _publisher_file(library: Library) -> dict[str, bytes]:
    path = library.layers.file(PUBLISHER)
    return {PUBLISHER: path.read_bytes()} if path else {}


def _files_beside(library: Library, card: Scorecard) -> dict[str, bytes]:
    """Return further files: tiers, figures, the likeness setting, and the country's other plans as one ZIP."""
    others = other_plan_files(library, card)
    bundle = {f"countries/{card.assessment.country.iso3}/plans.zip": zip_bytes(others)} if others else {}
    return {**tier_files(library), **figure_files(library, card), **word_files(library, card), **bundle}


def _rubric_files(library: Library, card: Scorecard, companions: frozenset[str]) -> dict[str, bytes]:
    """Return the files of the rubric: its own file and weighting, and a ZIP of the criteria and other weightings.

    Returns no files if the library's rubric differs from the one that was scored. The ZIP unpacks into
    `rubrics`.
    """
    rubric, weighting = card.rubric, card.weighting
    folder = library.layers.below("rubrics").below(rubric.id)
    if not folder.file("rubric.yaml") or rubric_sha256(folder, rubric.borrowed) != rubric.sha256:
        return {}
    criteria = {f"{rubric.id}/criteria/{name}": path for name, path in folder.below("criteria").files("*.yaml").items()}
    for name, path in borrowed_files(folder, rubric.borrowed).items():
        _, owner, file = name.split("/")
        criteria[f"{owner}/criteria/{file}"] = path
    is_own = rubric.every_weighting.get(weighting.id) == weighting
    names = {rubric.reference_weighting, weighting.id} if is_own else set()
    kept = {"rubric.yaml": folder.expected("rubric.yaml")}
    own = {n: at for n in names if (at := folder.file(f"weightings/{n}.yaml"))}
    kept.update({f"weightings/{n}.yaml": path for n, path in own.items()})
    criteria.update(elder_files(folder, rubric.weightings_from))
    for name in sorted(companions.union(side.rubric_id for side in card.assessment.law if side.rubric_id)):
        criteria.update(elder_files(folder, name))
    return {
        "rubrics/criteria.zip": zip_bytes(
            {name: path.read_bytes() for name, path in criteria.items()} | _weighting_files(folder, rubric.id, names)
        ),
        **{f"rubrics/{rubric.id}/{name}": path.read_bytes() for name, path in kept.items()},
        **_instrument_files(library),
    }


def _weighting_files(folder: Layers, rubric_id: str, named: set[str]) -> dict[str, bytes]:
    """Return the rubric's weighting files, without those named in `named`, which are carried on their own."""
    found = folder.below("weightings").files("*.yaml")
    return {
        f"{rubric_id}/weightings/{name}": path.read_bytes()
        for name, path in found.items()
        if name.removesuffix(".yaml") not in named
    }


def _instrument_files(library: Library) -> dict[str, bytes]:
    """Return the files that the reading against instruments needs, with their bytes in the library."""
    found = {}
    for folder, name in (
        ("rubrics", "instruments.yaml"),
        ("rubrics", "standards.csv"),
        ("rubrics", "tests.csv"),
        ("countries/facts", "memberships.csv"),
        ("countries/facts", "treaties.csv"),
    ):
        content = overlaid_bytes(library.layers.below(folder), name)
        if content is not None:
            found[f"{folder}/{name}"] = content
    return found


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP: sorted, dated 1980-01-01, uncompressed; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            bundle.writestr(entry, files[name])
    return buffer.getvalue()


def results_files(
    library: Library, cards: Sequence[Scorecard], order: SeveralOrder, more: Mapping[str, bytes] | None = None
) -> tuple[CarriedFile, ...]:
    """Return result.json, then every file from which the plans' results were computed, and `more`; no file twice."""
    found = {name: content for card in cards for name, content in rated_files(library, card, order.lang).items()}
    found |= {**_publisher_file(library), **(more or {})}
    return (CarriedFile(RESULT, results_json(cards, order, publisher_of(library.layers)), "Data"), *as_sources(found))
