"""A library of invented countries: the whole invented plan under codes that ISO 3166 leaves to its users."""

from __future__ import annotations

import itertools
from pathlib import Path
from string import ascii_uppercase

WHOLE = Path(__file__).resolve().parents[1] / "data" / "whole"
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


def _texts(folder: Path, without: str = "") -> dict[str, str]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and without not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
