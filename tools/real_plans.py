"""Fetch plans that others made, and compare what the import says of each with what is expected.

    python -m tools.real_plans FOLDER
    python -m tools.real_plans FOLDER --only Lithuania

The plans stand in tests/data/plans/plans.yaml with address, fingerprint and verdict. A file that is in FOLDER already
is used as it is, if its fingerprint is right; one of an older form is saved anew as .docx by LibreOffice, and a page
with code as a web page. Where cells of a plan are known (tests/data/plans/gold), those that came out right are counted.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import subprocess
import urllib.parse
import urllib.request
from pathlib import Path

import yaml

from evaluator.errors import InvalidInputError
from evaluator.intake.attributes import Settings
from evaluator.intake.formats.reader import read_source
from evaluator.intake.heads import propose
from evaluator.intake.rows import ImportedPlan, import_rows
from evaluator.intake.verdict import verdict_of
from evaluator.library import Library
from evaluator.model.plan import Measure

DATA = Path(__file__).parents[1] / "tests" / "data" / "plans"
PLAN = "SRB-2017-2018"
OLDER = (".doc", ".odt")
PAGES = (".php",)


def fetched(plan: dict[str, str], folder: Path) -> Path:
    """Return the path of a plan's file in a folder, fetched if it is not there; its fingerprint must be right."""
    path = folder / f"{plan['name'].replace(' ', '-')}{Path(plan['path']).suffix.lower()}"
    if not path.exists():
        where = urllib.parse.quote(f"{plan['repo']}/{plan['commit']}/{plan['path']}")
        with urllib.request.urlopen(f"https://raw.githubusercontent.com/{where}") as answer:
            path.write_bytes(answer.read())
    if hashlib.sha256(path.read_bytes()).hexdigest() != plan["sha256"]:
        raise SystemExit(f"{path}: another file than the one that was measured")
    if path.suffix in PAGES:
        return as_web_page(path)
    return saved_anew(path) if path.suffix in OLDER else path


def as_web_page(path: Path) -> Path:
    """Return HTML with code as a web page, as it is."""
    target = path.with_suffix(".html")
    target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return target


def saved_anew(path: Path) -> Path:
    """Return a file of an older form as .docx, as a person saves it anew."""
    target = path.with_suffix(".docx")
    if not target.exists():
        office = ["soffice", "--headless", "--convert-to", "docx", "--outdir", str(path.parent), str(path)]
        subprocess.run(office, check=True, capture_output=True)  # noqa: S603  (the office, on a path of our own)
    return target


def imported(path: Path, library: Library) -> tuple[str, ImportedPlan | None]:
    """Return what the import says of a file, `read`, `read with doubts` or `refused`, and its rows."""
    plan = library.plan(PLAN).model_copy(update={"start": "2000", "end": "2050"})
    settings = Settings(plan, (), library.plan_words)
    try:
        source = read_source(path, settings.words)
    except InvalidInputError:
        return "refused", None
    proposal = propose(source, settings.words, path.name)
    found = import_rows(source, proposal.mapping, settings)
    if not any(row.level == "activity" for row in found.measures):
        return "refused", None
    return verdict_of([*proposal.notes, *found.notes]).word, found


def cells(found: ImportedPlan, gold: Path) -> tuple[int, int]:
    """Return how many of the known cells came out right, letters and figures compared, and how many there are.

    A known cell is its text or the fingerprint of it. Of rows with the same text the likest counts.
    """
    have = [_cells_of(row, found) for row in found.measures if row.level == "activity"]
    right = there = 0
    for wanted in csv.DictReader(gold.read_text(encoding="utf-8").splitlines()):
        known = {name: bare(text) for name, text in wanted.items() if text}
        alike = [row for row in have if known["text"] in row["text"]]
        there += len(known)
        right += max((sum(text in row[name] for name, text in known.items()) for row in alike), default=0)
    return right, there


def _cells_of(row: Measure, found: ImportedPlan) -> dict[str, tuple[str, str]]:
    """Return what each cell of a row may be known as."""
    own = [one for one in found.indicators if one.measure_id == row.measure_id]
    texts = {
        "text": row.text,
        "number": row.plan_number,
        "objective": next((above.text for above in found.measures if above.measure_id == row.parent_id), ""),
        "responsible": row.responsible_text,
        "time": row.time_text,
        "indicator": "; ".join(one.text for one in own),
        "verification": own[0].verification if own else "",
    }
    return {name: (bare(text), fingerprint(text)) for name, text in texts.items()}


def fingerprint(text: str) -> str:
    """Return the first digits of a hash of the letters and figures of a text, by which a cell is known without it."""
    return hashlib.sha256(bare(text).encode()).hexdigest()[:12]


def bare(text: str) -> str:
    """Return the letters and figures of a text; December may be shortened."""
    return re.sub(r"[\W_]+", "", text).casefold().replace("december", "dec")


def main() -> None:
    """Print a line for each plan: name, half, expected verdict, verdict, and cells right of those that are known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="Name of one plan.")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    library = Library.open()
    wrong = 0
    for plan in yaml.safe_load((DATA / "plans.yaml").read_text(encoding="utf-8")):
        if args.only not in (None, plan["name"]):
            continue
        said, found = imported(fetched(plan, args.folder), library)
        wrong += said != plan["verdict"]
        right = (
            "{} of {}".format(*cells(found, DATA / "gold" / f"{plan['gold']}.csv")) if found and "gold" in plan else ""
        )
        print(f"{plan['name']:24} {'aside' if plan.get('aside') else '':6} {plan['verdict']:18} {said:18} {right}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
