"""Every page about a shipped plan says that it is a worked example; no page says it of a user's own country."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pypdfium2
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.errors import InvalidInputError
from evaluator.library import Library, examples_root, shipped_root
from evaluator.panel.settle import in_force, is_by_machine
from evaluator.read.layers import Layers
from evaluator.reports.subject import Examples, examples_among

ONE = "Worked example, read by machine, checked by no person"
ALL = "Worked examples, read by machine, checked by no person"
OWN = "QZA-2020-2024"


@pytest.fixture(scope="module")
def shipped():
    return Library.open()


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a folder that holds one plan of a user's own, with the ratings of Brazil's."""
    monkeypatch.chdir(tmp_path)
    country = tmp_path / "countries" / "QZA"
    shutil.copytree(shipped_root() / "countries" / "BRA", country)
    (country / "plans" / "BRA-2018-2022").rename(country / "plans" / OWN)
    shutil.rmtree(country / "plans" / OWN / "narrative")
    for path in (p for p in country.rglob("*.*") if p.suffix in (".yaml", ".csv")):
        text = path.read_text("utf-8").replace("BRA-2018-2022", OWN).replace("iso3: BRA", "iso3: QZA")
        text = re.sub(r"worked_example: true\n|^kind: machine\n|^  pt: Brasil\n", "", text, flags=re.MULTILINE)
        path.write_text(text.replace("  en: Brazil\n", "  en: Ownland\n"), "utf-8")
    return lambda *words: CliRunner().invoke(cli, [*words, "--no-color"], catch_exceptions=False)


def by_a_person(header) -> None:
    """Take the word that the ratings are a machine's out of a coder's header."""
    header.write_text(header.read_text("utf-8").replace("kind: machine\n", ""), "utf-8")


