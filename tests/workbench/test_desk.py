"""The desk keeps what it says it kept, one program at a time, and finds what was changed behind its back."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest
from sqlalchemy import event

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench import desk as desk_module
from evaluator.extensions.workbench.desk import FILE, Desk, open_desk, sha256
from evaluator.extensions.workbench.events import START, NewEvent, first_broken


def note(text, actor="a"):
    return NewEvent(actor, "note", {"text": text}, "u", "q")


def test_events_follow_each_other_and_are_there_when_it_is_opened_again(tmp_path):
    with open_desk(tmp_path) as desk:
        assert desk.events() == ()
        first, second = desk.add(note("1"), note("2"))
        assert (first.previous, second.previous, desk.events()[-1]) == (START, first.hash, second)
    with open_desk(tmp_path) as desk:
        assert desk.events() == (first, second)
        assert first_broken(desk.events()) == ""


def test_two_programs_on_one_desk_are_refused(tmp_path):
    with open_desk(tmp_path):
        script = "import sys, pathlib\nfrom evaluator.extensions.workbench.desk import open_desk\n"
        script += "try:\n    open_desk(pathlib.Path(sys.argv[1])).__enter__()\nexcept Exception as e: print(e)"
        found = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
        )
    assert "is open in another workbench" in found.stdout


def test_a_file_that_is_no_desk_is_named(tmp_path):
    (tmp_path / ".evaluator").mkdir()
    (tmp_path / ".evaluator" / FILE).write_bytes(b"this is no database, though it is long enough to be one" * 20)
    with pytest.raises(EvaluatorError, match="no desk that can be opened"), open_desk(tmp_path):
        pass


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE events SET payload = \'{"text":"9"}\' WHERE number = 2',
        "UPDATE events SET actor = 'b' WHERE number = 1",
        "DELETE FROM events WHERE number = 2",
    ],
)
def test_an_event_changed_behind_the_desk_s_back_is_found(tmp_path, change):
    with open_desk(tmp_path) as desk:
        desk.add(note("1"), note("2"), note("3"))
    with sqlite3.connect(tmp_path / ".evaluator" / FILE) as base:
        base.execute(change)
    base.close()
    with pytest.raises(EvaluatorError, match="was changed, or one before it was removed"), open_desk(tmp_path):
        pass


def test_what_another_process_added_is_followed_and_not_forked(tmp_path):
    with open_desk(tmp_path) as opened:
        desk, other = Desk(opened.engine), Desk(opened.engine)
        (first,) = desk.add(note("1"))
        (second,) = other.add(note("2"))
        (third,) = desk.add(note("3"))
        assert [e.previous for e in desk.events()] == [START, first.hash, second.hash]
        assert third in other.events()


def test_many_who_add_at_once_make_one_chain_without_a_lost_or_doubled_event(tmp_path):
    with open_desk(tmp_path) as opened:
        desks = [desk := Desk(opened.engine), Desk(opened.engine)]
        threads = [
            threading.Thread(target=lambda at=at: [desks[at % 2].add(note(f"{at}-{n}")) for n in range(5)])
            for at in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = [event.payload["text"] for event in desk.events()]
        assert sorted(found) == sorted(f"{at}-{n}" for at in range(6) for n in range(5))
        assert first_broken(desk.events()) == ""


def test_a_key_opens_for_its_person_until_there_is_a_new_one_and_is_not_kept(tmp_path):
    with open_desk(tmp_path) as desk:
        key = desk.key("a")
        assert desk.owner(key) == "a"
        assert desk.owner("") == desk.owner(key + "x") == ""
        secret = desk.enter("a")
        other = desk.key("a")
        assert (desk.owner(key), desk.owner(other)) == ("", "a")
        assert desk.session(secret) == ("", "")
        desk.bar("a")
        assert desk.owner(other) == ""
    data = (tmp_path / ".evaluator" / FILE).read_bytes()
    assert key.encode() not in data
    assert secret.encode() not in data


def test_a_session_ends_when_it_is_left_or_too_old(tmp_path):
    with open_desk(tmp_path) as desk:
        secret = desk.enter("a")
        code, csrf = desk.session(secret)
        assert (code, len(csrf)) == ("a", 64)
        desk.leave(secret)
        assert desk.session(secret) == ("", "")
        old = desk.enter("a")
        with desk.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE sessions SET until = '2000-01-01T00:00:00Z' WHERE sha256 = ?", (sha256(old),)
            )
        assert desk.session(old) == ("", "")


def test_a_session_ends_when_nothing_was_asked_for_as_long_as_it_may_be_idle(tmp_path, monkeypatch):
    """Asked every 40 minutes it outlasts the hour for which it may be idle; then an hour without a request ends it."""
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with open_desk(tmp_path) as found:
        desk = Desk(found.engine, dt.timedelta(hours=1))
        monkeypatch.setattr(desk_module, "utc", lambda: now)
        secret = desk.enter("a")
        for _ in range(6):
            now += dt.timedelta(minutes=40)
            assert desk.session(secret)[0] == "a"
        now += dt.timedelta(minutes=61)
        assert desk.session(secret) == ("", "")


def test_a_clock_that_is_set_back_makes_no_session_that_does_not_end(tmp_path, monkeypatch):
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with open_desk(tmp_path) as desk:
        monkeypatch.setattr(desk_module, "utc", lambda: now)
        secret = desk.enter("a")
        now -= dt.timedelta(days=400)
        assert desk.session(secret)[0] == "a"
        now += dt.timedelta(hours=13)
        assert desk.session(secret) == ("", "")


def test_a_session_is_not_written_anew_with_every_request(tmp_path, monkeypatch):
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with open_desk(tmp_path) as desk:
        monkeypatch.setattr(desk_module, "utc", lambda: now)
        secret, written = desk.enter("a"), []
        event.listen(desk.engine, "before_cursor_execute", lambda _, __, text, *___: written.append(text))
        for seconds in (1, 60, 600, 800):  # twelve hours in sixty steps of twelve minutes
            now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
            desk.session(secret)
        assert len([text for text in written if text.startswith("UPDATE")]) == 1


def rights_of(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_the_desk_is_readable_by_its_owner_alone_also_one_that_an_earlier_version_made(tmp_path):
    before = os.umask(0o022)
    try:
        for own in (tmp_path / "new", tmp_path / "old"):
            if own.name == "old":
                (own / ".evaluator").mkdir(parents=True)
                (own / ".evaluator/desk.sqlite3").touch()
            with open_desk(own) as desk:
                desk.add(NewEvent("a", "note", {"text": "x"}))
                assert rights_of(own / ".evaluator") == 0o700
                files = [path for path in (own / ".evaluator").glob("desk.sqlite3*") if path.suffix != ".lock"]
                assert {rights_of(path) for path in files} == {0o600}
    finally:
        os.umask(before)


def test_a_desk_that_is_a_link_is_not_opened(tmp_path):
    (tmp_path / ".evaluator").mkdir()
    (tmp_path / "elsewhere").touch()
    (tmp_path / ".evaluator/desk.sqlite3").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EvaluatorError, match="no desk that can be opened"), open_desk(tmp_path):
        pass
