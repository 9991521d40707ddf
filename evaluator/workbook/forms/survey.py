"""A survey's form as a workbook with its own order and lists by lot, and as an XLSForm for ODK and KoboToolbox."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from evaluator.model.rubric import Rubric
from evaluator.model.schema import columns_of
from evaluator.model.survey import CHECK, METHODS, MOST_TIMES, SurveyFile
from evaluator.surveys.pages import FormPage, Item, code_book, pages_of, text_of
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import FIRST, Book, Sheet, SheetColumn, Value
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.xlsx_library import workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook

from evaluator.model.survey import Answer

KIND, HEAD, ANSWERS = "survey", "head", "answers"
GROUP, METHOD = "group", "method"
MOST = 100
POINTS = "F"
LIST_LETTERS = 255  # that a list beside a cell holds
ODK_HEAD = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
    "appearance", "parameters",
)  # fmt: skip
TOLD = ("label", "hint", "constraint_message")  # columns that a language has for itself
Row = dict[str, str | Mapping[str, str]]


def survey_workbook(survey: SurveyFile, rubric: Rubric, number: int, lang: str = "en", group: str = "") -> bytes:
    """Return one copy of the form as a workbook; `number` is the seed of its order and of its lists.

    With a group it asks in the words for it, and names it on its first sheet, where it can still be taken back.
    """
    audience = survey.groups[group].audience if group else ""
    lot = random.Random(number)  # noqa: S311  (an order, no secret)
    pages = pages_of(survey, rubric, lang)
    lists = [page for page in pages if page.kind == "criteria"]
    dealt = lot.sample(lists, code_book(survey, rubric).dealt)
    shown = [page for page in pages if page.kind != "criteria" or page in dealt]
    points = next(column for column in columns_of(Answer) if column.name == "points")
    rows: list[tuple[Value, ...]] = []
    checks = {}
    for page in shown:
        checks[len(rows), "check"] = _check_formula(len(rows), len(page.items))
        question = page.question(audience)
        items = [*page.items, *([_item_for_the_rest(page)] if survey.lists.form == "tick" and page in dealt else [])]
        for k, item in enumerate(lot.sample(items, len(items))):
            rows.append((item.code, "" if k else question, item.label, item.worst, item.best, None, ""))
        if page.kind == "areas":
            rows.append((CHECK, text_of(survey.words.check_question, lang), "", "", "", None, ""))
    columns = (
        SheetColumn("code", "code", "shown", 7),
        SheetColumn("question", "Question", "shown", 44),
        SheetColumn("label", "What", "shown", 30),
        SheetColumn("worst", "At its worst", "shown", 34),
        SheetColumn("best", "At its best, or what is meant", "shown", 48),
        SheetColumn("points", "Points", "input", 12, points, hint="0 to 100. Blank is not 0.", must=True),
        SheetColumn("check", "Check", "shown", 24),
    )
    meta = (("form", "1"), ("survey", survey.id), ("version", str(survey.version)), ("order", str(number)))
    body = Sheet(KIND, ANSWERS, "Answers", columns, tuple(rows), growing=False, formulas=checks)
    return xlsx_bytes(Book(meta, (_head_sheet(survey, lang, group), body)), Labels(rubric, lang))


def _head_sheet(survey: SurveyFile, lang: str, group: str) -> Sheet:
    groups = _offered_groups(survey, lang)
    columns = (
        SheetColumn("entry", "entry", "shown", 10),
        SheetColumn("told", "Read first", "shown", 70),
        SheetColumn("content", "Choose", "input", 50),
    )
    told = (
        ("", text_of(survey.titles, lang), None),
        (
            "",
            "Stop wherever you like; leave blank what you do not want to judge. No name is asked: please write none.",
            None,
        ),
        (
            "",
            "Nothing is printed of a group of fewer than five. In each block give 100 to what you would raise first.",
            None,
        ),
        (GROUP, "I belong to (leave empty: I do not say)", groups.get(group)),
        (METHOD, "With points, or with beads on cards", survey.groups[group].method if group else None),
    )
    return Sheet(
        KIND,
        HEAD,
        "Read first",
        columns,
        told,
        growing=False,
        own_options={(3, "content"): tuple(groups.values()), (4, "content"): METHODS},
    )


def _offered_groups(survey: SurveyFile, lang: str) -> dict[str, str]:
    """Return what the list offers for each group: a comma would part it in two, and a list holds 255 letters."""
    named = {name: f"{name}: {text_of(one.label, lang)}".replace(",", ";") for name, one in survey.groups.items()}
    return named if len(",".join(named.values())) <= LIST_LETTERS else {name: name for name in named}


def _check_formula(start: int, items: int) -> str:
    first = FIRST + 1 + start
    cells = f"{POINTS}{first}:{POINTS}{first + items - 1}"
    return f'=IF(COUNT({cells})=0,"not answered",IF(MAX({cells})={MOST},"ok","Give {MOST} to the first"))'


def _item_for_the_rest(page: FormPage) -> Item:
    return Item("r" + page.items[0].code[1:], "", "Each of those without points", "", "")


def xlsform(survey: SurveyFile, rubric: Rubric) -> bytes:
    """Return the form as an XLSForm: the pages in each language of the survey, with lists by lot, or by ticking.

    ODK cannot shuffle questions, so that items stand in the order of the rubric.
    """
    langs = survey.languages
    told = {lang: pages_of(survey, rubric, lang) for lang in langs}
    rows, choices = list(_odk_opening_rows(survey)), list(_odk_choice_rows(survey))
    lists = [page.node for page in told[langs[0]] if page.kind == "criteria"]
    # Which lists are dealt with each number of the lot.
    draws = list(combinations(lists, code_book(survey, rubric).dealt))
    by_lot = len(draws) > 1  # else every list is dealt
    if by_lot:
        rows.append({"type": "calculate", "name": "lot", "calculation": f"once(int(random() * {len(draws)}))"})
    for k, page in enumerate(told[langs[0]]):
        same = {lang: told[lang][k] for lang in langs}
        relevant = "${consent} = 'yes'"
        if page.kind == "criteria" and by_lot:
            numbers = (n for n, dealt in enumerate(draws) if page.node in dealt)
            relevant += " and (" + " or ".join(f"${{lot}} = {n}" for n in numbers) + ")"
        titles = {lang: one.title for lang, one in same.items()}
        rows.append({"type": "begin_group", "name": f"g{k}", "label": titles, "relevant": relevant})
        rows += _odk_question_rows(survey, same, k)
        ticked = page.kind == "criteria" and survey.lists.form == "tick"
        rows += _odk_tick_rows(survey, same, k) if ticked else _odk_point_rows(same, k)
        if page.kind == "areas":
            check = {lang: text_of(survey.words.check_question, lang) for lang in langs}
            limit = f". >= 1 and . <= {MOST_TIMES}"
            rows.append({"type": "integer", "name": CHECK, "label": check, "constraint": limit})
        rows.append({"type": "end_group"})
        if ticked:
            for at, item in enumerate(page.items):
                labels = {lang: one.items[at].label for lang, one in same.items()}
                choices.append({"list_name": f"l{k}", "name": item.code, "label": labels})
    title: Row = {
        "form_title": text_of(survey.titles, langs[0]),
        "form_id": survey.id.replace("-", "_"),
        "version": str(survey.version),
    }
    sheets: dict[str, list[Row]] = {"survey": rows, "choices": choices, "settings": [title]}
    return workbook_bytes(lambda book: _write_odk(book, sheets, langs), title=survey.id)


def _odk_opening_rows(survey: SurveyFile) -> Iterator[Row]:
    asked = "May your answers be counted with those of others? No name is asked. Stop wherever you like."
    yield {"type": "select_one consent", "name": "consent", "label": asked, "required": "yes"}
    yield {"type": "select_one grp", "name": GROUP, "label": "I belong to", "relevant": "${consent} = 'yes'"}
    yield {"type": "calculate", "name": "survey_id", "calculation": f"'{survey.id}'"}
    yield {"type": "calculate", "name": "survey_version", "calculation": f"'{survey.version}'"}


def _odk_choice_rows(survey: SurveyFile) -> Iterator[Row]:
    yield {"list_name": "consent", "name": "yes", "label": "Yes"}
    yield {"list_name": "consent", "name": "no", "label": "No"}
    for name, group in survey.groups.items():
        label = {lang: text_of(group.label, lang) for lang in survey.languages}
        yield {"list_name": "grp", "name": name, "label": label}


def _odk_question_rows(survey: SurveyFile, pages: Mapping[str, FormPage], k: int) -> Iterator[Row]:
    """Yield the question of a page as a note for each audience that it has words for, shown to its groups."""
    audiences = [name for name in next(iter(pages.values())).questions if name]
    first = next(iter(survey.words.audiences))
    for audience in audiences or [""]:
        own = [f"${{{GROUP}}} = '{name}'" for name, group in survey.groups.items() if group.audience == audience]
        if audience == first:
            own.append(f"${{{GROUP}}} = ''")
        if own or not audience:
            label = {lang: page.question(audience) for lang, page in pages.items()}
            name = f"q{k}_{audience.replace('-', '_')}" if audience else f"q{k}"
            yield {"type": "note", "name": name, "label": label, "relevant": " or ".join(own) if audience else ""}


def _odk_weight_question(items: Mapping[str, Item], relevant: str = "") -> Row:
    code = next(iter(items.values())).code
    hint = {lang: f"0: {item.worst}. 100: {item.best}." if item.worst else item.best for lang, item in items.items()}
    return {
        "type": "integer", "name": code, "label": {lang: item.label for lang, item in items.items()}, "hint": hint,
        "constraint": f". >= 0 and . <= {MOST}", "constraint_message": "0 to 100, or leave it blank",
        "relevant": relevant,
    }  # fmt: skip


def _odk_point_rows(pages: Mapping[str, FormPage], k: int) -> Iterator[Row]:
    first = next(iter(pages.values()))
    for at in range(len(first.items)):
        yield _odk_weight_question({lang: page.items[at] for lang, page in pages.items()})
    highest = ", ".join(f"coalesce(${{{item.code}}}, 0)" for item in first.items)
    yield {"type": "calculate", "name": f"m{k}", "calculation": f"max({highest})"}
    again = f"${{m{k}}} > 0 and ${{m{k}}} < {MOST}"
    yield {"type": "note", "name": f"w{k}", "label": "Please give 100 to the first.", "relevant": again}


def _odk_tick_rows(survey: SurveyFile, pages: Mapping[str, FormPage], k: int) -> Iterator[Row]:
    first = next(iter(pages.values()))
    most = survey.lists.most
    yield {
        "type": f"select_multiple l{k}", "name": f"p{k}", "label": f"Tick up to {most}", "parameters": "randomize=true",
        "constraint": f"count-selected(.) <= {most}", "constraint_message": f"At most {most}",
    }  # fmt: skip
    for at, item in enumerate(first.items):
        items = {lang: page.items[at] for lang, page in pages.items()}
        yield _odk_weight_question(items, f"selected(${{p{k}}}, '{item.code}')")
    rest = {
        **_odk_weight_question(dict.fromkeys(pages, _item_for_the_rest(first))),
        "relevant": f"count-selected(${{p{k}}}) > 0",
    }
    yield {**rest, "label": "And each of those that you did not tick?"}


def _write_odk(book: Workbook, sheets: Mapping[str, Sequence[Row]], langs: Sequence[str]) -> None:
    """Write the sheets; a text that every language has for itself has a column for each, named as ODK names them."""
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        keys = ODK_HEAD if name == "survey" else tuple(rows[0])
        heads = [head for key in keys for head in (_column_heads(key, langs) if name != "settings" else [(key, "")])]
        page.write_row(0, 0, [f"{key}::{lang} ({lang.partition('-')[0]})" if lang else key for key, lang in heads])
        for at, row in enumerate(rows, 1):
            for column, (key, lang) in enumerate(heads):
                value = row.get(key, "")
                page.write_string(at, column, value if isinstance(value, str) else value.get(lang, ""))


def _column_heads(key: str, langs: Sequence[str]) -> list[tuple[str, str]]:
    return [(key, lang) for lang in langs] if key in TOLD else [(key, "")]
