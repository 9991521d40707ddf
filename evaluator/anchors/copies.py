"""The copies of sources in the user's folder, from which passages are cited. They need not be passed on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import Assessment
from evaluator.model.country import Source

FOLDER = "documents"
ENDINGS = (".pdf", ".html", ".htm", ".txt")


def copy_of(folders: Iterable[Path], source: Source, plan_id: str = "") -> Path | None:
    """Return the path of a source's copy in the topmost library that has one, or None.

    It is the file in the source's column `file`, else the one in `documents/` named after the
    source's id, else, if `plan_id` is given, after the plan's id.

    Parameters
    ----------
    folders : iterable of Path
        Of libraries, the user's first.
    source : Source
        A row of sources.csv.
    plan_id : str
        The plan whose own text the source is; empty for another source.

    Raises
    ------
    InvalidInputError
        `file` leads out of the folder.

    Examples
    --------
    >>> copy_of([Path("examples")], Source("S", file="../plan.pdf"))
    Traceback (most recent call last):
    ...
    evaluator.errors.InvalidInputError: sources.csv: S: file '../plan.pdf'. Give a path inside the library's \
folder, as documents/plan.pdf.
    """
    names = [source.file] if source.file else [
        f"{FOLDER}/{stem}{ending}" for stem in (source.source_id, plan_id) if stem for ending in ENDINGS
    ]  # fmt: skip
    places = list(folders)
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            expected = "a path inside the library's folder, as documents/plan.pdf"
            raise InvalidInputError([Problem("sources.csv", f"file {name!r}", expected, key=source.source_id)])
        for folder in places:
            found = folder / path
            if found.is_file() and found.resolve().is_relative_to(folder.resolve()):
                return found
    return None


def own_plan(source: Source, sources: Iterable[Source], plan_id: str) -> str:
    """Return the plan's id if a source is the first source of kind `plan`, else an empty text."""
    first = next((other for other in sources if other.kind == "plan"), None)
    return plan_id if first is not None and first.source_id == source.source_id else ""


def copies(folders: Iterable[Path], assessment: Assessment) -> dict[str, Path]:
    """Return the paths of the copies of an assessment's sources, by source id; sources without a copy are left out.

    A file called like the plan is the text of the sources that the plan names, else of the first source of kind `plan`.
    """
    places, plan = list(folders), assessment.plan.id
    named = [source for source in assessment.sources if source.source_id in assessment.plan.sources]
    found = {
        source.source_id: copy_of(places, source, own_plan(source, named or assessment.sources, plan))
        for source in assessment.sources
    }
    return {name: path for name, path in found.items() if path is not None}
