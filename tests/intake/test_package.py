"""What a Word document may not be."""

from __future__ import annotations

import re
import zipfile

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.formats.package import COMPOUND, check_document, refuse_compound


def _package(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return path.read_bytes()


def test_a_password_is_told_with_what_to_do():
    with pytest.raises(InvalidInputError, match=r"locked by a password.*save it without one in the newer form"):
        refuse_compound("plan.docx", COMPOUND + b"rest", "Word document")
    refuse_compound("plan.docx", b"PK", "Word document")


def test_entities_bombs_and_other_packages_are_refused(tmp_path):
    path = tmp_path / "x.docx"
    with pytest.raises(InvalidInputError, match=r"a declaration of entities in word/document\.xml"):
        check_document("x", _package(path, document="<!DOCTYPE x><x/>"))
    with pytest.raises(InvalidInputError, match="bytes once unpacked"):
        check_document("x", _package(path, document="<x>" + " " * 60_000_000 + "</x>"))
    with pytest.raises(InvalidInputError, match="a package without a text"):
        check_document("x", _package(path, other="<x/>"))
    with pytest.raises(InvalidInputError, match="more than 400000 cells"):
        check_document("x", _package(path, document="<w:tc/>" * 400_001))
    check_document("x", _package(path, document="<x/>"))


def test_a_part_that_stands_twice_is_refused(tmp_path):
    path = tmp_path / "x.docx"
    _package(path, document="<x/>")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as file:
        file.writestr("word/document.xml", "<other/>")
    with pytest.raises(InvalidInputError, match=r"holds word/document\.xml twice. Give each part once"):
        check_document("x", path.read_bytes())


@pytest.mark.parametrize("name", ["word/header.XML", "word/notes.dat", "word/notes"])
def test_entities_are_found_whatever_a_part_is_called_but_pictures_may_name_their_type(tmp_path, name):
    path = tmp_path / "x.docx"
    _package(path, document="<x/>")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/media/image1.svg", "<!DOCTYPE svg><svg/>")
        file.writestr("word/media/image2.jpeg", b"\xff\xd8 <!DOCTYPE x>")
    check_document("x", path.read_bytes())
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(name, "\ufeff \n<!DOCTYPE x><x/>".encode("utf-16"))
    with pytest.raises(InvalidInputError, match=f"a declaration of entities in {name}"):
        check_document("x", path.read_bytes())


KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
LINK = f'<Relationships><Relationship Id="r" TargetMode="External" Type="{KIND}" Target="{{target}}"/></Relationships>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("word/vbaProject.bin", "x", "a macro (word/vbaProject.bin)"),
        ("[Content_Types].xml", '<x ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>', "a macro"),
        *(
            (f"word/_rels/{part}.xml.rels", LINK.format(kind=kind, target=target), "template or part that lies outside")
            for part, kind, target in (
                ("settings", "attachedTemplate", "http://example.org/x.dotm"),
                ("settings", "attachedTemplate", "file:///C:/x.dotm"),
                ("document", "oleObject", "file:///x"),
                ("document", "subDocument", "other.docx"),
                ("document", "aFChunk", "x.html"),
                ("document", "frame", "x.html"),
            )
        ),
    ],
)  # fmt: skip
def test_a_document_with_a_macro_or_a_template_elsewhere_is_refused_as_a_workbook_is(tmp_path, name, content, said):
    path = tmp_path / "x.docx"
    _package(path, document="<x/>")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(name, content)
    with pytest.raises(InvalidInputError, match=re.escape(said)):
        check_document("x", path.read_bytes())


@pytest.mark.parametrize("kind", ["hyperlink", "image"])
def test_a_document_may_link_to_a_page_and_to_a_picture(tmp_path, kind):
    path = tmp_path / "x.docx"
    _package(path, document="<x/>")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/_rels/document.xml.rels", LINK.format(kind=kind, target="https://example.org/"))
    check_document("x", path.read_bytes())
