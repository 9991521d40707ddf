"""Where rubrics, countries and templates are found: shipped, overlaid by the user's folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError
from evaluator.library import Library, shipped_root
from evaluator.read.layers import Layers
from evaluator.store import change

SOUND = Path(__file__).resolve().parent / "data" / "sound"


@pytest.fixture
def sound() -> Library:
    return Library(Layers((SOUND,)))


@pytest.fixture
def own(tmp_path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "own"))


def test_the_user_s_folder_lies_over_the_shipped_one(own):
    library = Library.open(own)
    assert library.layers.folders == (own.resolve(), shipped_root())
    assert {"small", "four-paradigms"} <= set(library.rubric_names)
    assert {"XXS", "ALB"} <= set(library.country_codes)
    assert library.templates.folders == (own.resolve() / "templates", shipped_root() / "templates")


def test_the_folder_may_come_from_the_environment(own, monkeypatch):
    monkeypatch.setenv("EVALUATOR_LIBRARY", str(own))
    assert Library.open().layers.folders[0] == own.resolve()


def test_the_shipped_folder_over_itself_is_one_layer():
    assert Library.open(shipped_root()).layers.folders == (shipped_root(),)


def test_a_folder_that_is_not_there_is_one_message(tmp_path):
    with pytest.raises(EvaluatorError, match="there is no such folder"):
        Library.open(tmp_path / "none")


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda library: library.rubric("smal"), "no rubric is called 'smal'. Did you mean 'small'?"),
        (lambda library: library.country("XXX"), "no country is called 'XXX'. Did you mean 'XXS'?"),
        (lambda library: library.plan("XXS-2020-2021"), "Did you mean 'XXS-2020-2022'"),
        (lambda library: library.assessment("Soundland", "small"), "no country is called 'Soundland'"),
        (lambda library: library.rubric("../small"), "no rubric is called '../small'"),
        (lambda library: library.plan("XXS-../XXS-2020-2022"), "no plan is called"),
    ],
)
def test_an_unknown_name_suggests_the_right_one(ask, words, sound):
    with pytest.raises(UnknownNameError) as caught:
        ask(sound)
    assert words in str(caught.value)


def test_a_country_s_code_may_be_written_small(sound):
    assert sound.country("xxs").iso3 == "XXS"
    assert sound.plan_ids("xxs") == ("XXS-2020-2022", "XXS-2020-2022-children")


def test_headers_are_read_alone(sound):
    assert sound.plan("XXS-2020-2022").currency == "EUR"
    assert sound.standards["t-1"].article == "art. 1"


def plan_copied(own: Path, plan_id: str, years: tuple[str, str], state: str | None, adopted: str = "") -> None:
    """Add a plan with a draft, a final or no assessment."""
    source = own / "countries" / "XXS" / "plans" / "XXS-2020-2022"
    target = Path(shutil.copytree(source, source.parent / plan_id))
    head = (target / "plan.yaml").read_text(encoding="utf-8").replace("XXS-2020-2022", plan_id)
    head = head.replace("start: 2020", f"start: {years[0]}").replace("end: 2022", f"end: {years[1]}")
    head = head.replace("date: 2020-01", f"date: {adopted}") if adopted else head
    (target / "plan.yaml").write_text(head, encoding="utf-8")
    ratings = target / "assessments" / "small"
    (ratings / "b.yaml").unlink()
    (ratings / "b.csv").unlink()
    if state is None:
        shutil.rmtree(target / "assessments")
    else:
        text = (ratings / "a.yaml").read_text(encoding="utf-8").replace("state: final", f"state: {state}")
        (ratings / "a.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "newest"),
    [
        ([], "XXS-2020-2022"),
        ([("XXS-2023-2025", ("2023", "2025"), "draft")], "XXS-2020-2022"),
        ([("XXS-2023-2025", ("2023", "2025"), "final")], "XXS-2023-2025"),
        ([("XXS-2023-2025", ("2023", "2025"), '"final"   # settled')], "XXS-2023-2025"),
        ([("XXS-2020-2023", ("2020", "2023"), "final", "2020-06")], "XXS-2020-2023"),
        ([("XXS-2020-2021", ("2020", "2021"), "final", "2019-06")], "XXS-2020-2022"),
    ],
)
def test_the_newest_plan_is_the_latest_with_a_final_assessment(more, newest, own):
    for plan in more:
        plan_copied(own, *plan)
    assert Library(Layers((own,))).newest_plan("XXS", "small") == newest


def test_without_a_final_assessment_the_newest_draft_then_the_newest_plan(own):
    ratings = own / "countries" / "XXS" / "plans" / "XXS-2020-2022" / "assessments" / "small"
    text = (ratings / "a.yaml").read_text(encoding="utf-8")
    (ratings / "a.yaml").write_text(text.replace("state: final", "state: draft"), encoding="utf-8")
    plan_copied(own, "XXS-2023-2025", ("2023", "2025"), None)
    library = Library(Layers((own,)))
    assert library.newest_plan("XXS", "small") == "XXS-2020-2022"
    assert library.newest_plan("XXS", "another") == "XXS-2023-2025"


@pytest.mark.parametrize(
    ("written", "newest"),
    [
        ('"state": final', "XXS-2023-2025"),
        ("state: 'final'", "XXS-2023-2025"),
        ("{state: final}", "XXS-2023-2025"),
        ('state: draft\nnotes: "\n\n  state: final"', "XXS-2020-2022"),
        ("state: draft\nnotes: |\n  x\n\n  state: final", "XXS-2020-2022"),
    ],
)
def test_the_state_of_ratings_is_that_of_the_header_as_read_however_it_is_written(own, written, newest):
    plans = own / "countries" / "XXS" / "plans"
    later = Path(shutil.copytree(plans / "XXS-2020-2022", plans / "XXS-2023-2025"))
    head = later / "plan.yaml"
    text = head.read_text(encoding="utf-8").replace("XXS-2020-2022", "XXS-2023-2025")
    head.write_text(text.replace('"2020"', '"2023"').replace('"2022"', '"2025"'), encoding="utf-8")
    ratings = later / "assessments" / "small"
    for path in ratings.glob("b.*"):
        path.unlink()
    lines = [line for line in (ratings / "a.yaml").read_text(encoding="utf-8").splitlines() if "state:" not in line]
    if written.startswith("{"):
        pairs = yaml.safe_load("\n".join(lines))
        (ratings / "a.yaml").write_text(json.dumps({**pairs, "state": "final"}, default=str), encoding="utf-8")
    else:
        (ratings / "a.yaml").write_text("\n".join([*lines, written, ""]), encoding="utf-8")
    assert Library.open(own).newest_plan("XXS", "small") == newest


def test_a_header_whose_state_cannot_be_read_is_a_fault_and_no_guess(own):
    path = own / "countries" / "XXS" / "plans" / "XXS-2020-2022" / "assessments" / "small" / "a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("state: ", "state: not-"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="state: found 'not-final'"):
        Library.open(own).newest_plan("XXS", "small")


def test_a_country_without_a_plan_says_so(tmp_path):
    folder = tmp_path / "countries" / "XXT"
    folder.mkdir(parents=True)
    (folder / "country.yaml").write_text("iso3: XXT\nnames: {en: Bareland}\n", encoding="utf-8")
    with pytest.raises(EvaluatorError, match=r"XXT has no plan here yet\. Start one, for example with `evaluator new"):
        Library(Layers((tmp_path,))).newest_plan("XXT")


def test_a_folder_in_small_letters_is_no_country_and_a_plan_named_after_another_is_not_its_own(own):
    (own / "countries" / "XXS").rename(own / "countries" / "xxs")
    assert Library(Layers((own,))).country_codes == ()
    (own / "countries" / "xxs").rename(own / "countries" / "XXT")
    assert Library(Layers((own,))).plan_ids("XXT") == ()


def test_an_assessment_holds_the_shared_facts_after_its_own(sound):
    facts = sound.assessment("XXS", "small").facts
    assert [fact.fact_id for fact in facts] == ["F1", "F2", "figures:2", "figures:3", "figures:4"]


def test_nothing_is_read_until_it_is_asked_for(tmp_path):
    assert Library(Layers((tmp_path,))).rubric_names == ()


def test_a_plan_is_assessed_with_a_coder_s_file_or_where_rows_are_enough():
    library = Library.open()
    by_hand, computed = library.rubric(), library.rubric("plan-quality")
    assert library.is_assessed("ALB-2005-2007", by_hand)
    assert not library.is_assessed("ALB-2005-2007-children", by_hand)
    assert library.is_assessed("ALB-2005-2007-children", computed)


def test_the_page_of_the_tiers_is_read_once_and_may_be_missing(tmp_path):
    library = Library.open()
    assert library.tier_page.id == "tip-tiers"
    assert library.tier_page is library.tier_page
    assert Library(Layers((tmp_path,))).tier_page is None


def test_a_change_that_was_killed_is_completed_in_a_clone_that_is_one_s_own_folder_too(tmp_path, monkeypatch):
    monkeypatch.setattr("evaluator.library.shipped_root", lambda: tmp_path)
    with monkeypatch.context() as killed:
        killed.setattr(change, "_carry_out", lambda _: None)
        change.write_all(tmp_path, {"countries/a.csv": "1"})
    assert not (tmp_path / "countries" / "a.csv").exists()
    assert Library.open(tmp_path).layers.folders == (tmp_path,)
    assert (tmp_path / "countries" / "a.csv").read_text(encoding="utf-8") == "1"


def test_a_country_is_there_by_its_code_in_capitals_and_its_file(tmp_path):
    (tmp_path / "countries" / "XXA").mkdir(parents=True)
    library = Library.open(tmp_path)
    assert library.has_country("ALB")
    assert not any(library.has_country(code) for code in ("alb", "XXA", "AL", "../countries/ALB"))
    (tmp_path / "countries" / "XXA" / "country.yaml").write_text("iso3: XXA\n", encoding="utf-8")
    assert library.has_country("XXA")
