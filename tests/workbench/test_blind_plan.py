"""A blind round seals the plan: what its coders do under other rubrics of the plan, or what reaches the files, too."""

from __future__ import annotations

import io
import zipfile

import pytest
import yaml

from evaluator.extensions.workbench.events import HeaderPayload, NewEvent, RoundPayload, check_payload
from evaluator.extensions.workbench.fold import Round, rounds, rounds_over
from tests.workbench.conftest import HOME, PLAN, UNIT
from tests.workbench.test_app import MARK, ROLE, crawl

SHORT = f"/units/{PLAN}/short"
OTHERS = ("b", "third", "reader", "office", "lead")
HOME_OF_PLAN = f"countries/XXA/plans/{PLAN}"


@pytest.fixture
def place(place):
    """Return a desk whose folder has a second rubric, which borrows a question of the first."""
    folder = place.own / "rubrics" / "short"
    (folder / "weightings").mkdir(parents=True)
    head = yaml.safe_load((place.own / "rubrics/tiny/rubric.yaml").read_text())
    head |= {"id": "short", "titles": {"en": "Short"}, "borrowed": {"tiny": {"q1": "n"}}}
    (folder / "rubric.yaml").write_text(yaml.safe_dump(head))
    view = (place.own / "rubrics/tiny/weightings/w.yaml").read_text().replace("rubric: tiny", "rubric: short")
    (folder / "weightings/w.yaml").write_text(view)
    return place


def begin(place):
    assert place.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"}).status == 303


def all_seen(place, code):
    """Return all that a person can see under every rubric of the plan."""
    return crawl(place, code) | crawl(place, code, "short")


def work_elsewhere(place, coder="c"):
    """Rate the borrowed question under the other rubric, cite, and try to hand in."""
    browser, url = place.as_(coder), f"{SHORT}/rate/q1"
    cited = browser.send(f"{url}/passage", {
        "source_id": "S1", "locator": f"p. {MARK}", "object": "plan", "note": f"{MARK} note", "quote": MARK,
        "quote_lang": "en",
    }).json["evidence_id"]  # fmt: skip
    answer = {"status": "rated", "level": "4", "confidence": "low", "evidence_ids": cited, "reason": MARK, "draft": ""}
    assert browser.send(url, answer).status == 200
    assert browser.send(f"{url}/note", {"text": MARK}).status == 200
    browser.submit(f"{SHORT}/header", measures="whole", text="whole", notes=MARK)
    return browser.submit(f"{SHORT}/hand-in", **{"as": "final"})


def import_elsewhere(place):
    """Put a sheet of the coder into the files, as the command line does, with a passage of its own."""
    folder = place.own / HOME_OF_PLAN
    evidence = folder / "evidence.csv"
    head, *rows = evidence.read_text().splitlines()
    rows = [f"{row},," for row in rows] + [f"c-E9,S1,p. {MARK},plan,2021,{MARK},c,2026-01-01"]
    evidence.write_text("\n".join([f"{head},added_by,added_on", *rows]) + "\n")
    for rubric in ("short", "tiny"):
        sheet = folder / "assessments" / rubric
        sheet.mkdir(exist_ok=True)
        coder = yaml.safe_load((folder / "assessments/tiny/aa.yaml").read_text())
        coder |= {"assessment_id": f"{PLAN}.{rubric}.c", "rubric": rubric, "coder": "c"}
        (sheet / "c.yaml").write_text(yaml.safe_dump(coder))
        columns = "criterion_id,criterion_version,status,level,confidence,evidence_ids,reason"
        (sheet / "c.csv").write_text(f"{columns}\nq1,1,rated,4,low,c-E9,{MARK}\n")


def test_nothing_done_under_another_rubric_is_seen_in_a_round_but_what_the_files_hold_by_its_coder(place):
    begin(place)
    before = {code: all_seen(place, code) for code in OTHERS}
    assert work_elsewhere(place).status == 409
    for code in OTHERS:
        assert all_seen(place, code) == before[code], code
    assert MARK not in "".join(data.decode("utf-8", "replace") for data in place.files().values())

    import_elsewhere(place)  # by another way: the files
    for code in OTHERS:
        after = all_seen(place, code)
        assert not [address for address, (_, text) in after.items() if MARK in text or "c-E9" in text], code
        changed = {address for address in after if after[address] != before[code].get(address)}
        counted = {"/?rubric=tiny"} if code == "lead" else set()  # how far each coder of the round is
        assert changed == counted, code
    assert MARK in place.as_("c").get(f"{SHORT}/rate/q1").text


def test_what_is_taken_away_during_a_round_holds_no_passage_of_another_coder(place):
    begin(place)
    import_elsewhere(place)

    def taken(code):
        content = place.as_(code).send(f"{HOME}/away").body
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return file.read(f"{HOME_OF_PLAN}/evidence.csv").decode(), b"".join(map(file.read, file.namelist()))

    table, everything = taken("b")
    assert [line.partition(",")[0] for line in table.splitlines()[1:]] == ["plan", "law", "practice"]
    assert MARK.encode() not in everything
    assert "c-E9" in taken("c")[0]


@pytest.mark.parametrize("code", ROLE)
def test_what_is_published_under_other_rubrics_of_the_plan_is_closed_with_the_round(place, code):
    import_elsewhere(place)
    begin(place)
    browser = place.as_(code)
    for address in (f"{SHORT}/frames.json", f"{SHORT}/disputes.json", f"{SHORT}/reports.json", f"{HOME}/frames.csv"):
        assert browser.get(address).status == 403, address
    assert browser.submit(f"{SHORT}/reports", kind="country", form="html").status == 403
    for action in ("settle", "decide/q1", "round"):
        assert browser.submit(f"{SHORT}/panel/{action}").status == (409 if code == "lead" else 403), action


def test_after_the_release_the_work_under_the_other_rubric_is_handed_in_as_ever(place):
    begin(place)
    assert "open under another rubric" in work_elsewhere(place).text
    for coder in ("b", "c"):
        for name in ("q1", "q2", "q3"):
            place.rate(coder, name, "2")
        said = check_payload(HeaderPayload, {"text_read": {"measures": "whole", "text": "whole"}})
        place.desk.add(NewEvent(coder, "header", said, UNIT))
        assert place.as_(coder).submit(f"{HOME}/hand-in").status == 200
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 303
    assert place.as_("c").submit(f"{SHORT}/hand-in", **{"as": "final"}).status == 200
    assert MARK in place.as_("b").get(f"{HOME}/rate/q1").text


def test_a_round_of_an_earlier_version_hides_the_passages_of_its_other_coders(place):
    said = check_payload(RoundPayload, {"coders": ("b", "c")})
    place.desk.add(NewEvent("lead", "round", {"coders": said["coders"]}, UNIT))
    import_elsewhere(place)
    assert "c-E9" not in place.as_("b").get(f"{HOME}/rate/q1").text
    assert "c-E9" in place.as_("c").get(f"{HOME}/rate/q1").text
    assert rounds(place.desk.events())[UNIT] == Round(("b", "c"))


def test_a_round_seals_the_other_rubrics_of_its_plan_and_no_other_plan():
    one, two = Round(("b", "c")), Round(("d", "e"))
    known = {"P-1:x": one, "P-1:y": two, "P-10:x": one}
    assert rounds_over(known, "P-1:x") == (one, two)
    assert rounds_over(known, "P-1:z") == (one, two)
    assert rounds_over(known, "P-2:x") == ()
