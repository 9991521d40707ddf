"""Does a test notice when a line of a room changes? A seeded sample of small changes, each tried against the tests.

    python -m tools.mutants                                     # 10 mutants of each room
    python -m tools.mutants scoring plans --seed 3 --count 40   # the same ones for the same seed and code
    python -m tools.mutants scoring --at lens.py:91             # every mutant that begins on that line
    python -m tools.mutants reports/verify workbook             # other rooms, or folders of one
    python -m tools.mutants contrasts --stages 1                # quick: the tests of each module alone

A mutant is one change of one place: a comparison, a sign, a number, a truth value, `min` for `max`,
`and` for `or`, a `not` or a named argument left out, a statement deleted. It is written into a copy of the
project, never into the project itself, and the tests run there: those of the module, those of what imports
it, those of the room, then what stands for the whole. The first failure kills it, or five times the
processor time that the same tests take without a change. A survivor changes nothing that can be seen,
or shows a behaviour that no test holds. Exit status 1 if one survived.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import copy
import os
import py_compile
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("scoring", "panel", "plans", "contrasts")  # where none is named
# What stands for the whole, of the tests of a change: a second implementation, the cases of other people's engines,
# a plan from its files to its scores, the book of a desk, and what the commands and reports say.
AFTER = (
    "tests/twin",
    "tests/reference",
    "tests/test_pipeline.py",
    "tests/test_whole_plan.py",
    "tests/workbench/test_shelf.py",
    "tests/test_golden.py",
)
# What holds many modules of a room at once, and is quick: run with the tests of what imports a module.
WIDE = {"contrasts": ("tests/contrasts/test_kept_studies.py",)}
Part = TypeVar("Part", bound=ast.expr)
OTHER: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NAMES = {
    "min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any",
    "argmin": "argmax", "argmax": "argmin", "floor": "ceil", "ceil": "floor",
}  # fmt: skip
# A loop made endless is told by processor time, which a busy machine does not lengthen. A run that only waits
# uses none, so the clock ends it too, much later.
LEAST_LIMIT = 60.0  # seconds: enough for most; where it is not, what the tests take without a change is measured
WAITING = 20  # times the limit
NO_SUCH_TEST = 4  # pytest's status for a file or folder that is not there
SLOW, FAILED, ENDED = "the limit of", ("FAILED", "ERROR"), "pytest's exit status"
# Guards against faults of our own: without them nothing changes as long as we make none.
GUARDS = {"strict"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where it begins and ends in a module, and what stands there instead."""

    module: str  # below evaluator/, as in scoring/grade.py
    start: int
    end: int
    line: int
    column: int
    now: str
    change: str

    def __str__(self) -> str:
        """Return place and change on one line."""
        return f"{self.module}:{self.line}:{self.column}  {' '.join(self.change.split())}"


