"""A desk as one file: whole, readable by its owner alone, and refused where anything of it was changed."""

from __future__ import annotations

import io
import json
import stat
import zipfile

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.workbench import archive
from evaluator.extensions.workbench.accounts import Accounts
from evaluator.extensions.workbench.archive import backup, read_backup, restore
from evaluator.extensions.workbench.database import ACCOUNTS, look, migrate, team_engine, team_url
from evaluator.extensions.workbench.desk import Desk, open_desk, open_team_desk
from evaluator.extensions.workbench.events import START, NewEvent
from evaluator.store.change import sha256_of
from tests.workbench.conftest import WORDS
from tests.workbench.postgres import fresh


def note(words):
    return NewEvent("a", "note", {"text": words}, "u", "q")


@pytest.fixture
def desk(tmp_path):
    with open_desk(tmp_path / "old") as found:
        found.add(note("ђурђевак"), note("2"), note("3"))
        found.key("a")
        found.enter("a")
        with found.engine.begin() as connection:
            connection.execute(ACCOUNTS.insert(), {"code": "a", "password": "$argon2id$x", "email": "a@example.org"})
        yield found


@pytest.fixture
def file(desk, tmp_path):
    backup(desk.engine, tmp_path / "desk.zip")
    return tmp_path / "desk.zip"


def contents(file):
    with zipfile.ZipFile(file) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def rewrite(file, told=None, **texts):
    """Write a backup anew with other texts; its manifest states what is told, and else what it did."""
    old = contents(file)
    new = {**old, **{f"{name}.jsonl": text for name, text in texts.items()}}
    manifest = json.loads(old["manifest.json"])
    if told == "all":
        for name, text in texts.items():
            manifest["tables"][name] = {"rows": len(text.splitlines()), "sha256": sha256_of(text)}
    elif told:
        manifest |= told
    new["manifest.json"] = json.dumps(manifest).encode()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as pack:
        for name, text in new.items():
            pack.writestr(name, text)
    file.write_bytes(whole.getvalue())


def test_what_is_restored_is_what_there_was_but_for_sessions(desk, file, tmp_path):
    with open_desk(tmp_path / "new") as other:
        kept = restore(other.engine, file)
        assert kept.rows == {"events": 3, "accounts": 1, "keys": 1}
        assert other.events() == desk.events()
        assert Accounts(other).all() == Accounts(desk).all()
        assert str(kept) == f"3 events, 1 accounts, 1 keys; newest event {desk.events()[-1].hash[:12]}"
        with other.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 0
        other.add(note("4"))
    with open_desk(tmp_path / "new") as other:
        assert len(other.events()) == 4


def test_only_its_owner_reads_it(file):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_same_desk_gives_the_same_bytes_but_for_the_moment(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "moment", lambda _: "2026-01-01T00:00:00Z")
    for name in ("1", "2"):
        backup(desk.engine, tmp_path / name)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_it_goes_from_postgresql_to_a_laptop_and_back(team, postgres, tmp_path):
    team.rate("b", "q1", "3")
    backup(team.desk.engine, tmp_path / "team.zip")
    with open_desk(tmp_path / "laptop") as laptop:
        restore(laptop.engine, tmp_path / "team.zip")
        assert laptop.events() == team.desk.events()
        backup(laptop.engine, tmp_path / "laptop.zip")
    database = fresh(postgres)
    engine = team_engine(team_url(database))
    migrate(engine)
    restore(engine, tmp_path / "laptop.zip")
    engine.dispose()
    with open_team_desk(database) as again:
        assert again.events() == team.desk.events()
        assert Accounts(again).opens("b", WORDS["b"])


def test_an_empty_desk_is_one_too(tmp_path):
    with open_desk(tmp_path / "old") as desk:
        assert backup(desk.engine, tmp_path / "desk.zip").head == START
    with open_desk(tmp_path / "new") as desk:
        restore(desk.engine, tmp_path / "desk.zip")
        assert desk.events() == ()


def test_a_desk_that_holds_something_is_not_written_over(desk, file, tmp_path):
    before = desk.events()
    with pytest.raises(EvaluatorError, match=r"is not empty \(events\)"):
        restore(desk.engine, file)
    assert Desk(desk.engine).events() == before
    with open_desk(tmp_path / "new") as other:
        other.key("b")
        with pytest.raises(EvaluatorError, match=r"is not empty \(keys\)"):
            restore(other.engine, file)
        assert other.events() == ()


