"""Checks of a whole library, of any path in it, or of a single file outside; all faults are told in one pass."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from evaluator.errors import Problem, gather
from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.audit import AuditFile
from evaluator.model.country import Country, FactsFile
from evaluator.model.criterion import Criterion
from evaluator.model.facts import Statistic, Variable
from evaluator.model.framing import FramingFile
from evaluator.model.lens import Lens
from evaluator.model.plan import PlanFile
from evaluator.model.publisher import PUBLISHER, Publisher
from evaluator.model.rubric import RubricFile
from evaluator.model.schema import Shape, columns_of
from evaluator.model.standard import InstrumentsFile, ProvisionTest, Standard
from evaluator.model.weighting import Weighting
from evaluator.read.coding import ASSESSMENT_TABLES
from evaluator.read.country import COUNTRY_TABLES
from evaluator.read.facts import FACT_ROWS
from evaluator.read.layers import Layers
from evaluator.read.links import READ, SHELVES, links_out
from evaluator.read.parts import (
    LibraryCheck,
    check_country_folder,
    check_country_folders,
    check_facts,
    check_plan_folder,
    check_rubric_folder,
    check_standards,
    check_survey_folder,
)
from evaluator.read.plan import PLAN_TABLES, PlanFolder
from evaluator.read.text_files.file import read_text
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import parse_table
from evaluator.read.text_files.yaml_file import parse_yaml

LISTED = "`evaluator list` tells the countries, plans and rubrics that there are."
MARKS = ("plan.yaml", "country.yaml", "rubric.yaml")
ROWS: dict[str, type] = {
    **PLAN_TABLES,
    **COUNTRY_TABLES,
    **ASSESSMENT_TABLES,
    **FACT_ROWS,
    "standards": Standard,
    "tests": ProvisionTest,
    "variables": Variable,
}
NAMED_SHAPES: dict[str, type[Shape]] = {
    "plan": PlanFile,
    "framing": FramingFile,
    "country": Country,
    "rubric": RubricFile,
    "instruments": InstrumentsFile,
    "audit": AuditFile,
    "publisher": Publisher,
}
SHAPES: tuple[type[Shape], ...] = (Criterion, Weighting, Lens, CodingFile, FactsFile, PlanFile, Country, RubricFile)
LEAST_KEYS = 3  # with fewer keys in common the kind of a file is uncertain


class HasLayers(Protocol):
    """An object with the layers of a library's folders, such as a `Library`."""

    @property
    def layers(self) -> Layers:
        """Return the library's folders in order of precedence, the user's first."""


def check_library(library: HasLayers, paths: Sequence[str | Path] = ()) -> list[Problem]:
    """Return every fault, warning and note of the whole library, or of `paths`.

    A path may be a library's folder, its `rubrics` or `countries`, a rubric, a country, a plan, any folder inside
    one, or a single file. The files around it are read too, but only problems of the path itself are returned. A
    file or folder outside any library is checked alone.

    Returns
    -------
    list of Problem
        Sorted by file and line, without repetitions; empty if there is no problem.
    """
    problems: list[Problem] = []
    if not paths:
        desk = LibraryCheck(library.layers)
        _check_publisher(desk, library.layers)
        _check_shelves(desk, library.layers)
        problems = desk.problems
    for path in paths:
        problems += _check_path(library.layers, Path(path).expanduser().resolve())
    return sorted(dict.fromkeys(problems), key=in_order)


def in_order(problem: Problem) -> tuple[str, int, int, str]:
    """Return the sort key of a problem: file, line, column, finding."""
    return (problem.path, problem.line or 0, problem.column or 0, problem.found)


