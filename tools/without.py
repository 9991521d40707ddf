"""The program without one of its extensions: each in turn is taken out of a copy, and the core's three uses are tried.

    python -m tools.without             # all of them
    python -m tools.without workbench   # that one, and those that need it

What needs an extension is taken out with it. In the copy a country is checked, scored and reported, and two are
contrasted; no command of what is gone is listed, and no module of the core asks for one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = "evaluator/extensions"
USES = (
    ("check", "ALB"),
    ("score", "ALB"),
    ("contrast", "ALB", "SRB"),
    ("report", "ALB", "--html", "--out", "out"),
)


def needs(root: Path = ROOT) -> dict[str, set[str]]:
    """Return by extension those that it needs, as the contract of pyproject.toml lists them."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [one for one in contracts if one["name"] == "An extension imports no other but one that it needs"]
    needed: dict[str, set[str]] = {module.rpartition(".")[2]: set() for module in contract["modules"]}
    for rule in contract["ignore_imports"]:
        names = re.findall(r"evaluator\.extensions\.(\w+)", rule)
        if len(names) == 2:  # noqa: PLR2004  (who needs, and what)
            needed[names[0]].add(names[1])
    return needed


def with_who_needs(name: str, needed: dict[str, set[str]]) -> set[str]:
    """Return an extension with all that cannot do without it.

    Examples
    --------
    >>> sorted(with_who_needs("explorer", {"explorer": set(), "publish": {"explorer"}, "verify": {"publish"}}))
    ['explorer', 'publish', 'verify']
    """
    gone = {name}
    while more := {other for other, these in needed.items() if these & gone} - gone:
        gone |= more
    return gone


def copy_without(gone: set[str], target: Path) -> Path:
    """Lay out the program without those extensions and their entry points, as it would be installed; return where."""
    left_out = {f"{HOME}/{name}" for name in gone}

    def ignored(folder: str, names: Sequence[str]) -> list[str]:
        inside = Path(folder).relative_to(ROOT)
        return [name for name in names if (inside / name).as_posix() in left_out or name == "__pycache__"]

    shutil.copytree(ROOT / "evaluator", target / "evaluator", ignore=ignored)
    for folder in ("rubrics", "templates", "countries", "examples"):
        shutil.copytree(ROOT / folder, target / folder, copy_function=_linked)
    shutil.copy2(ROOT / "pyproject.toml", target)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    facts = target / f"nap_evaluator-{project['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.4\nName: nap-evaluator\nVersion: {project['version']}\n")
    lines = []
    for group, entries in project["entry-points"].items():
        kept = {name: at for name, at in entries.items() if not any(f".extensions.{one}." in at for one in gone)}
        lines += [f"[{group}]", *(f"{name} = {at}" for name, at in kept.items()), ""]
    (facts / "entry_points.txt").write_text("\n".join(lines))
    return target


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program of a copy in a folder of its own beside it."""
    beside = place.parent / "beside"
    beside.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(place), "NO_COLOR": "1"}
    call = [sys.executable, "-W", "error", "-m", "evaluator", *words]
    return subprocess.run(call, cwd=beside, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  (our own program)


def faults_without(name: str) -> list[str]:
    """Return what does not work where an extension is gone, a line each; nothing if all does."""
    gone = with_who_needs(name, needs())
    with tempfile.TemporaryDirectory() as folder:
        place = copy_without(gone, Path(folder) / "program")
        listed = run(place, "--help").stdout
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        commands = project["entry-points"]["nap_evaluator.commands"]
        lost = [command for command, at in commands.items() if any(f".extensions.{one}." in at for one in gone)]
        faults = [
            f"{command} is still listed" for command in lost if re.search(rf"^  {command}\s", listed, re.MULTILINE)
        ]
        for words in USES:
            done = run(place, *words)
            if done.returncode not in (0, 1) or "Traceback" in done.stderr:
                faults.append(f"evaluator {' '.join(words)}: status {done.returncode}: {done.stderr.strip()[-300:]}")
    return faults


def main(names: Sequence[str]) -> int:
    """Try each extension, print a line for each, and return 1 if anything of the core fails without one."""
    status = 0
    for name in names or sorted(needs()):
        faults = faults_without(name)
        print(f"without {', '.join(sorted(with_who_needs(name, needs())))}: {'; '.join(faults) or 'the core works'}")
        status = status or bool(faults)
    return int(status)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
