"""A library of invented countries: the whole invented plan under codes that ISO 3166 leaves to its users."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from string import ascii_uppercase

from evaluator.batch.inputs import Inputs, open_library, own_inputs, shared_inputs
from evaluator.batch.job import ReportJob

WHOLE = Path(__file__).resolve().parents[1] / "data" / "whole"
EXAMPLES = WHOLE.parent / "examples"
# The rubric of the worked examples under a name of its own: a report by it is printed in a tenth of the time.
SMALL = "small"
MODEL, PLAN, NAME = "XXB", "2021-2024", "Inventia"


def invented_codes(count: int) -> list[str]:
    """Return codes from XAA on, without the one in use here (XKX)."""
    codes = (f"X{a}{b}" for a, b in itertools.product(ascii_uppercase, repeat=2))
    return list(itertools.islice((code for code in codes if code != "XKX"), count))


def write_countries(folder: Path, count: int) -> list[str]:
    """Write invented countries below `folder`, one finally assessed plan each; return the ids of the plans."""
    texts = _texts(WHOLE / "countries" / MODEL, without="assessments") | _texts(
        WHOLE / "grades" / "C" / "countries" / MODEL
    )
    for code in invented_codes(count):
        for name, text in texts.items():
            path = folder / "countries" / code / name.replace(MODEL, code)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace(MODEL, code).replace(NAME, f"{NAME} {code}"), encoding="utf-8")
    return [f"{code}-{PLAN}" for code in invented_codes(count)]


def write_small_countries(folder: Path, count: int) -> list[str]:
    """Write the worked example's rubric, and the example under invented codes; return the ids of the plans."""
    shutil.copytree(EXAMPLES / "rubrics" / "four-paradigms", folder / "rubrics" / SMALL)
    for code in invented_codes(count):
        country = folder / "countries" / code
        for name, text in _texts(EXAMPLES / "countries" / "XXA").items():
            path = country / name.replace("XXA", code).replace("four-paradigms", SMALL)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("XXA", code), encoding="utf-8")
        sources = f"source_id,title,kind\n{code}-S1,An invented plan,plan\n"
        (country / "sources.csv").write_text(sources, encoding="utf-8")
    for path in folder.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("four-paradigms", SMALL), encoding="utf-8")
    return [f"{code}-2020-2023" for code in invented_codes(count)]


def inputs_of(job: ReportJob) -> Inputs:
    """Return the fingerprints of a report's inputs, from the present files."""
    library = open_library(job.library)
    return Inputs(shared_inputs(library), own_inputs(library, job))


def _texts(folder: Path, without: str = "") -> dict[str, str]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and without not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
