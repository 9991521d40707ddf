"""Findings worked out in English, with the titles of the report's language."""

from dataclasses import dataclass

import pytest

from evaluator.model.sentence import Foreign, say, series
from evaluator.reports.retitle import names_of, retitle, titles_in


@dataclass(frozen=True)
class Row:
    title: str
    text: str
    score: float


TITLES = {"Migration": "Migracije"}


def test_a_title_is_replaced_wherever_it_stands_alone():
    assert retitle((Row("Migration", "Migration lags", 0.5),), TITLES) == (Row("Migracije", "Migration lags", 0.5),)


def test_a_title_inside_a_sentence_is_replaced_and_the_sentence_can_still_be_said():
    sentence = series("; ", [say("%(title)s gains %(share)s", title="Migration", share=0.2)])
    found = retitle(sentence, TITLES)
    assert found == "Migracije gains 0.2"
    assert found.parts[0].message == "%(title)s gains %(share)s"


def test_a_name_takes_the_place_of_an_id_in_sentences_and_an_id_in_data_stays():
    sentence = series(" ", [say("%(plan)s moves under %(weighting)s", plan="ALB", weighting="us-tip")])
    row = Row("us-tip", sentence, 0.5)
    assert retitle(row, {}, {"us-tip": "US TIP, 2001-2005"}) == Row("us-tip", "ALB moves under US TIP, 2001-2005", 0.5)
    both = retitle(say("%(a)s, %(b)s", a="Migration", b="us-tip"), TITLES, {"us-tip": "US TIP"})
    assert both == "Migracije, US TIP"


def test_weightings_have_their_short_names(rubric):
    names = names_of([rubric.weighting("us-tip"), rubric.weighting("equal")], "en")
    assert names == {"us-tip": "US TIP, 2001-2005", "equal": "Equal weights"}


def test_without_titles_the_very_same_finding_comes_back():
    row = Row("Migration", "", 0.5)
    assert retitle(row, {}) is row


def test_english_has_no_titles_to_replace(rubric):
    assert titles_in(rubric, "en") == {}


@pytest.mark.parametrize("lang", ["sr-Latn", "xx"])
def test_every_node_and_criterion_has_a_title_or_its_english_one_marked(rubric, lang):
    titles = titles_in(rubric, lang)
    assert {rubric.title(name) for name in (*rubric.nodes, *rubric.by_id)} <= set(titles)
    if lang == "xx":
        assert all(isinstance(title, Foreign) for title in titles.values())
    else:
        assert (
            titles["Human rights, structural"]
            == f"{rubric.title('human-rights', lang)}, " + rubric.title("human-rights.structural", lang).lower()
        )
