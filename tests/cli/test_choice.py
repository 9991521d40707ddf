"""What is scored with what."""

from __future__ import annotations

import pytest

from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.session import Session
from evaluator.errors import InvalidInputError, UnknownNameError


@pytest.fixture
def session(small) -> Session:
    return Session(folder=small)


def test_without_a_weighting_the_reference_weighting_is_used(session):
    (card,) = PlanChoice(rubric="small").cards(session, ["XXA"])
    assert card.weighting.id == card.rubric.reference_weighting


def test_a_weighting_named_twice_is_used_once(session):
    cards = PlanChoice(rubric="small", weightings=("us-tip", "equal", "us-tip")).cards(session, ["XXA"])
    assert [card.weighting.id for card in cards] == ["us-tip", "equal"]


def test_plans_come_before_weightings(session):
    cards = PlanChoice(weightings=("equal", "us-tip")).cards(session, ["ALB-2005-2007", "ALB-2005-2007-children"])
    assert [(card.assessment.plan.id, card.weighting.id) for card in cards] == [
        ("ALB-2005-2007", "equal"),
        ("ALB-2005-2007", "us-tip"),
        ("ALB-2005-2007-children", "equal"),
        ("ALB-2005-2007-children", "us-tip"),
    ]


def test_a_wrong_rubric_suggests_the_right_one(session):
    with pytest.raises(UnknownNameError, match="Did you mean 'small'"):
        PlanChoice(rubric="smal").cards(session, ["XXA"])


def test_the_faults_of_all_plans_are_told_together(session, small):
    (small / "countries/XXA/plans/XXA-2020-2023/measures.csv").write_text("colour\n", encoding="utf-8")
    bad = small / "countries/ALB/plans/ALB-2005-2007"
    bad.mkdir(parents=True)
    (bad / "evidence.csv").write_text("colour\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        PlanChoice().cards(session, ["XXA-2020-2023", "ALB-2005-2007"])
    assert {"measures.csv", "evidence.csv"} <= {problem.path.rpartition("/")[2] for problem in caught.value.problems}


def test_warnings_about_files_are_counted_on_standard_error(session, small, capsys):
    plan = small / "countries/XXA/country.yaml"
    text = plan.read_text(encoding="utf-8")
    start = text.index("roles:")
    plan.write_text(text[:start] + "roles: []\n", encoding="utf-8")
    PlanChoice(rubric="small").cards(session, ["XXA"])
    assert "about these plans: `evaluator check XXA-2020-2023" in capsys.readouterr().err


@pytest.mark.parametrize("names", [("us-tip", "all"), ("all", "us-tip")])
def test_a_frame_that_is_named_stands_before_all_others(session, names):
    cards = PlanChoice(rubric="small", weightings=names).cards(session, ["XXA"])
    assert [card.weighting.id for card in cards] == ["us-tip", "equal"]


def test_the_only_rubric_that_is_rated_is_meant_and_said(small, small_call):
    named = small_call("score", "XXA", "--rubric", "small")
    unnamed = small_call("score", "XXA")
    assert unnamed.stdout == named.stdout
    assert "Rubric small" in unnamed.stderr
    assert "Rubric small" not in named.stderr
    typed = small_call("score", "XXA", "--rubric", "first-look")
    assert "under this rubric" in typed.stdout + typed.stderr


@pytest.mark.parametrize(
    ("library", "meant"),
    [("mylab", "--library mylib"), ("mylib/countries", "--library mylib"), ("", "--library mylib")],
)
def test_a_folder_that_is_missing_inside_of_a_library_or_another_is_told_with_the_one_that_was_meant(
    small, call, monkeypatch, library, meant
):
    whole = small.rename(small.parent / "mylib")
    monkeypatch.chdir(whole.parent)
    refused = call("score", "XXA", "--rubric", "first-look", *(["--library", library] if library else []))
    assert (refused.exit_code, meant in refused.stderr) == (2, True), refused.stderr
