"""Every shipped rubric loads, says where it comes from, and is what its summary promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluator.library import Library
from evaluator.model.criterion import TIP_BASES

LIBRARY = Library.open()
RUBRICS = {name: LIBRARY.rubric(name) for name in LIBRARY.rubric_names}
FLAGSHIP = RUBRICS["four-paradigms"]
COMPANION = RUBRICS["law-and-practice"]
CRITERIA = [(name, criterion) for name, rubric in RUBRICS.items() for criterion in rubric.criteria]
IDS = [f"{name}/{criterion.id}" for name, criterion in CRITERIA]


def test_the_four_rubrics_are_there():
    assert set(RUBRICS) >= {"four-paradigms", "plan-quality", "first-look", "law-and-practice"}


@pytest.mark.parametrize("name", RUBRICS)
def test_a_rubric_names_its_sources_its_licence_and_what_it_does_not_say(name):
    rubric = RUBRICS[name]
    assert rubric.sources
    assert rubric.licence == "CC-BY-4.0"
    assert rubric.summary["en"]
    assert rubric.grading.ground


@pytest.mark.parametrize(("name", "criterion"), CRITERIA, ids=IDS)
def test_a_criterion_says_what_it_asks_on_what_it_rests_and_what_it_guards_against(name, criterion):
    assert criterion.question.endswith("?")
    assert criterion.sources
    assert criterion.guards_against
    assert criterion.evidence_needed
    # A figure that is normalised has points, not levels with words.
    # What is an alarm is documented or not: level 0 alone.
    wanted = {0} if criterion.id in RUBRICS[name].alarms else set(range(FLAGSHIP.scale.levels))
    assert set(criterion.levels) == (set() if criterion.normalise else wanted)


@pytest.mark.parametrize(("name", "criterion"), CRITERIA, ids=IDS)
def test_a_floor_is_binding_and_its_absence_is_explained(name, criterion):
    assert all(LIBRARY.standards[standard].obligation == "binding" for standard in criterion.floor)
    if criterion.kind == "judged" and not criterion.floor:
        assert criterion.floor_note


@pytest.mark.parametrize(("name", "criterion"), CRITERIA, ids=IDS)
def test_what_nobody_opened_is_no_floor_and_no_advice_cites_it(name, criterion):
    assert not [standard for standard in criterion.floor if LIBRARY.standards[standard].is_recalled]
    recalled = {(s.instrument_key, s.article) for s in LIBRARY.standards.values() if s.is_recalled}
    assert not recalled & cited_in(criterion.recommend)


ACTS = {
    "Directive 2011/36/EU": "eu2011-36", "Directive 2012/29/EU": "eu2012-29", "Directive 2004/81/EC": "eu2004-81",
    "Directive 2009/52/EC": "eu2009-52", "CRMW": "crmw", "OHCHR": "ohchr",
}  # fmt: skip


def cited_in(advice: str) -> set[tuple[str, str]]:
    """Return the provisions that a text cites of acts of which some are only recalled, by instrument and article."""
    found = set()
    for place in re.split(r"[;()]", " ".join(re.sub(r"\([0-9a-z]+\)", "", advice).split())):
        act = next((key for name, key in ACTS.items() if name in place), "")
        found |= {(act, word) for word in re.findall(r"Principle [0-9]+|(?<=[ ,])[0-9]+[ab]?(?![0-9/])", place) if act}
    return found


def test_the_citations_of_an_advice_are_found():
    text = "Do it (Convention, art. 14(5); Directive 2011/36/EU, arts 8, 11a and 12(1); OHCHR Principle 7)."
    assert cited_in(text) == {("eu2011-36", a) for a in ("8", "11a", "12")} | {("ohchr", "Principle 7")}


def test_the_guide_says_how_many_provisions_were_read_and_what_was_tried_for_the_rest():
    page = (Path(__file__).parents[2] / "docs" / "instruments.md").read_text(encoding="utf-8")
    whole, part, recalled = (sum(s.verified == v for s in LIBRARY.standards.values()) for v in "TPR")
    said = f"Of {len(LIBRARY.standards)} provisions {whole} are read, {part} read in part and {recalled} recalled"
    assert said in page
    assert LIBRARY.standards["eu2011-36-19b"].is_recalled == ("**19b**" in page)


@pytest.mark.parametrize(("name", "criterion"), CRITERIA, ids=IDS)
def test_advice_is_an_instruction_that_cites_its_floor_or_says_that_it_is_good_practice(name, criterion):
    advice = " ".join(criterion.recommend.split())
    # What a record says is no rule of conduct: its criteria advise nothing.
    assert bool(advice) != (criterion.yardstick or criterion.normalise is not None)
    if not advice:
        return
    assert advice.split()[0] not in {"The", "A", "An", "No", "At", "As"}
    assert advice.endswith(").")
    assert len(advice) < 400
    assert " art" in advice[advice.rindex("(") - 60 :] if criterion.floor else "good practice" in advice
    assert advice not in {" ".join(level.split()) for level in criterion.levels.values()}


@pytest.mark.parametrize(("name", "criterion"), CRITERIA, ids=IDS)
def test_tip_coding_stands_on_three_bases_each_with_its_ground(name, criterion):
    for basis in TIP_BASES:
        coded = getattr(criterion, basis)
        assert coded is not None
        assert coded.ground


@pytest.mark.parametrize("criterion", FLAGSHIP.criteria, ids=lambda c: c.id)
def test_gates_and_the_rights_that_the_reports_ignore_have_worked_examples(criterion):
    ignored = criterion.coding("tip_practice") == "ignored"
    asked = criterion.id in FLAGSHIP.grading.gates or (FLAGSHIP.paradigm_of(criterion.id) == "human-rights" and ignored)
    if asked and criterion.is_rated_by_hand:
        assert {1, 2, 3} <= set(criterion.examples)


@pytest.mark.parametrize("criterion", [c for c in FLAGSHIP.criteria if c.yardstick], ids=lambda c: c.id)
def test_a_yardstick_says_that_it_is_no_norm(criterion):
    assert criterion.title.endswith("(the actor's yardstick, not our norm)")
    assert (criterion.floor, criterion.victim_centred) == ((), False)


def test_plan_quality_is_every_computed_criterion_and_needs_no_coder():
    computed = {c.id for c in FLAGSHIP.criteria if c.kind == "computed"}
    assert {c.id for c in RUBRICS["plan-quality"].criteria} == computed
    assert not any(c.is_rated_by_hand for c in RUBRICS["plan-quality"].criteria)


def test_first_look_is_a_dozen_of_the_whole_with_its_gates():
    first = RUBRICS["first-look"]
    assert len(first.criteria) == 12
    assert first.grading.gates == FLAGSHIP.grading.gates
    assert first.grading.bands == FLAGSHIP.grading.bands
    assert {first.paradigm_of(c.id) for c in first.criteria} == set(FLAGSHIP.paradigms)
    assert all(c.object == "plan" and c.kind == "judged" for c in first.criteria)


def test_law_and_practice_is_the_frozen_list_of_37_beside_four_alarms():
    scored = [c for c in COMPANION.criteria if c.id not in COMPANION.alarms]
    counts = {group: sum(COMPANION.paradigm_of(c.id) == group for c in scored) for group in COMPANION.paradigms}
    assert counts == {"migration": 6, "law-enforcement": 10, "human-rights": 16, "economic": 5}
    assert len(COMPANION.alarms) == 4
    assert {c.object for c in scored} == {"law", "practice"}


def test_law_and_practice_takes_scale_bands_tree_and_norm_from_four_paradigms():
    for name in ("scale", "missing", "reconcile", "reference_weighting"):
        assert getattr(COMPANION, name) == getattr(FLAGSHIP, name)
    assert COMPANION.grading.bands == FLAGSHIP.grading.bands
    assert COMPANION.grading.least_coverage == FLAGSHIP.grading.least_coverage
    assert COMPANION.norm_level.level == FLAGSHIP.norm_level.level
    assert COMPANION.tree == tuple(node for node in FLAGSHIP.tree if node.id != "plan-quality")
    assert set(COMPANION.weightings) == set(FLAGSHIP.weightings)
    assert COMPANION.grading.gates == ()
    assert COMPANION.grade_paradigms


@pytest.mark.parametrize("criterion", [c for c in COMPANION.criteria if c.mirrors], ids=lambda c: c.id)
def test_a_mirrored_pair_lies_in_one_paradigm_under_one_stance_and_is_coded_alike(criterion):
    elder = FLAGSHIP.by_id[criterion.mirrors]
    assert [criterion.coding(basis) for basis in TIP_BASES] == [elder.coding(basis) for basis in TIP_BASES]
    if criterion.id != "independent-rapporteur":  # quality of a plan there
        assert COMPANION.paradigm_of(criterion.id) == FLAGSHIP.paradigm_of(elder.id)
        assert COMPANION.stance_of(criterion.id) == FLAGSHIP.stance_of(elder.id)


@pytest.mark.parametrize("criterion", COMPANION.criteria, ids=lambda c: c.id)
def test_what_is_asked_of_law_or_practice_can_be_searched_in_the_regions_languages(criterion):
    assert set(criterion.search_terms) == {"en", "sq", "sr", "bs", "hr", "mk", "ro", "bg"}
    assert all(criterion.search_terms.values())
    if criterion.id not in COMPANION.alarms:
        assert set(criterion.examples) == {1, 2, 3}


@pytest.mark.parametrize("criterion", [c for c in COMPANION.criteria if c.object == "law"], ids=lambda c: c.id)
def test_a_law_counts_from_its_date_in_force_which_its_levels_and_its_evidence_ask_for(criterion):
    assert "in force" in criterion.levels[3].lower() or "in force" in criterion.levels[0].lower()
    assert "date in force" in criterion.evidence_needed or "in force" in criterion.evidence_needed


def test_the_words_of_reports_have_a_level_and_the_verbs_of_greta_are_ceilings():
    said = {word: phrase for phrase in COMPANION.phrases for word in phrase.words}
    assert [said[word].level for word in ("lacked", "inconsistently", "generally")] == [1, 2, 3]
    verbs = [said[f"GRETA {verb}"] for verb in ("urges", "considers", "invites")]
    assert [(phrase.level, phrase.at_most) for phrase in verbs] == [(1, True), (2, True), (3, True)]
    assert COMPANION.two_kinds_of_source == (0, 3, 4)
    assert len(COMPANION.rating_rules) >= 10


def test_the_views_of_catw_and_gaatw_pull_in_opposite_directions():
    def times(name):
        return {o.criterion: o.times for o in FLAGSHIP.weightings[name].overrides}

    both = ("demand-measures", "sex-workers-no-harm")
    assert [times("catw")[c] for c in both] == [2, 0.5]
    assert [times("gaatw")[c] for c in both] == [0.5, 2]


def test_actors_once_drawn_as_one_have_a_view_each_and_the_joint_ones_open_by_their_names_alone():
    after: dict[str, set[str]] = {}
    for view in FLAGSHIP.weightings.values():
        after.setdefault(view.follows or "", set()).add(view.id)
    after.pop("")
    assert after == {"no-borders-atc": {"no-borders", "atc"}, "la-strada-astra-lara": {"la-strada", "astra", "lara"}}
    for rubric in (FLAGSHIP, COMPANION):
        assert set(rubric.followed) == set(after)
        assert all(rubric.weighting(name).id == name for name in after)
        assert not {*after} & {view.id for view in rubric.weightings_named(["all"])}
    places = {name: FLAGSHIP.weightings[name].weights["paradigms"] for names in after.values() for name in names}
    orders = {tuple(sorted(entries, key=lambda node: -entries[node].number)) for entries in places.values()}
    assert len(orders) >= 4  # each reads its actor's own passage; two may order the four alike


def test_the_pages_counted_for_astra_are_each_counted_once():
    weights = FLAGSHIP.weightings["astra"].weights
    assert {node: entry.count for node, entry in weights["total"].items()} == {"paradigms": 40, "plan-quality": 11}
    assert sum(entry.count for entry in weights["paradigms"].values()) == 40


def test_both_readings_of_the_us_statute_file_an_indicium_alike():
    def halves_of(name, indicium):
        entries = FLAGSHIP.weightings[name].weights["paradigms"]
        return {node for node, entry in entries.items() if f"half of {indicium}" in entry.ground}

    assert halves_of("us-tip", 3) == halves_of("us-tip-current", 3) == {"migration", "human-rights"}
    counts = {node: entry.count for node, entry in FLAGSHIP.weightings["us-tip-current"].weights["paradigms"].items()}
    assert counts == {"migration": 2.5, "law-enforcement": 5.5, "human-rights": 1, "economic": 0}


def test_the_count_of_the_un_protocol_holds_each_of_its_nine_articles_once():
    entries = FLAGSHIP.weightings["un-protocol-article-count"].weights
    assert sum(entry.count for entry in entries["paradigms"].values()) == 9
    for node in ("migration", "law-enforcement"):
        assert sum(entry.count for entry in entries[node].values()) == entries["paradigms"][node].count


def test_every_view_has_a_short_name_of_its_own_in_both_languages():
    for rubric in RUBRICS.values():
        names = [view.short["en"] for view in rubric.weightings.values()]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 24
    assert all(view.short["sr-Cyrl"] for view in FLAGSHIP.weightings.values())


@pytest.mark.parametrize("rubric", RUBRICS.values(), ids=RUBRICS)
def test_every_name_that_a_chart_prints_is_short_and_stands_for_one_thing(rubric):
    names = [rubric.short(criterion.id) for criterion in rubric.criteria]
    assert len(set(names)) == len(names)
    assert [name for name in names if len(name) > 42] == []
    assert all("yardstick" in rubric.short(c.id) for c in rubric.criteria if c.yardstick)


def test_the_guide_says_of_every_view_on_what_it_rests_and_what_would_make_it_wrong():
    page = (Path(__file__).parents[2] / "docs" / "weightings.md").read_text(encoding="utf-8")
    sections = {part.split("`")[1]: part for part in page.split("\n### ")[1:]}
    assert set(sections) == set(FLAGSHIP.every_weighting)
    assert all("\nRests on: " in part and "\nWrong if: " in part for part in sections.values())


def test_the_help_that_an_actor_gave_to_the_paper_is_said_where_that_actor_is_drawn():
    for name in ("atc", "no-borders-atc"):
        assert "n.1" in " ".join(FLAGSHIP.weighting(name).sources)
    assert "Limanowska" in FLAGSHIP.weightings["iom"].portrait


@pytest.mark.parametrize("lens", FLAGSHIP.lenses.values(), ids=lambda lens: lens.id)
def test_a_lens_says_what_it_reproduces_what_is_modelled_and_what_is_recalled(lens):
    assert lens.reproduces
    assert lens.modelled
    assert lens.recalled
    assert lens.sources


def test_the_five_lenses_are_there():
    assert set(FLAGSHIP.lenses) == {"tip-tier", "three-p", "gsi-letter", "greta-verbs", "greco"}


def test_every_view_says_who_counts_so_in_both_languages_and_no_two_alike():
    for lang in ("en", "sr-Cyrl"):
        assert all(lang in frame.who and lang in frame.head for frame in FLAGSHIP.every_weighting.values())
        said = [(frame.said(lang), frame.headed(lang)) for frame in FLAGSHIP.every_weighting.values()]
        assert all(len(set(told)) == len(said) for told in zip(*said, strict=True))


HISTORY = re.compile(
    r"\bcut:|\bdrafts?\b|\bmended\b|\b(?:moved|joined|split) (?:from|to|level)|\b(?:since|in) version|\breworded\b"
    r"|\b(?:was|were) (?:cut|dropped|moved)\b|docs/",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", RUBRICS)
def test_how_to_read_a_criterion_tells_a_coder_what_counts_and_not_how_the_text_came_about(name):
    told = {one.id: found[0] for one in RUBRICS[name].criteria if (found := HISTORY.search(one.notes))}
    assert told == {}


@pytest.mark.parametrize(
    "words", ["cut: training", "The draft put it at level 2", "Since version 1.1", "moved from level 4"]
)
def test_words_of_history_are_found(words):
    assert HISTORY.search(words)


A_BODY = re.compile(
    r"\b(?:named|responsible|lead|competent) (?:body|bodies|authority|unit|office|agency|ministry)"
    r"|\b(?:body|ministry) in charge\b|\b(?:an?|one) (?:[a-z-]+ )?(?:body|authority|unit|office|agency|ministry)\b",
    flags=re.IGNORECASE,
)
KIND_OF_BODY_IS_THE_MATTER = {
    "coordination-body",
    "forced-labour-goods",
    "independent-monitoring",
    "official-complicity",
    "rights-impact-and-complaints",
}


def test_the_norm_of_a_plan_asks_for_a_body_only_where_its_kind_is_the_matter():
    """Who answers is counted once, in `responsible-body`: a plan without that column can reach level 3 elsewhere."""
    judged = [criterion for criterion in FLAGSHIP.criteria if criterion.kind == "judged"]
    asking = {criterion.id for criterion in judged if A_BODY.search(criterion.levels[3])}
    assert asking <= KIND_OF_BODY_IS_THE_MATTER
    assert {"official-complicity", "rights-impact-and-complaints"} <= asking  # the words are found where they stand
    assert not [c.id for c in judged if re.search(r"\b(?:deadline|budget|funded|end date)\b", c.levels[3])]
    rule = "No other level fails for want of a body, a date or money"
    assert any(rule in str(one) for one in FLAGSHIP.rating_rules)


def test_what_was_mended_names_criteria_that_there_are():
    page = (Path(__file__).parents[2] / "rubrics" / "four-paradigms" / "CHANGES.md").read_text(encoding="utf-8")
    ids = {criterion.id for criterion in FLAGSHIP.criteria}
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith(("| `", "| levels called"))]
    named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    assert len(named) > 30
    assert named <= ids
