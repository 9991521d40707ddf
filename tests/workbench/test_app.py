"""Every address under every role, and no leak of a coder before the release: the whole application is crawled."""

from __future__ import annotations

import re

import pytest

from evaluator.workbench.app import SCREENS, TEAM_SCREENS, UNIT
from evaluator.workbench.events import HeaderPayload, Told, checked
from evaluator.workbench.rights import GIVEN
from tests.workbench.conftest import HOME, PEOPLE, PLAN, RUBRIC
from tests.workbench.conftest import UNIT as NAME

MARK = "zebra"  # in everything that coder c writes
ROLE = {"lead": "lead", "b": "coder", "third": "third-reader", "reader": "reader", "office": "official"}


@pytest.fixture(params=["laptop", pytest.param("team", marks=pytest.mark.needs("postgres"))])
def place(request):
    """Return a desk of each kind: what is proved here holds of both, that of a team over PostgreSQL."""
    return request.getfixturevalue(request.param)


PARTS = {
    "criterion": ("q1", "q2", "q3"), "form": ("csv", "json"), "source": ("S1",), "evidence": ("plan", "c-E1"),
    "print": ("0123456789abcdef",),
}  # fmt: skip


def addresses(path):
    """Return an address with each of its parts filled in."""
    found = [path.replace("{plan}", PLAN).replace("{rubric}", RUBRIC)]
    for name, values in PARTS.items():
        found = [one.replace("{" + name + "}", value) for one in found for value in values]
    return list(dict.fromkeys(found))


PAGES = [(path, right) for method, path, right, _ in (*SCREENS, *TEAM_SCREENS) if method == "GET"]
POSTS = [(path, right) for method, path, right, _ in (*SCREENS, *TEAM_SCREENS) if method == "POST"]


@pytest.mark.parametrize("code", ROLE)
def test_each_page_opens_for_the_roles_that_have_its_right_and_for_no_other(place, code):
    browser = place.as_(code)
    for path, right in PAGES:
        for address in addresses(path):
            status = browser.get(address).status
            if right in GIVEN[ROLE[code]]:
                assert status != 401, address
                assert status in (200, 303, 404) or address.endswith("/reply"), address
            else:
                assert status == 403, address


@pytest.mark.parametrize("code", ROLE)
def test_nobody_posts_what_their_role_does_not_give_and_nothing_is_kept(place, code):
    before, files = place.kinds(), place.files()
    browser = place.as_(code)
    for path, right in POSTS:
        if right in GIVEN[ROLE[code]]:
            continue
        for address in addresses(path):
            assert browser.send(address, {"text": "x", "level": "3", "status": "rated"}).status == 403, address
            assert browser.submit(address, text="x").status == 403, address
    assert (place.kinds(), place.files()) == (before, files)


def test_there_is_a_right_for_each_address_and_the_reply_is_closed_to_who_has_no_part_in_it(place):
    shown = (*SCREENS, *TEAM_SCREENS)
    assert len({(method, path) for method, path, _, _ in shown}) == len(shown)
    for code in ("b", "third", "reader"):
        assert place.as_(code).get(f"{HOME}/reply").status == 403


def test_an_official_of_another_country_does_not_learn_that_there_is_a_plan(place):
    browser = place.as_("abroad")
    for path, _ in PAGES:
        if path.startswith(UNIT):
            for address in addresses(path):
                answer = browser.get(address)
                assert answer.status in (403, 404), address
                assert PLAN not in answer.text
    assert PLAN not in browser.get("/").text


def crawl(place, code):
    """Return all that a person can see: every page, and what links on them lead to."""
    browser = place.as_(code)
    waiting = [address for path, _ in PAGES for address in addresses(path)]
    seen = {}
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/") or address.startswith(("/static", "/language")):
            continue
        answer = browser.get(address)
        seen[address] = (answer.status, answer.text if "pdf" not in answer.headers.get("content-type", "") else "")
        waiting += re.findall(r'href="([^"#]+)', seen[address][1])
    return seen


def begin(place, *coders):
    place.as_("lead").submit(f"{HOME}/panel/round", **{f"coder-{code}": "yes" for code in coders})


