from pathlib import Path

import pytest

from evaluator.batch import ReportVariant, assessed_plans, jobs_for, plan_to_print
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.library import Library, shipped_root
from evaluator.pipeline import evaluate
from evaluator.reports.subject import document_id

PLAN = "XAA-2021-2024"


def _plan_file(own: Path, plan_id: str) -> Path:
    return own / "countries" / plan_id[:3] / "plans" / plan_id / "plan.yaml"


def _second_plan(own: Path) -> str:
    """Give XAA a later plan, also assessed."""
    later = "XAA-2025-2028"
    first, second = _plan_file(own, PLAN).parent, _plan_file(own, later).parent
    for path in sorted(p for p in first.rglob("*") if p.is_file()):
        copy = second / path.relative_to(first)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace(PLAN, later), encoding="utf-8")
    return later


def test_all_are_the_countries_that_have_an_assessment_one_plan_each(library):
    shipped = Library.open(shipped_root())
    plans = assessed_plans(library)
    assert set(plans) - set(assessed_plans(shipped)) == {f"{code}-2021-2024" for code in ("XAA", "XAB", "XAC")}
    assert list(plans) == sorted(plans)
    assert len({plan_id[:3] for plan_id in plans}) == len(plans)


def test_a_country_without_an_assessment_under_the_rubric_is_not_among_all(library, own):
    ratings = _plan_file(own, PLAN).parent / "assessments"
    (ratings / "four-paradigms").rename(ratings / "another")
    assert PLAN not in assessed_plans(library)
    assert plan_to_print(library, "XAA") == PLAN


def test_a_country_whose_headers_are_at_fault_keeps_its_place_with_the_last_plan_by_name(library, own):
    later = _second_plan(own)
    _plan_file(own, PLAN).write_text("id: [", encoding="utf-8")
    assert plan_to_print(library, "xaa") == later
    assert later in assessed_plans(library)


def test_a_country_that_is_unknown_or_has_no_plan_is_told(library, own):
    with pytest.raises(UnknownNameError, match="no country is called 'XXQ'"):
        plan_to_print(library, "XXQ")
    _plan_file(own, PLAN).unlink()
    with pytest.raises(EvaluatorError, match="XAA has no plan here yet"):
        plan_to_print(library, "XAA")


@pytest.mark.parametrize("weighting", [None, "us-tip"])
@pytest.mark.parametrize("lang", ["en", "sr"])
@pytest.mark.parametrize("assessor", [None, "a"])
def test_files_are_named_as_the_reports_are(library, weighting, lang, assessor):
    rubric = library.rubric()
    (job,) = jobs_for(
        library, [PLAN], Path("out"), [ReportVariant(weighting_id=weighting, lang=lang, assessor=assessor)]
    )
    card = evaluate(library.assessment(PLAN, rubric), rubric, weighting, assessor=assessor)
    assert job.out == Path("out") / f"{document_id(card, lang)}.pdf"


def test_every_plan_is_asked_for_in_every_variant(library, own):
    variants = [ReportVariant(), ReportVariant(weighting_id="equal", form="html")]
    jobs = jobs_for(library, [PLAN, "XAB-2021-2024"], Path("out"), variants)
    reference = library.rubric().reference_weighting
    names = [f"{plan}{end}" for plan in (PLAN, "XAB-2021-2024") for end in (".pdf", ".equal.html")]
    assert [job.out.name for job in jobs] == (
        names if reference != "equal" else [n.replace(".equal", "") for n in names]
    )
    assert {job.library for job in jobs} == {own}


def test_a_weighting_or_rubric_that_does_not_exist_is_told_before_anything_is_printed(library):
    with pytest.raises(UnknownNameError, match="Did you mean 'equal'"):
        jobs_for(library, [PLAN], Path("out"), [ReportVariant(weighting_id="equall")])
    with pytest.raises(UnknownNameError, match="no rubric is called 'none'"):
        jobs_for(library, [PLAN], Path("out"), [ReportVariant(rubric_id="none")])
