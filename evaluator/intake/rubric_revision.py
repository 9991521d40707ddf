"""A revised table of criteria laid over the files of its rubric, whose comments and order stay."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.intake.formats.cells import one_line
from evaluator.intake.rubric_table import CriterionRow, criterion_text, id_of
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.standard import Citable
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.text_files.file import read_text
from evaluator.scoring.rubric_diff import RubricDiff, diff_rubrics, raised
from evaluator.workbook.back.yaml_edit import rewrite_content

VERSION_LINE = re.compile(r"^(version: *)\S+", re.MULTILINE)
BY_HAND = "Its file has a comment inside what changes: change the file by hand."


@dataclass(frozen=True, slots=True)
class Revision:
    """The files that a revised table changes, by their path below the rubric's folder, and the differences they make.

    `left` are criteria of the rubric that the table does not name; they stay as they are.
    """

    files: Mapping[str, str]
    diff: RubricDiff
    left: tuple[str, ...]


def revision_of(
    rubric: Rubric,
    layers: Layers,
    rows: Sequence[CriterionRow],
    path: Path,
    standards: Citable | None = None,
) -> Revision:
    """Return what a revised table changes in a rubric.

    Parameters
    ----------
    rubric, layers
        The rubric as it is, and its folder.
    rows, path
        The rows of the table, and its file, for messages.
    standards : Citable, optional
        The provisions that a floor may name.

    Raises
    ------
    InvalidInputError
        A row names no node of the rubric, or a criterion that is borrowed or computed; a comment lies inside what
        changes; or the rubric would have faults. The error lists every one with its row.
    """
    problems: list[Problem] = []
    files: dict[str, str] = {}
    titled = {rubric.title(node).casefold(): node for node in rubric.nodes}
    rows = [replace(row, group=titled.get(row.group.casefold(), row.group)) for row in rows]
    named = [id_of(row) for row in rows]
    for row, name in zip(rows, named, strict=True):
        for found, expected, mend in _row_faults(row, name, rubric, named):
            problems.append(Problem(str(path), found, expected, mend, cell=row.place))
        if problems:
            continue
        file = f"criteria/{name}.yaml"
        text = (
            _rewritten_file(rubric.by_id[name], row, layers, file)
            if name in rubric.by_id
            else criterion_text(row, row.group)
        )
        if text is None:
            problems.append(
                Problem(str(path), f"a change of {name}", "a file that can be changed", BY_HAND, cell=row.place)
            )
        elif text:
            files[file] = text
    if problems:
        raise InvalidInputError(problems)
    diff = diff_rubrics(rubric, _rubric_with(layers, files, path, standards))
    if diff.bump != "none":
        files["rubric.yaml"] = VERSION_LINE.sub(
            rf"\g<1>{raised(rubric.version, diff.bump)}", read_text(layers.expected("rubric.yaml")), count=1
        )
        diff = diff_rubrics(rubric, _rubric_with(layers, files, path, standards))
    left = tuple(c.id for c in rubric.criteria if c.is_rated_by_hand and c.id not in named)
    return Revision(files, diff, left)


def _row_faults(row: CriterionRow, name: str, rubric: Rubric, named: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    nodes = tuple(rubric.nodes)
    if named.count(name) > 1:
        yield f"{name!r} in {named.count(name)} rows", "one row for each criterion", ""
    if row.group not in nodes and not (row.group == "" and name in rubric.by_id):
        yield f"group {row.group!r}", f"a node of the rubric: {', '.join(nodes)}", did_you_mean(row.group, nodes)
    lent = next((lender for lender, ids in rubric.borrowed.items() if name in ids), "")
    if lent:
        yield f"{name}, which is borrowed from {lent}", "a criterion of the rubric's own", f"Change it in {lent}."
    before = rubric.by_id.get(name)
    more = [k for k in row.levels if before is not None and k not in before.levels]
    if more:
        yield f"level {more[0]} of {name}", f"the levels 0 to {more[0] - 1} of its scale", "Change `scale` in a file."
    if before is not None and not lent and not before.is_rated_by_hand:
        yield f"{name}, which is computed", "a criterion that coders rate", "Take the row out."


def _rewritten_file(before: Criterion, row: CriterionRow, layers: Layers, file: str) -> str | None:
    """Return the text of a criterion's file as its row says; empty if nothing changes, None if it cannot be edited."""
    given = {
        "title": ("title", row.title), "question": ("question", row.question), "object": ("about", row.about),
        "recommend": ("recommend", row.recommend), "evidence_needed": ("evidence needed", row.evidence_needed),
        "guards_against": ("guards against", row.guards_against),
    }  # fmt: skip
    changes: dict[str, object] = {
        key: text for key, (head, text) in given.items() if head in row.heads and one_line(getattr(before, key)) != text
    }
    if row.group not in ("", before.parent):
        changes["parent"] = row.group
    levels = {k: row.levels.get(k, one_line(text)) for k, text in before.levels.items()}
    if any(one_line(before.levels[k]) != text for k, text in levels.items()):
        changes["levels"] = {k: before.levels[k] if one_line(before.levels[k]) == t else t for k, t in levels.items()}
    if "floor" in row.heads and before.floor != row.floor:
        changes["floor"] = row.floor
    if "search words" in row.heads and before.search_terms.get("en", ()) != row.search_words:
        others = {lang: terms for lang, terms in before.search_terms.items() if lang != "en"}
        changes["search_terms"] = {"en": row.search_words, **others} if row.search_words else others
    if row.again:
        changes["meaning_version"] = before.meaning_version + 1
    after = before.model_copy(update=changes)
    return rewrite_content(read_text(layers.expected(file)), before, after) if changes else ""


def _rubric_with(layers: Layers, files: Mapping[str, str], path: Path, standards: Citable | None) -> Rubric:
    """Return the rubric with changed files in place; its faults are told of the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / layers.folders[0].name
        root.mkdir()
        for name, text in files.items():
            place = root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="")
        try:
            return read_rubric(Layers((root, *layers.folders)), standards)
        except InvalidInputError as error:
            told = [
                replace(p, path=str(path), found=f"{Path(p.path).stem}: {p.found}", line=None, column=None)
                for p in error.problems
                if p.severity == "fault"
            ]
            raise InvalidInputError(told) from None
