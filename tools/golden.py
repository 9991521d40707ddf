"""Golden outputs: what the commands write for the shipped plans, kept as digests and a few as text.

    python -m tools.golden                  # the outputs that are no longer those kept
    python -m tools.golden diff [WORD ...]  # what changed in them since the last commit; with words, in those alone
    python -m tools.golden update           # keep the present ones
    python -m tools.golden show WORD ...    # an output in the form that is compared

An output is named by its command line and holds all that the command writes: exit status, messages,
standard output, files. A digest cannot be read, so `diff` makes the output twice, from the commit in a
work tree of its own and from the files as they are. `--since COMMIT` takes an earlier commit.

Left out of what is compared are the version, fingerprints of files and the style sheet inside pages,
which has a line of its own; numbers are rounded to nine digits, as in result.json.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.contrast import command as contrast_command
from evaluator.contrasts.findings import ContrastContext
from evaluator.errors import Problem
from evaluator.library import DEFAULT_RUBRIC, Library, shipped_root
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.panel import agreement
from evaluator.panel.chance import bootstrap_interval
from evaluator.read.layers import Layers
from evaluator.reports.context.contrasted import contrasted
from evaluator.reports.html.environment import stylesheet

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "golden"
DIGESTS = KEPT / "digests.txt"
OTHERS = ("law-and-practice", "plan-quality")  # the rubrics for a plan that is not assessed under the first one
STYLE = "style sheet"
# Kept as text, for a reviewer to read: a report, a contrast, a table of scores.
TEXTS = {
    "report ALB-2005-2007 --html": "country-report.html",
    "contrast ALB-2005-2007 SRB-2017-2018 --draws 200": "contrast.txt",
    "score ALB-2005-2007 --format csv --table criteria": "criteria.csv",
}
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")
DUST = re.compile(r"-?\b\d+\.\d{10,}(?:e-\d+)?|-?\b\d(?:\.\d+)?e-\d\d\b")
IN_PAGE = re.compile(r"<style>.*?</style>", re.DOTALL)
CELL = re.compile(r'(<c r="[^"]*"[^<>]*?) t="s"><v>(\d+)</v>')
LINE = re.compile(r"(?<=>)(?=<(?!/|[vft][ >]))")
SHARED = re.compile(r"<si>(.*?)</si>", re.DOTALL)


# What is frozen


def commands(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the command lines of every golden output, by group."""
    plans = [plan for code in library.country_codes for plan in library.plan_ids(code)]
    rated = [plan for plan in plans if library.is_assessed(plan, library.rubric())]
    under = [(plan, name) for plan in plans if plan not in rated for name in OTHERS]
    assessed = [(plan, name) for plan, name in under if library.is_assessed(plan, library.rubric(name))]
    others = list({plan: f"{plan} --rubric {name}" for plan, name in reversed(assessed)}.values())[::-1]
    languages = ["en", *(f"sr-{script}" for script in ("Cyrl", "Latn"))]
    return {
        "scores": tuple(_scores(rated, others)),
        **{f"country reports in {lang}": tuple(_country(rated, lang)) for lang in languages},
        "country reports by other rubrics": tuple(f"report {plan} --html" for plan in others),
        "reports on several plans": tuple(_several(rated, languages)),
        "contrasts": tuple(_contrasts(rated, languages)),
        "workbooks": tuple(_workbooks(rated, others)),
        "questions": tuple(_questions(rated, others)),
        "library": tuple(_library(library, rated)),
    }


