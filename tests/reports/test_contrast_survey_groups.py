"""The sheets of a contrast on groups that were asked: who was asked stands first, no answer travels with the PDF."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library, examples_root

PLANS = ("XAR", "XBE", "XCA")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a copy of the invented countries with the answers of their survey read."""
    folder = tmp_path_factory.mktemp("asked") / "library"
    shutil.copytree(examples_root(), folder)
    inbox = folder / "surveys" / "talks-2024" / "inbox"
    for words in (("read", "talks-2024", str(inbox)), ("groups", "talks-2024")):
        done = CliRunner().invoke(cli, ["survey", *words, "--library", str(folder)])
        assert done.exit_code == 0, done.output
    return folder


def printed(folder, form, out):
    words = ["contrast", *PLANS, "-w", "equal", "-w", "gaatw", "--survey", "talks-2024", "--format", form]
    done = CliRunner().invoke(cli, [*words, "--show", "scores", "--library", str(folder), "--out", str(out), "-q"])
    assert done.exit_code == 0, done.output
    return out


def test_the_page_says_who_was_asked_and_what_turns_and_nothing_of_the_third_group(asked, tmp_path):
    text = printed(asked, "html", tmp_path / "contrast.html").read_text(encoding="utf-8")
    assert "Between groups that were asked, 2 pairs of plans turn round" in text
    assert (
        "Of 20 persons from 9 organisations asked (NGOs and providers of services, Arvenia (invented), 2024-05) 14"
        in text
    )
    assert "nothing here says what others of a group hold" in text
    assert "Groups are not pooled by head count" in text
    assert "Ministries" not in text
    assert "ministry" not in text


def test_the_first_screen_of_a_terminal_shows_the_groups(asked):
    words = ["contrast", *PLANS, "-w", "equal", "--survey", "talks-2024", "--library", str(asked), "-q"]
    text = CliRunner().invoke(cli, words).stdout
    assert "Of 3 pairs of plans all groups order 0 alike beyond chance" in text
    assert "police  XBE-2023-2026  0.78" in text


def test_a_contrast_without_a_survey_has_none_of_it(asked):
    words = ["contrast", *PLANS, "-w", "equal", "-w", "gaatw", "--format", "html", "--library", str(asked), "-q"]
    text = CliRunner().invoke(cli, words).stdout
    assert "that were asked" not in text


def test_the_frames_of_the_groups_pass_every_check(asked):
    rubric = Library.open(asked).rubric()
    assert {"asked-talks-2024-ngo", "asked-talks-2024-police"} <= set(rubric.weightings)
    done = CliRunner().invoke(cli, ["check", str(asked)])
    assert done.exit_code == 0, done.output
    assert "warning" not in done.stdout


@pytest.mark.slow
def test_the_pdf_has_at_most_two_pages_more_carries_no_answer_and_cannot_be_rebuilt(asked, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    out = printed(asked, "pdf", tmp_path / "contrast.pdf")
    with pikepdf.open(out) as pdf:
        names = list(pdf.attachments)
        carried = b"".join(pdf.attachments[name].get_file().read_bytes() for name in names)
        pages = len(pdf.pages)
    words = ["contrast", *PLANS, "-w", "equal", "-w", "gaatw", "--show", "scores", "--format", "pdf", "--library"]
    plain = tmp_path / "plain.pdf"
    assert CliRunner().invoke(cli, [*words, str(asked), "--out", str(plain), "-q"]).exit_code == 0
    with pikepdf.open(plain) as pdf:
        assert len(pdf.pages) < pages <= len(pdf.pages) + 2  # the first sheet may begin where the last page has room
    assert not [name for name in names if "answers" in name or "people" in name or "survey" in name]
    assert b"r0001" not in carried
    assert b'"group": "ministry"' not in carried
    done = CliRunner().invoke(cli, ["verify", str(out)])
    assert done.exit_code == 2
    assert "rest on answers of single persons, which no report carries" in done.output