class _Finder(ast.NodeVisitor):
    """Collects the mutants of one module in the order of its text."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source, self.found = module, source, list[Mutant]()
        self.starts = [0]
        for line in source.encode().splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def _add(self, node: ast.expr | ast.stmt, now: str, change: str = "") -> None:
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        told = change or f"{self.source.encode()[start:end].decode()} -> {now}"
        self.found.append(Mutant(self.module, start, end, node.lineno, node.col_offset + 1, now, told))

    def _changed(self, node: Part, do: Callable[[Part], object], change: str = "") -> None:
        """Add the mutant in which `do` was done to a copy of an expression."""
        other = copy.deepcopy(node)
        do(other)
        self._add(node, f"({ast.unparse(other)})", change)

    def _deleted(self, body: Sequence[ast.stmt]) -> None:
        for node in body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            last_word = isinstance(node, ast.Return) and node is body[-1] and len(body) > 1
            if isinstance(node, ast.Expr | ast.AugAssign | ast.Continue | ast.Break | ast.Raise | ast.If):
                if not docstring and not _is_typing(node):
                    self._add(node, "pass", f"without {ast.unparse(node)}")
            elif isinstance(node, ast.Return) and not last_word:
                self._add(node, "pass", f"without {ast.unparse(node)}")

    def generic_visit(self, node: ast.AST) -> None:
        """Look for deletions in bodies, and never into annotations and decorators, which do nothing at run time."""
        if isinstance(node, ast.FunctionDef | ast.If | ast.For | ast.While | ast.With):
            self._deleted(node.body)
            self._deleted(getattr(node, "orelse", []))
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "decorator_list"}:
                continue
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, ast.AST) and not _is_typing(item):
                    self.visit(item)

    def visit_Compare(self, node: ast.Compare) -> None:
        """One mutant for each comparison of a chain."""
        for at, op in enumerate(node.ops):
            if type(op) in OTHER:
                self._changed(node, partial(_another_sign, at, OTHER[type(op)]()))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Another sign, but for a text that is only formatted."""
        if type(node.op) in OTHER:
            self._changed(node, lambda other: setattr(other, "op", OTHER[type(node.op)]()))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """`and` for `or`, and the other way round."""
        self._changed(node, lambda other: setattr(other, "op", OTHER[type(node.op)]()))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Leave out a `not`, a minus, a tilde."""
        if not isinstance(node.op, ast.UAdd):
            self._add(node, f"({ast.unparse(node.operand)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Take the next number, the other truth value; leave texts as they are."""
        if isinstance(node.value, bool):
            self._add(node, str(not node.value))
        elif isinstance(node.value, int | float):
            self._add(node, str(node.value + 1))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts as they are."""

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """One branch always, then the other."""
        self._add(node, f"({ast.unparse(node.body)})")
        self._add(node, f"({ast.unparse(node.orelse)})")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Call the opposite function, and leave out each named argument."""
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if name in NAMES:
            field = "id" if isinstance(function, ast.Name) else "attr"
            self._changed(node, partial(_another_name, field, NAMES[name]))
        for at, keyword in enumerate(node.keywords):
            if keyword.arg and keyword.arg not in GUARDS:
                told = f"without {ast.unparse(keyword)}"
                self._changed(node, partial(_without_keyword, at), told)
        self.visit(function)
        for item in (*node.args, *(k.value for k in node.keywords if k.arg not in GUARDS)):
            self.visit(item)


def _another_sign(at: int, sign: ast.cmpop, other: ast.Compare) -> None:
    other.ops[at] = sign


def _another_name(field: str, name: str, other: ast.Call) -> None:
    setattr(other.func, field, name)


def _without_keyword(at: int, other: ast.Call) -> None:
    other.keywords.pop(at)


def _is_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def mutants_of(module: str, source: str) -> list[Mutant]:
    """Return the mutants of one module in the order of its text.

    Examples
    --------
    >>> for mutant in mutants_of("scoring/some.py", "least = min(a, b) - 1"):
    ...     print(mutant)
    scoring/some.py:1:9  min(a, b) - 1 -> (min(a, b) + 1)
    scoring/some.py:1:9  min(a, b) -> (max(a, b))
    scoring/some.py:1:21  1 -> 2
    """
    finder = _Finder(module, source)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda m: (m.start, -m.end))


def applied(source: str, mutant: Mutant) -> str:
    """Return the module's text with the change; ValueError if it is no longer Python."""
    text = source.encode()
    changed = (text[: mutant.start] + mutant.now.encode() + text[mutant.end :]).decode()
    ast.parse(changed)
    return changed


def sample(root: Path, room: str, seed: int, count: int) -> list[Mutant]:
    """Return `count` mutants of a room drawn without replacement, the same for the same seed and code."""
    drawn = random.Random(f"{room} {seed}")  # noqa: S311 - which places are tried is no secret
    whole = _all(root, room)
    return sorted(drawn.sample(whole, min(count, len(whole))), key=lambda m: (m.module, m.start))


def _all(root: Path, room: str) -> list[Mutant]:
    package = root / "evaluator"
    paths = sorted((package / room).rglob("*.py"))
    return [m for p in paths for m in mutants_of(p.relative_to(package).as_posix(), p.read_text(encoding="utf-8"))]