def _scores(rated: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    for plan in rated:
        yield f"score {plan}"
        yield f"score {plan} --format json"
    for plan in others:
        yield f"score {plan}"
    yield "score ALB-2005-2007 --format csv --table criteria"
    some = "--weighting equal --weighting us-tip"
    for table in ("results", "nodes", "criteria", "gates", "alarms"):
        yield f"score {' '.join(rated[:4])} {some} --format csv --table {table}"
        yield f"score {others[0]} --format csv --table {table}"
    yield f"score {' '.join(rated)} {some}"
    yield f"score {' '.join(rated[:3])} {some} --format xlsx --out scores.xlsx"
    yield "score USA-2005 MDA-2005 --rubric public-record"
    yield "score USA-2005 --rubric public-record --format csv --table criteria"


def _country(rated: Sequence[str], lang: str) -> Iterator[str]:
    spoken = "" if lang == "en" else f" --lang {lang}"
    for plan in rated if lang == "en" else rated[:: 3 if lang == "sr-Cyrl" else 9]:  # all in English
        yield f"report {plan} --html{spoken}"
    if lang == "en":
        yield f"report {rated[0]} --html --weighting us-tip --assessor a"
    yield f"report {rated[0]} --kind brief --html{spoken}"


def _several(rated: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
    for kind in ("comparative", "brief"):
        for lang in languages:
            plans = rated[:5] if lang == "en" else rated[-3:]
            yield f"report {' '.join(plans)} --kind {kind} --html{'' if lang == 'en' else f' --lang {lang}'}"
    yield f"report {' '.join(rated[:2])} --kind contrast --html"


def _contrasts(rated: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
    ranked = f"contrast {' '.join(rated[:2])} --draws 200 --rank-all"
    yield "contrast ALB-2005-2007 SRB-2017-2018 --draws 200"
    for form in ("table", "json", "xlsx --out contrast.xlsx", *(f"html --lang {lang}" for lang in languages)):
        yield f"{ranked} --show all --format {form}"
    yield f"contrast {' '.join(rated[:2])} --draws 100 --rank-all --around --vary coders --format json"
    yield f"{ranked} --no-ranks".replace(" --rank-all", "")
    yield f"{ranked} --no-ranks --format json".replace(" --rank-all", "")
    for table in ("scores", "moves", "acceptability"):
        yield f"{ranked} --format csv --table {table}"
    for plan in rated[-3:]:
        yield f"contrast {plan} --draws 200"


def _workbooks(rated: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    for plan in rated:
        yield f"report {plan} --xlsx"
    for plan in others[::6]:
        yield f"report {plan} --xlsx"
    for kind in ("comparative", "brief"):
        yield f"report {' '.join(rated[:3])} --kind {kind} --xlsx"
    first = rated[0]
    yield f"report {first} --xlsx --lang sr-Cyrl"
    yield f"sheet export {first} --assessor z"
    yield f"sheet export {first} --assessor a"
    yield f"sheet export {first} --assessor a --format csv --out sheet"
    yield f"panel agreement {first} --format xlsx --out agreement.xlsx"
    yield f"recommend export {first}"
    yield f"reply export {first}"
    yield f"plan export {first}"
    yield f"todo {first} --format xlsx"


def _questions(rated: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    for plan in rated:
        yield f"todo {plan}"
        yield f"explain {plan}"
        yield f"against {plan}"
        yield f"lens {plan}"
    for form in ("csv", "json"):
        yield f"todo {rated[0]} --all --format {form}"
        yield f"against {' '.join(rated[:3])} --format {form}"
        yield f"lens {' '.join(rated[:3])} --format {form}"
        yield f"silence USA MDA --format {form}"
        yield f"panel agreement {rated[0]} --format {form}"
    yield f"explain {rated[0]} human-rights --weighting us-tip"
    yield f"explain {rated[0]} non-punishment"
    yield f"explain {rated[0]} total --format json"
    yield f"panel agreement {rated[0]}"
    yield f"panel history {rated[0]} non-punishment"
    yield f"recommend draft {rated[0]}"
    yield f"plan status {rated[0]}"
    yield "silence"
    yield f"explain {others[0]}"


def _library(library: Library, rated: Sequence[str]) -> Iterator[str]:
    yield "list"
    for kind in ("rubrics", "criteria", "weightings", "lenses", "standards", "countries", "plans"):
        yield f"list {kind}"
        yield f"list {kind} --format csv"
    for name in (*sorted({plan[:3] for plan in rated}), *rated, "us-tip", "non-punishment", "tip-tier", "cets197-12-6"):
        yield f"show {name}"
    yield "show non-punishment --format json"
    for name in library.rubric_names:
        yield f"rubric show {name}"


# How an output is made, and in which form it is compared


class Shelf(Library):
    """The shipped library, each file of which is read once for all commands."""

    @cached_property
    def _rubrics(self) -> dict[str, Rubric]:
        return {}

    @cached_property
    def _read(self) -> dict[tuple[str, str], tuple[Assessment, list[Problem]]]:
        return {}

    def rubric(self, name: str = DEFAULT_RUBRIC) -> Rubric:
        """Return a rubric, read once."""
        if name not in self._rubrics:
            self._rubrics[name] = super().rubric(name)
        return self._rubrics[name]

    def assessment(
        self, name: str, rubric: Rubric | str = DEFAULT_RUBRIC, *, notes: list[Problem] | None = None
    ) -> Assessment:
        """Return an assessment, read once, with the notes that its reading gave."""
        chosen = self.rubric(rubric) if isinstance(rubric, str) else rubric
        if (name, chosen.id) not in self._read:
            own: list[Problem] = []
            self._read[name, chosen.id] = super().assessment(name, chosen, notes=own), own
        found, own = self._read[name, chosen.id]
        if notes is not None:
            notes.extend(own)
        return found


@dataclass(frozen=True)
class Bench:
    """Where outputs are made: what several commands read or draw is read or drawn once."""

    library: Shelf

    @classmethod
    @cache
    def of_this_process(cls) -> Bench:
        """Return the bench that all outputs of a process share."""
        return cls(Shelf(Layers((shipped_root(),))))

    def output(self, command: str) -> str:
        """Return all that a command writes, in the form that is compared."""
        if command == STYLE:
            return stylesheet(self.library.templates).text
        with tempfile.TemporaryDirectory() as folder, chdir(folder), self._shared():
            result = CliRunner().invoke(cli, shlex.split(command), env={"NO_COLOR": "1", "EVALUATOR_LIBRARY": ""})
            files = sorted(path for path in Path().rglob("*") if path.is_file())
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                raise result.exception
            parts = [f"exit status {result.exit_code}\n", result.stdout]
            parts += [f"=== messages\n{result.stderr}"] if result.stderr else []
            parts += [f"=== {path}\n{_text_of(path)}" for path in files]
            return normal("".join(parts))

    @contextmanager
    def _shared(self) -> Iterator[None]:
        with (
            patch.object(Library, "open", lambda *_: self.library),
            patch.object(agreement, "bootstrap_interval", once(bootstrap_interval)),
            patch.object(contrast_command, "contrasted", once(contrasted)),
            patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "1767225600", "COLUMNS": "100"}),
        ):
            yield


@cache
def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a pure function that works out what it is asked once for all plans' pages, forms and languages."""
    known: dict[str, object] = {}

    def remembered(*asked: object) -> object:
        key = " ".join(_words(one) for one in asked)
        if key not in known:
            known[key] = function(*asked)
        return known[key]

    return remembered


def _words(asked: object) -> str:
    """Return words that tell one argument from another: plans by their ids, since their contents are long."""
    if isinstance(asked, Assessment | Rubric):
        return asked.plan.id if isinstance(asked, Assessment) else asked.id
    if isinstance(asked, ContrastContext):
        return ""  # the library's own, and the same in all outputs
    return " ".join(map(_words, asked)) if isinstance(asked, list) else repr(asked)


def _text_of(path: Path) -> str:
    return "".join(_parts(path)) if path.suffix == ".xlsx" else path.read_text(encoding="utf-8")


def _parts(path: Path) -> Iterator[str]:
    """Yield the parts of a workbook as lines of XML, texts in the cells that show them."""
    with zipfile.ZipFile(path) as book:
        names = sorted(book.namelist())
        shared = "xl/sharedStrings.xml"
        texts = SHARED.findall(book.read(shared).decode()) if shared in names else []
        for name in names:
            if name == shared:
                continue
            text = CELL.sub(lambda cell: f"{cell[1]}>{texts[int(cell[2])]}", book.read(name).decode("utf-8", "replace"))
            yield f"--- {name}\n{LINE.sub(chr(10), text)}\n"


def normal(text: str) -> str:
    """Return an output without what changes by itself: version, fingerprints, style, the dust of numbers.

    Examples
    --------
    >>> normal("0.30000000000000004 of <style>p {}</style>")
    '0.3 of <style/>'
    >>> normal('-1.3877787807814457e-17, 0.9999999999999999')
    '0, 1'
    """
    text = IN_PAGE.sub("<style/>", text)
    text = FINGERPRINT.sub("(fingerprint)", text).replace(version("nap-evaluator"), "(version)")
    return DUST.sub(lambda number: _dusted(float(number[0])), text)


def _dusted(number: float) -> str:
    """Return nine digits without zeros at the end, so that what one processor sums to 1 and another nearly is alike."""
    short = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def digest(text: str) -> str:
    """Return the digest that is kept of an output."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


# What is kept


def kept() -> dict[str, str]:
    """Return the digests kept, by command line; a merge may leave two of one, of which neither is right."""
    lines = DIGESTS.read_text(encoding="utf-8").splitlines() if DIGESTS.is_file() else []
    found: dict[str, str] = {}
    for line in lines:
        known, _, command = line.partition("  ")
        found[command] = "" if command in found else known
    return found


def keep(outputs: Mapping[str, str], *, whole: bool) -> None:
    """Keep outputs; with `whole` those that are no longer made are dropped."""
    KEPT.mkdir(exist_ok=True)
    lines = {**({} if whole else kept()), **{command: digest(text) for command, text in outputs.items()}}
    written = "".join(f"{known}  {command}\n" for command, known in sorted(lines.items()))
    DIGESTS.write_text(written, encoding="utf-8")
    for command, name in TEXTS.items():
        if command in outputs:
            (KEPT / name).write_text(outputs[command], encoding="utf-8")


def changed(outputs: Mapping[str, str]) -> list[str]:
    """Return the command lines whose output is not the one kept, as a digest or as text."""
    known = kept()
    return [name for name, text in outputs.items() if known.get(name) != digest(text) or _reworded(name, text)]


def _reworded(command: str, text: str) -> bool:
    path = KEPT / TEXTS.get(command, "")
    return command in TEXTS and (not path.is_file() or path.read_text(encoding="utf-8") != text)


# The tool


def every() -> dict[str, str]:
    """Return every golden output of this process's code and library."""
    bench = Bench.of_this_process()
    return {command: bench.output(command) for command in all_commands(bench)}


def all_commands(bench: Bench) -> list[str]:
    """Return every command line, and the style sheet."""
    return [STYLE, *dict.fromkeys(c for group in commands(bench.library).values() for c in group)]


def outputs_at(commit: str, wanted: Sequence[str]) -> dict[str, str]:
    """Return outputs as a commit makes them, in a work tree of its own that is removed again."""
    git = ["git", "-C", str(ROOT), "worktree"]
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder) / "tree", Path(folder) / "out"
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)  # noqa: S603  (our own arguments)
        try:
            run = [sys.executable, "-m", "tools.golden", "write", str(out), *wanted]
            subprocess.run(run, cwd=tree, check=True)  # noqa: S603  (our own arguments)
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)  # noqa: S603  (our own arguments)
        return {command: _written(out, command).read_text(encoding="utf-8") for command in wanted}


