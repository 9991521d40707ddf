"""Carried files become a library, and nothing outside its folder is touched."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.reports.carried.attach import zip_bytes
from evaluator.reports.editions import library as verify_library
from evaluator.reports.editions.library import carried_contents, carried_library
from evaluator.reports.editions.open import Held, HeldFile


def _held(**files: bytes) -> Held:
    held = [HeldFile(name, content, "") for name, content in files.items()]
    return Held("x.pdf", b"", (HeldFile("result.json", b"{}", ""), *held), "en", "", "")


def _bundle(*entries: tuple[str, bytes], packing: int = zipfile.ZIP_STORED) -> Held:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", packing) as bundle:
        warnings.simplefilter("ignore")
        for name, content in entries:
            bundle.writestr(name, content)
    return _held(**{"rubrics/criteria.zip": out.getvalue()})


def _refusal(held: Held) -> str:
    with pytest.raises(InvalidInputError) as caught:
        carried_contents(held)
    return str(caught.value)


def test_bundles_unpack_into_the_folder_they_lie_in_and_single_files_go_before_them():
    bundle = zip_bytes({"a/criteria/x.yaml": b"bundled", "a/rubric.yaml": b"bundled"})
    found = carried_contents(_held(**{"rubrics/criteria.zip": bundle, "rubrics/a/rubric.yaml": b"alone"}))
    assert found == {"rubrics/a/criteria/x.yaml": b"bundled", "rubrics/a/rubric.yaml": b"alone"}


@pytest.mark.parametrize(
    "name", ["../a.yaml", "/etc/a", "countries/../a", "templates/report.css", "rubrics\\a", "rubrics/.git/config"]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    assert "Give files below countries/ or rubrics/" in _refusal(_held(**{name: b"x"}))


@pytest.mark.parametrize("name", ["../../x.yaml", "/x.yaml", "a/../../x", "a/b/", "a\\b"])
def test_a_bundle_that_names_a_file_outside_is_refused(name):
    assert "Give files below rubrics/" in _refusal(_bundle((name, b"x")))


def test_a_bundle_that_is_packed_is_refused_whatever_it_would_unpack_to():
    held = _bundle(("a/x.yaml", b"0" * 10_000_000), packing=zipfile.ZIP_DEFLATED)
    assert "a/x.yaml packed. Give files stored as they are" in _refusal(held)


def test_a_bundle_of_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(verify_library, "MOST_FILES", 2)
    assert "unpack to more than" in _refusal(_bundle(*((f"a/{k}.yaml", b"") for k in range(3))))


@pytest.mark.parametrize("content", [b"", b"PK", b"rubbish" * 100])
def test_a_bundle_that_is_no_zip_is_called_so(content):
    assert "no ZIP that can be read" in _refusal(_held(**{"rubrics/criteria.zip": content}))


def test_a_bundle_with_a_damaged_entry_is_refused():
    good = zip_bytes({"a/x.yaml": b"levels"})
    assert "no ZIP that can be read" in _refusal(_held(**{"rubrics/criteria.zip": good.replace(b"levels", b"lovels")}))


@pytest.mark.parametrize("names", [("rubrics/a", "rubrics/a/b.yaml"), ("rubrics/A.yaml", "rubrics/a.yaml")])
def test_two_files_at_one_place_are_refused(names):
    assert "two files inside at one place" in _refusal(_held(**dict.fromkeys(names, b"x")))


def test_the_library_holds_what_is_carried_alone_and_goes_afterwards():
    shipped = Library.open()
    with carried_library(_held(**{"rubrics/a/rubric.yaml": b"id: a\n"}), shipped) as library:
        (folder,) = library.layers.folders
        assert library.rubric_names == ("a",)
        assert library.country_codes == ()
        assert library.templates == shipped.templates
    assert not folder.exists()


def _read_badly() -> None:
    with carried_library(_held(), Library.open()) as library:
        path = library.layers.folders[0] / "rubrics" / "a" / "rubric.yaml"
        raise InvalidInputError([Problem(str(path), "nothing", "something")])


def test_a_fault_is_told_by_the_names_of_report_and_file():
    with pytest.raises(InvalidInputError, match=r"^x\.pdf: rubrics/a/rubric\.yaml: nothing. Give something\.$"):
        _read_badly()


@pytest.mark.parametrize("name", ["x" * 201, "/".join(["x"] * 600)])
def test_a_name_longer_than_a_disk_takes_is_refused(name):
    assert "Give a name that a disk takes" in _refusal(_held(**{f"countries/{name}": b"x"}))
    assert "Give a name that a disk takes" in _refusal(_bundle((name, b"x")))
