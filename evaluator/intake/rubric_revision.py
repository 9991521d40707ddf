"""A revised table of criteria laid over the files of its rubric, whose comments and order stay."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.intake.formats.cells import one_line
from evaluator.intake.rubric_table import CriterionRow, criterion_text, grounds_said, id_of
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.standard import Citable
from evaluator.model.weighting import Override
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.text_files.file import read_text
from evaluator.scoring.rubric_diff import RubricDiff, diff_rubrics, raised
from evaluator.workbook.back.yaml_edit import edited_yaml, rewrite_content

VERSION_LINE = re.compile(r"^(version: *)\S+", re.MULTILINE)
BY_HAND = "Its file has a comment inside what changes: change the file by hand."


class _ByHandError(ValueError):
    """What changes cannot be changed in its file without losing a comment; the text names it."""


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
    try:
        files |= _shared_files(rubric, layers, rows, path)
    except _ByHandError as error:
        problems.append(Problem(str(path), f"a change of {error}", "a file that can be changed", BY_HAND))
    if problems:
        raise InvalidInputError(problems)
    diff = diff_rubrics(rubric, _rubric_with(layers, files, path, standards))
    if diff.bump != "none":
        files["rubric.yaml"] = VERSION_LINE.sub(
            rf"\g<1>{raised(rubric.version, diff.bump)}",
            files.get("rubric.yaml") or read_text(layers.expected("rubric.yaml")),
            count=1,
        )
        diff = diff_rubrics(rubric, _rubric_with(layers, files, path, standards))
    left = tuple(c.id for c in rubric.criteria if c.is_rated_by_hand and c.id not in named)
    return Revision(files, diff, left)


def _shared_files(rubric: Rubric, layers: Layers, rows: Sequence[CriterionRow], path: Path) -> dict[str, str]:
    """Return rubric.yaml with the grounds, and the reference weighting with the weights, that the rows say anew."""
    files = {}
    said = {key: text for key, text in grounds_said(rows).items() if one_line(getattr(rubric, key).ground) != text}
    if said:
        before = {key: {"ground": getattr(rubric, key).ground} for key in said}
        text = edited_yaml(
            read_text(layers.expected("rubric.yaml")), before, {key: {"ground": text} for key, text in said.items()}
        )
        files["rubric.yaml"] = _possible(text, "the grounds in rubric.yaml")
    frame = rubric.weighting(rubric.reference_weighting)
    after = _overrides(frame.overrides, rows, path)
    if after != frame.overrides:
        name = f"weightings/{frame.id}.yaml"
        old, new = ([one.model_dump(mode="json") for one in each] for each in (frame.overrides, after))
        standing = layers.file(name)
        text = edited_yaml(read_text(standing), {"overrides": old}, {"overrides": new}) if standing else None
        files[name] = _possible(text, f"the weights in {name}")
    return files


def _possible(text: str | None, what: str) -> str:
    if text is None:
        raise _ByHandError(what)
    return text


def _overrides(before: Sequence[Override], rows: Sequence[CriterionRow], path: Path) -> tuple[Override, ...]:
    """Return the weights of criteria as the rows say; those that no row speaks of stay, an empty cell means 1."""
    after = {one.criterion: one for one in before}
    for row in rows:
        name = id_of(row)
        standing = after.get(name)
        if "weight" not in row.heads:
            continue
        if row.weight is None or (standing is None and row.weight == 1):
            after.pop(name, None)
        elif standing is None:
            ground = row.weight_ground or f"weight in {path.name}"
            after[name] = Override(criterion=name, times=row.weight, origin="modelled", ground=ground)
        else:
            if f"{standing.times:g}" != f"{row.weight:g}":
                standing = standing.model_copy(update={"times": row.weight})
            if "ground: weight" in row.heads and one_line(standing.ground) != row.weight_ground:
                standing = standing.model_copy(update={"ground": row.weight_ground})
            after[name] = standing
    return tuple(after.values())


def _row_faults(row: CriterionRow, name: str, rubric: Rubric, named: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    nodes = tuple(rubric.nodes)
    if named.count(name) > 1:
        yield f"{name!r} in {named.count(name)} rows", "one row for each criterion", ""
    if row.group not in nodes and not (row.group == "" and name in rubric.by_id):
        yield f"group {row.group!r}", f"a node of the rubric: {', '.join(nodes)}", did_you_mean(row.group, nodes)
    lent = next((lender for lender, ids in rubric.borrowed.items() if name in ids), "")
    before = rubric.by_id.get(name)
    if lent and before is not None and _changes(before, row):
        yield f"{name}, which is borrowed from {lent}", "a criterion of the rubric's own", f"Change it in {lent}."
    more = [k for k in row.levels if before is not None and k not in before.levels]
    if more:
        yield f"level {more[0]} of {name}", f"the levels 0 to {more[0] - 1} of its scale", "Change `scale` in a file."
    if before is not None and not lent and not before.is_rated_by_hand:
        yield f"{name}, which is computed", "a criterion that coders rate", "Take the row out."


def _changes(before: Criterion, row: CriterionRow) -> dict[str, object]:
    """Return the fields of a criterion in which its row says something else."""
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
    if "sources" in row.heads and "; ".join(map(one_line, before.sources)) != "; ".join(row.sources):
        changes["sources"] = row.sources
    if "search words" in row.heads and before.search_terms.get("en", ()) != row.search_words:
        others = {lang: terms for lang, terms in before.search_terms.items() if lang != "en"}
        changes["search_terms"] = {"en": row.search_words, **others} if row.search_words else others
    if row.again:
        changes["meaning_version"] = before.meaning_version + 1
    return changes


def _rewritten_file(before: Criterion, row: CriterionRow, layers: Layers, file: str) -> str | None:
    """Return the text of a criterion's file as its row says; empty if nothing changes, None if it cannot be edited."""
    changes = _changes(before, row)
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
