"""Every download of every screen: no text of anybody becomes a formula or steers a terminal, and yes is yes."""

from __future__ import annotations

import csv
import io
import re
from itertools import cycle

import pytest

from evaluator.extensions.workbench.app import SCREENS
from evaluator.extensions.workbench.events import NewEvent
from evaluator.model.schema import columns_of
from evaluator.tables.csv_text import csv_text
from evaluator.tables.files import TABLES
from tests.workbench.conftest import HOME, PLAN, UNIT
from tests.workbench.test_screens_panel import released

POISON = ("=poison(1)", "+poison(2)", "-poison(3)", "@poison(4)", "\tpoison(5)", "\rpoison(6)", "＝poison(7)")
HIDDEN = "\x1b[31mpoison\x00"  # which an earlier version let in
LIVE = re.compile(r"[=+\-@\t\r\n＝＋－＠]\s*poison")
STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
DOWNLOADS = sorted(path for method, path, *_ in SCREENS if method == "GET" and path.endswith(".{form}"))


def poison_library(folder):
    """Put a poison before each text of the library's own tables."""
    poisons = cycle(POISON[:4])
    for file in TABLES:
        texts = {column.label for column in columns_of(file.row) if column.kind == "text"} - {"criterion_id"}
        for path in folder.glob(re.sub(r"<[^>]+>", "*", file.path)):
            read = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
            rows = [[f"{next(poisons)}{v}" if k in texts and v else v for k, v in row.items()] for row in read]
            path.write_text(csv_text(read.fieldnames, rows, is_input=True), encoding="utf-8")


@pytest.fixture
def poisoned(place):
    """Return a desk whose library and events hold a poison in every text, as no screen would let them in."""
    poison_library(place.own)
    for at, text in enumerate((*POISON, HIDDEN)):
        office = {"code": f"office-{at}", "roles": ["official"], "office": text, "country": "XXA", "active": True}
        place.desk.add(NewEvent("lead", "person", office))
    place.rate("b", "q1", "3", reason=POISON[0], searched=POISON[1])
    rating = dict(next(e.payload for e in place.desk.events() if e.kind == "rating"))
    for name, text in zip(("q2", "q3"), (POISON[4], HIDDEN), strict=True):
        own = {**rating["rating"], "criterion_id": name, "reason": text}
        place.desk.add(NewEvent("b", "rating", {**rating, "rating": own}, UNIT, name))
    return place


@pytest.mark.parametrize("path", DOWNLOADS)
def test_no_cell_of_a_download_is_a_formula_or_steers_a_terminal(path, poisoned):
    address = path.replace("/units/{plan}/{rubric}", HOME).replace("{form}", "csv")
    seen = []
    for code in ("b", "lead"):
        answer = poisoned.as_(code).get(address)
        if answer.status == 403:
            continue
        assert answer.status == 200, answer.text
        seen += [cell for row in csv.reader(io.StringIO(answer.text, newline="")) for cell in row]
    assert [cell for cell in seen if LIVE.match(cell) or STEERING.search(cell)] == []
    assert not {"True", "False"} & set(seen)
    assert len(seen) > 5


@pytest.mark.parametrize("name", ["ratings", "measures", "people"])
def test_the_poison_is_there(name, poisoned):
    """What the test above proves is worth nothing where no poison reaches the table."""
    path = next(path for path in DOWNLOADS if name in path)
    address = path.replace("/units/{plan}/{rubric}", HOME).replace("{form}", "csv")
    found = poisoned.as_("b" if name == "ratings" else "lead").get(address).text
    assert "poison" in found


def test_a_download_says_yes_and_no(poisoned):
    rows = csv.DictReader(io.StringIO(poisoned.as_("lead").get("/people.csv").text))
    assert {row["active"] for row in rows} == {"yes"}


def test_a_reason_in_a_dispute_is_no_formula(place):
    released(place)
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/c.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("as stated", POISON[0]), encoding="utf-8")
    found = place.as_("lead").get(f"{HOME}/disputes.csv").text
    assert f",'{POISON[0]}," in found
    assert f",{POISON[0]}," not in found
