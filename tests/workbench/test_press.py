"""Reports printed for the browser: in a process of their own, named, read back, kept until newer ones need the room."""

from __future__ import annotations

import os
import threading
import time

import pytest

from evaluator.errors import unwritable
from evaluator.extensions.workbench import press
from evaluator.extensions.workbench.database import DISK_IS_FULL
from evaluator.extensions.workbench.press import (
    MOST,
    MOST_WAITING,
    STEPS,
    Press,
    PrintedReport,
    PrintRequest,
    path_of,
    print_report,
)
from tests.workbench.conftest import PLAN, RUBRIC, UNIT

SECONDS = 120


def request_of(own, **more):
    return PrintRequest(own, (PLAN,), RUBRIC, **{"form": "html", **more})


def until_done(printer, unit=UNIT):
    until = time.monotonic() + SECONDS
    while any(one.is_under_way for one in printer.of(unit)):
        assert time.monotonic() < until
        time.sleep(0.05)
    return printer.of(unit)


def test_a_page_has_the_name_that_the_command_line_gives_it(own):
    found = print_report(request_of(own))
    assert found.name == f"{PLAN}.{RUBRIC}.html"
    assert b"Xan" in found.content
    assert (found.is_draft, found.verified) == (False, "")


def test_citations_of_a_copy_for_reading_lead_to_the_desk_where_their_place_is_known(own):
    folder = own / f"countries/XXA/plans/{PLAN}"
    (folder / "anchors.csv").write_text(
        "evidence_id,source_sha256,page,quads,characters,text_sha256,before,after\n"
        f"plan,{'a' * 64},2,1.0 2.0 3.0 4.0,3,{'b' * 64},x,y\n"
    )
    found = print_report(request_of(own, desk="http://127.0.0.1:1/units/a/b/passages"))
    assert found.name.endswith(".reading.html")
    assert b'href="http://127.0.0.1:1/units/a/b/passages/plan"' in found.content
    assert b"127.0.0.1" not in print_report(request_of(own)).content


def test_the_page_on_which_readers_move_the_frame_is_one_of_the_kinds(own):
    assert print_report(request_of(own, kind="explorer")).name == "explorer.html"


@pytest.mark.slow
def test_a_pdf_is_made_again_from_what_it_carries_before_it_is_offered(own):
    printer = Press()
    found = printer.ask(request_of(own, form="pdf"), UNIT, "lead", "1")
    until_done(printer)
    assert (found.state, found.name, found.verified, found.step) == (
        "done", f"{PLAN}.{RUBRIC}.pdf", "verified", "proof",
    )  # fmt: skip
    assert printer.ask(request_of(own, form="pdf"), UNIT, "lead", "2") is not None
    printer.close()
    assert print_report(request_of(own, form="pdf", desk="http://127.0.0.1:1/u")).verified == ""


def test_what_is_asked_for_is_printed_in_a_process_of_its_own_and_a_fault_is_told(own):
    printer = Press()
    try:
        good = printer.ask(request_of(own, kind="explorer"), UNIT, "lead", "2026-01-01T00:00:00Z")
        bad = printer.ask(PrintRequest(own, ("XXA-1900",), RUBRIC), UNIT, "lead", "2026-01-01T00:00:01Z")
        assert printer.of("another") == []
        assert until_done(printer) == [bad, good]
        assert (good.state, good.name) == ("done", "explorer.html")
        assert path_of(good, good.name).read_bytes().startswith(b"<!DOCTYPE html>")
        assert bad.state == "failed"
        assert "XXA-1900" in bad.faults[0]
    finally:
        printer.close()


@pytest.fixture
def at_once(monkeypatch):
    """Let a press print in this process, by what a test gives: a function of the request."""

    def use(made):
        def print_at_once(asked, process, mine, theirs):
            mine.close()
            theirs.close()
            return made(asked.request)

        monkeypatch.setattr(press, "_follow", print_at_once)

    return use


def test_the_oldest_goes_where_newer_ones_need_the_room_and_what_an_earlier_server_left_goes_too(own, at_once):
    at_once(lambda _: PrintedReport(b"x", "a.html", is_draft=True))
    folder = own / ".evaluator" / "prints"
    folder.mkdir(parents=True)
    (folder / "left.pdf").write_bytes(b"x")
    printer = Press()
    asked = []
    for at in range(MOST + 2):
        asked.append(printer.ask(request_of(own), UNIT, "lead", str(at)))
        until_done(printer)
    assert printer.of(UNIT) == asked[:1:-1]
    assert len(list(folder.iterdir())) == MOST
    assert asked[-1].is_draft
    printer.close()


def test_a_process_that_dies_costs_one_report_and_the_next_is_printed(own, at_once):
    ends = iter([EOFError, None])

    def made(_):
        if died := next(ends):
            raise died
        return PrintedReport(b"x", "a.html", is_draft=False)

    at_once(made)
    printer = Press()
    broken = printer.ask(request_of(own), UNIT, "lead", "1")
    after = printer.ask(request_of(own), UNIT, "lead", "2")
    until_done(printer)
    assert (broken.state, broken.faults) == ("failed", ("Printing stopped. Ask for it again.",))
    assert after.state == "done"


def test_more_reports_than_a_server_prints_in_a_while_are_not_taken(own, at_once):
    go = threading.Event()
    at_once(lambda _: go.wait(SECONDS) and PrintedReport(b"x", "a.html", is_draft=False))
    printer = Press()
    taken = [printer.ask(request_of(own), UNIT, "lead", str(at)) for at in range(MOST_WAITING + 1)]
    assert taken[-1] is None
    assert [printer.before(one) for one in taken[:3]] == [0, 1, 2]
    go.set()
    until_done(printer)
    assert printer.ask(request_of(own), UNIT, "lead", "later") is not None
    until_done(printer)


def test_a_disk_that_is_full_is_told_where_the_report_would_stand(own, at_once, monkeypatch):
    def full(*_):
        raise unwritable("a.html", "cannot be written", OSError(28, "No space left on device"))

    monkeypatch.setattr(press, "write_whole", full)
    at_once(lambda _: PrintedReport(b"x", "a.html", is_draft=False))
    printer = Press()
    asked = printer.ask(request_of(own), UNIT, "lead", "1")
    until_done(printer)
    assert (asked.state, asked.faults) == ("failed", (DISK_IS_FULL,))


def test_a_report_that_is_printing_tells_its_steps_and_can_be_left_and_so_can_one_that_waits(own):
    printer = Press()
    first = printer.ask(request_of(own), UNIT, "lead", "1")
    second = printer.ask(request_of(own), UNIT, "lead", "2")
    third = printer.ask(request_of(own, kind="explorer"), UNIT, "lead", "3")
    until = time.monotonic() + SECONDS
    while first.step not in STEPS:
        assert time.monotonic() < until
        time.sleep(0.01)
    process = printer._process.pid
    printer.leave(first)
    printer.leave(second)
    until_done(printer)
    assert [one.state for one in (first, second, third)] == ["left", "left", "done"]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert [path.name for path in (own / ".evaluator/prints").iterdir()] == [f"{third.id}.html"]
    printer.leave(third)
    assert third.state == "done"
