from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.reports.country import country_view
from evaluator.reports.sections.account import blocks, spans, summary_of


def test_a_narrative_in_another_language_is_marked_as_such(albania):
    assert country_view(albania, "fr", annex=True).account.lang == "en"
    french = replace(albania.assessment, narrative={"fr": "# Résumé\n\nCourt.", "en": "# Summary\n\nShort."})
    assert country_view(replace(albania, assessment=french), "fr", annex=True).account.lang == "fr"


def test_headings_paragraphs_lists_and_quotations_are_read():
    text = "# Summary\nFirst\nline.\n\n1. one\n2. two\n   more\n\n> said\n> so\n\nThese:\n- a\n- b"
    found = blocks(text)
    assert [block.kind for block in found] == [
        "heading", "paragraph", "numbers", "quotation", "paragraph", "bullets",
    ]  # fmt: skip
    assert found[1].lines[0][0].text == "First line."
    assert [line[0].text for line in found[2].lines] == ["one", "two more"]
    assert found[3].lines[0][0].text == "said so"


def test_strong_emphasis_and_links_are_spans():
    found = spans("**a**, *b* and [c](https://example.org/x)")
    assert [(span.kind, span.text) for span in found] == [
        ("strong", "a"), ("text", ", "), ("emphasis", "b"), ("text", " and "), ("link", "c"),
    ]  # fmt: skip
    assert found[-1].url == "https://example.org/x"


@pytest.mark.parametrize(
    "text", ["[x](javascript:alert(1))", "[x](file:///etc/passwd)", "<b>x</b>", "![x](y.png)", "5 * 3 * 2"]
)
def test_what_is_not_understood_prints_as_it_was_typed(text):
    assert "".join(span.text for span in spans(text)) == text
    assert {span.kind for span in spans(text)} == {"text"} or "*" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [("# A", "A"), ("## A ##", "A"), ("# A # B  ###", "A # B"), ("# C#", "C#"), ("# a  b", "a  b")],
)
def test_a_heading_may_be_closed_by_its_marks(text, words):
    (found,) = blocks(text)
    assert (found.kind, found.lines[0][0].text) == ("heading", words)


def test_marks_without_words_are_no_heading():
    assert [(block.kind, block.lines[0][0].text) for block in blocks("# #\n\n##")] == [
        ("paragraph", "#"), ("paragraph", "##"),
    ]  # fmt: skip


def test_a_year_at_the_head_of_a_line_is_no_number_of_an_item():
    (found,) = blocks("2020. **was** the first year")
    assert (found.kind, "".join(span.text for span in found.lines[0])) == ("paragraph", "2020. was the first year")


def test_a_list_goes_on_at_the_number_it_was_given_and_items_of_an_inner_list_follow_theirs():
    (found,) = blocks("3. three\n   - inner\n4. four\n\n   more of it")
    assert (found.kind, found.start) == ("numbers", 3)
    assert ["".join(span.text for span in line) for line in found.lines] == ["three", "inner", "four more of it"]


def test_every_paragraph_of_a_quotation_is_kept():
    (found,) = blocks("> one\n>\n> two\n> - three")
    assert (found.kind, "".join(span.text for span in found.lines[0])) == ("quotation", "one two three")


def test_what_is_marked_inside_a_mark_is_the_inner_kind_and_a_link_stays_one():
    assert [(s.kind, s.text) for s in spans("**a *b*** [*c* d](https://example.org)")] == [
        ("strong", "a "), ("emphasis", "b"), ("text", " "), ("link", "c d"),
    ]  # fmt: skip


def test_signs_of_html_and_backslashes_print_as_they_were_typed():
    assert "".join(span.text for span in spans(r"a &amp; b \* c `d` e")) == r"a &amp; b \* c `d` e"


def test_quotations_in_quotations_without_end_are_read_in_short_time():
    assert blocks("> " * 5_000 + "a")


def test_a_bracket_that_stays_open_is_no_part_of_a_link():
    assert [(s.kind, s.text) for s in spans("[a [b](https://example.org)")] == [("text", "[a "), ("link", "b")]


def test_heading_levels_leave_no_gap():
    assert [block.level for block in blocks("## A\n\n#### B\n\n### C\n\n# D")] == [1, 2, 2, 1]


def test_an_empty_narrative_has_no_blocks():
    assert blocks(" \n\n ") == ()


@given(st.text())
def test_any_text_is_read(text):
    for block in blocks(text):
        assert block.lines


@given(st.text(alphabet="ab c\n-"))
def test_no_word_is_lost(text):
    words = [word for block in blocks(text) for line in block.lines for span in line for word in span.text.split()]
    assert [w for w in words if w.strip("-")] == [w for w in text.split() if w.strip("-")]


def _told(blocks_):
    return [(block.kind, block.lines[0][0].text.split(" ")[0]) for block in blocks_]


def test_the_summary_is_what_stands_under_the_first_heading():
    summary, rest = summary_of(blocks("# Summary\n\nOne.\n\nTwo.\n\n# Limits\n\nThree."))
    assert _told(summary) == [("paragraph", "One."), ("paragraph", "Two.")]
    assert _told(rest) == [("heading", "Limits"), ("paragraph", "Three.")]


def test_whole_paragraphs_are_taken_up_to_150_words_and_the_rest_keeps_its_heading():
    long = " ".join(["word"] * 100)
    summary, rest = summary_of(blocks(f"# Summary\n\nA {long}\n\nB {' '.join(['w'] * 48)}\n\nC last."))
    assert _told(summary) == [("paragraph", "A"), ("paragraph", "B")], "101 + 49 = 150"
    assert _told(rest) == [("heading", "Summary"), ("paragraph", "C")]
    short, _ = summary_of(blocks(f"A {long}\n\nB {' '.join(['w'] * 49)}"))
    assert _told(short) == [("paragraph", "A")], "101 + 50 is too long"


def test_what_is_left_after_the_summary_begins_with_a_heading_of_the_first_level():
    _, rest = summary_of(blocks("# Summary\n\nOne.\n\n## Limits\n\nTwo.\n\n### Of dates\n\nThree."))
    assert [(block.lines[0][0].text, block.level) for block in rest if block.kind == "heading"] == [
        ("Limits", 1),
        ("Of dates", 2),
    ]


def test_a_first_paragraph_that_is_too_long_is_no_summary():
    whole = blocks("# Summary\n\n" + " ".join(["word"] * 151))
    assert summary_of(whole) == ((), whole)
    assert summary_of(()) == ((), ())
