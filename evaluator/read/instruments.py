"""Reader of `rubrics/instruments.yaml`, the instruments that plans are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.instrument import InstrumentsFile
from evaluator.model.standard import Standard
from evaluator.read.text.shape import load
from evaluator.read.text.yaml_file import Key

INDEX = "one of rubrics/standards.csv"


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
