"""A second run over unchanged countries beside the first, and a frame scored in arrays beside numpy alone.

Both ratios are of one run: processor time, user and system. The folder of kept rows is empty before.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import evaluator as ev
from benchmarks.cold import cost, many_countries

COMMANDS = ("list plans", "score --all --format csv", "list grades", "check")
RUN = "import sys; from evaluator.cli import main; sys.argv[1:] = {words!r}; main()"
ROWS = 10_000


def again(folder: Path) -> None:
    """Print for each command what its first and its second run over 200 countries take."""
    os.environ["EVALUATOR_CACHE"] = str(folder / "kept")
    for command in COMMANDS:
        first, second = (cost([RUN.format(words=["--library", str(folder), *command.split()])]) for _ in range(2))
        print(f"{command}: first {first:.1f} s, second {second:.1f} s, {second / first:.0%} of it")


def frame() -> None:
    """Print what a frame of 10,000 rows takes, beside the bare product with the weights."""
    rubric = ev.rubric()
    draw = np.random.default_rng(1)
    tops = {c.id: rubric.scale_of(c.id).top for c in rubric.criteria}
    levels = pd.DataFrame({name: draw.integers(0, top + 1, ROWS) for name, top in tops.items()})
    rubric.score(levels.head(), "equal")  # what is imported late
    start = time.process_time()
    rubric.score(levels, "equal")
    scored = time.process_time() - start
    start = time.process_time()
    _ = (levels.to_numpy() / np.array(list(tops.values()))) @ rubric.weights("equal").to_numpy()
    bare = time.process_time() - start
    print(f"{ROWS:,} x {len(tops)}: {scored:.2f} s, {scored / bare:.0f} times the product alone")


if __name__ == "__main__":
    frame()
    with tempfile.TemporaryDirectory() as made:
        many_countries(Path(made))
        again(Path(made))
