"""Readers of the index of standards, of the tests that decide whether its provisions are met, and of instruments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.standard import PART, InstrumentsFile, ProvisionTest, Standard
from evaluator.read.layers import Layers
from evaluator.read.overlay import read_overlaid
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import ReadTable, read_table
from evaluator.read.text_files.yaml_file import Key

FILE = "tests.csv"
# Returns the rubric of a name, or None if it cannot be read.
Rubrics = Callable[[str], Rubric | None]
INDEX = "one of rubrics/standards.csv"


def read_standards(rubrics: Layers) -> dict[str, Standard]:
    """Read `standards.csv`, layers joined by row; return an empty mapping if the file is absent.

    Raises
    ------
    InvalidInputError
        With every fault.
    """
    problems: list[Problem] = []
    table = read_overlaid(rubrics, "standards.csv", Standard, problems=problems)
    problems += check_parts(table) if table else ()
    if problems:
        raise InvalidInputError(problems)
    return {standard.standard_id: standard for standard in table.rows} if table else {}


def read_tests(rubrics: Layers, standards: Mapping[str, Standard], rubric: Rubric) -> tuple[ProvisionTest, ...]:
    """Read the tests of one rubric from `tests.csv`; return none if the file is absent.

    Raises
    ------
    InvalidInputError
        With every fault of the rows of this rubric, and every row that cannot be read.
    """
    problems: list[Problem] = []
    path = rubrics.file(FILE)
    if path is None:
        return ()
    table = read_table(path, ProvisionTest, problems=problems)
    problems += check_tests(table, standards, lambda name: rubric if name == rubric.id else None)
    if problems:
        raise InvalidInputError(problems)
    return tuple(test for test in table.rows if test.rubric == rubric.id)


def check_parts(table: ReadTable[Standard]) -> Iterator[Problem]:
    """Yield a problem for each cell `parts` that is not a list of letters a, b, c, ... with a requirement each."""
    for row, standard in enumerate(table.rows):
        pieces = [PART.fullmatch(piece.strip()) for piece in standard.parts.split(";")] if standard.parts else []
        letters = [match[1] if match else "" for match in pieces]
        expected = "letters from a on, each with what it requires: a: ...; b: ..."
        if letters and (letters[0] != "a" or any(ord(b or " ") != ord(a or " ") + 1 for a, b in pairwise(letters))):
            yield table.problem(row, "parts", repr(standard.parts), expected)


def check_tests(
    table: ReadTable[ProvisionTest], standards: Mapping[str, Standard], rubrics: Rubrics
) -> Iterator[Problem]:
    """Yield every fault in the rows of tests.csv, at its cell.

    Faults are: a provision, part or criterion that does not exist; a test without a level, or with one off the
    scale; law or practice that is lacking above level 0, without a condition; a condition outside the criterion's
    checklist; a face other than the criterion's; a repeated row; a part that one row tests and another refuses.
    Criteria are checked only if `rubrics` returns their rubric.
    """
    seen: set[ProvisionTest] = set()
    kinds: dict[tuple[str, str, str], bool] = {}
    for row, test in enumerate(table.rows):
        yield from _place_faults(table, row, standards)
        alike = _as_told_apart(test)
        if alike in seen:
            yield table.problem(row, "standard_id", "a test that is there already", "each test once")
        seen.add(alike)
        is_test = bool(test.criterion_id)
        if kinds.setdefault((test.rubric, test.standard_id, test.part), is_test) != is_test:
            found = "a part that is tested in one row and refused in another"
            yield table.problem(row, "criterion_id", found, "tests, or one row that says why none")
        rubric = rubrics(test.rubric)
        if not is_test:
            yield from _refusal_faults(table, row)
        elif test.least_level is None:
            yield table.problem(row, "least_level", "nothing", "the level from which the part is met")
        elif rubric is not None:
            yield from _faults_by_rubric(table, row, rubric)


def check_scope(
    table: ReadTable[ProvisionTest], standards: Mapping[str, Standard], instruments: InstrumentsFile
) -> Iterator[Problem]:
    """Yield a problem for each test by which a plan could fail an instrument that speaks of more than trafficking."""
    wider = {key for one in instruments.instruments if one.scope == "wider" for key in one.keys}
    for row, test in enumerate(table.rows):
        standard = standards.get(test.standard_id)
        if test.face == "plan" and test.open_from != 0 and standard is not None and standard.instrument_key in wider:
            found = "nothing" if test.open_from is None else str(test.open_from)
            expected = "0: the instrument speaks of more than trafficking, so that general law may give what it asks"
            yield table.problem(row, "open_from", found, expected)


def _as_told_apart(test: ProvisionTest) -> ProvisionTest:
    place = (test.standard_id, test.part, test.rubric, test.criterion_id)
    return ProvisionTest(*place, least_level=test.least_level, condition=test.condition)


def _place_faults(table: ReadTable[ProvisionTest], row: int, standards: Mapping[str, Standard]) -> Iterator[Problem]:
    test = table.rows[row]
    standard = standards.get(test.standard_id)
    if standard is None:
        yield from table.unknown(row, "standard_id", "", test.standard_id, standards, "an id of standards.csv")
        return
    letters = tuple(standard.part_texts())
    if test.part in (letters or ("",)):
        return
    expected = f"one of: {', '.join(letters)}" if letters else "an empty cell: the provision has no parts"
    yield table.problem(row, "part", repr(test.part) if test.part else "nothing", expected)


def _refusal_faults(table: ReadTable[ProvisionTest], row: int) -> Iterator[Problem]:
    test = table.rows[row]
    for column in ("least_level", "open_from", "either", "condition", "face"):
        value = getattr(test, column)
        if value not in (None, ""):
            expected = "an empty cell, for the row names no criterion and says why"
            yield table.problem(row, column, repr(value), expected)


def _faults_by_rubric(table: ReadTable[ProvisionTest], row: int, rubric: Rubric) -> Iterator[Problem]:
    test = table.rows[row]
    criterion = rubric.by_id.get(test.criterion_id)
    if criterion is None:
        mend = did_you_mean(test.criterion_id, sorted(rubric.by_id))
        found = f"{test.criterion_id!r}, which the rubric {rubric.id!r} does not have"
        yield table.problem(row, "criterion_id", found, "one of its criteria", mend)
        return
    for column, found, expected in _unfitting_cells(test, criterion, rubric.scale_of(criterion.id).top):
        yield table.problem(row, column, found, expected)


def _unfitting_cells(test: ProvisionTest, criterion: Criterion, top: int) -> Iterator[tuple[str, str, str]]:
    """Yield column, found value and expected value for each cell that does not fit the criterion."""
    least, opened = test.least_level or 0, test.open_from
    if not 1 <= least <= top:
        yield "least_level", str(test.least_level), f"a level from 1 to {top}"
    if opened is not None and not 0 <= opened < least:
        yield "open_from", str(opened), f"a level from 0 to {least - 1}, or an empty cell"
    if criterion.object != "plan" and not test.condition and (least if opened is None else opened) > 1:
        expected = "0 or 1; or, in the column condition, the one condition that the level says is lacking"
        yield "open_from", "nothing" if opened is None else str(opened), expected
    if test.condition and test.condition not in criterion.checklist:
        listed = "; ".join(criterion.checklist) or "an empty cell, for the criterion has no checklist"
        yield "condition", repr(test.condition), f"one of: {listed}" if criterion.checklist else listed
    if test.face != criterion.object:
        yield "face", repr(test.face) if test.face else "nothing", f"{criterion.object}, which the criterion looks at"


def read_instruments(path: Path, standards: Mapping[str, Standard]) -> InstrumentsFile:
    """Read `rubrics/instruments.yaml`.

    Raises
    ------
    InvalidInputError
        With every fault: shape, an instrument given twice, a key or a provision
        that the index of standards does not have.
    """
    problems: list[Problem] = []
    found = take_instruments(path, standards, problems)
    if found is None or problems:
        raise InvalidInputError(problems)
    return found


def take_instruments(path: Path, standards: Mapping[str, Standard], problems: list[Problem]) -> InstrumentsFile | None:
    """Read `instruments.yaml` and append every fault to `problems`; return None if its shape is at fault."""
    found, document = load(InstrumentsFile, path, problems)
    if found is None or document is None:
        return None
    keys = sorted({standard.instrument_key for standard in standards.values()})
    for at, instrument in enumerate(found.instruments):
        here: Key = ("instruments", at)
        if instrument.id in [other.id for other in found.instruments[:at]]:
            problems.append(document.problem((*here, "id"), f"instrument {instrument.id!r} given twice", "each once"))
        for k, key in enumerate(instrument.keys):
            problems += document.unknown((*here, "keys", k), "instrument key", key, keys, INDEX)
        groups = [(("later", k), part.standards) for k, part in enumerate(instrument.later)]
        groups += [(("choices", k), choice.standards) for k, choice in enumerate(instrument.choices)]
        for (name, k), ids in groups:
            for n, standard in enumerate(ids):
                place = (*here, name, k, "standards", n)
                problems += document.unknown(place, "standard", standard, standards, INDEX)
    return found