def _check_shelves(desk: LibraryCheck, own: Layers, shelf: str = "") -> None:
    """Check everything listed in `rubrics`, `countries` and `surveys` of `own`, as the layers of `desk` show it."""
    if shelf in ("", "rubrics"):
        check_standards(desk)
        for name in _visible_folders(own.below("rubrics")):
            check_rubric_folder(desk, desk.layers.below("rubrics").below(name))
    if shelf in ("", "surveys"):
        for name in _visible_folders(own.below("surveys")):
            check_survey_folder(desk, desk.layers.below("surveys").below(name))
    if shelf in ("", "countries"):
        check_facts(desk)
        check_country_folders(desk, [name for name in _visible_folders(own.below("countries")) if name != "facts"])


def _check_publisher(desk: LibraryCheck, own: Layers) -> None:
    if publisher := own.file(PUBLISHER):
        load(Publisher, publisher, desk.problems)


def _visible_folders(folder: Layers) -> list[str]:
    return [name for name in folder.folders_inside() if not name.startswith((".", "_"))]


def _check_path(layers: Layers, path: Path) -> list[Problem]:
    if not path.exists():
        return [Problem(str(path), "there is no such file or folder", "a file or folder to check", LISTED)]
    root = root_of(path)
    if root is None:
        return _check_outside(layers, path)
    if root not in layers.folders and (leading_out := links_out(root)):
        return leading_out
    desk = LibraryCheck(layers if root in layers.folders else Layers((root, *layers.folders)))
    if path == root:
        _check_publisher(desk, Layers((root,)))
    _check_inside(desk, root, path.relative_to(root).parts)
    return _concerning_path(path, desk.problems)


def root_of(path: Path) -> Path | None:
    """Return the library's folder that contains a path: the parent of `rubrics`, `countries` or `surveys`, or None."""
    if path.is_dir() and any((path / shelf).is_dir() for shelf in SHELVES):
        return path
    return next((at.parent for at in (path, *path.parents) if at.name in SHELVES and at.is_dir()), None)


def _check_inside(desk: LibraryCheck, root: Path, parts: tuple[str, ...]) -> None:
    own = Layers((root,))
    match parts:
        case () | ("rubrics",) | ("countries",) | ("surveys",):
            _check_shelves(desk, own, "".join(parts))
        case (
            "rubrics",
            "standards.csv" | "instruments.yaml" | "tests.csv" | "plan-words.yaml" | "tag-words.yaml" | "survey.yaml",
        ):
            check_standards(desk)
        case ("countries", "variables.csv") | ("countries", "facts", *_):
            check_facts(desk)
        case ("rubrics" | "countries", _) if root.joinpath(*parts).is_file():
            found = "a file that nothing reads"
            desk.problems.append(Problem(str(root.joinpath(*parts)), found, "rubrics or countries", severity="note"))
        case ("rubrics" | "surveys" as shelf, name, *_):
            check = check_rubric_folder if shelf == "rubrics" else check_survey_folder
            check(desk, desk.layers.below(shelf).below(name))
        case ("countries", iso3, "plans", plan_id, *_):
            country = desk.countries.below(iso3)
            check_plan_folder(desk, PlanFolder(country, country.below("plans").below(plan_id), plan_id))
        case (_, iso3, *_):
            check_country_folder(desk, desk.countries.below(iso3))


def _check_outside(layers: Layers, path: Path) -> list[Problem]:
    """Check a path outside any library: the unit around it, the units below it, or its files one by one."""
    around = next((at for at in (path, *path.parents) if at.is_dir() and _marking_file(at)), None)
    top = around or path
    if top.is_dir() and (leading_out := links_out(top, ["."])):
        return leading_out
    if around is not None:
        desk = LibraryCheck(layers)
        _check_unit(desk, around)
        return _concerning_path(path, desk.problems)
    if path.is_file():
        return check_file(path)
    inside = sorted(found.parent for mark in MARKS for found in path.rglob(mark))
    tops = [folder for folder in inside if not any(other in folder.parents for other in inside)]
    if tops:
        return [problem for folder in dict.fromkeys(tops) for problem in _check_path(layers, folder)]
    files = [found for found in sorted(path.rglob("*")) if found.is_file() and found.suffix in READ]
    if not files:
        return [Problem(str(path), "nothing to check", "a rubric, a country, a plan, YAML or CSV files")]
    return [problem for found in files for problem in check_file(found)]


