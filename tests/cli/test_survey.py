"""`evaluator survey`: from words to forms, from answers to frames that every command takes."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest

from evaluator.model.survey import GroupWeight
from evaluator.read.text_files.table import read_table
from tests.surveys.simulated import answers_of, book_of, centre_of, people_around

PLACE = Path("surveys/trial")


@pytest.fixture
def begun(call):
    """Start a survey with forms in the current folder."""
    assert call("survey", "new", "trial").exit_code == 0
    assert call("survey", "forms", "trial").exit_code == 0
    return call


def fill(ngo=12, police=12, donors=0, seed=1):
    rng, book = np.random.default_rng(seed), book_of()
    Path("inbox").mkdir(exist_ok=True)
    frames = {"ngo": "la-strada", "police": "national-police-border", "donors": "us-tip"}
    for group, size in {"ngo": ngo, "police": police, "donors": donors}.items():
        people = {}
        for answer in answers_of(people_around(centre_of(frames[group]), size, rng), group, book, rng):
            people.setdefault(answer.respondent, {})[answer.code] = answer.points
        for number, points in enumerate(people.values()):
            said = {"survey": "trial", "version": 1, "group": group, "method": "points", "order": number}
            Path(f"inbox/{group}-{number}.json").write_text(json.dumps({**said, "points": points}), encoding="utf-8")


def test_the_chain_from_words_to_a_frame_that_contrast_takes(begun):
    fill()
    read = begun("survey", "read", "trial", "inbox")
    assert (read.exit_code, read.stdout) == (0, "24 answers read, 0 refused.\n")
    made = begun("survey", "groups", "trial")
    assert made.exit_code == 0, made.output
    assert "ngo" in made.stdout
    assert "police" in made.stdout
    for name in ("groups.csv", "conflict.csv", "people.csv", "answers.csv", "codes.json", "forms/survey.html"):
        assert (PLACE / name).is_file()
    done = begun("contrast", "ALB", "SRB", "-w", "asked-trial-ngo", "-w", "asked-trial-police", "--show", "weights")
    assert done.exit_code in (0, 1), done.output
    assert "asked-trial-ngo" in done.stdout
    assert begun("check", ".").exit_code == 0


def test_a_survey_of_the_record_asks_two_areas_and_makes_frames_of_that_rubric(call):
    assert call("survey", "new", "record", "--rubric", "public-record", "--lists", "none").exit_code == 0
    assert call("survey", "forms", "record").exit_code == 0
    codes = json.loads(Path("surveys/record/codes.json").read_text(encoding="utf-8"))
    assert [list(page["codes"].values()) for page in codes["pages"]] == [
        ["law-enforcement", "human-rights"],
        ["human-rights.protection", "human-rights.structural"],
    ]


def test_a_group_of_three_is_named_and_nothing_of_it_is_written(begun):
    fill(donors=3)
    begun("survey", "read", "trial", "inbox")
    made = begun("survey", "groups", "trial")
    assert "Nothing is printed of donors: fewer than 5 answers." in made.stderr
    assert "donors" not in made.stdout
    for path in (PLACE / "groups.csv", PLACE / "conflict.csv", *Path("rubrics").rglob("*.yaml")):
        assert "donors" not in path.read_text(encoding="utf-8")
        assert "donors" not in path.name


def test_the_frame_of_a_group_that_nobody_names_any_more_is_told(begun):
    fill()
    begun("survey", "read", "trial", "inbox")
    begun("survey", "groups", "trial")
    for path in Path("inbox").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace('"group": "ngo"', '"group": ""'), encoding="utf-8")
    begun("survey", "read", "trial", "inbox")
    again = begun("survey", "groups", "trial")
    assert again.exit_code == 0, again.output
    left = "rubrics/four-paradigms/weightings/asked-trial-ngo.yaml"
    assert [line for line in again.stderr.splitlines() if "still a frame" in line] == [
        f"{left} is of a group with too few answers now, and still a frame: delete it."
    ]


def test_a_group_that_grew_by_one_is_not_printed_anew(begun):
    fill()
    begun("survey", "read", "trial", "inbox")
    begun("survey", "groups", "trial")
    alter("ngo-0", "ngo-12")
    begun("survey", "read", "trial", "inbox")
    before = (PLACE / "groups.csv").read_bytes()
    again = begun("survey", "groups", "trial")
    assert again.exit_code == 2
    assert "ngo was printed of 12 members; 1 of the 13 that are there now are others" in again.stderr
    assert (PLACE / "groups.csv").read_bytes() == before
    fill(ngo=20, seed=3)
    begun("survey", "read", "trial", "inbox")
    assert begun("survey", "groups", "trial").exit_code == 0
    rows = read_table(PLACE / "groups.csv", GroupWeight, problems=[]).rows
    assert {row.n for row in rows if row.group == "ngo"} == {20}


def alter(name, to=""):
    """Write an answer with another figure, in its place or beside it."""
    said = json.loads(Path(f"inbox/{name}.json").read_text(encoding="utf-8"))
    said["points"]["a01"] = (said["points"]["a01"] + 37) % 101
    Path(f"inbox/{to or name}.json").write_text(json.dumps(said), encoding="utf-8")


def printed_anew(call):
    assert call("survey", "read", "trial", "inbox").exit_code == 0
    return call("survey", "groups", "trial")


def test_a_group_of_which_one_member_was_exchanged_is_not_printed_anew(begun):
    fill()
    assert printed_anew(begun).exit_code == 0
    assert printed_anew(begun).exit_code == 0  # the same members, numbered anew by lot
    kept = (PLACE / "groups.csv").read_bytes()
    alter("police-3")
    again = printed_anew(begun)
    assert again.exit_code == 2
    assert "1 of the 12 that are there now are others" in again.stderr
    assert (PLACE / "groups.csv").read_bytes() == kept
    for number in range(4, 8):
        alter(f"police-{number}")
    assert printed_anew(begun).exit_code == 0


def test_a_group_is_held_against_every_earlier_printing_and_not_against_the_last_alone(begun):
    fill()
    first = {path: path.read_bytes() for path in Path("inbox").iterdir()}
    assert printed_anew(begun).exit_code == 0
    for number in range(5):
        alter(f"police-{number}")
    assert printed_anew(begun).exit_code == 0
    for path, content in first.items():
        path.write_bytes(content)
    alter("police-9")  # six others than in the last printing, and one than in the first
    assert printed_anew(begun).exit_code == 2


def test_a_printed_group_whose_members_nobody_knows_is_not_printed_anew(begun):
    fill()
    assert printed_anew(begun).exit_code == 0
    (PLACE / "members.json").unlink()
    again = printed_anew(begun)
    assert again.exit_code == 2
    assert "members.json, which tells whom it was of, is not here" in again.stderr
    (PLACE / "groups.csv").unlink()
    assert printed_anew(begun).exit_code == 0
    (PLACE / "members.json").write_text("{}", encoding="utf-8")
    assert begun("survey", "groups", "trial").exit_code == 2


def test_what_is_kept_of_members_holds_no_answer_and_stays_out_of_git(begun):
    fill()
    assert printed_anew(begun).exit_code == 0
    kept = json.loads((PLACE / "members.json").read_text(encoding="utf-8"))
    assert {group: [len(of) for of in printings] for group, printings in kept["groups"].items()} == {
        "ngo": [12],
        "police": [12],
    }
    assert all(len(mark) == 64 for printings in kept["groups"].values() for of in printings for mark in of)
    assert "members.json" in (PLACE / ".gitignore").read_text(encoding="utf-8").split()


def test_a_site_shows_frames_of_groups_that_were_asked_only_where_it_is_told_to(begun):
    fill()
    assert printed_anew(begun).exit_code == 0
    asked = "asked-trial-police"
    Path("by.yaml").write_text("name: Watch\n", encoding="utf-8")
    for options, stands in (((), False), (("--groups",), True)):
        words = ("--no-pdf", "--lang", "en", "--only", "BRA", "--release", "2026.1", "--licence", "CC-BY-4.0",
                 "--publisher", "by.yaml")  # fmt: skip
        done = begun("publish", f"site-{stands}", *words, *options)
        assert done.exit_code in (0, 1), done.output
        site = [path for path in Path(f"site-{stands}").rglob("*") if path.is_file()]
        packed = [path for path in site if path.suffix == ".zip"]
        names = [name for path in packed for name in zipfile.ZipFile(path).namelist()]
        assert any(asked in path.read_text(errors="replace") for path in site if path.suffix != ".zip") is stands
        assert any(asked in name for name in names) is stands
        assert (f"{asked}. With --groups" in done.stderr) is not stands


def test_fewer_answers_than_before_are_not_taken_by_accident(begun):
    fill()
    begun("survey", "read", "trial", "inbox")
    for path in list(Path("inbox").glob("ngo-*"))[:7]:
        path.unlink()
    again = begun("survey", "read", "trial", "inbox")
    assert again.exit_code == 2
    assert "17 answers, and 24 were read before" in again.stderr
    assert begun("survey", "read", "trial", "inbox", "--force").stdout == "17 answers read, 0 refused.\n"


def test_a_file_that_is_refused_gives_status_1_and_the_others_are_kept(begun):
    fill()
    Path("inbox/photo.jpg").write_bytes(b"\xff\xd8")
    Path("inbox/old.txt").write_text('{"survey": "trial", "version": 9, "points": {"a01": 1}}', encoding="utf-8")
    done = begun("survey", "read", "trial", "inbox")
    assert (done.exit_code, done.stdout) == (1, "24 answers read, 2 refused.\n")
    assert "old.txt: refused: an answer to trial version 9. Give trial version 1." in done.stderr


def test_words_changed_after_the_forms_need_a_new_survey_or_force(begun):
    path = PLACE / "survey.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Police and courts", "Courts"), encoding="utf-8")
    done = begun("survey", "forms", "trial")
    assert done.exit_code == 2
    assert "were changed since its forms were made" in done.stderr
    assert begun("survey", "forms", "trial", "--force").exit_code == 0


def test_loaded_terms_and_foreign_ends_and_tracked_answers_are_warned_of(begun):
    fill()
    begun("survey", "read", "trial", "inbox")
    path = PLACE / "survey.yaml"
    text = path.read_text(encoding="utf-8").replace("No unit, no cases", "The ruthless go free, no cases")
    path.write_text(text.replace("No measure has money, a date, a body or a check", "Xyzzy plugh"), encoding="utf-8")
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(["git", "add", "-f", str(PLACE / "answers.csv")], check=True)
    said = begun("check", str(PLACE)).stdout
    assert "'ruthless'. Give words that do not judge" in said
    assert "plan-quality.worst: an end that no level of this area speaks of" in said
    assert "answers.csv: warning: answers of single persons, tracked by git" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("survey", "forms", "none"), "no survey is called 'none'"),
        (("survey", "read", "trial", "nowhere"), "there is no such folder"),
        (("survey", "groups", "trial"), "has no answer yet"),
        (("survey", "new", "trial"), "exists already"),
        (("survey", "new", "A b"), "cannot be the name of a survey"),
        (("survey", "new", "other", "--lang", "xx"), "'xx'"),
        (("survey", "forms", "trial", "--group", "spies"), "'spies'"),
        (("survey", "read", "trial", "surveys/trial"), "is the survey's own folder"),
        (("contrast", "BRA", "--survey", "none"), "no survey is called 'none'"),
        (("contrast", "BRA", "--show", "members"), "it needs a survey"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(begun, words, said):
    done = begun(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
