"""The rules of the house that no tool checks: sizes, late imports, the lock, what must not be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import evaluator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "evaluator"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_library" not in p.parts)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

MODULE_LINES = 500
FUNCTION_LINES = 60

# Who may fetch rooms late: the command line answers --help at once, who only scores does not wait for what prints,
# and the package itself loads nothing.
LATE_ROOMS = {"cli", "api", "__init__", "__main__"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if not ast.get_docstring(function):
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [("." * node.level) + (node.module or "")]
    return []


def _tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git clone")
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_modules_and_functions_stay_short():
    lines = {_name(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == {}
    functions = {f"{_name(m)}:{f.lineno}: {f.name}": _length(f) for m in MODULES for f in _functions(m)}
    assert {name: count for name, count in functions.items() if count > FUNCTION_LINES} == {}


def test_only_slow_libraries_are_imported_late():
    slow = set(PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"])
    bound = [m for m in MODULES if m.relative_to(PACKAGE).with_suffix("").parts[0] not in LATE_ROOMS]
    late = {(_name(m), name) for m in bound for f in _functions(m) for node in ast.walk(f) for name in _imported(node)}
    assert {(m, name) for m, name in late if name.partition(".")[0] not in slow} == set()


def test_the_version_is_the_one_of_the_project_file():
    assert evaluator.__version__ == metadata.version("nap-evaluator") == PYPROJECT["project"]["version"]


def test_the_citation_names_the_same_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PYPROJECT['project']['version']}\n" in citation


def test_the_package_knows_no_other_name():
    with pytest.raises(AttributeError, match="no attribute 'verzion'"):
        _ = evaluator.verzion


def test_the_extra_all_holds_every_extra():
    extras = PYPROJECT["project"]["optional-dependencies"]
    (whole,) = extras["all"]
    assert Requirement(whole).extras == set(extras) - {"all"}


def test_the_base_install_is_light():
    base = {Requirement(line).name for line in PYPROJECT["project"]["dependencies"]}
    slow = PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"]
    # Pages of a report need these, in HTML too, and what writes into a folder filelock; only they import them.
    assert base & {canonicalize_name(name) for name in slow} == {
        "babel",
        "filelock",
        "fonttools",
        "krippendorff",
        "tinycss2",
        "tinyhtml5",
    }


def test_the_lock_holds_hashes_and_no_address():
    pins = re.findall(r"^[\w.-]+==", LOCK, flags=re.MULTILINE)
    assert len(pins) > 80
    assert len(re.findall(r"^[\w.-]+==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", LOCK, flags=re.MULTILINE)) == len(pins)
    assert "://" not in LOCK
    assert not re.search(r"^\s*--?(index|extra|find|trusted|i\b)", LOCK, flags=re.MULTILINE)


def test_the_lock_meets_every_requirement_of_the_project_file():
    project, extras = PYPROJECT["project"], PYPROJECT["project"]["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *PYPROJECT["dependency-groups"]["dev"],
        *PYPROJECT["build-system"]["requires"],
    ]
    wanted += [line for name, lines in extras.items() if name != "all" for line in lines]
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, flags=re.MULTILINE))
    unmet = [
        line
        for line in wanted
        if not Requirement(line).specifier.contains(locked.get(canonicalize_name(Requirement(line).name), "0"))
        or canonicalize_name(Requirement(line).name) not in locked
    ]
    assert unmet == [], "run `make lock`"


def test_no_path_of_a_machine_is_committed():
    # Written in pieces, so that this file does not find itself.
    folders = "|".join("/" + name + "/" for name in ("work", "root", "home/[a-z]+", "tmp/[a-z]+", "Users/[A-Za-z]+"))
    machine = re.compile(rf"(?<![\w.:/-])(?:{folders})")
    found = []
    for name in _tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data and name != "requirements.lock":
            lines = data.decode("utf-8", errors="replace").splitlines()
            found += [f"{name}:{n}" for n, line in enumerate(lines, 1) if machine.search(line)]
    assert found == []


def test_no_large_file_and_no_output_is_committed():
    tracked = _tracked()
    large = [name for name in tracked if (ROOT / name).stat().st_size > 1_000_000]
    assert large == [
        "evaluator/extensions/workbench/static/viewer/pdfjs/pdf.worker.min.mjs"
    ]  # see tools/vendor_pdfjs.py
    assert [name for name in tracked if name.startswith("output/")] in (["output/README.md"], [])
