"""The fact files come from raw tables by one command, the same bytes each time, and say where they come from."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tools.fact_tables import Sources, plain
from tools.rebuild_facts import MARK, RawFactsError, changed, main, read_settings, rebuilt

pytestmark = pytest.mark.slow  # a tool of the project: tried before a change lands

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "countries" / "facts"
SAMPLE = ROOT / "tests" / "data" / "raw-facts"
DATASETS = sorted(read_settings())


def _table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _page(path):
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  (texts only)


def _raw(tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(SAMPLE, raw, ignore=shutil.ignore_patterns("expected"))
    return raw


@pytest.fixture
def facts(tmp_path):
    """Return a folder with the provenance files as they are kept by hand, and nothing else."""
    folder = tmp_path / "facts"
    folder.mkdir()
    for name in DATASETS:
        head = (FACTS / f"{name}.yaml").read_text(encoding="utf-8").split(MARK)[0]
        (folder / f"{name}.yaml").write_text(head, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", DATASETS)
def test_the_sample_gives_the_expected_table(name, facts):
    assert main([str(SAMPLE), "--facts", str(facts)]) == 0
    expected = (SAMPLE / "expected" / f"{name}.csv").read_bytes()
    assert (facts / f"{name}.csv").read_bytes() == expected


def test_a_second_run_changes_nothing(facts):
    main([str(SAMPLE), "--facts", str(facts)])
    assert changed(rebuilt(SAMPLE, facts, read_settings())) == []
    assert main([str(SAMPLE), "--facts", str(facts), "--check"]) == 0


def test_check_writes_nothing_and_fails_where_a_file_would_change(facts, capsys):
    assert main([str(SAMPLE), "--facts", str(facts), "--check"]) == 1
    assert list(facts.glob("*.csv")) == []
    assert "stale" in capsys.readouterr().out


def test_the_part_kept_by_hand_stays(facts):
    before = (facts / "treaties.yaml").read_text(encoding="utf-8")
    main([str(SAMPLE), "--facts", str(facts)])
    assert (facts / "treaties.yaml").read_text(encoding="utf-8").startswith(before + MARK)


def test_a_source_keeps_its_number_when_the_rows_before_it_go(facts, tmp_path):
    main([str(SAMPLE), "--facts", str(facts)])
    before = {entry["url"]: entry["id"] for entry in _page(facts / "trafficking-statistics-see.yaml")["sources"]}
    raw = _raw(tmp_path)
    path = raw / "trafficking_statistics_see.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("ALB")), encoding="utf-8")
    main([str(raw), "--facts", str(facts)])
    after = {entry["url"]: entry["id"] for entry in _page(facts / "trafficking-statistics-see.yaml")["sources"]}
    assert after == {url: number for url, number in before.items() if url in after}
    assert len(after) < len(before)


def test_new_sources_are_numbered_after_the_old_ones():
    sources = Sources({("old", "https://example.org/1"): "s7"})
    assert sources.of("new", "https://example.org/2") == "s8"
    assert sources.of("old", "https://example.org/1") == "s7"


def test_every_fault_of_every_table_is_named_at_once_and_nothing_is_written(facts, tmp_path, capsys):
    raw = _raw(tmp_path)
    (raw / "three_p_index.csv").unlink()
    (raw / "criminalization.csv").write_text("iso3,country,year\nALB,Albania,2001\n", encoding="utf-8")
    tiers = raw / "tip_tiers.csv"
    tiers.write_text(tiers.read_text(encoding="utf-8").replace(",tip_tier,2,", ",tip_tier,two,", 1), encoding="utf-8")
    economy = raw / "economic_indicators.csv"
    economy.write_text(economy.read_text(encoding="utf-8") + "ALB,Albania\n", encoding="utf-8")
    assert main([str(raw), "--facts", str(facts)]) == 2
    said = capsys.readouterr().err
    words = ["three_p_index.csv", "criminalization.csv:1: value", "tip_tiers.csv:2: value: found 'two'", "2 cells"]
    assert [word for word in words if word not in said] == []
    assert list(facts.glob("*.csv")) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("trafficking_statistics_see.csv", ",convictions,", ",convicts,", "a variable named in"),
        ("trafficking_statistics_see.csv", "https://", "ftp://", "an address that begins with"),
        ("treaties.csv", "2000-12-12", "12 December 2000", "a date at known precision"),
        ("paper-figures.csv", "20000,raids", "many,raids", "a number"),
        ("paper-figures.csv", "2003-12,date", "December,date", "a date at known precision"),
        ("three_p_index.csv", "ALB,Albania,2004", "ALB,Albania,2003", "one value per country"),
    ],
)
def test_a_cell_of_another_form_is_a_fault(table, old, new, words, facts, tmp_path):
    raw = _raw(tmp_path)
    text = (raw / table).read_text(encoding="utf-8")
    assert old in text
    (raw / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RawFactsError, match=words):
        rebuilt(raw, facts, read_settings())


def test_bytes_that_are_no_text_are_a_fault(facts, tmp_path):
    raw = _raw(tmp_path)
    (raw / "treaties.csv").write_bytes(b"iso3\xff\n")
    with pytest.raises(RawFactsError, match="UTF-8"):
        rebuilt(raw, facts, read_settings())


def test_an_unknown_kind_of_table_is_a_fault(facts, tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text("odd: {raw: treaties.csv, build: guess}\n", encoding="utf-8")
    with pytest.raises(RawFactsError, match="guess"):
        rebuilt(SAMPLE, facts, read_settings(path))


def test_numbers_lose_needless_zeros_only():
    assert [plain(text) for text in ("18900.0", "-11.37", "100", "0.0")] == ["18900", "-11.37", "100", "0"]


def test_notes_of_the_settings_hold_no_other_keys():
    keys = {"raw", "of", "years", "definition", "quality", "note"}
    odd = [set(note) - keys for how in read_settings().values() for note in how.notes if set(note) - keys]
    assert odd == []


# What is shipped.


@pytest.mark.parametrize("name", DATASETS)
def test_the_shipped_table_is_the_one_its_provenance_describes(name):
    page, data = _page(FACTS / f"{name}.yaml"), (FACTS / f"{name}.csv").read_bytes()
    rows = _table(FACTS / f"{name}.csv")
    assert page["id"] == name
    assert page["sha256"] == hashlib.sha256(data).hexdigest()
    assert int(page["rows"]) == len(rows)
    assert page["columns"] == list(rows[0])


@pytest.mark.parametrize("name", DATASETS)
def test_every_row_names_a_source_that_can_be_opened(name):
    listed = {entry["id"]: entry["url"] for entry in _page(FACTS / f"{name}.yaml")["sources"]}
    used = {number for row in _table(FACTS / f"{name}.csv") for number in row["source_id"].split(";")}
    assert used == set(listed)
    without = [number for number, url in listed.items() if not re.match("https?://", url)]
    # No address is known for the founding paper; its page says so.
    assert without == (["s1"] if name == "paper-figures" else [])


@pytest.mark.parametrize("name", DATASETS)
def test_every_provenance_file_says_who_how_and_with_what_cautions(name):
    page = _page(FACTS / f"{name}.yaml")
    assert all(page[key] for key in ("producer", "citation", "licence", "cautions", "rebuild"))
    assert page["titles"]["en"]


def test_every_variable_stands_in_the_dictionary():
    known = {row["variable"] for row in _table(ROOT / "countries" / "variables.csv")}
    used = {
        row["variable"]
        for name in ("trafficking-statistics-see", "economic", "paper-figures")
        for row in _table(FACTS / f"{name}.csv")
    }
    assert used - known == {""}


def test_figures_that_differ_for_the_same_thing_share_a_group():
    seen = {}
    for row in _table(FACTS / "trafficking-statistics-see.csv"):
        key = tuple(row[name] for name in ("iso3", "variable", "breakdown", "from", "to"))
        seen.setdefault(key, []).append(row)
    apart = [rows for rows in seen.values() if len({row["value"] for row in rows}) > 1]
    assert apart
    assert all(len({row["conflict_group"] for row in rows}) == 1 for rows in apart)
    assert all(row["conflict_group"] for rows in apart for row in rows)
