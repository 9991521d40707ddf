"""Damaged files for every reader, by seed and number: none may end in a traceback, a hang, or something illegal.

    python -m tools.fuzz                              # 100,000 inputs, the long form
    python -m tools.fuzz --count 2000                 # the form that runs before every change lands
    python -m tools.fuzz --seed 1 --at 1234 --show    # one input again, written to the current folder
    python -m tools.fuzz --only xlsx-cells pdf        # some readers

Each input is a whole file damaged by a seeded hand. A reader may read it or refuse it by
`InvalidInputError`. Counted as finds: any other exception, more than 10 seconds of the processor, more than
1 GB of memory, a file opened for writing outside of the run's own folder, and illegal values in what was let pass. Exit
status 1 where there is one. Finds worth keeping go to tests/data/fuzz/READER/, from where the tests read them.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import InvalidInputError
from evaluator.pipeline import evaluate
from evaluator.read import child_main
from evaluator.reports.country import country_pdf
from tools.fuzz_readers import PLAN, Bench, Reader

LONG, MEMORY = 100_000, 1_000_000_000
OF_REPORTS = frozenset({"pdf", "json"})  # readers of what a report is printed for first
# Of the processor, and by the clock for what waits; a busy machine is no find.
SECONDS, CLOCK = 10, 60
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGING = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"}
)
STARTING = frozenset({"os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "socket.connect"})


@dataclass(frozen=True, slots=True)
class Find:
    """One input that came to a bad end. `kind` is traceback, hang, memory, write or illegal."""

    number: int
    reader: str
    part: str
    kind: str
    told: str


Outcome = tuple[Counter[str], list[Find]]


class _HangError(BaseException):
    """The clock ran out; no reader catches it."""


class Watch:
    """Notes what is opened for writing, changed or started outside of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder.resolve())
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, args: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event in STARTING:
            self.seen.append(f"{event} {args[0]!r:.80}")
        if event in CHANGING and isinstance(args[-1], int) and args[-1] >= 0:
            return  # below a folder that is open, which was opened under this watch
        writing = event == "open" and isinstance(args[2], int) and args[2] & WRITING
        for path in args[:2] if writing or event in CHANGING else ():
            if isinstance(path, str | bytes | os.PathLike) and not isinstance(path, int):
                name = os.fsdecode(path)
                if ("/" in name or event != "open") and not os.path.realpath(name).startswith(self.folder):
                    self.seen.append(f"{event} {name}")


def inputs(readers: Sequence[Reader], seed: int, numbers: Sequence[int]) -> Iterator[tuple[int, Reader, str, bytes]]:
    """Yield number, reader, part and content of each input: the same for the same seed and number."""
    for number in numbers:
        chance = random.Random(f"{seed}:{number}")  # noqa: S311  (a choice that can be made again)
        (reader,) = chance.choices(readers, [reader.share for reader in readers])
        part = chance.choice(sorted(reader.seeds))
        yield number, reader, part, reader.change(reader.seeds[part], chance)


def tried(reader: Reader, part: str, content: bytes, watch: Watch) -> tuple[str, str] | None:
    """Return kind and words of a bad end; None where the input was read or refused as it should be."""
    watch.seen.clear()
    try:
        with _clock(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            watch.on = True
            illegal = reader.read(part, content)
    except InvalidInputError as error:
        illegal = [] if error.problems and str(error).strip() else ["a refusal without words"]
    except _HangError:
        return "hang", f"more than {SECONDS} seconds of the processor, or {CLOCK} by the clock"
    except MemoryError:
        return "memory", f"more than {MEMORY} bytes"
    except Exception:  # noqa: BLE001  (that is what is looked for)
        return "traceback", traceback.format_exc(limit=-4)
    finally:
        watch.on = False
    if watch.seen:
        return "write", "; ".join(watch.seen[:3])
    return ("illegal", "; ".join(illegal[:3])) if illegal else None


@contextmanager
def _clock() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise _HangError

    signal.signal(signal.SIGALRM, ring)
    signal.signal(signal.SIGPROF, ring)
    signal.alarm(CLOCK)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


@contextmanager
def bench(only: Sequence[str] = ()) -> Iterator[tuple[tuple[Reader, ...], Watch]]:
    """Yield the readers over a folder of their own, and the watch over what they write."""
    child_main.INSIDE = True  # what would start a process under limits runs here, under this one's
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        made = Bench(Path(name))
        tempfile.tempdir = str(Path(name))
        report = b""
        if not only or OF_REPORTS.intersection(only):
            report = country_pdf(made.library, evaluate(made.library.assessment(PLAN, made.rubric), made.rubric))
        readers = tuple(reader for reader in made.readers(report) if not only or reader.name in only)
        # A module that a reader brings in first now would be kept compiled by Python: no write of its own.
        compiled, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        gc.collect()  # what earlier prints of this process left takes its folders away now, not under the watch
        try:
            yield readers, Watch(Path(name))
        finally:
            child_main.INSIDE = False
            tempfile.tempdir = None
            sys.dont_write_bytecode = compiled


def run(seed: int, numbers: Sequence[int], only: Sequence[str] = (), show: Path | None = None) -> Outcome:
    """Try the inputs of these numbers, and tell what came to a bad end as it comes."""
    counts: Counter[str] = Counter()
    finds: list[Find] = []
    with bench(only) as (readers, watch), _limited_memory():
        for number, reader, part, content in inputs(readers, seed, numbers):
            counts[reader.name] += 1
            if show:
                (show / f"{number}-{Path(part).name}").write_bytes(content)
            if (found := tried(reader, part, content, watch)) is not None:
                finds.append(Find(number, reader.name, part, *found))
                print(f"{number} {reader.name} {part}: {found[0]}\n{found[1]}", flush=True)
    return counts, finds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print what was found, and return the exit status."""
    asked = _parser().parse_args(arguments)
    numbers = [asked.at] if asked.at is not None else list(range(asked.start, asked.start + asked.count))
    begun = time.monotonic()
    shares = [numbers[k :: asked.processes] for k in range(min(asked.processes, len(numbers)))]
    show = Path.cwd() if asked.show else None
    if len(shares) > 1:
        with ProcessPoolExecutor(len(shares), mp_context=multiprocessing.get_context("spawn")) as pool:
            done = list(pool.map(run, *zip(*((asked.seed, share, asked.only, show) for share in shares), strict=True)))
    else:
        done = [run(asked.seed, share, asked.only, show) for share in shares]
    counts = sum((one for one, _ in done), Counter())
    finds = [find for _, several in done for find in several]
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(find.kind for find in finds).items()) or "none"
    print(f"seed {asked.seed}: {counts.total()} inputs in {time.monotonic() - begun:.0f} s; finds: {kinds}")
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    return 1 if finds else 0


@contextmanager
def _limited_memory() -> Iterator[None]:
    """Give this process 1 GB above what it has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    statm = Path("/proc/self/statm")
    if statm.is_file():
        taken = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=LONG, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--at", type=int, help="one input alone, by its number")
    parser.add_argument("--only", nargs="+", default=[], metavar="READER")
    parser.add_argument("--show", action="store_true", help="write each input into the current folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
