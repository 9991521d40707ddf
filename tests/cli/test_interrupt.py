"""Ctrl-C while a command is still being imported: one line, and the status of an interruption."""

from __future__ import annotations

import subprocess
import sys

import pytest

from evaluator.cli import cli

# Ctrl-C as Python begins to import a module: at that place, on every machine.
CALL = """
import os, runpy, signal, sys

class Interrupted:
    @staticmethod
    def find_spec(name, *_):
        if name == {module!r}:
            sys.meta_path.pop(0)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupted)
sys.argv = ["evaluator", *{words!r}]
runpy.run_module("evaluator", run_name="__main__")
"""
MODULES = ("evaluator.cli", "click", "evaluator.cli.shared.session", "evaluator.errors", "evaluator.library", "numpy")


def interrupted(module, *words):
    call = [sys.executable, "-c", CALL.format(module=module, words=words)]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("module", MODULES)
def test_an_interrupt_amid_the_imports_is_one_line(module, root):
    done = interrupted(module, "score", "XAR", "--library", str(root / "examples"))
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted; no half file is left.\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", cli.entries)
def test_an_interrupt_as_any_command_is_imported_is_one_line(name):
    done = interrupted(cli.entries[name].module, name, "x")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted; no half file is left.\n")
