"""A library of invented countries: the Albanian plan under codes that ISO 3166 leaves to its users."""

from __future__ import annotations

import itertools
from pathlib import Path
from string import ascii_uppercase

ROOT = Path(__file__).resolve().parents[2]
MODEL, PLAN = "ALB", "2005-2007"


def invented_codes(count: int) -> list[str]:
    """Return codes from XAA on, without the one in use here (XKX)."""
    codes = (f"X{a}{b}" for a, b in itertools.product(ascii_uppercase, repeat=2))
    return list(itertools.islice((code for code in codes if code != "XKX"), count))


def write_countries(folder: Path, count: int) -> list[str]:
    """Write invented countries with one assessed plan each below `folder`; return the ids of the plans."""
    source = ROOT / "countries" / MODEL
    kept = [path for path in sorted(source.rglob("*")) if path.is_file() and f"{MODEL}-{PLAN}-" not in path.as_posix()]
    texts = {path.relative_to(source).as_posix(): path.read_text(encoding="utf-8") for path in kept}
    for code in invented_codes(count):
        for name, text in texts.items():
            path = folder / "countries" / code / name.replace(MODEL, code)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                text.replace(MODEL, code).replace("en: Albania\n", f"en: Invented {code}\n"), encoding="utf-8"
            )
    return [f"{code}-{PLAN}" for code in invented_codes(count)]
