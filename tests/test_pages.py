"""The commands of the guide run: those of a page one after the other, in one folder, as a reader types them.

Pages whose commands are run elsewhere: `tutorial`, `rubric-maintainer` and `evaluator` (what they print and what a
newcomer fills in are held against them too).
"""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evaluator.cli import cli
from evaluator.library import shipped_root

ROOT = Path(__file__).resolve().parent.parent
SHOWN = re.compile(r"^ *```(?:sh|console|bash)\n(.*?)^ *```", flags=re.MULTILINE | re.DOTALL)
ELSEWHERE = {"tutorial", "rubric-maintainer", "evaluator"}
# What cannot run here, and why.
NEVER = {
    "survey read": "needs answers that people sent; tests/cli/test_survey.py reads some",
    "survey groups": "needs answers that were read",
    "--survey": "needs answers that were read",
    "workbench": "a server, which runs until it is stopped; the workbench has tests of its own",
    "--scheduler": "needs a scheduler on a network",
    "report --all": "prints each country once or more; tests of the batch print several of a few pages",
    "rubric audit four-paradigms": "takes many minutes; the guide's page of it is made with the site",
    "rubric audit ": "tests of the audit run each form of it on a smaller rubric",
}


def calls_on(page: Path) -> list[str]:
    """Return the lines of the blocks of a page that are run, without prompts and remarks."""
    lines = [
        line.strip().removeprefix("$ ")
        for block in SHOWN.findall(page.read_text("utf-8"))
        for line in block.splitlines()
    ]
    lines = [re.split(r"\s+#", line)[0] for line in lines if line.startswith(("evaluator ", "cp "))]
    return [line for line in lines if not any(words in line for words in NEVER)]


PAGES = {
    page.stem: calls
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    if page.stem not in ELSEWHERE and (calls := calls_on(page))
}


def run(*words: str) -> None:
    """Run a command that lays out what a reader of a page has."""
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output


def own_folder() -> None:
    Path("my-folder").mkdir()


def folder_and_report() -> None:
    own_folder()
    run("report", "BRA")


def plan_as_word() -> None:
    shutil.copy(ROOT / "examples" / "documents" / "XAR-2022-2025.docx", "plan.docx")


def folders_of_two_coders() -> None:
    """Two coders have each rated a plan in a folder of their own; the lead has one too."""
    own_folder()
    ratings = "plans/ALB-2005-2007/assessments/four-paradigms"
    for code in ("a", "b"):
        folder = Path(f"coder-{code}/countries/ALB")
        shutil.copytree(shipped_root() / "countries" / "ALB", folder)
        for other in (folder / ratings).glob("*.*"):
            if other.stem != code:
                other.unlink()


def keys() -> None:
    key, form = Ed25519PrivateKey.generate(), serialization.PrivateFormat.OpenSSH
    Path("press").touch(mode=0o600)
    Path("press").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    Path("press.pub").write_bytes(public)


def indices() -> None:
    shutil.copytree(ROOT / "tests" / "data" / "indices", "tests/data/indices")


# What the reader of a page has before its first command.
BEFORE: dict[str, Callable[[], None]] = {
    "plan-intake": plan_as_word,
    "plan-rows": own_folder,
    "own-look": own_folder,
    "checking": lambda: shutil.copytree(shipped_root() / "countries" / "ALB", "countries/ALB"),
    "state-your-index": indices,
    "follow-up": folder_and_report,
    "panel": folders_of_two_coders,
    "verify": keys,
    "publish": lambda: Path("publisher.yaml").write_text("name: Example Watch\n", encoding="utf-8") and None,
}


def older_ratings() -> None:
    folder = Path("my-folder/countries/ALB")
    shutil.copytree(shipped_root() / "countries" / "ALB", folder, dirs_exist_ok=True)
    for header in folder.glob("plans/*/assessments/four-paradigms/*.yaml"):
        text = header.read_text(encoding="utf-8")
        header.write_text(re.sub(r"rubric_version: .*", "rubric_version: 1.0.0", text), encoding="utf-8")


def confirmed_tags() -> None:
    with Path("tags.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with Path("tags.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([{**row, "confirmed": "yes"} for row in rows[:1]] + rows[1:])


# What a reader does between two commands of a page, before the second of them.
MEANWHILE: dict[str, Callable[[], None]] = {
    "evaluator sheet upgrade ALB --library my-folder": older_ratings,
    "evaluator plan tags BGR-2018-2018 --take tags.csv --by a --library my-folder": confirmed_tags,
}


def quickly(line: str, page: str = "") -> str:
    """Return a command that does the same without setting pages in print, where none that follows reads the PDF.

    A site that is written is of one country in one language: tests of `publish` make those of several, without PDF.
    """
    if line.startswith("evaluator publish site"):
        if "--check" in line:  # of the whole library, in every language
            return line
        line += ("" if "--lang" in line else " --lang en") + ("" if "--only" in line else " --only HRV")
        return f"{line} --no-pdf" if "--release" in line else line
    if (
        page == "verify"
        or "--check" in line
        or line.startswith("evaluator todo ")
        or re.search(r"--(html|xlsx)|--format (html|xlsx)", line)
    ):
        return line
    if line.startswith("evaluator report "):
        return f"{line} --html"
    return (
        line.replace("--format pdf", "--format html").replace(".pdf", "-printed.html")
        if "--format pdf" in line
        else line
    )


@pytest.fixture
def _elsewhere(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVALUATOR_LIBRARY", raising=False)


@pytest.mark.slow
@pytest.mark.usefixtures("_elsewhere", "shared_prints")
@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_shows_runs(page):
    BEFORE.get(page, lambda: None)()
    wrong = []
    for line in PAGES[page]:
        MEANWHILE.get(line, lambda: None)()
        call, _, into = quickly(line, page).partition(" > ")
        program, *words = shlex.split(call)
        if program == "cp":
            shutil.copy(*words)
            continue
        done = CliRunner().invoke(cli, words)
        if into:
            Path(into).write_text(done.stdout, encoding="utf-8")
        if done.exit_code not in (0, 1) or (done.exception and not isinstance(done.exception, SystemExit)):
            wrong.append(f"$ {line}\n(status {done.exit_code})\n{done.stderr[-1500:]}")
    assert not wrong, "\n\n".join(wrong)


QUESTIONS = yaml.safe_load((ROOT / "tests" / "data" / "questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one["ask"])
def test_a_question_of_new_users_is_answered_under_one_heading_of_a_page_whose_commands_run(one):
    assert one["page"] in {*PAGES, *ELSEWHERE}
    text = (ROOT / "docs" / f"{one['page']}.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^#+ ([^\n]+)\n(.*?)(?=^##+ |\Z)", text, flags=re.MULTILINE | re.DOTALL))
    answer = " ".join(sections[one["heading"]].split())
    assert [words for words in one["words"] if words not in answer] == []
    code = re.findall(r"^ *```.*?^ *```|`[^`\n]+`", text, flags=re.MULTILINE | re.DOTALL)
    assert any(one["shows"] in shown for shown in code)


def test_what_is_left_out_is_on_a_page():
    text = "".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    assert [words for words in NEVER if words not in text] == []
