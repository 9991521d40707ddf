"""The doors: a package outside the tree adds a command by its metadata alone; a broken one is told and left out."""

from __future__ import annotations

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

    def install(name, entries, **modules):
        info = tmp_path / f"{name.replace('-', '_')}-2.5.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.5\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[nap_evaluator.commands]\n{entries}\n", encoding="utf-8")
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
        (GREETING.replace("def command", "def other"), "AttributeError"),
        ("command = 7", "greeting.command is no click command"),
        (GREETING + "\nMADE_FOR = 99", "edition 99"),
    ],
    ids=["raises", "lacks-its-name", "no-command", "another-edition"],
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
