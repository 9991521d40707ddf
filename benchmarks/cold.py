"""`evaluator score` from a cold start, beside the bare imports of its libraries; also with 200 countries at hand.

Each command is a process of its own. Variants run interleaved and are measured by
processor time, user and system; the least of the rounds counts, so that a busy
machine changes the ratios little. Byte code is written first, as pip does on
installing. The bound to keep is 4 times the bare imports.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from string import ascii_uppercase

from evaluator import Library

ROUNDS = 9
COUNTRIES = 200
MODEL = "BRA"  # whose folder the made-up countries repeat
BARE = "import click, numpy, pydantic, yaml"
SCORE = "from evaluator.cli import main; main()"
MOST = 4.0


def cost(words: list[str]) -> float:
    """Return the processor time that a process of its own takes, in seconds; a draft's status 1 is no failure."""
    before = os.times()
    done = subprocess.run([sys.executable, "-c", *words], capture_output=True, check=False, env=_plain())  # noqa: S603
    after = os.times()
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return after.children_user - before.children_user + after.children_system - before.children_system


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def many_countries(folder: Path) -> None:
    """Fill a folder with countries under free codes, so that with the shipped ones there are 200."""
    library = Library.open()
    countries = library.layers.folders[-1] / "countries"
    free = (code for code in map("".join, product("XYZ", ascii_uppercase, ascii_uppercase)) if code != "XKX")
    for code in (next(free) for _ in range(COUNTRIES - len(library.country_codes))):
        target = folder / "countries" / code
        shutil.copytree(countries / MODEL, target)
        for path in sorted(target.rglob("*"), reverse=True):
            if path.suffix in (".yaml", ".csv"):
                path.write_text(path.read_text(encoding="utf-8").replace(MODEL, code), encoding="utf-8")
            if MODEL in path.name:
                path.rename(path.with_name(path.name.replace(MODEL, code)))


def main() -> None:
    """Print the ratios; status 1 where one is over the bound."""
    with tempfile.TemporaryDirectory() as name:
        many_countries(Path(name))
        variants = {
            "bare imports": [BARE],
            "BRA": [SCORE, "score", "BRA"],
            "ALB, two coders": [SCORE, "score", "ALB"],
            f"BRA of {COUNTRIES} countries": [SCORE, "--library", name, "score", "BRA"],
        }
        for words in variants.values():
            cost(words)
        rounds = [{which: cost(words) for which, words in variants.items()} for _ in range(ROUNDS)]
    least = {which: min(one[which] for one in rounds) for which in variants}
    bare = least.pop("bare imports")
    print(f"bare imports ({BARE.removeprefix('import ')}): {bare:.2f} s of processor time")
    for which, taken in least.items():
        print(f"evaluator score, {which}: {taken:.2f} s, {taken / bare:.1f} times the bare imports")
    raise SystemExit(max(least.values()) > MOST * bare)


if __name__ == "__main__":
    main()
