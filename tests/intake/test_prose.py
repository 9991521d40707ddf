"""The text around a plan's tables as passages: sentences with their pages, without what is looked through already."""

from __future__ import annotations

from evaluator.intake.searched import LONGEST, prose_of


def _texts(pages, known=()):
    return [(one.locator, one.text) for one in prose_of("S1", pages, known)]


def test_sentences_stand_together_as_far_as_they_fit_and_no_word_is_lost():
    text = " ".join(f"Sentence number {at} of the plan says this." for at in range(60))
    found = [passage for _, passage in _texts([text])]
    assert " ".join(found) == text
    assert all(passage.endswith("this.") and len(passage) <= LONGEST for passage in found)
    endless = " ".join(["word"] * 500)
    parts = [passage for _, passage in _texts([endless])]
    assert (" ".join(parts), max(map(len, parts)) <= LONGEST) == (endless, True)


def test_a_line_without_end_takes_no_time_without_end_and_one_without_blanks_is_kept():
    assert _texts(["a " * 200_000], ["a " * 300_000]) == []
    assert len(_texts(["a " * 200_000], ["b " * 300_000])) == 1_000
    assert sum(len(passage) for _, passage in _texts(["a" * 5_000])) == 5_000


def test_each_passage_has_its_page_and_a_file_without_pages_has_none():
    assert _texts(["The register is kept apart.", "Nobody pays a fee for it."]) == [
        ("p. 1", "The register is kept apart."),
        ("p. 2", "Nobody pays a fee for it."),
    ]
    assert _texts(["Nobody pays a fee for it."]) == [("", "Nobody pays a fee for it.")]


def test_headers_and_footers_are_left_out_and_words_that_a_line_cut_are_whole():
    words = ("judges", "police", "teachers", "nurses")
    pages = [
        f"National Plan of Action\nOn {word} and the regis-\nter of {word}\n{at} / 4" for at, word in enumerate(words)
    ]
    assert _texts(pages)[1] == ("p. 2", "On police and the register of police")
    assert [text for _, text in _texts(["The regis\x02ter is kept apart."])] == ["The register is kept apart."]


def test_rows_of_the_plan_are_not_told_again_with_the_cells_beside_them():
    known = ["Pay compensation from the Fund where the offender does not pay", "Ministry of Justice", "December 2023"]
    page = (
        "The fund is paid from fines.\n3.6 Pay compensation from the Fund\nwhere the offender does not pay\n"
        "Ministry of Justice December 2023\nThe offender does pay the ministry in some cases."
    )
    assert [text for _, text in _texts([page], known)] == [
        "The fund is paid from fines.",
        "The offender does pay the ministry in some cases.",
    ]
