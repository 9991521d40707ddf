"""A report made with another text of a shipped rubric says so, whatever its kind, and is never verified."""

from __future__ import annotations

import json
import shutil

import pypdfium2
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library, shipped_root
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.result import rubric_json, yardstick_in

RUBRIC = "four-paradigms"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command over a library in which the shipped rubric grades from a tenth of its weight on."""
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine" / "rubrics" / RUBRIC
    shutil.copytree(shipped_root() / "rubrics" / RUBRIC, mine)
    head = mine / "rubric.yaml"
    text = head.read_text("utf-8")
    assert "least_coverage: 0.67" in text
    head.write_text(text.replace("least_coverage: 0.67", "least_coverage: 0.10"), "utf-8")
    said = altered_words(Library.open(tmp_path / "mine").rubric())

    def call(*words, library="mine"):
        over = ("--library", library) if library else ()
        return CliRunner().invoke(cli, [*words, *over, "--no-color"], catch_exceptions=False)

    return call, said


@pytest.mark.parametrize(
    "words",
    [
        ("report", "ALB"),
        ("report", "ALB", "BRA", "--kind", "comparative"),
        ("report", "ALB", "--kind", "brief"),
        pytest.param(("report", "ALB", "BRA", "--kind", "contrast"), marks=pytest.mark.slow),
    ],
    ids=lambda words: "-".join(words[:4]),
)
def test_the_cover_of_every_kind_says_that_the_text_is_its_users(words, run, tmp_path):
    call, said = run
    out = tmp_path / "page.html"
    assert call(*words, "--html", "--out", str(out)).exit_code in (0, 1)
    page = out.read_text("utf-8")
    assert f"Not the shipped text: {said}." in page.partition("<h2")[0]
    assert f'data-note="{said} · ' in page


def test_the_terminal_and_the_result_say_it_too(run):
    call, said = run
    assert f"Not the shipped text: {said}." in call("score", "ALB").stdout
    assert "Not the shipped text" not in call("score", "ALB", library="").stdout


def test_a_result_names_what_is_altered_and_is_read_back(run, tmp_path):
    rubric = Library.open(tmp_path / "mine").rubric()
    written = json.loads(json.dumps({"rubric": rubric_json(rubric)}))
    assert written["rubric"]["altered"] == {"changed": True}
    assert yardstick_in(written) == rubric.yardstick
    assert "altered" not in rubric_json(Library.open().rubric())


@pytest.mark.slow
def test_a_request_for_information_says_it_on_every_page(run, tmp_path):
    call, said = run
    out = tmp_path / "request.pdf"
    assert call("todo", "ALB", "--format", "pdf", "--out", str(out)).exit_code in (0, 1)
    with pypdfium2.PdfDocument(out) as pdf:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert f"Not the shipped text: {said}." in pages[0]
    assert all(said in page for page in pages)


@pytest.mark.slow
def test_a_report_with_moved_bands_differs_though_it_follows_from_its_files(run, tmp_path):
    call, said = run
    out = tmp_path / "spoof.pdf"
    assert call("report", "ALB", "--out", str(out)).exit_code in (0, 1)
    result = call("verify", str(out), "--format", "json", library="")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["result"], found["rubric"]) == ("differs", said)
    assert set(found["parts"].values()) == {"same"}
    assert [(d["part"], d["found"]) for d in found["differences"]] == [
        ("yardstick", "another text: changed by its user")
    ]
