"""Rows kept for the next run: the same bytes as without, after every edit, and whatever lies in the folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library, examples_root, shipped_root
from evaluator.pipeline import evaluate
from evaluator.read import parts
from evaluator.read.layers import Layers
from evaluator.read.prints import Prints
from evaluator.reports.context.beside import scores_beside
from evaluator.store import kept as store
from evaluator.store.kept import Kept, Print

COMMANDS = (
    "list plans --rubric law-and-practice",
    "score --all --format csv",
    "score --all --weighting equal --weighting us-tip",
    "list grades --rubric four-paradigms",
    "check",
)


@pytest.fixture
def library(tmp_path):
    for name in ("countries", "rubrics"):
        shutil.copytree(examples_root() / "countries", tmp_path / "own" / "countries", dirs_exist_ok=True)
        (tmp_path / "own" / name).mkdir(exist_ok=True)
    return tmp_path / "own"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_CACHE", str(tmp_path / "cache"))
    store.kept.cache_clear()
    yield tmp_path / "cache"
    store.kept.cache_clear()


def run(library, command):
    store.kept.cache_clear()
    done = CliRunner().invoke(cli, ["--library", str(library), *command.split()])
    return done.exit_code, done.stdout, done.stderr


def run_without(library, command, monkeypatch):
    with monkeypatch.context() as at:
        at.setenv("EVALUATOR_CACHE", "off")
        return run(library, command)


@pytest.fixture
def work(monkeypatch):
    """Return what is read anew: plans that are scored, countries that are checked."""
    done = []
    real, real_check = Library.assessment, parts.check_country_folder
    monkeypatch.setattr(
        Library, "assessment", lambda self, name, *a, **k: done.append(name) or real(self, name, *a, **k)
    )
    monkeypatch.setattr(parts, "check_country_folder", lambda desk, at: done.append(at) or real_check(desk, at))
    return done


@pytest.mark.parametrize("command", COMMANDS)
def test_a_second_run_prints_the_same_and_reads_no_plan(library, cache, work, monkeypatch, command):
    expected = run_without(library, command, monkeypatch)
    assert work
    assert run(library, command) == expected
    work.clear()
    assert run(library, command) == expected
    assert work == []


def edits(library):
    plan = next((library / "countries" / "XAR" / "plans").iterdir())
    ratings = min((plan / "assessments" / "four-paradigms").glob("*.csv"))
    text = ratings.read_text(encoding="utf-8")
    at = next(n for n, c in enumerate(text) if c == "," and text[n + 1 : n + 3] in ("1,", "2,", "3,"))
    other = text[: at + 1] + ("1" if text[at + 1] != "1" else "2") + text[at + 2 :]
    yield ratings, other  # of the same size, and the old time put back
    yield ratings, text
    yield ratings, text.rpartition("\n")[0].rpartition("\n")[0] + "\n"
    yield ratings, None
    yield ratings, text
    yield ratings, "criterion_id,status\nno-such,rated\n"
    yield ratings, text
    yield library / "countries" / "variables.csv", "variable,unit,type,definition,direction\n"
    yield library / "countries" / "XAR" / "country.yaml", "iso3: XAR\n"


@pytest.mark.slow
def test_after_every_edit_a_run_prints_what_it_would_print_without(library, cache, monkeypatch):
    commands = ("score --all --format csv", "check")
    for command in commands:
        run(library, command)
    for path, text in edits(library):
        state = path.stat() if path.exists() else None
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
            if state is not None:
                os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        for command in commands:
            expected = run_without(library, command, monkeypatch)
            assert run(library, command) == expected
            assert run(library, command) == expected


def test_what_a_score_stands_beside_is_read_once_and_anew_after_an_edit_of_another_plan(
    library, cache, work, monkeypatch
):
    command, own = "score BRA", "BRA-2018-2022"
    shutil.copytree(shipped_root() / "countries" / "COL", library / "countries" / "COL")
    expected = run_without(library, command, monkeypatch)
    other = next(plan for plan in work if plan.startswith("COL"))
    assert run(library, command) == expected
    work.clear()
    assert run(library, command) == expected
    assert set(work) == {own}
    shutil.rmtree(library / "countries" / "COL" / "plans" / other / "assessments" / "four-paradigms")
    expected = run_without(library, command, monkeypatch)
    work.clear()
    assert run(library, command) == expected
    assert len(set(work)) > 1


def test_what_a_score_stands_beside_is_another_under_another_frame_and_a_changed_rubric(cache):
    library = Library.open()
    rubric = library.rubric("four-paradigms")
    lower = rubric.model_copy(update={"grading": rubric.grading.model_copy(update={"least_coverage": 0.0})})
    plan = library.assessment("BRA-2018-2022", rubric)
    frames = [(rubric, "equal"), (rubric, "us-tip"), (lower, "equal")]
    cards = [evaluate(plan, of, weighting) for of, weighting in frames]
    found = [scores_beside(library, card) for card in cards]
    assert len({repr(one) for one in found}) == len(frames)
    assert found == [scores_beside(library, card) for card in cards]


def test_a_translation_of_another_rubric_makes_nothing_new_and_one_of_its_own_does(library):
    def name():
        return Prints(Library.open(library).layers).country("XBE", ["four-paradigms"], "list plans").name

    for rubric in ("first-look", "four-paradigms"):
        shutil.copytree(shipped_root() / "rubrics" / rubric, library / "rubrics" / rubric)
    before = name()
    for rubric, same in (("first-look", True), ("four-paradigms", False)):
        file = library / "rubrics" / rubric / "lang" / "fr.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text("criteria: {}\n", encoding="utf-8")
        assert (name() == before) is same


DAMAGE = {
    "cut": lambda entry: entry.write_bytes(entry.read_bytes()[:-5]),
    "a bit": lambda entry: entry.write_bytes(entry.read_bytes()[:-2] + b"!" + entry.read_bytes()[-1:]),
    "empty": lambda entry: entry.write_bytes(b""),
    "noise": lambda entry: entry.write_bytes(os.urandom(300)),
    "no JSON": lambda entry: entry.write_bytes(b"\x80\x04cos\nsystem\n(S'true'\ntR."),
    "deep": lambda entry: entry.write_bytes(b"[" * 100_000),
    "a folder": lambda entry: (entry.unlink(), entry.mkdir()),
    "a pipe": lambda entry: (entry.unlink(), os.mkfifo(entry)),
    "a link": lambda entry: (entry.unlink(), entry.symlink_to("/etc/passwd")),
    "another's": lambda entry: entry.chmod(0o666),
}


@pytest.mark.skipif(os.name == "nt", reason="pipes and rights of POSIX")
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_strange_entry_is_none_and_is_made_anew(tmp_path, damage):
    rows, look = Kept(tmp_path / "rows"), Print().words("x")
    rows.put(look.name, [["a row", 0.1, None]])
    assert rows.get(look.name) == ([["a row", 0.1, None]],)
    (entry,) = (tmp_path / "rows").glob("??/*")
    DAMAGE[damage](entry)
    assert rows.get(look.name) is None
    assert rows.of_many([lambda: look], lambda places: [["anew"] for _ in places], lambda: True) == [["anew"]]


def test_with_every_entry_damaged_a_command_prints_the_same(library, cache, monkeypatch):
    expected = run_without(library, "list plans", monkeypatch)
    run(library, "list plans")
    entries = [path for path in cache.glob("??/*") if path.is_file()]
    assert len(entries) > 12
    for at, entry in enumerate(entries):
        [*DAMAGE.values()][at % len(DAMAGE)](entry)
    assert run(library, "list plans") == expected


def test_an_entry_under_the_name_of_another_is_none(tmp_path):
    one, other = "a" * 64, "b" * 64
    rows = Kept(tmp_path / "rows")
    rows.put(one, ["mine"])
    assert rows.get(one) == (["mine"],)
    place = tmp_path / "rows" / other[:2] / other
    place.parent.mkdir()
    shutil.copy(tmp_path / "rows" / one[:2] / one, place)
    assert rows.get(other) is None


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_folder_that_others_may_write_to_or_nobody_can_keeps_nothing(tmp_path):
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    file = tmp_path / "file"
    file.write_text("")
    for folder in (open_to_all, file, file / "below", Path("/proc/nowhere")):
        rows = Kept(folder)
        rows.put("a" * 64, [1])
        assert rows.get("a" * 64) is None
    assert list(open_to_all.iterdir()) == []


def test_of_all_entries_no_more_are_kept_than_the_size_allows(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MOST", 5000)
    rows = Kept(tmp_path / "rows")
    looks = [lambda n=n: Print().words(str(n)) for n in range(40)]
    assert rows.of_many(looks, lambda places: [["x" * 500] for _ in places], lambda: True)[0] == ["x" * 500]
    assert 0 < sum(path.stat().st_size for path in (tmp_path / "rows").glob("??/*")) <= 5000


def test_what_changed_while_it_was_made_is_not_kept(tmp_path):
    rows, file = Kept(tmp_path / "rows"), tmp_path / "data" / "a.csv"
    file.parent.mkdir()
    file.write_text("1")

    def make(places):
        file.write_text("2")
        return [["of 1"] for _ in places]

    rows.of_many([lambda: Print().folders([file.parent])], make, lambda: True)
    file.write_text("1")
    assert rows.get(Print().folders([file.parent]).name) is None


OPENED = """
import json, sys
seen = set()
def note(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)) and not (args[2] or 0) & 3:
        seen.add(args[0] if isinstance(args[0], str) else args[0].decode())
