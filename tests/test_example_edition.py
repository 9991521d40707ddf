"""The kept report of the invented country can be printed anew from what it carries, with the ratings of its day."""

from __future__ import annotations

import json

import pytest

from evaluator.library import Library
from evaluator.reports.editions.open import open_report
from evaluator.reports.verify.whole import verify_file
from tools.example_edition import EDITION, main


def stated(path):
    held = open_report(path.read_bytes(), path.name)
    return json.loads(held.file("result.json").content)


@pytest.mark.slow
def test_what_is_printed_anew_says_the_same_and_is_verified(tmp_path, capsys):
    assert main([str(tmp_path / EDITION.name)]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / EDITION.name)
    before, now = stated(EDITION), stated(tmp_path / EDITION.name)
    for key in ("date", "plan", "weighting", "score", "coverage", "bounds", "criteria", "replies"):
        assert now.get(key) == before.get(key), key
    assert (now["grade"]["grade"], now["score"]) == ("C", before["score"])
    found = verify_file(tmp_path / EDITION.name, Library.open())
    assert (found.outcome, found.differences) == ("verified", ())
