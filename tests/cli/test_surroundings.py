"""Odd but real surroundings: folders without rights, closed output, limits, umask, forks, sheets of other editors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.cli import main
from evaluator.errors import InvalidInputError
from evaluator.read.text_files.yaml_file import parsed_yaml
from evaluator.store.lock import IGNORE, held, state_folder
from evaluator.tables.csv_text import csv_text

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="rights and forks of POSIX")


def _shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "EVALUATOR_LIBRARY": str(folder)}
    command = command.replace("evaluator", f"{sys.executable} -m evaluator")
    return subprocess.run(command, shell=True, capture_output=True, text=True, check=False, cwd=folder, env=environment)  # noqa: S602


def test_a_folder_that_may_not_be_read_is_one_message(monkeypatch, capsys):
    def refused() -> None:
        raise PermissionError(13, "Permission denied", "/library/countries/ALB/plans")

    monkeypatch.setattr("evaluator.cli.cli", refused)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = "Error: /library/countries/ALB/plans cannot be opened (Permission denied). Change its rights.\n"
    assert capsys.readouterr().err == said


@posix
@pytest.mark.parametrize("command", ["score", "contrast"])  # the latter guards what native libraries print
def test_output_that_is_closed_ends_without_a_traceback(small, command):
    done = _shell(f"evaluator {command} XXA --rubric small >&-", small)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


@posix
def test_a_limit_on_the_size_of_files_is_one_message(small):
    done = _shell("ulimit -f 1; evaluator sheet export XXA --rubric small --coder b", small)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "File too large" in done.stderr
    assert list(small.glob("XXA*")) == []


@posix
def test_new_files_have_the_rights_that_the_user_wants(small):
    done = _shell(
        "umask 077; evaluator list rubrics --format csv; evaluator sheet export XXA --rubric small --coder b", small
    )
    assert done.returncode == 0, done.stderr
    assert (small / "XXA-2020-2023.small.b.xlsx").stat().st_mode & 0o077 == 0


@posix
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_of_a_process_that_wrote_takes_a_lock_of_its_own(tmp_path):
    with held(tmp_path):
        pass
    child = os.fork()
    if not child:
        try:
            with held(tmp_path):
                os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_an_empty_list_of_what_git_ignores_is_filled(tmp_path):
    ignored = state_folder(tmp_path) / IGNORE
    ignored.parent.mkdir()
    ignored.touch()
    with held(tmp_path):
        assert ignored.read_text(encoding="utf-8").endswith("*\n")


def test_a_text_that_leaves_as_csv_is_no_formula():
    assert csv_text(["title", "share"], [["=1+1 Plan", -0.5], ["-", None]]) == "title,share\n'=1+1 Plan,-0.5\n-,\n"


def test_a_table_whose_ending_is_in_capitals_is_a_fault(small, call):
    table = small / "countries/XXA/plans/XXA-2020-2023/measures.csv"
    shutil.move(table, table.with_suffix(".CSV"))
    done = call("check", small, "--library", small)
    assert done.exit_code == 2
    assert "measures.CSV" in done.stdout
    assert "Did you mean 'measures.csv'" in done.stdout


@pytest.mark.parametrize(
    "text", ["a: !!str 5", "a: !!python/object/apply:os.system ['id']", "a: !!map {x: 1}", "a: !own x"]
)
def test_a_tag_on_any_value_is_a_fault(text):
    document = parsed_yaml(Path("a.yaml"), text)
    (fault,) = document.faults
    assert fault.expected == "a plain value"
    assert "the tag " in fault.found


def test_text_without_tags_has_no_fault():
    with pytest.raises(InvalidInputError):
        parsed_yaml(Path("a.yaml"), "a: [")
    assert parsed_yaml(Path("a.yaml"), "a: '! no tag'\nb: [x, 1]\n").faults == []
