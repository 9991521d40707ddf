"""What happened, in one sentence: worked by hand, and the same from Python and from the page on 200 drawn moves."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.contrasts.study import study_of
from evaluator.extensions.explorer.content import page_data
from evaluator.extensions.explorer.explorer_page import told_data
from evaluator.extensions.explorer.opening import opening, own_region
from evaluator.extensions.explorer.passing import Mark, Shift, Spot, Teller, marks_of, teller
from evaluator.extensions.explorer.questions import READER, reader_weighting, shifts, three_questions
from evaluator.library import Library
from evaluator.model.sentence import text_for
from evaluator.pipeline import enter
from evaluator.reports.language import language
from evaluator.reports.wording import wording_of

SCRIPTS = Path(__file__).parents[2] / "templates" / "explorer"
OTHERS = (
    *("AFG", "ARG", "AUS", "BEL", "BRA", "CAN", "CHN", "CUB"),
    *("DEU", "EGY", "ESP", "FRA", "GBR", "IND", "JPN", "KEN"),
)
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def rubric(library):
    return library.rubric("public-record")


@pytest.fixture(scope="module")
def spoken(library, rubric):
    return replace(language(library.templates, "en"), wording=wording_of(rubric, "en"))


def entrants_of(library, rubric, year, codes=REGION):
    ids = [unit.unit_id for unit in library.units_of(rubric.id) if unit.end[:4] == year and unit.iso3 in codes]
    return [enter(library.assessment(one, rubric), rubric) for one in ids]


@pytest.fixture
def plain(spoken):
    return Teller(spoken, ("A", "B", "C"))


def mark(name, before, after, *, low=None, high=None, grades="AA"):
    ends = (after if low is None else low, after if high is None else high)
    return Mark(name, name, Spot(before, before, before, grades[0]), Spot(after, *ends, grades[1]))


def test_one_passes_two_and_its_range_lies_above_that_of_one_of_them(plain):
    marks = [mark("X", 0.5, 0.8, low=0.75), mark("Y", 0.7, 0.7, high=0.78), mark("Z", 0.6, 0.6, grades="BC")]
    head, below = plain.told("You did it", marks)
    said = "You did it. X passes Y and Z and comes first of 3 (it was 3); its range lies above that of 1 of these 2."
    assert head == said
    assert below == "1 of 3 verdicts change: Z from B to C."


def test_ranges_that_overlap_are_told_and_a_tie_is_shared(plain):
    marks = [mark("X", 0.5, 0.8, low=0.5), mark("Y", 0.7, 0.7), mark("Z", 0.6, 0.8)]
    head, below = plain.told("You did it", marks)
    assert head == "You did it. X passes Y and shares place 1 of 3 with Z (it was 3); the ranges overlap."
    assert below == "Y is passed by 2 and falls from place 1 to 3. X and Z share first place. No verdict changes."


def test_what_a_printed_digit_does_not_show_is_no_passing(plain):
    head, _ = plain.told("You did it", [mark("X", 0.5, 0.52), mark("Y", 0.504, 0.51)])
    assert head == "You did it. Nobody passes anybody."


def test_a_pinned_unit_is_told_of_whatever_others_do(plain):
    marks = [mark("X", 0.5, 0.8), mark("Y", 0.7, 0.7, grades="BC"), mark("Z", 0.6, 0.6)]
    assert plain.told("It", marks, ["Y"])[0] == "It. Y is passed by X: place 1 before, 2 now, of 3; B before, C now."
    assert plain.told("It", marks, ["gone", "Z"])[0].startswith(
        "It. Z is passed by X: place 2 before, 3 now, of 3; still A"
    )
    assert plain.told("It", marks[1:], ["Y"])[0] == "It. Y passes nobody: place 1 before, 1 now, of 2; B before, C now."


def test_over_twenty_who_gains_first_place_is_told_and_not_who_climbs_most(plain):
    crowd = [mark(f"c{k}", 0.3 + k / 100, 0.3 + k / 100) for k in range(20)]
    marks = [*crowd, mark("Climber", 0.1, 0.48), mark("Old", 0.9, 0.9), mark("New", 0.8, 0.95)]
    assert "New passes Old and comes first of 23" in plain.told("It", marks)[0]
    assert "Climber passes" in plain.told("It", [*crowd[:10], marks[-3]])[0]


def test_of_several_shares_the_one_that_moved_most_is_told_and_what_does_not_follow_from_it(plain):
    doubled = [Shift("Rights", 0.25, 0.4), *(Shift(name, 0.25, 0.2) for name in "abc")]
    assert plain.deed(doubled) == "You raised Rights from 25 % to 40 %"
    also = [Shift("Rights", 0.25, 0.4), Shift("a", 0.25, 0.3), Shift("b", 0.25, 0.15), Shift("c", 0.25, 0.15)]
    assert plain.deed(also) == "You raised Rights from 25 % to 40 %, and other weights"
    assert plain.deed([Shift("Rights", 0.5, 0.501)]) == "You changed what counts"
    assert plain.deed([], "GAATW", "Equal weights", moved=False) == (
        "You look with the weights of “GAATW” in place of “Equal weights”"
    )
    assert plain.deed(doubled, "GAATW", "Equal weights").endswith(", and raised Rights from 25 % to 40 %")


def test_shares_are_of_what_counts_where_groups_without_figures_hold_a_weight(library, rubric):
    base = rubric.weighting("equal")
    moved = shifts(rubric, base, reader_weighting(rubric, base, {"human-rights": 67, "law-enforcement": 33}), "en")
    assert [(one.group, round(one.before, 2), round(one.after, 2)) for one in moved] == [
        ("Law enforcement", 0.5, 0.33), ("Human rights", 0.5, 0.67),
    ]  # fmt: skip


def test_three_questions_have_computed_answers_and_addresses(library, rubric, spoken):
    entrants = entrants_of(library, rubric, "2011")
    names = {entrant.plan_id: entrant.iso3 for entrant in entrants}
    found = three_questions(rubric, entrants, names, spoken)
    assert [one.asked for one in found] == [
        "Who gains when “Human rights” counts double?", "And for “Europol and Interpol”?", "And for “ASTRA”?",
    ]  # fmt: skip
    assert found[0].address == "frame=equal-on-record&w.law-enforcement=33&w.human-rights=67"
    assert found[0].answer == (
        "You raised Human rights from 50 % to 67 %. HRV passes SVN and MDA and takes place 2 of 11 (it was 5); the "
        "ranges overlap."
    )
    assert three_questions(rubric, entrants[:1], names, spoken) == ()


def test_the_explorer_opens_on_the_newest_record_and_the_own_region(library):
    rubric, entrants = opening(library)
    assert rubric.id == "public-record"
    assert {entrant.years[1] for entrant in entrants} == {"2011"}
    assert set(REGION) <= set(own_region(library))
    assert own_region(library, ("BRA", "MDA")) == ("BRA", "MDA")


def drawn_wishes(rubric, entrants, data):
    """Return 200 wishes: a preset, shares of two groups, a pin, and some of the units."""
    draw = random.Random(20060501)  # noqa: S311
    for _ in range(200):
        share = draw.randrange(101)
        moved = draw.random() < 0.7
        shares = {"law-enforcement": 100 - share, "human-rights": share} if moved else {}
        ids = [entrant.plan_id for entrant in entrants]
        some = ids if draw.random() < 0.3 else sorted(draw.sample(ids, draw.randrange(2, 14)), key=ids.index)
        pins = [draw.choice(some)] if draw.random() < 0.3 else []
        yield {"preset": draw.choice(data["presets"])["id"], "shares": shares, "ids": some, "pins": pins}


def python_tells(rubric, entrants, data, spoken, wish):
    base, preset = rubric.weighting(data["reference"]), rubric.weighting(wish["preset"])
    own = (
        reader_weighting(rubric, preset, wish["shares"]) if wish["shares"] else preset.model_copy(update={"id": READER})
    )
    study = study_of(rubric, (base, own), [entrant for entrant in entrants if entrant.plan_id in wish["ids"]])
    names = {unit["id"]: unit["short"] for unit in data["units"]}
    tell, other = teller(spoken, rubric), preset.id != base.id
    frame, reference = (text_for(one.names, spoken.code, one.id) for one in (preset, base))
    moved = shifts(rubric, preset, own, spoken.code)
    deed = tell.deed(moved, frame if other else "", reference, moved=bool(wish["shares"]))
    return list(tell.told(deed, marks_of(study, base.id, READER, names), wish["pins"]))


@pytest.mark.parametrize("lang", ["en", "sr-Latn"])
def test_the_page_tells_200_drawn_moves_as_the_evaluator_does(library, rubric, node, tmp_path, lang):
    speaks = replace(language(library.templates, lang), wording=wording_of(rubric, lang))
    entrants = entrants_of(library, rubric, "2007", (*REGION, *OTHERS))
    frames = list(rubric.weightings.values())
    data = told_data(page_data(rubric, frames, entrants, lang), rubric, frames, entrants, speaks, ())
    data.pop("asked")
    wishes = list(drawn_wishes(rubric, entrants, data))
    (tmp_path / "held.json").write_text(json.dumps({"data": data, "wishes": wishes}), encoding="utf-8")
    code = f"""
    import {{ readFileSync }} from "node:fs";
    import * as model from {json.dumps((SCRIPTS / "model.js").as_uri())};
    import {{ Teller }} from {json.dumps((SCRIPTS / "passing.js").as_uri())};
    const {{ data: raw, wishes }} = JSON.parse(readFileSync({json.dumps(str(tmp_path / "held.json"))}, "utf8"));
    const whole = model.held(raw);
    const title = (id) => whole.presets.find((one) => one.id === id).title;
    console.log(JSON.stringify(wishes.map(({{ preset, shares, ids, pins }}) => {{
      const data = model.among(whole, ids);
      const wish = {{ ...model.plainWish(data, preset), shares }};
      const {{ marks, shifts }} = model.moves(data, wish, model.outcome(data, wish));
      const isMoved = Object.keys(shares).length > 0;
      const tell = new Teller(data.telling);
      const deed = tell.deed(shifts, preset === data.reference ? "" : title(preset), title(data.reference), isMoved);
      return tell.told(deed, marks, pins);
    }})));
    """
    ran = subprocess.run([node, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
    said = json.loads(ran.stdout)
    wanted = [python_tells(rubric, entrants, data, speaks, wish) for wish in wishes]
    assert [pair for pair in zip(said, wanted, strict=True) if pair[0] != pair[1]] == []
    assert len({head for head, _ in said}) > 150
