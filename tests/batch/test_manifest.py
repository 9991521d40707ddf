import json

import pytest

from evaluator.batch.manifest import NAME, ManifestEntry, read_manifest, record, recorded, sha256_of

ENTRY = ManifestEntry("in", sha256_of(b"report"), draft=False)


@pytest.fixture
def report(out):
    path = out / "XAA.pdf"
    path.write_bytes(b"report")
    record(path, ENTRY)
    return path


def test_a_report_with_the_same_inputs_and_bytes_is_up_to_date(report):
    assert recorded(report, "in") == ENTRY


def test_other_inputs_other_bytes_or_no_file_are_not(report):
    assert recorded(report, "other") is None
    report.write_bytes(b"repo")
    assert recorded(report, "in") is None
    report.unlink()
    assert recorded(report, "in") is None


def test_a_report_of_another_name_knows_nothing_of_it(report):
    assert recorded(report.with_name("XAB.pdf"), "in") is None


def test_entries_of_other_reports_stay(report):
    record(report.with_name("XAB.pdf"), ManifestEntry("b", "c", draft=True))
    assert read_manifest(report.parent) == {"XAA.pdf": ENTRY, "XAB.pdf": ManifestEntry("b", "c", draft=True)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff",
        b'{"schema": "nap-evaluator/printed", "schema_version": 2, "reports": {}}',
        b'{"schema": "nap-evaluator/printed", "schema_version": 1, "reports": {"XAA.pdf": {"inputs": "in"}}}',
        b'{"schema": "nap-evaluator/printed", "schema_version": 1, "reports": ["XAA.pdf"]}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_as_none_and_is_written_anew(report, content):
    (report.parent / NAME).write_bytes(content)
    assert recorded(report, "in") is None
    record(report, ENTRY)
    assert recorded(report, "in") == ENTRY


def test_the_manifest_is_sorted_json_and_the_only_file_beside_the_reports(report):
    record(report.with_name("AAA.pdf"), ENTRY)
    held = json.loads((report.parent / NAME).read_text(encoding="utf-8"))
    assert list(held["reports"]) == ["AAA.pdf", "XAA.pdf"]
    assert sorted(path.name for path in report.parent.iterdir()) == [NAME, "XAA.pdf"]