def _marking_file(folder: Path) -> str:
    return next((mark for mark in MARKS if (folder / mark).is_file()), "")


def _check_unit(desk: LibraryCheck, folder: Path) -> None:
    mark, here = _marking_file(folder), folder.parent
    if mark == "rubric.yaml":
        check_rubric_folder(desk, Layers((folder,)))
    elif mark == "country.yaml":
        check_country_folder(desk, Layers((folder,)))
    else:
        country = here.parent if here.name == "plans" else here
        check_plan_folder(desk, PlanFolder(Layers((country,)), Layers((folder,)), folder.name))


def _concerning_path(path: Path, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a path, and a note if faults in other files prevent a full check."""

    def is_here(problem: Problem) -> bool:
        return Path(problem.path) == path or path in Path(problem.path).parents

    kept = [problem for problem in problems if is_here(problem)]
    elsewhere = sorted({problem.path for problem in problems if problem.severity == "fault" and not is_here(problem)})
    if elsewhere:
        found = f"faults in files it is read with: {', '.join(elsewhere)}"
        kept.append(Problem(str(path), found, "sound files around it", severity="note"))
    return kept


def check_file(path: Path) -> list[Problem]:
    """Return the faults of one file, checked without the files around it."""
    problems: list[Problem] = []
    if path.suffix == ".csv":
        _check_table(path, problems)
    elif path.suffix in (".yaml", ".yml"):
        _check_yaml(path, problems)
    elif path.suffix == ".md":
        gather(lambda: read_text(path), problems)
    else:
        sheet = "A score sheet is read by `evaluator sheet import FILE`." if path.suffix.lower() == ".xlsx" else ""
        problems.append(Problem(str(path), "a file of no known kind", "a YAML, CSV or Markdown file", sheet))
    return problems


def _check_table(path: Path, problems: list[Problem]) -> None:
    text = gather(lambda: read_text(path), problems)
    if text is None:
        return
    row = ROWS.get(path.stem) or _row_like(text)
    if row is None:
        expected = "the columns of a table on the guide's page Files and columns"
        problems.append(Problem(str(path), "a table of no known kind", expected, line=1))
        return
    parse_table(path, text, row, problems=problems)


def _row_like(text: str) -> type | None:
    """Return the row class that shares most columns with a CSV header, or None if it has fewer than half of them."""
    lines = text.splitlines()
    try:
        header = {name.strip() for name in next(csv.reader(lines[:1]), [])}
    except csv.Error:
        return None
    rows = (Rating, Statistic, *dict.fromkeys(ROWS.values()))
    common = {row: len(header & {c.label for c in columns_of(row)}) for row in rows}
    best = max(rows, key=lambda row: (common[row], -len(columns_of(row))))
    return best if common[best] * 2 >= len(header) and common[best] else None


def _check_yaml(path: Path, problems: list[Problem]) -> None:
    shape = NAMED_SHAPES.get(path.stem)
    if shape is None:
        document = gather(lambda: parse_yaml(path), problems)
        if document is None:
            return
        shape = _shape_like(document.content)
    if shape is None:
        expected = "the keys of a file on the guide's page Files and columns"
        problems.append(Problem(str(path), "a file of no known kind", expected, line=1))
        return
    load(shape, path, problems)


def _shape_like(content: object) -> type[Shape] | None:
    if not isinstance(content, dict):
        return None
    keys = set(content)
    common = {
        shape: len(keys & {field.alias or name for name, field in shape.model_fields.items()}) for shape in SHAPES
    }
    best = max(SHAPES, key=lambda shape: (common[shape], -len(shape.model_fields)))
    return best if common[best] >= min(LEAST_KEYS, len(keys)) and keys else None
