from __future__ import annotations

import io

import page
import pikepdf
import pytest

from evaluator.reports.pdf.engines import KEYS, engine_versions
from evaluator.reports.pdf.finish import MEDIA_TYPES
from evaluator.reports.pdf.structure import tree_of
from tests.lanes import one_in


@pytest.mark.parametrize("name", one_in(2, ["albania_pdf", "stress_pdf"]))
@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_an_independent_checker_finds_nothing(name, profile, request):
    content = request.getfixturevalue(name)
    report = page.validate_pdf_bytes(content, profile=getattr(page.ValidationProfile, profile))
    assert list(report.failures) == []


def test_passages_carry_their_language(stress_pdf):
    with pikepdf.open(io.BytesIO(stress_pdf)) as pdf:
        languages = {str(e.node.Lang) for e in tree_of(pdf).walk() if "/Lang" in e.node}
        assert str(pdf.Root.Lang) == "en"
    assert "sr-Cyrl" in languages


def test_every_header_cell_has_its_scope(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        scopes = [str(head.attributes.get("/Scope")) for head in tree_of(pdf).below("TH")]
    assert set(scopes) == {"/Row", "/Column"}


def test_the_metadata_name_both_standards_and_are_readable_as_they_stand(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        xmp = pdf.Root.Metadata.read_raw_bytes()
    assert b'pdfuaid:part="1"' in xmp
    assert b'pdfaid:part="3"' in xmp


def test_the_versions_of_what_set_the_letters_stand_in_the_document(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        assert {key: str(pdf.docinfo[f"/{key}"]) for key in KEYS} == engine_versions()


def test_media_types_do_not_depend_on_the_machine(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        kinds = {name.rpartition(".")[2]: file.get_file().mime_type for name, file in pdf.attachments.items()}
    assert kinds == {suffix: MEDIA_TYPES[suffix] for suffix in kinds}
    assert {"csv", "json", "md", "yaml", "zip"} == set(kinds)
