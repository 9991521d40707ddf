"""Fetch plans that others made, and compare what the import says of each with what is expected.

    python -m tools.real_plans FOLDER

The plans stand in tests/data/plans/plans.yaml with address, fingerprint and verdict. A file that is in FOLDER already
is used as it is, if its fingerprint is right.
"""

from __future__ import annotations

import argparse
import hashlib
import urllib.parse
import urllib.request
from pathlib import Path

import yaml

from evaluator.errors import InvalidInputError
from evaluator.intake.attributes import Settings
from evaluator.intake.formats.reader import read_source
from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows
from evaluator.intake.verdict import verdict_of
from evaluator.library import Library

PLANS = Path(__file__).parents[1] / "tests" / "data" / "plans" / "plans.yaml"
PLAN = "SRB-2017-2018"


def fetched(plan: dict[str, str], folder: Path) -> Path:
    """Return the path of a plan's file in a folder, fetched if it is not there; its fingerprint must be right."""
    path = folder / f"{plan['name'].replace(' ', '-')}.pdf"
    if not path.exists():
        where = urllib.parse.quote(f"{plan['repo']}/{plan['commit']}/{plan['path']}")
        with urllib.request.urlopen(f"https://raw.githubusercontent.com/{where}") as answer:
            path.write_bytes(answer.read())
    if hashlib.sha256(path.read_bytes()).hexdigest() != plan["sha256"]:
        raise SystemExit(f"{path}: another file than the one that was measured")
    return path


def verdict(path: Path, library: Library) -> str:
    """Return what the import says of a file: `read`, `read with doubts` or `refused`."""
    settings = Settings(library.plan(PLAN), (), library.plan_words)
    try:
        source = read_source(path, settings.words)
    except InvalidInputError:
        return "refused"
    proposal = propose(source, settings.words, path.name)
    found = import_rows(source, proposal.mapping, settings)
    if not any(row.level == "activity" for row in found.measures):
        return "refused"
    return verdict_of([*proposal.notes, *found.notes]).word


def main() -> None:
    """Print a line for each plan: its name, half, expected verdict and verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    library = Library.open()
    wrong = 0
    for plan in yaml.safe_load(PLANS.read_text(encoding="utf-8")):
        said = verdict(fetched(plan, folder), library)
        wrong += said != plan["verdict"]
        print(f"{plan['name']:20} {'aside' if plan.get('aside') else '':6} {plan['verdict']:18} {said}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
