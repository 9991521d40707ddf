"""The shipped rubric of law and practice at work on an invented country: sheet, checks, score, report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.rubric.markdown import rubric_markdown
from evaluator.cli.score import _card_lines, tip_alone_text
from evaluator.cli.show.rubric import rubric_page
from evaluator.contrasts.tiers import without_tip_text
from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.pipeline import enter, evaluate
from evaluator.read.assessment import PlanFolder, read_assessment
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_html, country_view
from evaluator.workbook.sheet.csv_book import csv_files
from evaluator.workbook.sheet.score_sheet import Coder, score_book
from tools.site.criteria import criteria_page

ROOT = Path(__file__).parents[2]
LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric("law-and-practice")
PAGES = sorted((ROOT / "docs").glob("law-and-practice*.md"))
PAGE = " ".join(" ".join(page.read_text(encoding="utf-8") for page in PAGES).split())
SOURCES = """source_id,title,kind,date
G,Report of the monitors on Testland,greta,2023
T,Chapter on Testland,tip,2022
P,"2023 Trafficking in Persons Report: Testland, as a newspaper has it",press,2023
L,Criminal code of Testland,law,2019
"""
EVIDENCE = """evidence_id,source_id,locator,object,as_of,note
E1,G,para. 12,practice,2022,The monitors note that victims are not punished.
E2,T,p. 3,practice,2022,Authorities generally screened migrants.
E3,P,p. 1,practice,2022,Authorities generally screened migrants.
E4,L,art. 186,law,2022,"The offence, in force since 2019, names all purposes."
E5,G,para. 3,law,2022,The monitors find the offence in line with the convention.
E6,T,p. 4,practice,2022,A victim was fined for her stay.
E7,T,p. 2,practice,2022,Courts convicted traffickers in some regions.
"""
HEADER = {
    "assessment_id": "XXA-2021-2023.law-and-practice.a", "rubric": "law-and-practice", "rubric_version": RUBRIC.version,
    "coder": "a", "capacity": "assessor", "state": "final", "text_read": {"measures": "none", "text": "none"},
}  # fmt: skip
GIVEN = (
    "non-punishment-practice,1,rated,2,medium,E1;E6,one case that was put right",
    "offence-law,2,rated,3,high,E4;E5,in force since 2019",
    "convictions-sentences,1,rated,2,high,E7,some regions",
    "punishment-of-victims,1,contrary,,high,E6,a victim was fined",
    "removal-of-victims,1,not-assessed,,,,",
    "detention-of-victims,1,not-assessed,,,,",
)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def period(tmp_path):
    at = tmp_path / "countries" / "XXA"
    plan = at / "plans" / "XXA-2021-2023"
    about = {"id": "XXA-2021-2023", "titles": {"en": "Testland, no plan"}, "kind": "no-plan"}
    write(at / "country.yaml", yaml.safe_dump({"iso3": "XXA", "names": {"en": "Testland"}}))
    write(at / "sources.csv", SOURCES)
    write(plan / "plan.yaml", yaml.safe_dump(about | {"start": "2021", "end": "2023", "sources": ["G"]}))
    write(plan / "evidence.csv", EVIDENCE)
    return PlanFolder(Layers((at,)), Layers((plan,)), "XXA-2021-2023")


def read(folder, *rows, state="final", notes=None):
    ratings = folder.ratings("law-and-practice").expected("a.csv")
    write(ratings.with_suffix(".yaml"), yaml.safe_dump(HEADER | {"state": state}))
    head = "criterion_id,criterion_version,status,level,confidence,evidence_ids,reason"
    write(ratings, "\n".join((head, *rows)) + "\n")
    return read_assessment(folder, RUBRIC, notes=notes)


def refused(folder, *rows):
    with pytest.raises(InvalidInputError) as caught:
        read(folder, *rows)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("border-screening-practice,1,rated,3,high,E2,as a rule", "level 3 on sources of one kind (tip)"),
        ("border-screening-practice,1,rated,3,high,E2;E3,as a rule", "level 3 on sources of one kind (tip)"),
        ("offence-law,2,rated,3,high,E5,in line with it", "level 3 on sources of one kind (greta)"),
        ("non-punishment-law,1,rated,0,high,E4,no provision", "level 0 on sources of one kind (law)"),
        ("non-punishment-practice,1,rated,3,high,E4,what the law says", "level 3 on sources of one kind (law)"),
        ("non-punishment-practice,1,contrary,,high,E6,a practice", "level 0 on sources of one kind (tip)"),
        ("non-punishment-practice,1,rated,0,high,E1,several cases", "level 0 on sources of one kind (greta)"),
    ],
)
def test_an_end_of_the_scale_on_one_kind_of_source_is_a_fault_at_its_line_in_a_final_file(period, row, said):
    (told,) = [problem for problem in refused(period, row) if "of one kind" in problem]
    assert "a.csv:2:" in told
    assert f"evidence_ids: {said}. Give sources of two kinds" in told


def test_evidence_that_is_not_listed_is_told_as_such_and_not_as_one_kind(period):
    told = refused(period, "border-screening-practice,1,rated,3,high,E2;E9,as a rule")
    assert any("'E9'. Give an id in evidence.csv" in problem for problem in told)
    assert not any("of one kind" in problem for problem in told)


def test_in_a_draft_it_is_a_warning(period):
    notes = []
    read(period, "border-screening-practice,1,rated,3,high,E2,as a rule", state="draft", notes=notes)
    assert [p.severity for p in notes if "sources of one kind" in str(p)] == ["warning"]


@pytest.mark.parametrize(
    "row",
    [
        "border-screening-practice,1,rated,3,high,E1;E2,two kinds",
        "border-screening-practice,1,rated,2,high,E2,in the middle one kind is enough",
        "border-screening-practice,1,rated,1,high,E2,in the middle one kind is enough",
        "removal-of-victims,1,contrary,,high,E2,an alarm needs one case",
        "offence-law,2,rated,3,high,E4,the provision itself was read",
        "offence-law,2,rated,4,high,E4,the provision itself was read",
    ],
)
def test_two_kinds_or_a_level_between_or_an_alarm_or_the_provision_itself_are_none(period, row):
    notes = []
    read(period, row, notes=notes)
    assert not [p for p in notes if "sources of one kind" in str(p)]


def test_a_rubric_that_does_not_ask_for_two_kinds_takes_one(period):
    assert RUBRIC.two_kinds_of_source == (0, 3, 4)
    assert LIBRARY.rubric().two_kinds_of_source == ()


def test_what_rests_on_the_tip_report_alone_is_counted_beside_the_score(period):
    card = evaluate(read(period, *GIVEN), RUBRIC, "equal")
    assert card.tip_alone.criteria == ("convictions-sentences",)
    assert card.tip_alone.rated == 3  # the alarm is no rating
    # Two paradigms are rated, each with half of the assessed weight; law enforcement has two ratings, alike in weight.
    assert card.tip_alone.share == pytest.approx(0.25)
    said = tip_alone_text(card)
    assert said.startswith("1 of 3 ratings, ")
    assert said in " ".join(" ".join(_card_lines(card)).split())
    result = json.loads(result_json(card))
    assert result["tip_alone"] == {
        "criteria": ["convictions-sentences"], "rated": 3, "share": card.tip_alone.share,
    }  # fmt: skip
    jsonschema.validate(result, json.loads((ROOT / "evaluator/reports/result.schema.json").read_text(encoding="utf-8")))


def test_without_a_rating_nothing_rests_on_anything(period):
    card = evaluate(read(period), RUBRIC, "equal")
    assert (card.tip_alone.criteria, card.tip_alone.rated, card.tip_alone.share) == ((), 0, None)
    assert tip_alone_text(card) == ""


def test_an_association_with_tiers_leaves_out_what_rests_on_the_tip_report(period):
    kept, dropped = without_tip_text(enter(read(period, *GIVEN), RUBRIC), RUBRIC)
    levels = {o.criterion_id: o.level for o in kept.outcomes if o.level is not None}
    assert levels == {"offence-law": 3}
    assert dropped == 3


def test_the_report_says_what_it_scores_its_alarms_and_what_rests_on_the_tip_report_alone(period):
    whole = RUBRIC.model_copy(update={"report": RUBRIC.report.model_copy(update={"short": None})})
    page = country_html(LIBRARY, country_view(evaluate(read(period, *GIVEN), whole, "equal"), annex=True))
    assert "1 rating of 3" in page
    assert "rests on text of the TIP Report alone" in page
    assert "This scores law and practice, not a plan." in page
    assert "Punishment of victims" in page
    assert "a victim was fined" in page
    assert "country report on law and practice, 2021\N{EN DASH}2023" in page
    body = page.partition("<body>")[2]
    summary = " ".join(body.partition("<h1")[2].partition("</section>")[0].split())
    assert summary.count("not established") == len(("removal", "detention"))
    assert summary.count("not assessed") == len(("help refused",))
    assert "Read: " in summary
    assert "Safeguards" not in summary
    assert "looks past the gates" not in page


def test_the_sheet_shows_phrases_and_rules_and_gives_an_alarm_two_statuses(period):
    book = score_book(read(period, *GIVEN), RUBRIC, Coder("a"), "1.0")
    (rules,) = [sheet for sheet in book.sheets if sheet.kind == "rules"]
    shown = [" ".join(str(cell) for cell in row if cell) for row in rules.rows]
    assert any("GRETA urges" in line and "1 at most" in line for line in shown)
    assert {" ".join(rule.split()) for rule in RUBRIC.rating_rules} <= set(shown)
    assert "GRETA urges" in csv_files(book)["rules.csv"]
    (sheet,) = [s for s in book.sheets if s.kind == "ratings" and s.name == "human-rights"]
    at = next(n for n, row in enumerate(sheet.rows) if row[0] == "punishment-of-victims")
    assert sheet.own_options[at, "status"] == ("contrary", "not-assessed")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_sheet_with_rules_comes_back_unchanged(period, form, tmp_path):
    read(period, *GIVEN)
    out = tmp_path / f"sheet.{form}"
    chosen = ["--rubric", "law-and-practice", "--library", str(tmp_path)]
    put = ["sheet", "export", "XXA", "--coder", "a", "--format", form, "--out", str(out), *chosen]
    assert CliRunner().invoke(cli, put).exit_code == 0
    back = CliRunner().invoke(cli, ["sheet", "import", "XXA", str(out), *chosen])
    assert back.exit_code == 0, back.output
    assert "the sheet changes nothing" in back.output


def test_a_rubric_without_rules_has_no_such_sheet():
    plain = LIBRARY.rubric("public-record")
    assessment = read_assessment(LIBRARY.plan_folder("ALB-2005-2007"), plain)
    book = score_book(assessment, plain, Coder("a"), "1.0")
    assert not [sheet for sheet in book.sheets if sheet.kind == "rules"]


def test_the_rubric_as_a_page_has_phrases_rules_and_alarms():
    text = rubric_markdown(RUBRIC)
    assert "| GRETA urges | 1 at most |" in text
    assert "- An activity alone (one training," in text
    assert "Alarms, without weight: `removal-of-victims`" in text
    assert "Rules of rating" not in rubric_markdown(LIBRARY.rubric("public-record"))
    shown = rubric_page(RUBRIC).text
    assert "lacked, rarely, limited" in shown
    assert "Rules of rating" in shown


def test_the_guide_has_every_criterion_phrase_and_rule_and_the_eighteen_left_out():
    listed = criteria_page(RUBRIC)
    for criterion in RUBRIC.criteria:
        assert f"| `{criterion.id}`" in listed
        assert " ".join(criterion.question.split()) in listed
    for phrase in RUBRIC.phrases:
        assert f"| {', '.join(phrase.words)} | {phrase.bound}" in listed
    for rule in RUBRIC.rating_rules:
        assert f"\n- {' '.join(rule.split())}\n" in listed
    assert "Eighteen drafts of the fifty-five" in PAGE.partition("## What was left out")[2].partition(" ## ")[0]


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("two_kinds_of_source", [0, 5], "two_kinds_of_source[1]: level 5. Give a level of the scale, 0 to 4"),
        ("provision_enough", [5], "provision_enough[0]: level 5. Give a level of the scale, 0 to 4"),
        ("phrases", [{"words": ["rarely"], "level": 7}], "phrases[0].level: level 7. Give a level of the scale"),
    ],
)
def test_a_level_beyond_the_scale_is_a_fault(tmp_path, key, value, place):
    head = yaml.safe_load((ROOT / "rubrics" / "law-and-practice" / "rubric.yaml").read_text(encoding="utf-8"))
    head = {**head, key: value, "alarms": [], "tree": [], "grade_paradigms": False}
    del head["weightings_from"]
    write(tmp_path / "mine" / "rubric.yaml", yaml.safe_dump(head | {"id": "mine"}))
    with pytest.raises(InvalidInputError) as caught:
        read_rubric(tmp_path / "mine")
    assert any(place in str(problem) for problem in caught.value.problems)