def pages(path) -> list[str]:
    """Return the text of each page of a PDF, with single spaces."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


@pytest.mark.slow
def test_every_shipped_assessment_is_marked_under_every_rubric(shipped):
    marked = {
        (name, plan): shipped.assessment(plan, shipped.rubric(name)).plan.worked_example
        for name in shipped.rubric_names
        for plan in shipped.assessed_plans(name)
    }
    assert len(marked) > 20
    assert [place for place, mark in marked.items() if not mark] == []


def test_every_shipped_unit_is_marked(shipped):
    units = shipped.units_of("public-record")
    assert len(units) > 1500
    assert [unit.unit_id for unit in units if not unit.worked_example] == []
    assert shipped.assessment(units[0].unit_id, shipped.rubric("public-record")).plan.worked_example


def test_every_shipped_plan_is_marked_whether_it_is_rated_or_not(shipped):
    plans = [plan for code in shipped.country_codes for plan in shipped.plan_ids(code)]
    assert [plan for plan in plans if not shipped.plan(plan).worked_example] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "ROU", "--rubric", "public-record", "--year", "2011"), ONE),
        (("report", "ALB", "SVN", "--kind", "comparative", "--rubric", "law-and-practice"), ALL),
        (("report", "ALB-2011", "SVN-2011", "--kind", "contrast", "--rubric", "public-record"), ALL),
        (("report", "SVN", "--kind", "brief", "--rubric", "law-and-practice"), ONE),
        (("todo", "SVN", "--rubric", "law-and-practice", "--format", "pdf"), ONE),
    ],
    ids=lambda value: "-".join(value[1:4]) if isinstance(value, tuple) else "",
)
def test_each_kind_of_report_says_it_on_every_page(words, said, run, tmp_path):
    out = tmp_path / "made.pdf"
    assert run(*words, "--out", str(out)).exit_code in (0, 1)
    found = pages(out)
    assert found
    assert [number for number, text in enumerate(found, 1) if said not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "plans", "named"),
    [
        ("comparative", ("BRA", "USA"), "All but Ownland: worked examples, read by machine, checked by no person"),
        ("contrast", ("BRA",), "Brazil: worked example, read by machine, checked by no person"),
        ("brief", ("BRA",), "Brazil: worked example, read by machine, checked by no person"),
    ],
)
def test_a_report_on_an_own_country_beside_shipped_ones_names_the_shipped_ones_alone(kind, plans, named, run, tmp_path):
    out = tmp_path / "made.pdf"
    assert run("report", OWN, *plans, "--kind", kind, "--out", str(out)).exit_code in (0, 1)
    assert [number for number, text in enumerate(pages(out), 1) if named not in text] == []


@pytest.mark.slow
def test_a_users_own_country_is_called_no_example_on_any_page(run, tmp_path):
    made = (("report", OWN), ("report", OWN, "--kind", "brief"), ("todo", OWN, "--format", "pdf"))
    for number, words in enumerate(made):
        out = tmp_path / f"{number}.pdf"
        assert run(*words, "--out", str(out)).exit_code in (0, 1)
        assert [number for number, text in enumerate(pages(out), 1) if "orked example" in text] == []


def test_the_terminal_names_the_examples_of_a_contrast_by_plan(run):
    mixed = run("contrast", OWN, "BRA", "-w", "equal", "-w", "us-tip", "--show", "scores").stdout
    assert "Worked examples, read by machine, checked by no person: BRA-2018-2022." in mixed
    alone = run("contrast", OWN, "-w", "equal", "-w", "us-tip", "--show", "scores").stdout
    assert "orked example" not in alone


def test_a_users_own_ratings_of_a_shipped_plan_are_no_example(tmp_path):
    at = "countries/BRA/plans/BRA-2018-2022/assessments/four-paradigms"
    shutil.copytree(shipped_root() / at, tmp_path / at)
    library = Library.open(tmp_path)
    assert not library.assessment("BRA-2018-2022", library.rubric()).plan.worked_example
    assert library.plan("BRA-2018-2022").worked_example


@pytest.mark.parametrize(
    ("name", "old", "new", "is_example"),
    [
        ("plan.yaml", "", "", True),
        ("narrative/en.md", "", "Mine.", True),
        ("measures.csv", "human-rights", "economic", False),
        ("assessments/four-paradigms/a.csv", ",rated,1,", ",rated,4,", False),
        ("assessments/four-paradigms/z.csv", "", "", False),
    ],
)
def test_a_copied_plan_is_an_example_only_as_long_as_what_is_scored_is_the_projects(
    name, old, new, is_example, tmp_path
):
    at = tmp_path / "countries" / "BRA" / "plans" / "BRA-2018-2022"
    shutil.copytree(shipped_root() / "countries" / "BRA", at.parents[1])
    if name.endswith("z.csv"):
        for ending in ("csv", "yaml"):
            text = (at / name).with_name(f"a.{ending}").read_text("utf-8")
            (at / name).with_suffix(f".{ending}").write_text(
                text.replace("coder: a", "coder: z").replace(".a\n", ".z\n"), "utf-8"
            )
    text = (at / name).read_text("utf-8")
    assert old in text
    (at / name).write_text(text.replace(old, new) if old else text + new, "utf-8")
    if "assessments" in name:  # ratings of one's own do not bear the name of a machine
        with pytest.raises(InvalidInputError, match="other ratings under the name of a machine"):
            Library.open(tmp_path).assessment("BRA-2018-2022", Library.open(tmp_path).rubric())
        by_a_person((at / name).with_suffix(".yaml"))
    library = Library.open(tmp_path)
    assert library.assessment("BRA-2018-2022", library.rubric()).plan.worked_example is is_example
    assert library.assessment("BRA-2018-2022", library.rubric("plan-quality")).plan.worked_example is (
        old != "human-rights"
    )


def test_a_plan_of_ones_own_is_an_example_where_its_header_says_so(run, tmp_path):
    header = tmp_path / "countries" / "QZA" / "plans" / OWN / "plan.yaml"
    assert "orked example" not in run("score", OWN).stdout
    header.write_text(header.read_text("utf-8") + "worked_example: true\n", "utf-8")
    assert "A worked example, not an official evaluation." in run("score", OWN).stdout  # a person rated
    for path in header.parent.rglob("assessments/*/?.yaml"):
        path.write_text(path.read_text("utf-8") + "kind: machine\n", "utf-8")
    # A machine alone scores no plan of one's own, whatever the header says.
    for _ in ("marked an example", "not marked"):
        for words in (("check",), ("score", OWN), ("report", OWN, "--out", str(tmp_path / "r.pdf"))):
            refused = run(*words)
            assert refused.exit_code == 2
            assert "a machine as coder" in " ".join(refused.output.split())
        header.write_text(header.read_text("utf-8").replace("worked_example: true\n", ""), "utf-8")


def test_where_a_person_rated_a_machines_ratings_count_no_more(shipped):
    found = shipped.assessment("BRA-2018-2022", shipped.rubric())
    assert is_by_machine(found)
    assert [c.header.coder for c in in_force(found.codings)] == ["a", "b"]
    begun = found.codings[1].header.model_copy(update={"kind": None, "state": "draft", "coder": "c"})
    mine = replace(found.codings[1], header=begun)
    assert in_force((*found.codings, mine)) == (mine,)


def test_a_changed_copy_with_a_machines_ratings_says_so_on_its_page(tmp_path):
    at = "countries/BRA/plans/BRA-2018-2022/assessments/four-paradigms"
    shutil.copytree(shipped_root() / at, tmp_path / at)
    library = Library.open(tmp_path)
    found = library.assessment("BRA-2018-2022", library.rubric())
    assert examples_among([("Brazil", found)]) == Examples(others=("Brazil",), unchecked=("Brazil",))


def test_a_machines_ratings_in_a_broken_table_are_told_and_break_nothing(tmp_path, run):
    at = tmp_path / "countries" / "ALB" / "plans" / "ALB-2005-2007"
    shutil.copytree(shipped_root() / "countries" / "ALB", at.parents[1])
    table = at / "assessments" / "four-paradigms" / "b.csv"
    whole = table.read_bytes()
    for broken in (whole.replace(b",level,", b",lvl,", 1), b"", whole + b"\x00\xff", b'criterion_id,"'):
        table.write_bytes(broken)
        told = run("check", "ALB", "--library", str(tmp_path))
        assert (told.exit_code, "b.csv" in told.output) == (2, True), told.output


def test_a_copied_invented_plan_keeps_its_mark_and_with_other_ratings_it_is_no_example(tmp_path):
    shutil.copytree(examples_root() / "countries" / "XCA", tmp_path / "countries" / "XCA")
    for is_example in (True, False):
        library = Library.open(tmp_path)
        copied = library.assessment("XCA-2023-2026", library.rubric())
        assert (copied.country.invented, copied.plan.worked_example) == (True, is_example)
        ratings = next((tmp_path / "countries").rglob("four-paradigms/a.csv"))
        ratings.write_text(ratings.read_text("utf-8").replace(",rated,3,", ",rated,2,"), "utf-8")
        by_a_person(ratings.with_suffix(".yaml"))


def test_a_unit_in_a_users_own_table_is_an_example_only_where_its_row_says_so(tmp_path):
    (tmp_path / "countries").mkdir()
    rows = "unit_id,iso3,country,rubric,from,to\nALB-2016,ALB,Albania,public-record,2015-04,2016-03\n"
    (tmp_path / "countries" / "units.csv").write_text(rows)
    library = Library.open(tmp_path)
    rubric = library.rubric("public-record")
    marks = {name: library.assessment(name, rubric).plan.worked_example for name in ("ALB-2016", "ALB-2011")}
    assert marks == {"ALB-2016": False, "ALB-2011": True}


def test_an_invented_country_is_neither_among_the_examples_nor_beside_them():
    library = Library(Layers((examples_root(), shipped_root())))
    made_up = library.assessment("XBE-2023-2026", library.rubric())
    assert made_up.plan.worked_example
    assert examples_among([("Belmora", made_up)]) == Examples()
