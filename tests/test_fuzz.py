"""The fuzzer: the same damage for the same seed, every bad end told, whole files read, kept finds read or refused."""

import time
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError, Problem
from tools import fuzz
from tools.fuzz import bench, inputs, main, run, tried
from tools.fuzz_readers import Reader, illegal_score

KEPT = Path(__file__).parent / "data" / "fuzz"
FINDS = sorted(path for path in KEPT.rglob("*") if path.is_file() and path.name != "README.md")


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    tmp_path_factory.getbasetemp()  # where later tests write is not to lie in the bench's own folder
    with bench() as made:
        yield made


def _reader(read):
    return Reader("odd", 1, {"a.txt": b"one two"}, lambda content, chance: content, read)


@pytest.mark.slow
def test_every_reader_reads_its_own_files_whole(ready):
    readers, watch = ready
    ends = {(r.name, part): tried(r, part, content, watch) for r in readers for part, content in r.seeds.items()}
    assert {place: end for place, end in ends.items() if end} == {}
    assert {r.name for r in readers} >= {"country", "rubric", "xlsx-zip", "xlsx-cells", "pdf", "json", "template"}


@pytest.mark.slow
def test_the_same_seed_and_number_give_the_same_input(ready):
    readers, _ = ready
    first = [(number, r.name, part, content) for number, r, part, content in inputs(readers, 3, range(200))]
    again = [(number, r.name, part, content) for number, r, part, content in inputs(readers, 3, range(200))]
    other = [content for *_, content in inputs(readers, 4, range(200))]
    assert first == again
    assert [content for *_, content in first] != other
    assert next(inputs(readers, 3, [150]))[3] == first[150][3]
    unchanged = [part for _, r, part, content in inputs(readers, 3, range(200)) if content == r.seeds[part]]
    assert len(unchanged) < 20


def test_damaged_files_are_read_or_refused(ready):
    readers, watch = ready
    ends = {number: tried(r, part, content, watch) for number, r, part, content in inputs(readers, 7, range(60))}
    assert {number: end for number, end in ends.items() if end} == {}


@pytest.mark.parametrize("find", FINDS, ids=lambda path: path.relative_to(KEPT).as_posix())
def test_what_was_found_once_is_read_or_refused_now(ready, find):
    readers, watch = ready
    reader = next(r for r in readers if r.name == find.parent.name)
    part = find.name.partition("~")[2].replace("~", "/")
    assert part in reader.seeds
    assert tried(reader, part, find.read_bytes(), watch) is None


def test_a_refusal_in_words_is_no_find_and_one_without_is(ready):
    def refuse(problems):
        def read(part, content):
            raise InvalidInputError(problems)

        return _reader(read)

    _, watch = ready
    assert tried(refuse([Problem("a", "b", "c")]), "a.txt", b"", watch) is None
    assert tried(refuse([]), "a.txt", b"", watch) == ("illegal", "a refusal without words")


def test_each_kind_of_bad_end_is_told(ready, monkeypatch, tmp_path):
    _, watch = ready
    monkeypatch.setattr(fuzz, "SECONDS", 1)
    monkeypatch.setattr(fuzz, "CLOCK", 2)
    monkeypatch.setattr(watch, "folder", str(tmp_path / "inside"))

    def fail(part, content):
        raise KeyError(part)

    def hungry(part, content):
        raise MemoryError

    def write(part, content):
        (tmp_path / "out.txt").write_text("x", encoding="utf-8")
        return []

    def rename(part, content):
        (tmp_path / "out.txt").rename(tmp_path / "other.txt")
        return []

    kind, told = tried(_reader(fail), "a.txt", b"", watch)
    assert (kind, "KeyError: 'a.txt'" in told) == ("traceback", True)
    assert tried(_reader(hungry), "a.txt", b"", watch)[0] == "memory"
    hang = ("hang", "more than 1 seconds of the processor, or 2 by the clock")
    assert tried(_reader(lambda *_: time.sleep(9)), "a.txt", b"", watch) == hang
    assert tried(_reader(lambda *_: sum(1 for _ in iter(int, 1))), "a.txt", b"", watch) == hang
    assert tried(_reader(write), "a.txt", b"", watch) == ("write", f"open {tmp_path / 'out.txt'}")
    assert tried(_reader(rename), "a.txt", b"", watch)[0] == "write"
    assert tried(_reader(lambda *_: ["level 9"]), "a.txt", b"", watch) == ("illegal", "level 9")
    assert tried(_reader(lambda *_: []), "a.txt", b"", watch) is None


def test_a_score_outside_of_its_bounds_is_illegal():
    class Node:
        node_id, low, score, high = "total", 0.2, 0.1, 0.3

    class Card:
        nodes = (Node,)

    assert list(illegal_score(Card)) == ["total: [0.2, 0.1, 0.3]"]
    Node.score = 0.25
    assert list(illegal_score(Card)) == []
    Node.high = float("nan")
    assert list(illegal_score(Card)) != []


def test_the_command_counts_and_ends_with_status_0_where_nothing_was_found(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["--count", "3", "--seed", "5", "--only", "file", "--show"]) == 0
    said = capsys.readouterr().out
    assert "seed 5: 3 inputs" in said
    assert "finds: none\nfile 3\n" in said
    assert len(list(tmp_path.iterdir())) == 3


def test_a_find_is_told_with_its_number_and_ends_with_status_1(capsys, monkeypatch):
    monkeypatch.setattr(fuzz, "tried", lambda *_: ("hang", "long"))
    assert main(["--at", "12", "--only", "file"]) == 1
    assert capsys.readouterr().out.startswith("12 file ")
    counts, finds = run(1, [12], ["file"])
    assert counts.total() == 1
    assert (finds[0].number, finds[0].kind) == (12, "hang")


@pytest.mark.slow
def test_a_report_is_printed_for_what_reads_reports_alone(ready, monkeypatch):
    printed = []
    whole = next(reader for reader in ready[0] if reader.name == "pdf").seeds["report.pdf"]
    monkeypatch.setattr(fuzz, "country_pdf", lambda *_: printed.append(whole) or whole)
    for only, times in (("json", 1), ("file", 1), ("pdf", 2)):
        with bench([only]) as (readers, _):
            assert [reader.name for reader in readers] == [only]
        assert len(printed) == times