def at_places(root: Path, room: str, places: Sequence[str]) -> list[Mutant]:
    """Return every mutant of a room that begins on one of the lines `module.py:line`."""
    wanted = {tuple(place.rpartition(":")[::2]) for place in places}
    return [m for m in _all(root, room) if (m.module.removeprefix(f"{room}/"), str(m.line)) in wanted]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a mutant died, of which test, and how long that took."""

    mutant: Mutant
    killed_by: str
    seconds: float

    def __str__(self) -> str:
        """Return the verdict on one line."""
        end = f"killed in {self.seconds:.0f} s by {self.killed_by}" if self.killed_by else "SURVIVED"
        return f"{self.mutant}  {end}"


class Bench:
    """A copy of the project in which mutants are tried, with the limits of stages that were measured."""

    def __init__(self, root: Path, place: Path, stages: int = 4) -> None:
        self.place, self.many, self.limits = place, stages, dict[tuple[str, ...], float]()
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listing, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")  # noqa: S603
        for name in names:
            if name and (root / name).is_file():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, place / name)
        # Compiled once and checked by content: two texts of one second and one length look the same by their date.
        compileall.compile_dir(
            place / "evaluator", quiet=1, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH
        )

    def stages(self, module: str) -> Iterator[tuple[str, ...]]:
        """Yield the tests that are run in turn: the module's, those of what imports it, the room's, the whole's."""
        room = _parts(module)[0]
        own = self._own(module)
        near = {str(path.relative_to(self.place)) for path in self._importers(f"tests/{room}", module)}
        for path in self._importers(f"evaluator/{room}", module):
            near.update(self._own(path.relative_to(self.place / "evaluator").as_posix()))
        near.update(path for path in WIDE.get(room, ()) if (self.place / path).exists())
        whole = tuple(path for path in AFTER if (self.place / path).exists())
        of_room = (f"tests/{room}",) if (self.place / "tests" / room).is_dir() else ()
        stages = (own, tuple(sorted(near - set(own))), of_room, whole)
        yield from filter(None, stages[: self.many])

    def _own(self, module: str) -> tuple[str, ...]:
        room, *inner = _parts(module)
        names = dict.fromkeys(("_".join(inner), inner[-1].strip("_")))
        homes = (*(f"tests/{room}/test_{name}.py" for name in names), f"evaluator/{module}")
        return tuple(home for home in homes if (self.place / home).is_file())

    def _importers(self, below: str, module: str) -> Iterator[Path]:
        """Yield the files that import a module by its whole name or from its package."""
        *package, name = ("evaluator", *Path(module).with_suffix("").parts)
        dotted = re.escape(".".join(package))
        imports = re.compile(
            rf"^from {dotted}(?:\.{name} import|\ import [^\n]*\b{name}\b)|\b{dotted}\.{name}\b", re.MULTILINE
        )
        for path in sorted((self.place / below).rglob("*.py")):
            if path != self.place / "evaluator" / module and imports.search(path.read_text(encoding="utf-8")):
                yield path

    def limit(self, tests: tuple[str, ...], times: float) -> float:
        """Return how long tests may take by how long they do without any change; RuntimeError if one fails."""
        if tests not in self.limits:
            before = _used()
            if failed := self.run(tests, 3600):
                raise RuntimeError(f"without any change: {failed}")
            self.limits[tests] = times * (_used() - before)
        return self.limits[tests]

    def run(self, tests: Sequence[str], limit: float) -> str:
        """Run tests in the copy and return the first that failed, empty where all passed."""
        command = [sys.executable, "-m", "pytest", *tests, "-x", "-q", "--no-header", "-p", "no:cacheprovider",
                   "-p", "_hypothesis_pytestplugin", "-m", "not slow and not browser",
                   "-o", "python_functions=test_*"]  # fmt: skip
        env = os.environ | {
            "PYTHONPATH": str(self.place), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }  # fmt: skip

        def bounded() -> None:
            os.nice(19)
            resource.setrlimit(resource.RLIMIT_CPU, (round(limit), round(limit) + 5))

        try:
            done = subprocess.run(  # noqa: S603
                command, cwd=self.place, env=env, capture_output=True, text=True, check=False,
                timeout=limit * WAITING, preexec_fn=bounded,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"{SLOW} {limit * WAITING:.0f} s"
        if done.returncode in (0, 5):  # 5: no test here
            return ""
        if done.returncode == -signal.SIGXCPU:
            return f"{SLOW} {limit:.0f} s of processor time"
        if done.returncode == NO_SUCH_TEST:
            raise RuntimeError(f"pytest does not know what to run: {' '.join(tests)}")
        lines = (line for line in done.stdout.splitlines() if line.startswith(FAILED))
        return next(lines, f"{ENDED} {done.returncode}").partition(" - ")[0]

    def verdict(self, mutant: Mutant, times: float) -> Verdict:
        """Try one mutant under limits of so many times an unchanged run; the copy is as before afterwards."""
        path = self.place / "evaluator" / mutant.module
        source = path.read_text(encoding="utf-8")
        changed = applied(source, mutant)
        began, killed = time.monotonic(), ""
        for tests in self.stages(mutant.module):
            killed = self._changed(path, changed, tests, LEAST_LIMIT)
            if killed.startswith(SLOW) and (longer := self.limit(tests, times)) > LEAST_LIMIT:
                killed = self._changed(path, changed, tests, longer)
            if killed:
                break
        return Verdict(mutant, killed, time.monotonic() - began)

    def _changed(self, path: Path, changed: str, tests: Sequence[str], limit: float) -> str:
        """Run tests with another text of a module."""
        source = path.read_bytes()
        try:
            path.write_text(changed, encoding="utf-8")
            return self.run(tests, limit)
        finally:
            path.write_bytes(source)

    def confirm(self, verdicts: Sequence[Verdict]) -> None:
        """Run what has killed once more without any change; RuntimeError if it fails, for then it proves nothing."""
        killers = {v.killed_by.split()[1].partition("[")[0] for v in verdicts if v.killed_by.startswith(FAILED)}
        for verdict in verdicts:  # what ended before any test, as where a module cannot be imported, names none
            if verdict.killed_by.startswith(ENDED):
                killers.update(next(self.stages(verdict.mutant.module)))
        if killers and (failed := self.run(sorted(killers), 3600)):
            raise RuntimeError(f"without any change: {failed}")


def _parts(module: str) -> tuple[str, ...]:
    """Return the room of a module and its names below: of an extension its own name, as its tests are called."""
    parts = Path(module).with_suffix("").parts
    return parts[1:] if parts[0] == "extensions" else parts


def _used() -> float:
    """Return the processor time of all runs so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def trial(
    root: Path, mutants: Sequence[Mutant], say: Callable[[str], object], times: float, stages: int = 4
) -> list[Verdict]:
    """Try mutants one after the other, telling each verdict; RuntimeError if a test fails without any change."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        bench = Bench(root, Path(folder), stages)
        verdicts = []
        for mutant in mutants:
            verdicts.append(bench.verdict(mutant, times))
            say(str(verdicts[-1]))
        bench.confirm(verdicts)
    return verdicts


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"a folder of evaluator/; if none, {', '.join(ROOMS)}")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws others")
    parser.add_argument("--count", type=int, default=10, help="mutants of each room")
    parser.add_argument("--limit", type=float, default=5, help="times the processor time that tests take unchanged")
    parser.add_argument("--stages", type=int, default=4, choices=(1, 2, 3, 4), help="how far to go for a survivor")
    parser.add_argument("--at", action="append", default=[], metavar="MODULE:LINE", help="these lines alone")
    parser.add_argument("--list", action="store_true", help="show the mutants, try none")
    asked = parser.parse_args(argv)
    if unknown := [room for room in asked.rooms if not (ROOT / "evaluator" / room).is_dir()]:
        parser.error(f"no such folder of evaluator/: {', '.join(unknown)}")
    return asked


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Draw, try, tell; return the exit status."""
    asked = _arguments(argv)
    survivors = 0
    for room in asked.rooms or ROOMS:
        drawn = at_places(root, room, asked.at) if asked.at else sample(root, room, asked.seed, asked.count)
        if asked.list or not drawn:
            print(*drawn, sep="\n")
            continue
        verdicts = trial(root, drawn, lambda text: print(text, flush=True), asked.limit, asked.stages)
        killed = sum(bool(v.killed_by) for v in verdicts)
        survivors += len(verdicts) - killed
        print(f"{room}: {killed} of {len(verdicts)} killed ({killed / len(verdicts):.0%})", flush=True)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
