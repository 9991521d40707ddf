"""The site: its files by name, and the folder that takes the place of the last one as a whole."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path

from evaluator.contrasts.tables.study import VerdictRow, verdict_row
from evaluator.errors import EvaluatorError
from evaluator.extensions.publish.changes import ScoreChange, feed
from evaluator.extensions.publish.holdings import Holdings
from evaluator.extensions.publish.pages import FOLDER, Edition, Press
from evaluator.library import Library
from evaluator.model.dates import first_day
from evaluator.model.sentence import say
from evaluator.read.text_files.file import read_text
from evaluator.reports.charts.letters import BOLD, REGULAR
from evaluator.store.change import sha256_of
from evaluator.store.signature import SUFFIX
from evaluator.tables.base import Table, declared
from evaluator.tables.scorecard import CRITERIA

Files = dict[str, bytes]
MANIFEST = "site.json"
STATIC = ("site.css", "site.js", "compare.js")
RELEASE = re.compile(r"[0-9]{4}\.[0-9]{1,3}")
SCORES: Table[object, VerdictRow] = declared(VerdictRow, "scores")  # type: ignore[assignment]  # rows of one unit
LINKED = re.compile(r'(?:href|src)="([^"#]*)(?:#([^"]*))?"')
IDS = re.compile(r' id="([^"]*)"')


def site_files(library: Library, presses: Mapping[str, Press]) -> Files:
    """Return every file of the site but reports and pictures; `presses` are by language, the first at the root."""
    first = next(iter(presses.values()))
    found = {name: read_text(library.templates.below(FOLDER).expected(name)).encode() for name in STATIC}
    fonts = library.templates.below("fonts")
    found |= {f"fonts/{name}": fonts.expected(name).read_bytes() for name in (REGULAR, BOLD, "OFL.txt")}
    for press in presses.values():
        found |= {name: text.encode() for name, text in press.pages()}
        found[f"{press.folder}scores.js"] = press.scores_script().encode()
        found[f"{press.folder}search.js"] = press.search_script().encode()
    found |= dict(_data_files(first.held))
    found["changes.xml"] = feed(first.changes, first.edition.address, first_day(first.date)).encode()
    return found


def _data_files(held: Holdings) -> Iterator[tuple[str, bytes]]:
    """Return the data of each unit: its scores under all frames, its levels, and both with definitions."""
    for unit in held.units:
        rows = [verdict_row(unit.group.rubric, result, unit.entrant) for result in unit.frames.verdicts]
        card = unit.group.cards[unit.place]
        yield f"data/{unit.name}.csv", SCORES.csv(rows).encode()
        yield f"data/{unit.name}.criteria.csv", CRITERIA.csv(card).encode()
        rubric = unit.group.rubric
        whole = {
            "unit": unit.entrant.plan_id,
            "rubric": f"{rubric.id} {rubric.version}",
            "licence": rubric.licence,
            "definitions": {
                name: {column.label: column.doc for column in columns}
                for name, columns in (("scores", SCORES.columns), ("criteria", CRITERIA.columns))
            },
            "scores": SCORES.json(rows),
            "criteria": CRITERIA.json(card),
        }
        yield f"data/{unit.name}.json", (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def faults_of(files: Mapping[str, bytes]) -> list[str]:
    """Return what is wrong with a site: links and ids that are not there, and names that differ by case alone.

    Examples
    --------
    >>> faults_of({"a.html": b'<a href="b.html#x">b</a>', "b.html": b'<p id="y">y</p>'})
    ['a.html: b.html has no id x']
    """
    told = []
    ids = {name: set(IDS.findall(data.decode())) for name, data in files.items() if name.endswith(".html")}
    for name in ids:
        folder = name.rpartition("/")[0]
        for address, part in LINKED.findall(files[name].decode()):
            if re.match(r"[a-z]+:", address):
                continue
            target = _joined_path(folder, address) if address else name
            if target not in files:
                told.append(f"{name}: {target} is not there")
            elif (
                part
                and target in ids
                and part not in ids[target]
                and not target.endswith(("compare.html", "explorer.html"))
            ):
                told.append(f"{name}: {target} has no id {part}")
    low: dict[str, str] = {}
    alike = [(name, low.setdefault(name.lower(), name)) for name in sorted(files)]
    return told + [f"{name} and {other} differ by case alone" for name, other in alike if name != other]


def _joined_path(folder: str, address: str) -> str:
    parts = folder.split("/") if folder else []
    for part in address.split("/"):
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def manifest(files: Mapping[str, bytes], release: str, changes: Sequence[ScoreChange]) -> bytes:
    """Return the list of what the site holds, by which the next edition knows its own files and what changed before."""
    held = {name: sha256_of(data) for name, data in sorted(files.items())}
    whole = {"site": "nap-evaluator", "release": release, "changes": [asdict(one) for one in changes], "files": held}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def dated(files: Mapping[str, bytes], presses: Mapping[str, Press], edition: Edition) -> Files:
    """Return the pages of a release as they stay under its number: each says so and leads to the newest."""
    found = dict(files)
    for press in presses.values():
        up = "../../" if press.folder else "../"
        told = escape(
            press.spoken.said(say("Data release %(release)s, as it was. The newest edition", release=edition.release))
        )
        line = f'<p class="notice muted"><a href="{up}index.html">{told}</a></p>\n'
        for name in files:
            own = name.startswith(press.folder) if press.folder else "/" not in name
            if own and name.endswith(".html"):
                text = files[name].decode()
                place = '<main id="main">' if '<main id="main">' in text else "<h1>"  # the explorer has a head first
                text = text.replace(place, f"{line}{place}", 1)
                for release in {edition.release, *edition.releases}:
                    text = text.replace(f'href="{up[3:]}{release}/', f'href="{up}{release}/')
                found[name] = text.encode()
    return found


def refuse_foreign(folder: Path) -> None:
    """Refuse to write a site into what is no folder, or holds other things; it is known at once.

    Raises
    ------
    EvaluatorError
        It is no folder, or holds what no site put there.
    """
    if not folder.exists():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise EvaluatorError(f"{folder} is no folder. Name one for the site.")
    if not (folder / MANIFEST).is_file() and (foreign := sorted(path.name for path in folder.iterdir())):
        told = ", ".join(foreign[:3])
        raise EvaluatorError(
            f"{folder} holds what no site put there: {told}. Name a new folder, as in `evaluator publish site`."
        )


def standing_site(folder: Path, *, force: bool = False) -> Files:
    """Return the dated folders of the site that stands in a folder, which the next edition keeps.

    Raises
    ------
    EvaluatorError
        It is no folder, or holds what no site put there.
    """
    refuse_foreign(folder)
    if not folder.exists():
        return {}
    inside = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    try:
        known = set(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]) | {
            MANIFEST,
            MANIFEST + SUFFIX,
        }
    except (OSError, ValueError, KeyError, TypeError):
        known = set()
    strange = [name for path in inside if (name := path.relative_to(folder).as_posix()) not in known]
    if strange and not force:
        raise EvaluatorError(
            f"{folder} holds what no site put there: {', '.join(strange[:3])}. Name another folder, or --force to "
            "replace all of it."
        )
    names = [path.relative_to(folder) for path in inside]
    return {name.as_posix(): (folder / name).read_bytes() for name in names if RELEASE.fullmatch(name.parts[0])}


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a site beside the folder and put it in its place, so that no half site is ever seen.

    Raises
    ------
    EvaluatorError
        The folder cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, data in files.items():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / name).write_bytes(data)
            stage.chmod(0o755)
            _put_in_place(stage, folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise EvaluatorError(f"{folder}: cannot be written ({error.strerror or error})") from None


def _put_in_place(stage: Path, folder: Path) -> None:
    """Exchange a folder for the finished one; the old one comes back if that fails, and is deleted last."""
    before = stage.with_name(f"{stage.name}-before")
    stood = folder.exists()
    if stood:
        folder.rename(before)
    try:
        stage.rename(folder)
    except OSError:
        if stood:
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)