def test_of_a_desk_that_was_changed_no_backup_is_made(desk, tmp_path):
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'b' WHERE number = 2")
    with pytest.raises(EvaluatorError, match="no backup was made"):
        backup(desk.engine, tmp_path / "desk.zip")
    assert not (tmp_path / "desk.zip").exists()


def refused(file, tmp_path, words):
    with open_desk(tmp_path / "new") as other:
        with pytest.raises(InvalidInputError) as told:
            restore(other.engine, file)
        assert other.events() == ()
        assert look(other.engine)[0]
    found = [str(problem) for problem in told.value.problems]
    assert any(words in text for text in found), found
    return found


def test_a_changed_event_is_found_though_the_manifest_was_made_to_fit(file, tmp_path):
    lines = contents(file)["events.jsonl"].splitlines(keepends=True)
    changed = b"".join(line.replace(b'\\"2\\"', b'\\"9\\"') for line in lines)
    assert changed != b"".join(lines)
    rewrite(file, "all", events=changed)
    refused(file, tmp_path, "changed, or one before it removed")


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_an_event_that_was_taken_out_is_found_though_the_manifest_was_made_to_fit(file, tmp_path, left_out):
    lines = contents(file)["events.jsonl"].splitlines(keepends=True)
    del lines[left_out]
    rewrite(file, "all", events=b"".join(lines))
    refused(file, tmp_path, "events: ")


def test_every_table_is_held_to_its_fingerprint_and_all_faults_come_at_once(file, tmp_path):
    rewrite(file, events=b"", accounts=b'{"code": 1}\n[]\n', keys=b"")
    found = refused(file, tmp_path, "accounts.jsonl is not as it was written")
    assert len(found) == 3 + 2 + 3
    assert any(":2: accounts: a line that is no row" in text for text in found)


@pytest.mark.parametrize(
    "row",
    [
        '{"code": "b", "admin": "yes"}', '{"code": null}', '{"code": ["b"]}', '{"password": "x"}', "{",
        '{"code": "' + "b" * 41 + '"}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_row_is_held_to_its_table(file, tmp_path, row):
    rewrite(file, "all", accounts=f"{row}\n".encode())
    refused(file, tmp_path, "accounts: a line that is no row")


@pytest.mark.parametrize(("name", "value"), [("kind", "magic"), ("payload", "[]"), ("payload", "{"), ("number", "1")])
def test_an_event_is_held_to_its_form(file, tmp_path, name, value):
    row = json.loads(contents(file)["events.jsonl"].splitlines()[0])
    rewrite(file, "all", events=json.dumps({**row, name: value}).encode())
    refused(file, tmp_path, "events: a line that is no row")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"form": "another"}, "no manifest.json of a desk"),
        ({"tables": []}, "no manifest.json of a desk"),
        ({"tables": {"events": 1}}, "no manifest.json of a desk"),
        ({"form_version": 2}, "a backup of a newer toolkit"),
        ({"schema": "0999"}, "schema 0999"),
        ({"head": "0" * 64}, "the newest event"),
    ],
)
def test_what_its_manifest_states_must_be_so(file, tmp_path, told, words):
    rewrite(file, told)
    refused(file, tmp_path, words)


@pytest.mark.parametrize("size", [0, 30, 300])
def test_a_file_that_is_cut_off_is_no_backup(file, tmp_path, size):
    file.write_bytes(file.read_bytes()[:size])
    refused(file, tmp_path, "a file that cannot be unpacked")


def test_a_damaged_byte_is_found_wherever_it_is(file, tmp_path):
    whole = file.read_bytes()
    for at in range(40, len(whole) - 40, 97):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            found, _ = read_backup(file)
        except InvalidInputError:
            continue
        file.write_bytes(whole)
        assert found == read_backup(file)[0], at  # in the form of the ZIP alone: no row is another


def test_a_file_that_is_not_there_and_one_that_is_too_large_are_told(file, tmp_path, monkeypatch):
    with pytest.raises(EvaluatorError, match="there is no such file"):
        read_backup(tmp_path / "none.zip")
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    refused(file, tmp_path, "more than it may hold")
