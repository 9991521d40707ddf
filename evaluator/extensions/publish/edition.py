"""One edition of the site: pages, pictures, reports and the data release, put together and set in place of the last."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.batch import ReportJob, ReportVariant, print_reports
from evaluator.batch.job import Form
from evaluator.batch.manifest import NAME as PRINTED_BEFORE
from evaluator.errors import EvaluatorError
from evaluator.extensions.publish.changes import ScoreChange, changed
from evaluator.extensions.publish.holdings import Holdings
from evaluator.extensions.publish.package import Release, unzipped, zipped
from evaluator.extensions.publish.pages import PRINTED, Edition, Press
from evaluator.extensions.publish.pictures import pictures
from evaluator.extensions.publish.site import MANIFEST, Files, dated, faults_of, manifest, site_files, standing_site
from evaluator.library import Library
from evaluator.read.shipped import FOLDERS
from evaluator.reports.figure import figure_png, shared
from evaluator.store.signature import SUFFIX, SigningKey

REPORTS = "reports"
FRONT = "index.html"
FORMS: tuple[Form, ...] = ("pdf", "xlsx")
SIGNED = (*(f".{form}" for form in FORMS), ".zip", MANIFEST)
ACROSS, COLOURS = 1200, 64  # pixels and colours of a picture that networks show


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the folder, and what `evaluator publish` takes besides."""

    folder: Path
    edition: Edition
    licence: str = ""
    force: bool = False
    key: SigningKey | None = None


def edition_files(library: Library, held: Holdings, order: Order, tell: Callable[[str], None]) -> Files:
    """Return every file of the new edition; reports are printed last, and those that stand unchanged are kept.

    Raises
    ------
    EvaluatorError
        The folder holds other things, a release of that number stands with other data, a table has no licence, a
        report cannot be printed, or a page links to what is not there.
    """
    kept = standing_site(order.folder, force=order.force)
    changes = _changes_before(order.folder)
    stand = {name.split("/")[0] for name in kept}
    paged = {name for name in stand if f"{name}/{FRONT}" in kept}  # others are data alone
    numbers = sorted(paged | ({order.edition.release} if order.edition.release else set()), key=_parts_of, reverse=True)
    edition = replace(order.edition, releases=tuple(numbers))
    files: Files = {}
    if edition.release:
        archive, news = _package(library, held, order, kept)
        files[f"data/{archive_name(edition.release)}"] = archive
        if edition.release not in stand:
            changes = (news, *changes)
    presses = {lang: Press(library, held, edition, lang, changes) for lang in edition.languages}
    files |= site_files(library, presses)
    files |= _pictures(library, presses, edition)
    if edition.imprint and edition.imprint.logo:
        files[edition.imprint.logo] = edition.imprint.picture
    if edition.printed:
        files |= _printed_reports(library, held, order.folder / REPORTS, tell)
    files |= _signatures(files, order.key)
    if edition.release and edition.release not in paged:
        own = _under_number(edition.release, dated(files, presses, edition), order.key)
        files |= own
        over = {*own, f"{edition.release}/{MANIFEST}{SUFFIX}"}  # of the list of data alone that stood
        kept = {name: data for name, data in kept.items() if name not in over}
    files |= kept
    if faults := faults_of(files):
        raise EvaluatorError(f"The site has {len(faults)} faults: {'; '.join(faults[:5])}.")
    listed = {MANIFEST: manifest(files, edition.release, changes)}
    return {**files, **listed, **_signatures(listed, order.key)}


def data_files(library: Library, held: Holdings, order: Order) -> Files:
    """Return every file of a folder of releases without a site: the newest, and all under their numbers.

    Raises
    ------
    EvaluatorError
        The folder holds a site or other things, a release of that number stands with other data, or a table has no
        licence.
    """
    kept = standing_site(order.folder, force=order.force)
    if (order.folder / FRONT).exists():
        raise EvaluatorError(
            f"{order.folder} holds a site, which a release alone would replace. Name another folder for the data, or "
            "leave out --data-only."
        )
    number, changes = order.edition.release, _changes_before(order.folder)
    archive, news = _package(library, held, order, kept)
    files = {f"data/{archive_name(number)}": archive}
    files |= _signatures(files, order.key)
    if f"{number}/{MANIFEST}" not in kept:
        files |= _under_number(number, files, order.key)
        changes = (news, *changes)
    files |= kept
    listed = {MANIFEST: manifest(files, number, changes)}
    return {**files, **listed, **_signatures(listed, order.key)}


def _under_number(number: str, files: Mapping[str, bytes], key: SigningKey | None) -> Files:
    """Return the files of a release as they stay in a folder of its number, with the list of them and its signature."""
    listed = {MANIFEST: manifest(files, number, ())}
    whole = {**files, **listed, **_signatures(listed, key)}
    return {f"{number}/{name}": data for name, data in whole.items()}


