"""The licences and the bill of materials are those of the lock, and the same at every run."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tools import licences
from tools.licences import BILL, ROOT, bill, bill_anew, copied, licence_of, licences_page, main, parts


@pytest.fixture(scope="module")
def found():
    return parts()


def test_the_bill_is_what_the_lock_and_the_installed_packages_give():
    assert (ROOT / BILL).read_text(encoding="utf-8") == bill_anew(), "run  python -m tools.licences"


def test_every_pin_of_the_lock_is_listed_once(found):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==([\w.]+)", lock, flags=re.MULTILINE)
    assert [(part.name, part.version) for part in found] == pins
    assert sum(len(part.hashes) for part in found) == lock.count("--hash=sha256:")
    page = licences_page()
    assert all(f"\n| {name} | {version} | " in page for name, version in pins)


def test_what_users_get_is_told_apart_from_what_the_build_needs(found):
    ships = {part.name: part.ships for part in found}
    shipped = {"click", "jinja2", "markupsafe", "weasyprint", "tinycss2", "openpyxl", "scipy", "tzdata"}
    assert {name for name, ship in ships.items() if ship} >= shipped
    assert not any(ships[name] for name in ("pytest", "ruff", "hypothesis", "cyclonedx-python-lib", "hatchling"))


def test_what_this_interpreter_does_not_install_ships_with_what_it_needs(found, monkeypatch):
    """Python 3.12 and later have no use for these three; the lock pins them, and users of 3.11 get them."""
    unlike, installed = {"importlib-metadata", "lazy-importer", "zipp"}, licences.metadata.requires

    def requires(name):
        if name in unlike:
            raise licences.metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(licences.metadata, "requires", requires)
    assert parts() == found
    assert {part.name for part in found if part.ships} >= unlike


def test_a_licence_is_what_the_package_states(found):
    assert licence_of("click") == "BSD-3-Clause"
    assert licence_of("no-such-package") == "not installed here"
    assert [part.name for part in found if part.ships and "not " in part.licence] == []


def test_the_bill_is_cyclonedx_with_the_hashes_of_the_lock_and_nothing_that_changes(found):
    told = json.loads((ROOT / BILL).read_text(encoding="utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["name"] == "nap-evaluator"
    assert not {"serialNumber", "timestamp"} & (set(told) | set(told["metadata"]))
    names = {one["name"]: one for one in told["components"]}
    assert set(names) == {part.name for part in found if part.ships} | {"pdfjs-dist"}
    jinja = next(part for part in found if part.name == "jinja2")
    assert names["jinja2"]["purl"] == f"pkg:pypi/jinja2@{jinja.version}"
    assert {one["content"] for one in names["jinja2"]["hashes"]} == set(jinja.hashes)
    assert bill(found, copied(), "1.0") == bill(found, copied(), "1.0")


def test_what_is_copied_into_the_tree_is_named_on_the_page_and_file_by_file_in_the_bill():
    told = json.loads((ROOT / BILL).read_text(encoding="utf-8"))
    viewer = next(one for one in told["components"] if one["name"] == "pdfjs-dist")
    assert viewer["purl"] == f"pkg:npm/pdfjs-dist@{viewer['version']}"
    assert viewer["licenses"] == [{"expression": "Apache-2.0 AND BSD-3-Clause AND BSD-2-Clause"}]
    hashes = {one["name"]: one["hashes"][0]["content"] for one in viewer["components"]}
    assert hashes == {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in hashes}
    assert "evaluator/extensions/workbench/static/viewer/pdfjs/pdf.min.mjs" in hashes
    row = f"| pdfjs-dist (copied, for browsers) | {viewer['version']} | Apache-2.0 AND BSD-3-Clause AND BSD-2-Clause |"
    assert row in licences_page().splitlines()


def test_a_stale_bill_is_told_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(licences, "ROOT", tmp_path)
    monkeypatch.setattr(licences, "bill_anew", lambda: "new")
    assert main(["--check"]) == 1
    assert not (tmp_path / BILL).exists()
    assert main([]) == 0
    assert Path(tmp_path / BILL).read_text(encoding="utf-8") == "new"
    assert main(["--check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Not up to date: {BILL}",
        f"Written: {BILL}",
        f"Up to date: {BILL}",
    ]
