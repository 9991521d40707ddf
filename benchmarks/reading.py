"""Reading the full rubric, beside the bare C parser and the parser in Python on the same files.

Variants run interleaved, by own processor time; medians, so that a busy machine
changes the ratios little. The bound to keep is 0.15 s with every check.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import yaml

from evaluator import Library
from evaluator.read.text_files.yaml_file import parse_yaml

ROUNDS = 9
SLOW_SAMPLE = 9  # files for the slow parser; its time is scaled by their size


def measured(variants: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(ROUNDS):
        for name, run in variants.items():
            begun = time.process_time()
            run()
            times[name].append(time.process_time() - begun)
    return {name: statistics.median(spent) for name, spent in times.items()}


def main() -> None:
    library = Library.open()
    paths = sorted((library.layers.folders[-1] / "rubrics" / "four-paradigms").rglob("*.yaml"))
    content = [path.read_text(encoding="utf-8") for path in paths]
    few = content[:SLOW_SAMPLE]
    begun = time.process_time()
    standards = library.standards
    library.rubric()
    first = time.process_time() - begun
    found = measured(
        {
            "bare CSafeLoader": lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in content],
            "bare SafeLoader": lambda: [yaml.safe_load(text) for text in few],
            "strict, with places": lambda: [parse_yaml(path) for path in paths],
            "whole rubric, every check": library.rubric,
        }
    )
    found["bare SafeLoader"] *= sum(map(len, content)) / sum(map(len, few))
    base = found["bare CSafeLoader"]
    print(f"{len(paths)} files, {sum(map(len, content)) / 1000:.0f} kB; {len(standards)} standards to cite")
    print(f"  {'first reading of a process':27s} {first * 1000:7.1f} ms")
    for name, spent in found.items():
        print(f"  {name:27s} {spent * 1000:7.1f} ms   {spent / base:5.2f} x the C parser")


if __name__ == "__main__":
    main()