def _signatures(files: Mapping[str, bytes], key: SigningKey | None) -> Files:
    """Return the signatures of the reports, the release and the list of all files, each beside its file."""
    names = [name for name in files if name.endswith(SIGNED)] if key else []
    return {f"{name}{SUFFIX}": key.sign(files[name]) for name in names if key}


def _pictures(library: Library, presses: Mapping[str, Press], edition: Edition) -> Files:
    """Return every picture in every language, with its numbers, and as PNG where a page offers it so."""
    files: Files = {}
    for press in presses.values():
        for one in pictures(press):
            name = f"{press.folder}share/{one.name}"
            files[f"{name}.svg"] = one.figure.svg.encode()
            if one.csv:
                files[f"{name}.csv"] = one.csv.encode()
            if edition.address or (edition.pressed and (one.is_plan or one.csv)):
                files[f"{name}.png"] = figure_png(library, shared(one.figure), ACROSS, COLOURS)
    return files


def refuse_library(library: Library, folder: Path) -> None:
    """Refuse to write a site into a folder of the library.

    Raises
    ------
    EvaluatorError
        It is one.
    """
    shelves = [(layer / shelf).resolve() for layer in library.layers.folders for shelf in FOLDERS]
    if any(folder.resolve().is_relative_to(shelf) for shelf in shelves):
        raise EvaluatorError(f"{folder} is a folder of the library, which is only read. Name another for the site.")


def archive_name(release: str) -> str:
    """Return the name of the archive of a release."""
    return f"nap-evaluator-{release}.zip"


def _package(library: Library, held: Holdings, order: Order, kept: Mapping[str, bytes]) -> tuple[bytes, ScoreChange]:
    """Return the archive of the release, and what it changed against the one before."""
    number, date = order.edition.release, Press(library, held, order.edition, "en").date
    imprint = order.edition.imprint
    home = (imprint and imprint.publisher.address) or order.edition.address
    by = (order.edition.name, home) if imprint else ()
    release = Release(library, held, number, date, order.licence, *by)
    earlier = max((name.split("/")[0] for name in kept if not name.startswith(f"{number}/")), key=_parts_of, default="")
    before = unzipped(kept[f"{earlier}/data/{archive_name(earlier)}"]) if earlier else {}
    scores = [
        {name: data for name, data in one.items() if name.startswith("scores/")} for one in (before, release.scores)
    ]
    news = changed(*scores) if earlier else ()
    archive = zipped(release.files(before, news))
    stands = kept.get(f"{number}/data/{archive_name(number)}")
    if stands is not None and stands != archive:
        year, _, count = number.partition(".")
        raise EvaluatorError(
            f"Release {number} stands already and holds other data, which citations name: call this one "
            f"{year}.{int(count) + 1}."
        )
    return archive, ScoreChange(number, date, news or ("The first release." if not earlier else "No score changed.",))


def _parts_of(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


def _changes_before(folder: Path) -> tuple[ScoreChange, ...]:
    """Return what earlier releases changed, as the site that stands tells it."""
    try:
        held = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["changes"]
        return tuple(ScoreChange(one["release"], one["date"], tuple(one["lines"])) for one in held)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _printed_reports(library: Library, held: Holdings, stands: Path, tell: Callable[[str], None]) -> Files:
    """Return the reports of plans and periods; one whose inputs did not change is not printed again."""
    folders = library.layers.folders
    own = folders[0] if len(folders) > 1 else None
    units = [unit for unit in held.units if unit.group.rubric.scores in PRINTED]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for path in (*stands.glob("*.pdf"), *stands.glob("*.xlsx"), *stands.glob(PRINTED_BEFORE)):
            (folder / path.name).write_bytes(path.read_bytes())
        jobs = [
            ReportJob(
                unit.entrant.plan_id,
                folder / f"{unit.name}.{form}",
                ReportVariant(rubric_id=unit.group.rubric.id, form=form),
                own,
            )
            for unit in units
            for form in FORMS
        ]
        tell(f"Printing the reports of {len(units)} plans and periods; those that stand unchanged are kept.")
        result = print_reports(jobs)
        failed = [f"{one.job.plan_id}: {one.failure.message}" for one in result.results if one.failure]
        if failed:
            raise EvaluatorError(f"Reports were not printed: {'; '.join(failed[:3])}. --no-pdf leaves them out.")
        names = [*(job.out.name for job in jobs), PRINTED_BEFORE] if jobs else []
        return {f"{REPORTS}/{name}": (folder / name).read_bytes() for name in names}
