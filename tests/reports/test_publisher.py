"""An own library's report says whose it is, at its foot and in its result, and is made again with that."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from evaluator.errors import InvalidInputError
from evaluator.extensions.verify.whole import VERIFIED, verify_pdf
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.read.publisher import publisher_of
from evaluator.reports.carried.attach import carried_files
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_html, report_view
from evaluator.reports.editions.open import Held, HeldFile
from evaluator.reports.region import region_html, region_pdf, region_view

NAME = "Office of the <National> Rapporteur"


@pytest.fixture(scope="module")
def published(own, tmp_path_factory):
    """Return the library of short reports, with a publisher."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(own.layers.folders[0], folder, dirs_exist_ok=True)
    (folder / "publisher.yaml").write_text(f"name: {NAME}\ncontact: press@example.org\n", encoding="utf-8")
    return Library.open(folder)


@pytest.fixture(scope="module")
def its_card(published):
    rubric = published.rubric("small")
    return evaluate(published.assessment("XXA-2020-2023", rubric), rubric)


def test_the_publisher_is_who_the_folder_says(published, own):
    found = publisher_of(published.layers)
    assert (found.name, found.contact) == (NAME, "press@example.org")
    assert publisher_of(own.layers) is None


def test_every_page_says_the_publisher_at_its_foot(published, its_card):
    single = country_html(published, report_view(published, its_card))
    several = region_html(published, region_view([its_card], "brief", templates=published.templates))
    for page in (single, several):
        assert 'data-publisher=" · published by Office of the &lt;National&gt; Rapporteur"' in page
        assert re.search(r'<p class="cap namenote">published by Office of the &lt;National&gt; Rapporteur</p>', page)


def test_without_a_publisher_no_page_names_one(own, card):
    page = country_html(own, report_view(own, card))
    assert 'data-publisher=""' in page
    assert "published by" not in page


def test_the_file_travels_in_the_report_and_its_name_in_the_result(published, its_card):
    files = {file.name: file.content for file in carried_files(published, its_card, "en")}
    assert json.loads(files["result.json"])["publisher"] == NAME
    assert files["publisher.yaml"] == (published.layers.folders[0] / "publisher.yaml").read_bytes()
    assert "publisher" not in json.loads(result_json(its_card))


def test_a_report_with_a_publisher_is_made_again_to_the_byte(published, its_card, library):
    found = verify_pdf(region_pdf(published, [its_card], "brief"), library, "x.pdf")
    assert (found.outcome, found.publisher) == (VERIFIED, NAME)


def test_a_link_in_its_place_that_leads_out_is_refused(tmp_path):
    (tmp_path / "own" / "countries").mkdir(parents=True)
    (tmp_path / "mine.yaml").write_text("name: x\n", encoding="utf-8")
    (tmp_path / "own" / "publisher.yaml").symlink_to(tmp_path / "mine.yaml")
    with pytest.raises(InvalidInputError, match="a link that leads out of the folder"):
        Library.open(tmp_path / "own")


def test_only_one_file_beside_the_two_folders_is_taken_from_a_report(published, its_card):
    from evaluator.reports.editions.library import carried_contents

    def held(name: str) -> Held:
        return Held("x.pdf", b"", (HeldFile(name, b"name: x\n", ""),), "en", "", "")

    assert carried_contents(held("publisher.yaml")) == {"publisher.yaml": b"name: x\n"}
    for name in ("publisher.yaml/x", "own/publisher.yaml", "publisher.yml"):
        with pytest.raises(InvalidInputError, match="Give files below"):
            carried_contents(held(name))
