"""What a coder's workbook holds, and what it must not."""

from __future__ import annotations

from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.score_sheet import (
    Coder,
    new_coding,
    options_of,
    paragraphs,
    score_book,
    sheet_ratings,
)


def fields(rubric):
    return {name: getattr(rubric, name) for name in Rubric.model_fields}


def sheet(book, kind, name=""):
    return next(s for s in book.sheets if (s.kind, s.name) == (kind, name))


def test_there_is_a_sheet_for_each_paradigm_with_the_criteria_that_apply(desk):
    book = desk.book("b")
    rated = [row[0] for s in book.sheets if s.kind == "ratings" for row in s.rows]
    assert "witness-protection" in rated
    assert "no-summary-deportation" not in rated  # it asks about countries of destination
    assert "deadlines" not in rated  # is computed


def test_a_rating_that_was_given_has_its_row_whatever_applies(desk):
    coding = next(c for c in desk.assessment.codings if c.header.coder == "a")
    assert len(sheet_ratings(desk.assessment, desk.rubric, coding)) == 5
    assert {
        r.status for r in sheet_ratings(desk.assessment, desk.rubric, new_coding(desk.assessment, desk.rubric, "b"))
    } == {"not-assessed"}


def test_descriptors_stand_beside_the_drop_downs(desk):
    found = sheet(desk.book("b"), "ratings", "economic")
    keys = [column.key for column in found.columns]
    assert keys[keys.index("levels") + 1] == "status"
    text = found.rows[0][keys.index("levels")]
    assert [line[0] for line in text.split("\n")][:1] == ["0"]


def test_conditions_of_level_3_stand_numbered_beside_the_levels(desk):
    at = desk.rubric.by_id["witness-protection"]
    listed = at.model_copy(update={"checklist": ("a body", "a rule", "a date")})
    others = tuple(listed if c.id == at.id else c for c in desk.rubric.criteria)
    rubric = Rubric(**{**fields(desk.rubric), "criteria": others})
    book = score_book(desk.assessment, rubric, Coder("b"), "1.0")
    found = {row[0]: row[page.at("checklist")] for page in book.sheets if page.kind == "ratings" for row in page.rows}
    assert found.pop(at.id) == "1/3  a body\n2/3  a rule\n3/3  a date"
    assert set(found.values()) == {None}
    keys = [column.key for column in sheet(book, "ratings", rubric.paradigm_of(at.id)).columns]
    assert keys[keys.index("levels") + 1] == "checklist"


def test_a_condition_is_shown_in_the_language_of_the_sheet(desk):
    criterion = desk.rubric.criteria[0].model_copy(update={"checklist": ("a body", "a rule", "a date")})
    words = {"sq": {f"{criterion.id}.checklist.2": "një rregull"}}
    say = Labels(Rubric(**{**fields(desk.rubric), "translations": words}), "sq")
    assert say.checklist(criterion).splitlines()[1] == "2/3  një rregull"


def test_the_notes_of_a_criterion_stand_beside_its_levels_and_cannot_be_filled_in(desk):
    at = desk.rubric.by_id["witness-protection"]
    noted = at.model_copy(update={"notes": "Rooms and video\ncount; one does."})
    others = tuple(noted if c.id == at.id else c.model_copy(update={"notes": ""}) for c in desk.rubric.criteria)
    rubric = Rubric(**{**fields(desk.rubric), "criteria": others})
    book = score_book(desk.assessment, rubric, Coder("b"), "1.0")
    pages = [page for page in book.sheets if page.kind == "ratings"]
    found = {row[0]: row[page.at("notes")] for page in pages for row in page.rows}
    assert found.pop(at.id) == "Rooms and video count; one does."
    assert set(found.values()) == {None}
    assert all(page.columns[page.at("notes")].role == "shown" for page in pages)


def test_without_notes_the_sheet_has_no_column_for_them(desk):
    bare = tuple(c.model_copy(update={"notes": ""}) for c in desk.rubric.criteria)
    book = score_book(desk.assessment, Rubric(**{**fields(desk.rubric), "criteria": bare}), Coder("b"), "1.0")
    assert all(column.key != "notes" for page in book.sheets if page.kind == "ratings" for column in page.columns)


def test_notes_are_shown_in_the_language_of_the_sheet(desk):
    criterion = desk.rubric.criteria[0].model_copy(update={"notes": "Rooms count."})
    words = {"sq": {f"{criterion.id}.notes": "Dhomat numërohen."}}
    rubric = Rubric(**{**fields(desk.rubric), "translations": words})
    assert Labels(rubric, "sq").notes(criterion) == "Dhomat numërohen."
    assert Labels(rubric, "en").notes(criterion) == "Rooms count."


def test_each_question_says_what_it_is_about(desk):
    pages = [s for s in desk.book("b").sheets if s.kind == "ratings"]
    found = {row[0]: row[page.at("object")] for page in pages for row in page.rows}
    assert all(found[name] == desk.rubric.by_id[name].object for name in found)
    assert all(page.columns[page.at("object")].role == "shown" for page in pages)


def test_of_an_indicator_with_a_cap_the_cap_alone_is_asked_for(desk):
    shipped = Library.open().rubric("four-paradigms")
    say = Labels(shipped)
    capped = [c for c in shipped.criteria if c.cap]
    assert capped
    assert all(say.question(c).startswith("Rate only how far practice meets the levels") for c in capped)
    assert not say.question(shipped.by_id["witness-protection"]).startswith("Rate only")


def test_only_a_plans_text_can_be_silent(desk):
    by_object = {c.object: c for c in desk.rubric.criteria if c.is_rated_by_hand}
    assert "silent" in options_of(by_object["plan"])
    assert all("silent" not in options_of(c) for name, c in by_object.items() if name != "plan")


def test_the_rubrics_language_is_used_where_it_has_words(desk):
    lang = desk.own / "rubrics" / "small" / "lang"
    lang.mkdir()
    (lang / "sq.yaml").write_text('witness-protection.title: "Mbrojtja"\nsheet.status: "Gjendja"\n', encoding="utf-8")
    found = sheet(desk.book("b", "sq"), "ratings", "law-enforcement")
    assert "Mbrojtja" in [row[1] for row in found.rows]
    assert "Gjendja" in [column.label for column in found.columns]


def test_entries_that_no_coder_may_change_are_not_shown(desk):
    keys = [row[0] for row in sheet(desk.book("b"), "pairs", "coder").rows]
    assert "coder" not in keys
    assert "state" in keys
    assert "rows.here" not in [row[0] for row in sheet(desk.book("b"), "pairs", "plan").rows]


def test_paragraphs_are_parted_by_empty_lines():
    assert paragraphs("# A\n\nb\nc\n\n\n\nd\n") == ("# A", "b\nc", "d")
