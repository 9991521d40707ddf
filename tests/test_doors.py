"""The doors: a package outside the tree adds a command by its metadata alone; a broken one is told and left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

GREETING = """
import click

HEADING = "Results"


@click.command("greet")
@click.argument("name")
def command(name):
    \"\"\"Greet somebody by name.\"\"\"
    click.echo(f"Good day, {name}.")
"""


@pytest.fixture
def outside(tmp_path):
    """A folder as pip fills it: modules, and the metadata of a distribution; and a call of the program that sees it."""

    def install(name, entries, *, group="commands", **modules):
        info = tmp_path / f"{name.replace('-', '_')}-2.5.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.5\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[nap_evaluator.{group}]\n{entries}\n", encoding="utf-8")
        for module, text in modules.items():
            (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")

    def run(*words):
        path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
        call = [sys.executable, "-m", "evaluator", *words]
        return subprocess.run(call, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path})

    return install, run


def test_a_command_of_a_package_outside_is_listed_and_runs(outside):
    install, run = outside
    install("nap-greeting", "greet = greeting:command", greeting=GREETING)
    done = run("greet", "Ana")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Good day, Ana.\n", "")
    results = run("--help").stdout.partition("\nResults:\n")[2].partition("\n\n")[0]
    assert ["greet", "Greet", "somebody", "by", "name."] in [line.split() for line in results.splitlines()]
    listed = run("--version", "--full").stdout.splitlines()
    assert "nap_evaluator.commands greet: nap-greeting 2.5" in listed
    assert "nap_evaluator.commands explore: nap-evaluator" in [line.rpartition(" ")[0] for line in listed]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("raise RuntimeError('no engine')", "RuntimeError: no engine"),
        ("raise SystemExit(5)", "SystemExit: 5"),
        (GREETING.replace("def command", "def other"), "AttributeError"),
        ("command = 7", "no click command"),
        (GREETING + "\nMADE_FOR = 99", "edition 99"),
    ],
    ids=["raises", "ends-the-program", "lacks-its-name", "no-command", "another-edition"],
)
def test_a_broken_extension_is_named_and_left_out(outside, text, why):
    install, run = outside
    install("nap-greeting", "greet = greeting:command", greeting=text)
    done = run("greet", "Ana")
    assert (done.returncode, done.stdout) == (2, "")
    first = done.stderr.splitlines()[0]
    assert first.startswith("The extension 'greet' of nap-greeting 2.5 is left out: ")
    assert why in first
    assert "Traceback" not in done.stderr
    listed = run("--help")
    assert (listed.returncode, listed.stderr) == (0, "")  # nothing is imported for a list


def test_a_command_that_raises_at_work_is_named_without_a_traceback(outside):
    install, run = outside
    install("nap-greeting", "greet = greeting:command", greeting=GREETING.replace('{name}."', '{1 / 0}."'))
    done = run("greet", "Ana")
    told = "Error: The extension 'greet' of nap-greeting 2.5 broke: ZeroDivisionError: division by zero.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_entry_points_that_cannot_be_read_leave_the_rest_at_work(outside):
    install, run = outside
    install("nap-greeting", "greet = greeting:command", greeting=GREETING)
    install("nap-empty", "empty = ::")
    assert "'empty' of nap-empty 2.5 is left out: its entry point names no module." in run("empty").stderr
    install("nap-torn", "greeting")
    done = run("greet", "Ana")
    assert (done.returncode, done.stdout) == (0, "Good day, Ana.\n")
    assert done.stderr.startswith("The extensions of nap-torn 2.5 are left out: their entry points cannot be read: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_name_already_taken_stays_with_whom_it_has(outside):
    install, run = outside
    install("nap-greeting", "score = greeting:command", greeting=GREETING)
    install("a-zealous", "explore = greeting:command")
    done = run("--help")
    assert done.returncode == 0
    assert [line.partition(" is left out")[0] for line in done.stderr.splitlines()] == [
        "The extension 'explore' of a-zealous 2.5",
        "The extension 'score' of nap-greeting 2.5",
    ]
    assert "Score plans" in run("score", "--help").stdout


LETTERS = """
from evaluator.intake.formats.cells import FilledTable, Outside, SourceFile
from evaluator.intake.formats.door import FormatReader


