"""`evaluator against`: what it prints, and in which status it ends."""

from __future__ import annotations

import csv
import io
import json


def test_instruments_are_counted_and_say_when_they_bound_the_state(call):
    done = call("against", "ALB-2005-2007")
    assert "palermo      bound, from 2003-12-25" in done.stdout
    assert "cets197      later, from 2008-02-01" in done.stdout
    assert "eu2011-36    never" in done.stdout
    assert "ohchr        soft" in done.stdout


def test_after_the_record_of_a_treaty_ends_it_says_so_and_never_that_the_state_was_not_bound(call):
    assert "crc          not known, no party by 2022-08 " in call("against", "USA").stdout
    (row, *_) = csv.DictReader(io.StringIO(call("against", "USA", "-i", "crc", "--format", "csv").stdout))
    assert (row["binding"], row["record"]) == ("not-known", "2022-08")
    assert "what came later is not known" in call("against", "USA", "-i", "crc").stdout


def test_articles_are_listed_for_an_instrument_that_is_named(call):
    done = call("against", "ALB-2005-2007", "--instrument", "cets197")
    assert "14(1)(a)" in done.stdout
    assert "lets a party choose" in done.stdout
    assert "(touched by residence-not-tied-to-testimony)" in done.stdout
    assert "palermo" not in done.stdout


def test_csv_has_a_line_for_each_provision(call):
    found = list(csv.DictReader(io.StringIO(call("against", "ALB-2005-2007", "--format", "csv").stdout)))
    (row,) = [row for row in found if row["standard_id"] == "cets197-28"]
    assert (row["verdict"], row["binding"], row["since"], row["within_plan"]) == ("open", "later", "2008-02-01", "no")
    assert (row["at_best"], row["absent_from"], row["deciding"]) == ("met", "", "witness-protection")


def test_the_head_says_how_many_of_what_bound_the_state_are_open(call):
    head = call("against", "MNE-2010-2011").stdout.splitlines()[1]
    assert head == "Provisions that bound the state: none could be checked, 44 open."
    assert "Provisions that bound" not in call("against", "MNE-2010-2011", "-i", "cets197").stdout


def test_of_headings_alone_nothing_is_said_to_be_lacking(call):
    found = list(csv.DictReader(io.StringIO(call("against", "MNE-2010-2011", "--format", "csv").stdout)))
    assert {row["verdict"] for row in found} <= {"met", "met-as-asked", "open", "not-covered"}
    assert "not-in-text" not in {row["at_best"] for row in found}
    done = call("against", "MNE-2010-2011", "--instrument", "cets197")
    assert "not in the plan" not in done.stdout


def test_what_a_text_that_was_read_lacks_is_told_by_its_kind(call):
    assert " not in the plan  " in call("against", "BRA-2018-2022", "--instrument", "palermo").stdout
    found = call("against", "SRB-2021-2023", "--rubric", "law-and-practice", "--format", "csv").stdout
    lacking = [row for row in csv.DictReader(io.StringIO(found)) if row["verdict"] == "not-in-text"]
    assert {row["absent_from"] for row in lacking} <= {"law", "practice", "law;practice"}


def test_json_groups_the_provisions_by_instrument(call):
    (reading,) = json.loads(call("against", "ALB-2005-2007", "-i", "ohchr", "--format", "json").stdout)
    (one,) = reading["instruments"]
    assert one["binding"]["state"] == "soft"
    assert len(one["articles"]) == one["counts"]["not-covered"]


def test_wrong_names_and_weightings_are_refused(call):
    assert "Did you mean 'palermo'?" in call("against", "ALB", "-i", "palremo").stderr
    assert "--weighting has no effect" in call("against", "ALB", "-w", "equal").stderr
