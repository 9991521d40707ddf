"""What a workbook may not carry is refused before anything is opened."""

from __future__ import annotations

import zipfile

import pytest

from evaluator.errors import InvalidInputError
from evaluator.workbook.sheet.safety import check_package

WORKBOOK = {"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"}


def package(tmp_path, parts, compression=zipfile.ZIP_DEFLATED):
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in {**WORKBOOK, **parts}.items():
            file.writestr(name, content)
    return path


REFUSED = {
    "macro": ({"xl/vbaProject.bin": "x"}, "a macro"),
    "old macro sheet": ({"xl/macrosheets/sheet1.xml": "<x/>"}, "a macro"),
    "macro type": ({"[Content_Types].xml": "<Types macroEnabled='1'/>"}, "a workbook made for macros"),
    "external link": ({"xl/externalLinks/externalLink1.xml": "<x/>"}, "a link to another workbook"),
    "connection": ({"xl/connections.xml": "<x/>"}, "a connection to data elsewhere"),
    "embedded object": ({"xl/embeddings/oleObject1.bin": "x"}, "an embedded object"),
    "own menu": ({"customUI/customUI.xml": "<x/>"}, "a user interface of its own"),
    "entities": ({"xl/sharedStrings.xml": "<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"}, "a declaration of entities"),
    "entities in other letters": (
        {"xl/sharedStrings.xml": "<!DOCTYPE x><x/>".encode("utf-16")},
        "a declaration of entities",
    ),
    "entities in a part of another name": (
        {"xl/worksheets/sheet9.DAT": " \n<!DOCTYPE x><x/>"},
        "a declaration of entities",
    ),
    "outside part": (
        {"xl/_rels/workbook.xml.rels": '<Relationship Type="http://x/attachedTemplate" TargetMode="External"/>'},
        "a part that lies outside of the workbook",
    ),
    "outside part behind a bracket": (
        {"xl/_rels/workbook.xml.rels": '<Relationship Target="a>b" Type="http://x/oleObject" TargetMode="External"/>'},
        "a part that lies outside of the workbook",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_sheet_has_no_use_for_is_refused(tmp_path, name):
    parts, words = REFUSED[name]
    with pytest.raises(InvalidInputError) as caught:
        check_package(package(tmp_path, parts))
    assert words in str(caught.value)


def test_a_zip_bomb_is_refused_unopened(tmp_path):
    with pytest.raises(InvalidInputError, match=r"parts of 600\d+ bytes once unpacked"):
        check_package(package(tmp_path, {"xl/worksheets/sheet1.xml": "0" * 60_000_000}))


def test_too_many_parts_are_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="1202 parts"):
        check_package(package(tmp_path, {f"xl/{n}.xml": "" for n in range(1200)}))


def test_everything_found_is_told(tmp_path):
    with pytest.raises(InvalidInputError) as caught:
        check_package(package(tmp_path, {"xl/vbaProject.bin": "x", "xl/connections.xml": "<x/>"}))
    assert len(caught.value.problems) == 2


def test_links_in_cells_may_stay(tmp_path):
    parts = {"xl/_rels/x.xml.rels": '<Relationship Type="http://x/hyperlink" TargetMode="External" Target="http://y"/>'}
    check_package(package(tmp_path, parts))


def test_what_is_no_workbook_is_told(tmp_path):
    text = tmp_path / "a.xlsx"
    text.write_text("no zip")
    for path in (text, tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(InvalidInputError):
            check_package(path)
    bare = tmp_path / "b.xlsx"
    with zipfile.ZipFile(bare, "w") as file:
        file.writestr("x", "y")
    with pytest.raises(InvalidInputError, match="a package without a workbook"):
        check_package(bare)


def test_our_own_sheets_pass(desk):
    check_package(desk.export("b"))


BEYOND = {
    "sheets that share a part": ({"xl/workbook.xml": "<workbook>" + "<sheet r:id='1'/>" * 201}, "201 elements <sheet>"),
    "texts": ({"xl/sharedStrings.xml": "<sst>" + "<x:si/>" * 200_001}, "200001 elements <si>"),
    "cells": ({"xl/worksheets/sheet1.xml": "<row>" + "<c/>" * 400_001}, "400001 elements <c>"),
    "cells in two parts": (
        {f"xl/worksheets/sheet{n}.xml": "<row>" + '<c r="A1"/>' * 200_001 for n in (1, 2)},
        "400002 elements <c>",
    ),
    "a comment": ({"xl/worksheets/sheet1.xml": f"<a><!-- <!--{'x' * 100_001} --></a>"}, "a comment longer"),
    "a comment without end": ({"xl/worksheets/sheet1.xml": f"<a><!-- a --><!-- {'x' * 100_001}"}, "a comment longer"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_would_take_long_to_read_is_counted_before_it_is_read(tmp_path, name):
    parts, words = BEYOND[name]
    with pytest.raises(InvalidInputError, match=words):
        check_package(package(tmp_path, parts))


def test_as_many_elements_as_are_allowed_pass(tmp_path):
    parts = {
        "xl/workbook.xml": "<workbook>" + "<sheet/>" * 200,
        "xl/a.xml": "<sheets/><sheetData/><cols/><size/>" * 500,
    }
    content = check_package(package(tmp_path, parts))
    assert content == (tmp_path / "sheet.xlsx").read_bytes()


def test_a_part_that_stands_twice_is_refused(tmp_path):
    path = package(tmp_path, {})
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/workbook.xml", "<other/>")
    with pytest.raises(InvalidInputError, match=r"xl/workbook\.xml: a part that stands twice"):
        check_package(path)


@pytest.mark.parametrize("at", range(0, 200, 7))
def test_a_package_cut_short_is_told(tmp_path, at):
    path = package(tmp_path, {})
    path.write_bytes(path.read_bytes()[: -at - 1])
    with pytest.raises(InvalidInputError):
        check_package(path)
