"""A sheet that another program saved in a form of its own is refused in one message, and nothing is written."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from evaluator.library import examples_root

FOLDER = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'


def files(own):
    """Return what a person has entered."""
    return {path: path.read_bytes() for path in (own / "countries").rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["ratings.ods", "ratings.xlsx"])
@pytest.mark.parametrize(
    "words",
    [("sheet", "import", "XAR"), ("reply", "import", "XAR-2022-2025"), ("panel", "settle", "XAR", "--decisions")],
)
def test_an_opendocument_sheet_is_refused(words, name, call, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(examples_root() / "countries" / "XAR", own / "countries" / "XAR")
    sheet = tmp_path / name
    with zipfile.ZipFile(sheet, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        pack.writestr("content.xml", f"<office:document-content {FOLDER}/>")
    before = files(own)
    done = call(*words, sheet, "--library", own)
    told = " ".join(done.output.split())
    assert done.exit_code == 2, told
    assert "Save it as a plain Excel workbook (.xlsx)" in told
    assert files(own) == before