sys.addaudithook(note)
from click.testing import CliRunner
from evaluator.cli import cli
done = CliRunner().invoke(cli, sys.argv[1:])
assert done.exit_code in (0, 1), done.output
print(json.dumps(sorted(seen)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["list plans", "score --all --format csv", "list grades", "check --all", "score BRA"]
)
def test_no_file_is_opened_that_is_in_no_hash(library, tmp_path, command):
    """A reader of a further file would make rows stale without a sound: it must enter `Prints`, or this fails."""
    done = subprocess.run(
        [sys.executable, "-c", OPENED, "--library", str(library), *command.split()],
        capture_output=True, text=True, check=True, env=os.environ | {"EVALUATOR_CACHE": str(tmp_path / "cache")},
    )  # fmt: skip
    layers = Library.open(library).layers
    prints = Prints(Layers(layers.folders))
    hashed = {path for path, *_ in prints.shared.stamps}
    hashed |= {path for name in prints.names for path, *_ in prints.rubric(name).stamps}
    for root in prints.roots:
        for folder in (root / "countries").glob("???"):
            hashed |= {path for path, *_ in prints.country(folder.name, None).stamps}
    program = [
        sys.prefix,
        sys.base_prefix,
        Path(store.__file__).parents[1],
        tmp_path / "cache",
        "/proc",
        "/dev",
        "/etc",
    ]
    opened = [Path(path).resolve() for path in json.loads(done.stdout.splitlines()[-1])]
    outside = [path for path in opened if not any(path.is_relative_to(Path(one).resolve()) for one in program)]
    assert len(outside) > 100
    known = {Path(path).resolve() for path in hashed}
    assert sorted(str(path) for path in outside if path not in known and path.is_file()) == []
