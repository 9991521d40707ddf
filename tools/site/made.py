"""Pages of the guide that are made with the site, from code, rubrics and lock, and do not lie in the repository."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library
from tools.gallery import REPORTS, page_of
from tools.licences import licences_page
from tools.site.api import api_page
from tools.site.commands import commands_page
from tools.site.criteria import criteria_page
from tools.site.files import files_page
from tools.site.frames import frames_page
from tools.site.glossary import glossary_page
from tools.site.periods import periods_page

ROOT = Path(__file__).resolve().parents[2]
DOCS, GUIDE = ROOT / "docs", ROOT / "build" / "guide"


def audit_page() -> str:
    """Return what `evaluator rubric audit` prints of the shipped rubric."""
    return CliRunner().invoke(cli, ["rubric", "audit"], catch_exceptions=False).stdout


MADE: Mapping[str, Callable[[], str]] = {
    "commands": lambda: commands_page(cli),
    "api": api_page,
    "files": files_page,
    "gallery": lambda: page_of(REPORTS),
    "frames": lambda: frames_page(Library.open().rubric()),
    "law-and-practice-criteria": lambda: criteria_page(Library.open().rubric("law-and-practice")),
    "glossary-sr": glossary_page,
    "law-and-practice-periods": lambda: periods_page(Library.open()),
    "groups-measured": lambda: (ROOT / "benchmarks" / "groups-measured.md").read_text(encoding="utf-8"),
    "audit": audit_page,
    "licences": licences_page,
}


def write_guide(folder: Path = GUIDE) -> None:
    """Write the guide into a folder of its own, in the place of what is there: the pages of `docs/`, and those made."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, folder)
    for name, make in MADE.items():
        (folder / f"{name}.md").write_text(make(), encoding="utf-8")
