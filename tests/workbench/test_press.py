"""Reports printed for the browser: in a process of their own, named, read back, kept until newer ones need the room."""

from __future__ import annotations

import time

import pytest

from evaluator.workbench import press
from evaluator.workbench.press import MOST, Press, PrintedReport, PrintRequest, path_of, print_report
from tests.workbench.conftest import PLAN, RUBRIC, UNIT

SECONDS = 120


def request_of(own, **more):
    return PrintRequest(own, (PLAN,), RUBRIC, **{"form": "html", **more})


def until_done(printer, unit=UNIT):
    until = time.monotonic() + SECONDS
    while any(one.state == "printing" for one in printer.of(unit)):
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
    found = print_report(request_of(own, form="pdf"))
    assert (found.name, found.verified) == (f"{PLAN}.{RUBRIC}.pdf", "verified")
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


class Pool:
    """Does at once, in this process, what it is given; or breaks."""

    def __init__(self, *_, **__):
        pass

    def submit(self, function, asked):
        from concurrent.futures import Future

        done = Future()
        try:
            done.set_result(function(asked))
        except (OSError, RuntimeError) as error:
            done.set_exception(error)
        return done

    def shutdown(self, **_):
        pass


def test_the_oldest_goes_where_newer_ones_need_the_room_and_what_an_earlier_server_left_goes_too(own, monkeypatch):
    monkeypatch.setattr(press, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(press, "print_report", lambda asked: PrintedReport(b"x", "a.html", is_draft=True))
    folder = own / ".evaluator" / "prints"
    folder.mkdir(parents=True)
    (folder / "left.pdf").write_bytes(b"x")
    printer = Press()
    asked = [printer.ask(request_of(own), UNIT, "lead", str(at)) for at in range(MOST + 2)]
    assert printer.of(UNIT) == asked[:1:-1]
    assert len(list(folder.iterdir())) == MOST
    assert asked[-1].is_draft
    printer.close()


def test_a_process_that_dies_costs_one_report_and_the_next_is_printed(own, monkeypatch):
    monkeypatch.setattr(press, "ProcessPoolExecutor", Pool)
    printer = Press()

    def dies(_):
        raise press.BrokenProcessPool

    monkeypatch.setattr(press, "print_report", dies)
    broken = printer.ask(request_of(own), UNIT, "lead", "1")
    assert (broken.state, broken.faults) == ("failed", ("Printing stopped. Ask for it again.",))
    monkeypatch.setattr(press, "print_report", lambda _: PrintedReport(b"x", "a.html", is_draft=False))
    assert printer.ask(request_of(own), UNIT, "lead", "2").state == "done"