def read(file):
    table = FilledTable(1)
    for row, line in enumerate(file.content.decode().splitlines()):
        for column, text in enumerate(line.split("|")):
            table.put((row, column), text)
    return SourceFile("bars", file.sha256, (table.table(),), (Outside(1, "A plan"),))


READER = FormatReader("a text with bars", read)
"""
BARS = "Activity|Responsible body|Deadline\nTrain judges|Ministry of Justice|2020\n"


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "files" / "plan.bars"
    path.parent.mkdir()
    path.write_text(BARS, encoding="utf-8")
    return path


def test_a_reader_of_a_package_outside_reads_a_form_of_file_that_ours_do_not_know(outside, plan_file):
    install, run = outside
    look = ("plan", "import", str(plan_file), "--plan", "SRB-2019-2020", "--look")
    unread = run(*look)
    assert (unread.returncode, "ends in .bars" in unread.stderr) == (2, True)
    install("nap-bars", "bars = bars:READER", group="readers", bars=LETTERS)
    done = run(*look)
    assert done.returncode == 0, done.stderr
    assert "table 1, row 2  'Ministry of Justice'" in done.stdout
    other = run("plan", "import", str(plan_file.rename(plan_file.with_suffix(".txt"))), *look[3:])
    assert "a text with bars (.bars)" in other.stderr


@pytest.mark.parametrize(
    ("entry", "text", "why"),
    [
        ("bars", LETTERS.replace("READER = FormatReader", "OTHER = FormatReader"), "AttributeError"),
        ("bars", LETTERS + "READER = 7", "it has no `form`, `need`, `read`"),
        ("bars", LETTERS.replace("    table =", "    raise KeyError('no head')\n    table ="), "KeyError: 'no head'"),
        ("bars", LETTERS.replace("return SourceFile", "return str"), "TypeError"),
        ("bars", LETTERS.replace("    table =", "    raise SystemExit(5)\n    table ="), "is left out: SystemExit: 5."),
        ("bars", LETTERS.replace("(table.table(),)", "(7,)"), "int is no RawTable. Give"),
        ("bars", LETTERS.replace('bars", read)', 'bars", read, lambda: 1 / 0)'), "ZeroDivisionError"),
        ("bars", LETTERS + "\nMADE_FOR = 2", "it is made for edition 2 of the doors"),
        ("docx", LETTERS, "another has its name"),
    ],
    ids=[
        "lacks-its-name",
        "no-reader",
        "raises",
        "returns-a-text",
        "ends-the-program",
        "no-tables",
        "lacks-its-library",
        "another-edition",
        "taken",
    ],
)
def test_a_broken_reader_is_named_and_the_file_refused(outside, plan_file, entry, text, why):
    install, run = outside
    install("nap-bars", f"{entry} = bars:READER", group="readers", bars=text)
    done = run("plan", "import", str(plan_file), "--plan", "SRB-2019-2020", "--look")
    assert done.returncode == 2
    assert f"The extension '{entry}' of nap-bars 2.5 is left out: " in done.stderr
    assert why in done.stderr
    assert "Traceback" not in done.stderr


STALE = """
from evaluator.read.checks.door import UnitCheck


def late(files):
    table = files.tables["measures"]
    for row, measure in enumerate(table.rows):
        if not measure.locator:
            yield table.problem(row, "locator", "no page", "the page of each measure", severity="note")
    yield table.problem(0, "measure_id", "a first row", "another first row", severity="warning")


