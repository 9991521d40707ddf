"""An index of any field from cold: 200 units x 150 indicators, read, checked and scored by the command line.

The library is made up in a folder of its own: a tree of 15 nodes with ten indicators
each, goalposts, one table of 30,000 figures. A new process each time, so that all
reading is counted. The goal is 5 s of processor time on a free core. A busy
machine counts more seconds for the same work, so a loop of ten million additions is
timed beside, which takes about 0.45 s on a free core: seconds divided by how much longer
the loop took are what a free core would need. It was 3.7 s when this was last measured, on
a machine 1.2 times as slow: imports 1.1, tables 0.6, facts by unit 0.3, outcomes 1.3, scorecards 0.4.

With the audit come 1,000 weightings with noise and the ranks of every unit.
"""

from __future__ import annotations

import hashlib
import random
import resource
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

UNITS, NODES, EACH = 200, 15, 10
GOAL = 5.0
FREE = 0.45  # seconds of the loop on a free core


def write(folder: Path) -> None:
    rng = random.Random(7)  # noqa: S311  (made-up figures)
    names = [f"n{n}-i{i}" for n in range(NODES) for i in range(EACH)]
    codes = [a + b + "Q" for a in string.ascii_uppercase for b in string.ascii_uppercase][:UNITS]
    rubric, countries = folder / "rubrics" / "bench", folder / "countries"
    for place in (rubric / "criteria", rubric / "weightings", countries / "facts"):
        place.mkdir(parents=True)
    tree = "".join(f"  - {{id: n{n}, parent: total, titles: {{en: Node {n}}}}}\n" for n in range(NODES))
    (rubric / "rubric.yaml").write_text(
        "id: bench\nversion: 1.0.0\ntitles: {en: Bench}\nlicence: CC0-1.0\nscale: {levels: 5}\n"
        "reference_weighting: equal\n"
        "grading: {least_coverage: 0.5, bands: [{grade: A, from: 0.5}, {grade: B, from: 0.0}], origin: modelled}\n"
        f"tree:\n{tree}"
    )
    (rubric / "weightings" / "equal.yaml").write_text(
        "id: equal\nrubric: bench\ntitles: {en: Equal}\nactor: nobody\nweights: {}\ngates: ignore\n"
    )
    for name in names:
        (rubric / "criteria" / f"{name}.yaml").write_text(
            f"id: {name}\nmeaning_version: 1\nparent: {name.partition('-')[0]}\nkind: indicator\nobject: practice\n"
            f"title: Indicator {name}\nquestion: How much?\ninputs: [{name.replace('-', '_')}]\n"
            "normalise: {method: goalposts, low: 0, high: 100, origin: modelled}\norigin: modelled\n"
        )
    lines = ["iso3,variable,from,to,value,source_id"]
    lines += [f"{c},{n.replace('-', '_')},2020,2020,{rng.random() * 100},s1" for c in codes for n in names]
    table = ("\n".join(lines) + "\n").encode()
    (countries / "facts" / "bench.csv").write_bytes(table)
    (countries / "facts" / "bench.yaml").write_text(
        f"id: bench\ntitles: {{en: Bench}}\nproducer: nobody\ncitation: made up\nlicence: CC0-1.0\n"
        f"sha256: {hashlib.sha256(table).hexdigest()}\nrows: {len(lines) - 1}\n"
        "columns: [iso3, variable, from, to, value, source_id]\nsources: [{id: s1, title: Made up}]\n"
    )
    (countries / "variables.csv").write_text(
        "variable,unit,type,definition,direction\n"
        + "".join(f"{name.replace('-', '_')},points,index,Made up,higher\n" for name in names)
    )
    (countries / "units.csv").write_text(
        "unit_id,iso3,country,rubric,from,to\n" + "".join(f"{c}-2020,{c},Land {c},bench,2020,2020\n" for c in codes)
    )


def spent(folder: Path, *command: str) -> tuple[float, float, str]:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "evaluator", "--library", str(folder), *command],
        check=True,
        capture_output=True,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return own, time.perf_counter() - begun, done.stdout


def slowness() -> float:
    """Return how much longer a plain loop takes than on a free core."""
    begun, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return max(1.0, (time.process_time() - begun) / FREE)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder)
        slow = slowness()
        best = min(spent(folder, "score", "--all", "--rubric", "bench", "--format", "csv") for _ in range(3))
        audit = spent(folder, "rubric", "audit", "bench", "--format", "csv", "--table", "uncertainty")
    rows = len(best[2].splitlines()) - 1
    print(f"{rows} units x {NODES * EACH} indicators, from cold")
    print(f"  {'score --all':34s} {best[0]:6.2f} s of processor time, {best[1]:6.2f} s by the clock; goal {GOAL} s")
    print(f"  {'with audit and 1,000 noisy weights':34s} {audit[0]:6.2f} s of processor time")
    print(f"  this machine is {slow:.1f} times as slow as a free core: {best[0] / slow:.2f} s there")


if __name__ == "__main__":
    main()
