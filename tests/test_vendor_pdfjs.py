"""The viewer's copy of pdf.js is the one of its list, with its licences, and small."""

from __future__ import annotations

import hashlib
import json

import pytest

from tools import vendor_pdfjs
from tools.vendor_pdfjs import FILES, FOLDER, LARGEST, LIST, differing, listed


def test_every_file_has_the_hash_of_the_list_and_no_other_is_there():
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()} - {LIST.name}
    assert there == set(FILES) == set(listed())
    found = {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in there}
    assert found == listed()


def test_the_copy_is_small_and_brings_its_licence():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < LARGEST
    assert "Apache License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert json.loads(LIST.read_text(encoding="utf-8"))["licence"] == "Apache-2.0 AND BSD-3-Clause AND BSD-2-Clause"


def test_no_script_names_a_map_of_its_source():
    assert [name for name in FILES if b"sourceMappingURL=" in (FOLDER / name).read_bytes()] == []


def test_a_file_that_differs_is_named(monkeypatch):
    same = {name: (FOLDER / name).read_bytes() for name in FILES}
    assert differing(same) == []
    assert differing({**same, "LICENSE": b"other"}) == ["LICENSE"]
    monkeypatch.setattr(vendor_pdfjs, "fetched", lambda version: {**same, "LICENSE": b"other"})
    assert vendor_pdfjs.main([]) == 1


def test_a_copy_that_is_too_large_is_not_written(monkeypatch):
    monkeypatch.setattr(vendor_pdfjs, "LARGEST", 10)
    with pytest.raises(SystemExit, match="leave something out"):
        vendor_pdfjs.write("1.0", {"LICENSE": b"more than ten bytes"})
    assert (FOLDER / "LICENSE").is_file()