def do_everything(place, coder):
    """Let a coder do all that a coder can do at the desk, with a secret in every text."""
    browser = place.as_(coder)
    for name in ("q1", "q2", "q3"):
        url = f"{HOME}/rate/{name}"
        cited = browser.send(f"{url}/passage", {
            "source_id": "S1", "locator": f"p. {MARK}", "object": "plan", "note": f"{MARK} note",
            "quote": MARK, "quote_lang": "en",
        }).json  # fmt: skip
        answer = {
            "status": "rated", "level": "4", "confidence": "low", "evidence_ids": cited["evidence_id"],
            "reason": f"{MARK} reason", "missing_for_next": MARK, "searched": MARK, "version": "",
        }  # fmt: skip
        version = browser.send(url, answer).json["version"]
        browser.send(url, {**answer, "level": "1", "version": version})
        assert browser.send(f"{HOME}/undo").status == 200
        browser.send(f"{url}/note", {"text": f"{MARK} to the lead"})
    browser.submit(f"{HOME}/header", extent="whole", interests=MARK, notes=MARK)
    assert browser.submit(f"{HOME}/hand-in", **{"as": "final"}).status == 200


@pytest.mark.parametrize("code", ["b", "third", "reader", "office"])
def test_before_the_release_no_page_changes_by_what_another_coder_does(place, code):
    begin(place, "b", "c")
    before = crawl(place, code)
    do_everything(place, "c")
    assert crawl(place, code) == before


def test_before_the_release_the_lead_sees_how_far_a_coder_is_and_nothing_of_what_they_rated(place):
    begin(place, "b", "c")
    before = crawl(place, "lead")
    do_everything(place, "c")
    after = crawl(place, "lead")
    assert not [address for address, (_, text) in after.items() if MARK in text or "c-E1" in text]
    changed = {address.partition("?")[0] for address in after if after[address] != before.get(address)}
    assert changed <= {"/", "/log", "/log.csv", "/log.json", f"{HOME}/panel"}
    kinds = {row["kind"] for row in place.as_("lead").get("/log.json").json if row["actor"] == "c"}
    assert kinds == {"seal"}
    assert "3/3" in after["/"][1] or "3/3" in place.as_("lead").get("/?rubric=tiny").text


def test_what_a_coder_may_send_tells_nothing_of_another_before_the_release(place):
    begin(place, "b", "c")
    mine = place.as_("b")
    answer = {"status": "rated", "level": "2", "confidence": "high", "evidence_ids": "plan", "reason": "r"}
    effect = mine.send(f"{HOME}/rate/q1/effect", answer).text
    cited = {"source_id": "S1", "locator": "p. 1", "object": "plan", "note": "n"}
    do_everything(place, "c")
    assert mine.send(f"{HOME}/rate/q1/effect", answer).text == effect
    assert mine.send(f"{HOME}/rate/q1", {**answer, "version": ""}).json["lacks"] == ""
    assert mine.send(f"{HOME}/rate/q1/passage", cited).json["evidence_id"] == "b-E1"
    for text in (
        mine.send(f"{HOME}/rate/q1", {**answer, "evidence_ids": "c-E1"}).text,
        mine.submit(f"{HOME}/hand-in").text,
        mine.send(f"{HOME}/undo").text,
    ):
        assert MARK not in text
        assert "c-E1" not in text.replace("passage 'c-E1'", "")
    assert MARK not in "".join(data.decode("utf-8", "replace") for data in place.files().values())


def test_a_coder_s_own_log_has_no_number_and_no_hash_that_would_count_the_others(place):
    place.rate("b", "q1", "1")
    rows = place.as_("b").get("/log.json").json
    assert {frozenset(row) for row in rows} == {frozenset({"uuid", "at", "unit", "criterion", "kind"})}


def test_after_the_release_both_sheets_are_in_the_book_and_the_panel_shows_them(place):
    begin(place, "b", "c")
    do_everything(place, "c")
    early = place.as_("lead").submit(f"{HOME}/panel/release")
    assert early.status == 409
    for name in ("q1", "q2", "q3"):
        place.rate("b", name, "2")
    place.desk.add(Told("b", "header", checked(HeaderPayload, {"text_read": {"extent": "whole"}}), NAME))
    assert place.as_("b").submit(f"{HOME}/hand-in").status == 200
    assert place.as_("b").get(f"{HOME}/rate/q1").status == 403
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 303
    assert [c.header.coder for c in place.unit.assessment.codings] == ["aa", "b", "c"]
    text = place.as_("reader").get(f"{HOME}/panel").text
    assert f"{MARK} reason" in text
    assert "to the lead" not in text
    assert f"{MARK} to the lead" in place.as_("lead").get(f"{HOME}/panel").text


def test_every_person_of_the_tests_is_walked():
    assert set(ROLE) | {"c", "abroad"} == set(PEOPLE)
