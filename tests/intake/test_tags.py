"""Tags proposed by rules: only where one holds, with the words that made it hold, held against tags given by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.intake.tags import (
    agreement,
    compared,
    has_own_tags,
    languages_of,
    present,
    proposals,
    proposed,
    reasons,
    with_proposals,
)
from evaluator.library import Library
from evaluator.model.intake import TagRule, TagWords
from evaluator.model.plan import Measure
from evaluator.plans.fold import words_of

WORDS = Library.open().tag_words
RULES = TagWords(
    function=(
        TagRule(tag="co-ordination", words={"en": ("co ordinat",)}),
        TagRule(tag="research", words={"en": ("survey",)}),
        TagRule(tag="assistance", alone=True, words={"en": ("victim",)}),
        TagRule(tag="criminal-law", alone=True, words={"en": ("court",)}),
        TagRule(tag="co-ordination", words={"en": ("partner",)}),
    ),
    paradigms=(
        TagRule(tag="human-rights", words={"en": ("victim",), "sr": ("zrtv",)}),
        TagRule(tag="law-enforcement", words={"en": ("court",)}, unless={"en": ("tennis",)}),
    ),
    beneficiary=(TagRule(tag="victims", words={"en": ("victim",)}), TagRule(tag="judges", words={"en": ("judge",)})),
)
EN = languages_of(())


def tags(text, langs=EN):
    return {kind: [one.tag for one in found] for kind, found in proposed(text, RULES, langs).items()}


@pytest.mark.parametrize(
    ("text", "function", "paradigms", "beneficiary"),
    [
        ("Print forms", [], [], []),
        ("Survey the victims", ["research"], ["human-rights"], []),
        ("Help victims", ["assistance"], ["human-rights"], ["victims"]),
        # Two rules that hold alone: which of the two subjects the row is about, no rule knows.
        ("Help victims in court", [], ["human-rights", "law-enforcement"], ["victims"]),
        ("Partners help victims", ["assistance"], ["human-rights"], ["victims"]),
        # What only joins those who act has no paradigm, and is for nobody in particular.
        ("Co-ordinate courts for victims", ["co-ordination"], [], []),
        # The last rule for the same tag is a weak one: paradigms are still proposed.
        ("Partners of courts and judges", ["criminal-law"], ["law-enforcement"], ["judges"]),
        ("Partners of judges", ["co-ordination"], [], []),
        ("A tennis court for judges", ["criminal-law"], [], ["judges"]),
    ],
)
def test_what_is_proposed_for_a_row(text, function, paradigms, beneficiary):
    assert tags(text) == {"function": function, "paradigms": paradigms, "beneficiary": beneficiary}


def test_words_of_a_language_are_tried_only_where_the_plan_has_it():
    assert tags("Помоћ жртвама")["paradigms"] == []
    assert tags("Помоћ жртвама", languages_of(["sr-Cyrl"]))["paradigms"] == ["human-rights"]
    assert languages_of(["hr", "pt-BR"]) == {"en", "sr", "pt"}


def test_a_proposal_gives_the_words_of_the_row_as_its_reason_and_what_the_row_has():
    row = Measure("R1", level="activity", text="Помоћ ЖРТВАМА и victims", function="control", lang="sr-Cyrl")
    found = proposals([row, Measure("O1", level="objective", text="Help victims")], RULES)
    assert [(one.kind, one.tag, one.matched, one.present) for one in found] == [
        ("function", "assistance", "victims", "control"),
        ("paradigms", "human-rights", "ЖРТВАМА; victims", ""),
        ("beneficiary", "victims", "victims", ""),
    ]
    assert {one.confirmed for one in found} == {""}


def test_agreement_is_worked_by_hand():
    rows = [
        Measure("1", level="activity", text="Help victims", function="assistance", paradigms=("human-rights",),
                beneficiary="victims of trafficking"),
        Measure("2", level="activity", text="Survey of courts", function="criminal-law"),
        Measure("3", level="activity", text="Print forms", function="awareness", paradigms=("economic",)),
        Measure("4", level="activity", text="Help victims"),
    ]  # fmt: skip
    pairs = compared([(row, row.text) for row in rows], RULES)
    function = agreement("function", pairs["function"], RULES)
    # Row 4 has no tags and does not count; rows 1 and 2 have a proposal, of which the first is right.
    assert (function.rows, function.with_proposal, function.proposed, function.right, function.given) == (3, 2, 2, 1, 3)
    assert (function.precision, function.share) == (0.5, 2 / 3)
    # Of the two, one agrees. By chance: proposed are assistance and research, given assistance and criminal-law, so
    # that 1/2 times 1/2 agree; (1/2 - 1/4) / (1 - 1/4).
    assert function.kappa == pytest.approx(1 / 3)
    # Twelve pairs of row and paradigm; proposed human-rights (1) and law-enforcement (2), given human-rights (1) and
    # economic (3): 10 of 12 agree, by chance 2/12 x 2/12 + 10/12 x 10/12 = 26/36.
    paradigms = agreement("paradigms", pairs["paradigms"], RULES)
    assert (paradigms.proposed, paradigms.right, paradigms.given) == (2, 1, 2)
    assert paradigms.kappa == pytest.approx((10 / 12 - 26 / 36) / (1 - 26 / 36))
    beneficiary = agreement("beneficiary", pairs["beneficiary"], RULES)
    assert (beneficiary.proposed, beneficiary.right, beneficiary.given, beneficiary.kappa) == (1, 1, 1, 1.0)


def test_without_rows_there_is_no_agreement():
    found = agreement("function", [], RULES)
    assert (found.precision, found.share, found.kappa) == (None, None, None)


def test_present_is_what_stands_in_the_column():
    row = Measure("1", level="task", text="x", paradigms=("economic", "migration"), beneficiary="all")
    assert [present(row, kind) for kind in ("paradigms", "function", "beneficiary")] == [
        ("economic", "migration"), (), ("all",),
    ]  # fmt: skip


@given(st.text(max_size=80), st.sampled_from(["victims", "sudovi", "campanie", "estudo"]))
def test_each_reason_is_made_of_words_of_the_row(text, word):
    row = f"{text} {word}"
    for found in proposed(row, WORDS, languages_of(["sr", "ro", "pt"])).values():
        for one in found:
            assert set(words_of(" ".join(one.words))) <= set(words_of(row))


def test_every_shipped_rule_has_words_in_all_languages_of_import_and_holds_for_them():
    for rule in (*WORDS.function, *WORDS.paradigms, *WORDS.beneficiary):
        assert set(rule.words) == {"en", "fr", "sq", "sr", "mk", "ro", "bg", "pt"}, rule.tag
        for lang, phrases in rule.words.items():
            for phrase in phrases:
                assert words_of(phrase) == phrase.split(), phrase
                assert reasons(phrase, [rule.model_copy(update={"unless": {}})], frozenset({lang})), phrase


@pytest.mark.parametrize(
    ("lang", "text", "function"),
    [
        ("sr", "Кампања за подизање свести јавности", "awareness"),
        ("sr", "Obezbediti smeštaj i psihosocijalnu pomoć žrtvama", "assistance"),
        ("ro", "Elaborarea unui studiu privind traficul de persoane", "research"),
        ("sq", "Fushatë ndërgjegjësuese", "awareness"),
        ("bg", "Изследване на търсенето", "research"),
        ("mk", "Засолниште за жртви", "assistance"),
        ("fr", "Modifier la législation pénale", "criminal-law"),
        ("pt", "Produzir estudo sobre o tráfico", "research"),
    ],
)
def test_rows_in_other_languages_are_understood(lang, text, function):
    assert [one.tag for one in proposed(text, WORDS, languages_of([lang]))["function"]] == [function]


def test_tags_that_only_rules_gave_are_no_tags_of_a_person_and_those_of_a_person_stay():
    words = Library.open().tag_words
    rows = [
        Measure("R1", level="activity", text="Train judges"),
        Measure(
            "R2", level="activity", text="Train judges", function="research", tagged_by="a", tag_status="confirmed"
        ),
    ]
    proposal, own = with_proposals(rows, words)
    assert (proposal.tagged_by, proposal.tag_status, bool(proposal.paradigms)) == ("rules", "proposed", True)
    assert [has_own_tags(row, "function") for row in (proposal, own)] == [False, True]
    assert own == rows[1]
    assert len(compared([(row, row.text) for row in (proposal, own)], words)["function"]) == 1