CHECK = UnitCheck("plan", late)
"""


def _told(done):
    return [p for p in json.loads(done.stdout)["problems"] if p["found"] == "a first row"]


def test_a_check_of_a_package_outside_tells_what_it_finds_at_its_place(outside):
    install, run = outside
    install("nap-late", "first-row = late:CHECK", group="checks", late=STALE)
    done = run("check", "ALB-2005-2007", "--format", "json")
    assert done.returncode == 0
    (told,) = _told(done)
    assert told["path"].endswith("ALB-2005-2007/measures.csv")
    assert (told["line"], told["key"], told["severity"]) == (2, "measure_id", "warning")


@pytest.mark.parametrize(
    ("entry", "text", "why"),
    [
        ("first-row", STALE.replace("table = files", "table = 1 / 0 + files"), "ZeroDivisionError: division by zero"),
        ("first-row", STALE.replace("yield table.problem(0", "yield (0"), "TypeError: tuple is no Problem"),
        ("first-row", STALE.replace('severity="warning"', 'severity="fatal"'), "TypeError: a Problem is no 'fatal'"),
        ("first-row", STALE.replace('"a first row",', "7,"), "TypeError: a Problem has texts"),
        ("first-row", STALE.replace("table = files", "raise SystemExit(5)\n    table = files"), "SystemExit: 5"),
        ("first-row", STALE.replace('UnitCheck("plan"', 'UnitCheck("plans"'), "it is of 'plans'"),
        ("first-row", "CHECK = 7", "it has no `of`, `faults`"),
        ("law", STALE, "another has its name"),
    ],
    ids=[
        "raises",
        "finds-no-problem",
        "odd-severity",
        "no-text",
        "ends-the-program",
        "of-nothing",
        "no-check",
        "taken",
    ],
)
def test_a_broken_check_is_named_once_and_the_others_are_made(outside, entry, text, why):
    install, run = outside
    text = text.replace(', severity="warning")', ")") if "yield (0" in text else text
    install("nap-late", f"{entry} = late:CHECK", group="checks", late=text)
    done = run("check", "ALB", "--format", "json")
    assert done.returncode == 0
    assert done.stderr.count(f"The extension '{entry}' of nap-late 2.5 is left out: ") == 1
    assert why in done.stderr
    assert _told(done) == []


BARS_DRAWN = """
from evaluator.reports.charts.door import NamedFigure


def draw(charts, pen):
    number = len(charts.context.card.assessment.evidence)
    pen.box((0, 0), (min(number, 400), 10), "#000000")
    return pen.chart("cited", f"Passages cited: {number}", "passages", 12, [["", "number"], ["passages", str(number)]])


FIGURE = NamedFigure("plan", draw)
"""


def test_a_chart_of_a_package_outside_is_drawn_by_its_name_and_a_broken_one_told(outside, tmp_path):
    install, run = outside
    install("nap-cited", "cited = cited:FIGURE", group="charts", cited=BARS_DRAWN)
    raising = BARS_DRAWN.replace("number = len", "number = 1 / 0 + len")
    install("nap-bad", "raising = bad:FIGURE", group="charts", bad=raising)
    of_all = BARS_DRAWN.replace('NamedFigure("plan"', 'NamedFigure("all"')
    install("nap-odd", "odd = odd:FIGURE", group="charts", odd=of_all)
    out = tmp_path / "cited.svg"
    done = run("figure", "cited", "BRA", "--out", str(out))
    assert "left out" not in done.stderr
    assert "Passages cited: " in out.read_text(encoding="utf-8")
    for name, by, why in (("raising", "bad", "ZeroDivisionError"), ("odd", "odd", "it is of 'all'")):
        broken = run("figure", name, "BRA", "--out", str(tmp_path / "broken.svg"))
        assert (broken.returncode, (tmp_path / "broken.svg").exists()) == (2, False)
        assert f"The extension '{name}' of nap-{by} 2.5 is left out: {why}" in broken.stderr
