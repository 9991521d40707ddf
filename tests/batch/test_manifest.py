import json

import pytest

from evaluator.batch.manifest import NAME, ManifestEntry, fold, read_manifest, record, sha256_of
from evaluator.errors import EvaluatorError

ENTRY = ManifestEntry("in", sha256_of(b"report"), draft=False)
OTHER = ManifestEntry("b", "c", draft=True)


@pytest.fixture
def report(out):
    path = out / "XAA.pdf"
    path.write_bytes(b"report")
    record(path, ENTRY)
    return path


def test_a_file_is_known_by_its_bytes(report):
    assert ENTRY.is_in(report)
    report.write_bytes(b"repo")
    assert not ENTRY.is_in(report)
    report.unlink()
    assert not ENTRY.is_in(report)


def test_an_entry_is_a_line_added_and_the_last_one_of_a_file_holds(report):
    before = (report.parent / NAME).read_bytes()
    record(report, OTHER)
    record(report.with_name("XAB.pdf"), ENTRY)
    assert (report.parent / NAME).read_bytes().startswith(before)
    assert read_manifest(report.parent) == {"XAA.pdf": OTHER, "XAB.pdf": ENTRY}


def test_folded_it_has_one_line_for_each_report_in_order_and_none_for_those_to_forget(report):
    record(report, OTHER)
    for name in ("AAA.pdf", "XAB.pdf"):
        record(report.with_name(name), ENTRY)
    fold(report.parent, {"XAB.pdf"})
    lines = (report.parent / NAME).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file"] for line in lines if line] == ["AAA.pdf", "XAA.pdf"]
    assert read_manifest(report.parent) == {"AAA.pdf": ENTRY, "XAA.pdf": OTHER}
    assert sorted(path.name for path in report.parent.iterdir()) == [NAME, "XAA.pdf"]


@pytest.mark.parametrize("torn", [b"", b'\n{"file": "XAB.pdf", "inp', b"\n[]", b"\n{}", b"\n\xff", b'\n{"file": 3}'])
def test_a_line_that_cannot_be_read_spoils_no_other(report, torn):
    with (report.parent / NAME).open("ab") as file:
        file.write(torn)
    record(report.with_name("XAC.pdf"), OTHER)
    assert read_manifest(report.parent) == {"XAA.pdf": ENTRY, "XAC.pdf": OTHER}


def test_a_folder_without_a_manifest_knows_no_report(out):
    assert read_manifest(out) == {}


def test_a_manifest_that_cannot_be_written_is_told_with_its_place(report):
    (report.parent / NAME).unlink()
    (report.parent / NAME).mkdir()
    with pytest.raises(EvaluatorError, match=rf"{NAME}: cannot be written \(Is a directory\)"):
        record(report, ENTRY)