def _written(folder: Path, command: str) -> Path:
    return folder / digest(command)


def difference(command: str, before: str, after: str) -> str:
    """Return two outputs as a diff, empty where they are equal."""
    one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(difflib.unified_diff(one, other, f"before: {command}", f"after: {command}", n=2))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool; status 1 where outputs are not those kept."""
    parser = argparse.ArgumentParser(prog="python -m tools.golden", description="Golden outputs of the commands.")
    parser.add_argument("--since", default="HEAD", metavar="COMMIT", help="for diff: the commit to compare with")
    parser.add_argument("verb", nargs="?", default="check", choices=["check", "diff", "update", "show", "write"])
    parser.add_argument("words", nargs="*", help="parts of command lines; for write: a folder and command lines")
    asked = parser.parse_args(arguments)
    return _VERBS[asked.verb](asked.words, asked.since)


def _named(words: Sequence[str], among: Iterable[str]) -> list[str]:
    return [command for command in among if all(word in command for word in words)]


def _check(_: Sequence[str], __: str) -> int:
    found = changed(every())
    for command in found:
        print(command)
    print(f"{len(found)} outputs are not those kept.", file=sys.stderr)
    return int(bool(found))


def _diff(words: Sequence[str], since: str) -> int:
    bench = Bench.of_this_process()
    wanted = _named(words, all_commands(bench))
    outputs = {command: bench.output(command) for command in wanted}
    asked = list(outputs) if words else changed(outputs)
    before = outputs_at(since, asked) if asked else {}
    for command in asked:
        sys.stdout.write(difference(command, before[command], outputs[command]))
    return 0


def _update(_: Sequence[str], __: str) -> int:
    outputs = every()
    found = changed(outputs)
    keep(outputs, whole=True)
    print(f"{len(outputs)} outputs kept, {len(found)} of them new or changed.", file=sys.stderr)
    return 0


def _show(words: Sequence[str], _: str) -> int:
    bench = Bench.of_this_process()
    for command in _named(words, all_commands(bench)):
        sys.stdout.write(f"$ evaluator {command}\n{bench.output(command)}")
    return 0


def _write(words: Sequence[str], _: str) -> int:
    folder, *wanted = words
    Path(folder).mkdir()
    for command in wanted:
        _written(Path(folder), command).write_text(Bench.of_this_process().output(command), encoding="utf-8")
    return 0


_VERBS: dict[str, Callable[[Sequence[str], str], int]] = {
    "check": _check,
    "diff": _diff,
    "update": _update,
    "show": _show,
    "write": _write,
}

if __name__ == "__main__":
    sys.exit(main())
