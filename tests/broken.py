"""Broken folders for the tests of reading: the sound library changed as the files in `tests/bad` say.

A file there holds the faults of one topic. A case says what it changes (`change`: lines as they were, and as they are
now), which files it writes whole (`write`; `latin-1` in place of the text for what is no UTF-8), and, in full, all that
`evaluator check` says of it (`says`; `...` stands for any text). Ratings of a plan and a data set of facts are read as
a whole, so what stands beside a changed file of theirs is laid out with it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).resolve().parent
SOUND = TESTS / "data" / "sound"


@cache
def broken_cases() -> dict[str, dict[str, Any]]:
    """Return every case by its name; a name that stands twice is a fault of the tests."""
    cases: dict[str, dict[str, Any]] = {}
    for path in sorted((TESTS / "bad").glob("*.yaml")):
        for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            assert name not in cases, f"{path.name}: {name} given twice"
            cases[name] = case
    return cases


def lay_out(name: str, folder: Path) -> Path:
    """Write the files of a case into a folder, and return it."""
    case = broken_cases()[name]
    made = {place: content(text) for place, text in case.get("write", {}).items()}
    made |= {place: changed(place, edits).encode() for place, edits in case.get("change", {}).items()}
    beside = {near: (SOUND / near).read_bytes() for place in made for near in _read_with(place)}
    for place, data in {**beside, **made}.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def content(text: str | dict[str, str]) -> bytes:
    """Return the bytes of a file that a case writes whole."""
    return text.encode() if isinstance(text, str) else text["latin-1"].encode("latin-1")


def changed(place: str, edits: list[dict[str, str]]) -> str:
    """Return the text of a sound file after the edits; each `was` are whole lines that stand there once."""
    text = f"\n{(SOUND / place).read_bytes().decode()}\n"
    for edit in edits:
        was, now = (f"\n{edit[key]}\n" for key in ("was", "now"))
        assert text.count(was) == 1, f"{place}: {edit['was']!r} stands there {text.count(was)} times"
        text = text.replace(was, now)
    return text[1:-1]


def _read_with(place: str) -> list[str]:
    """Return the sound files that are read as one with a file."""
    folder = SOUND / Path(place).parent
    if "assessments" in Path(place).parts:
        near = folder.rglob("*")
    elif Path(place).parts[:2] == ("countries", "facts"):
        near = folder.glob(f"{Path(place).stem}.*")
    else:
        return []
    return [path.relative_to(SOUND).as_posix() for path in near if path.is_file()]
