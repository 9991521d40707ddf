"""Two desks that differ in the saved work of another coder alone: a coder gets the same bytes from both."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections import Counter
from contextlib import ExitStack
from uuid import NAMESPACE_URL, uuid5

import pytest

from evaluator.extensions.workbench import desk as desk_module
from evaluator.extensions.workbench.app import make_app
from evaluator.extensions.workbench.desk import open_desk
from evaluator.extensions.workbench.events import Event, NewEvent, PersonPayload, check_payload
from evaluator.extensions.workbench.shelf import Shelf
from evaluator.extensions.workbench.web import House
from tests.workbench.conftest import HOME, HOST, PEOPLE, Place, library_at
from tests.workbench.test_app import begin, crawl, do_everything
from tests.workbench.test_blind_plan import import_elsewhere

CSRF = re.compile(r'(name="csrf" (?:value|content)="|data-csrf=")[^"]+')


@pytest.fixture
def two(tmp_path, monkeypatch):
    """Return two desks of the same people at the same time, whose events have the same names for each person."""
    monkeypatch.setattr(desk_module, "utc", lambda: dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC))
    with ExitStack() as stack:
        places = []
        for name in ("busy", "quiet"):
            own = (tmp_path / name / "own").resolve()
            library_at(own)
            table = own / "countries/XXA/plans/XXA-2020-2023/evidence.csv"
            table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))  # as another editor leaves it
            desk = stack.enter_context(open_desk(own))
            for code, said in PEOPLE.items():
                desk.add(NewEvent("lead", "person", check_payload(PersonPayload, {"code": code, **said})))
            shelf = Shelf(own)
            house = House(desk, shelf, frozenset({HOST}))
            places.append(Place(own, desk, shelf, make_app(house), house))
        counts = [Counter(), Counter()]
        after = NewEvent.after

        def named(new, previous, at):
            """Name the n-th event of a person alike on both desks."""
            count = counts[named.now]
            count[new.actor] += 1
            event = after(new, previous, at)
            fields = {name: getattr(event, name) for name in Event.__slots__}
            return Event(**{**fields, "uuid": str(uuid5(NAMESPACE_URL, f"{new.actor} {count[new.actor]}"))}).sealed()

        monkeypatch.setattr(NewEvent, "after", named)

        def on(number):
            named.now = number
            return places[number]

        yield on


def everything_b_gets(place, code):
    """Return every page that a person can see, and what is taken away, without the tokens of the session."""
    seen = {address: (status, CSRF.sub("", text)) for address, (status, text) in crawl(place, code).items()}
    if code == "b":
        seen["away"] = (200, place.as_(code).send(f"{HOME}/away").body)
    return seen


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


@pytest.mark.parametrize("code", ["b", "reader", "office"])
@pytest.mark.parametrize(
    "work", [do_everything, lambda place, _: import_elsewhere(place)], ids=["saved", "in the files"]
)
def test_what_a_person_gets_in_a_round_is_the_same_whether_another_works_or_not(two, code, work):
    seen = []
    for number in (0, 1):
        place = two(number)
        begin(place, "b", "c")
        place.rate("b", "q1", "2")
        if number == 0:
            work(place, "c")
            assert place.kinds() != ["round", "rating"] or work is not do_everything
        seen.append(everything_b_gets(place, code))
    busy, quiet = seen
    assert busy.keys() == quiet.keys()
    assert [address for address in busy if busy[address] != quiet[address]] == []


def test_a_taking_away_tells_nothing_of_the_chain_of_the_desk(two):
    place = two(0)
    begin(place, "b", "c")
    first = json.loads(parts(place.as_("b").send(f"{HOME}/away").body)["manifest.json"])["away"]
    do_everything(place, "c")
    second = json.loads(parts(place.as_("b").send(f"{HOME}/away").body)["manifest.json"])["away"]
    told = {value for away in (first, second) for value in (away["hash"], away["previous"])}
    assert not told & {
        value for event in place.desk.events() for value in (event.hash, event.previous) if value.strip("0")
    }
    assert first["previous"] == second["previous"]


def test_the_lead_s_log_shows_no_gap_of_the_chain_while_a_round_is_open(two):
    place = two(0)
    begin(place, "b", "c")
    do_everything(place, "c")
    rows = place.as_("lead").get("/log.json").json
    assert {(row["previous"], row["hash"]) for row in rows} == {("", "")}
