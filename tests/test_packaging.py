"""The wheel carries the library: installed away from the clone it finds what the clone has."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("rubrics", "templates", "countries", "examples")

pytestmark = pytest.mark.slow


def _run(*call: str | Path, cwd: Path, good: tuple[int, ...] = (0,)) -> str:
    # No variable of the caller may lead the installed package back to the clone.
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "EVALUATOR_LIBRARY"}}
    done = subprocess.run(call, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in good, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from an sdist of the clone, as a release is."""
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the python of a fresh environment that holds the wheel; dependencies are lent by this one."""
    folder = tmp_path_factory.mktemp("fresh")
    _run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel]
    _run(sys.executable, "-m", "pip", "--python", python, *install, cwd=folder)
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # A path in a .pth file is searched last, and the .pth files inside it (the clone's own) are not read.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"}


def test_the_bill_of_materials_travels_in_the_wheel(wheel):
    package = zipfile.ZipFile(wheel)
    (name,) = [name for name in package.namelist() if "/sboms/" in name]
    assert name.endswith(".dist-info/sboms/sbom.cdx.json")
    assert package.read(name) == (ROOT / "sbom.cdx.json").read_bytes()


def test_the_wheel_holds_every_file_of_the_folders_of_content(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {f"evaluator/_library/{folder}/{name}" for folder in FOLDERS for name in _files(ROOT / folder)}
    assert ours - names == set()
    assert {name for name in names if name.startswith("evaluator/_library/")} - ours == set()


def test_the_wheel_holds_the_licences_and_the_mark_of_types(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "evaluator/py.typed" in names
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {
        "LICENSE",
        "LICENSE-CONTENT",
        "OFL.txt",
    }


def test_the_installed_package_is_the_one_that_runs(installed):
    where = _run(installed, "-c", "import evaluator; print(evaluator.__file__)", cwd=Path("/"))
    assert Path(where.strip()).is_relative_to(installed.parent.parent)


@pytest.mark.parametrize("call", [["list"], ["score", "ALB", "--format", "json"]], ids=" ".join)
def test_the_installed_command_says_what_the_clone_says(call, installed):
    # 1 means: valid but incomplete, as a worked example may be.
    there = _run(installed.parent / "evaluator", *call, cwd=Path("/"), good=(0, 1))
    assert there == _run(Path(sys.executable).parent / "evaluator", *call, cwd=ROOT, good=(0, 1))
    assert there.strip()


def test_the_installed_demo_lays_out_the_examples_of_the_clone_and_its_first_command_works(installed, tmp_path):
    told = _run(installed.parent / "evaluator", "demo", tmp_path / "demo", cwd=Path("/"))
    assert f"evaluator check {tmp_path / 'demo'}" in told
    assert _files(tmp_path / "demo") == _files(ROOT / "examples")
    assert _run(installed.parent / "evaluator", "check", tmp_path / "demo", cwd=Path("/")) == ""
