"""The copy of a source is the file it names, else one called like it or like the plan; never one outside the folder."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from evaluator.anchors.copies import copies, copy_of, own_plan
from evaluator.errors import InvalidInputError
from evaluator.model.country import Source


@pytest.fixture
def folder(tmp_path):
    for name in ("S1.pdf", "ABC-2020-2022.pdf", "other.html"):
        path = tmp_path / "own" / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "secret.pdf").write_bytes(b"x")
    return tmp_path / "own"


def found(folder, source, plan=""):
    path = copy_of([folder], source, plan)
    return path and path.name


def test_the_file_named_comes_first_then_the_source_then_the_plan(folder):
    assert found(folder, Source("S1", file="documents/other.html"), "ABC-2020-2022") == "other.html"
    assert found(folder, Source("S1"), "ABC-2020-2022") == "S1.pdf"
    assert found(folder, Source("S2"), "ABC-2020-2022") == "ABC-2020-2022.pdf"
    assert found(folder, Source("S2")) is None
    assert found(folder, Source("S2", file="documents/gone.pdf"), "ABC-2020-2022") is None


@pytest.mark.parametrize(
    "name", ["../secret.pdf", "/etc/hostname", "documents/../../secret.pdf", "C:\\a.pdf", "a\\b.pdf"]
)
def test_a_path_out_of_the_folder_is_refused(folder, name):
    with pytest.raises(InvalidInputError, match="a path inside the library's folder"):
        copy_of([folder], Source("S1", file=name))


def test_a_link_out_of_the_folder_is_no_copy(folder):
    (folder / "documents" / "S3.pdf").symlink_to(folder.parent / "secret.pdf")
    assert found(folder, Source("S3")) is None


def test_only_the_first_plan_of_the_sources_is_called_like_the_plan():
    sources = [Source("S1", kind="law"), Source("S2", kind="plan"), Source("S3", kind="plan")]
    assert [own_plan(source, sources, "P") for source in sources] == ["", "P", ""]


def test_the_file_of_a_plan_is_the_text_of_the_source_that_the_plan_names_and_of_no_other_plan(folder):
    sources = (Source("OLD", kind="plan"), Source("OWN", kind="plan"))
    plan = SimpleNamespace(id="ABC-2020-2022", sources=("OWN",))
    assert list(copies([folder], SimpleNamespace(plan=plan, sources=sources))) == ["OWN"]
    plan.sources = ()
    assert list(copies([folder], SimpleNamespace(plan=plan, sources=sources))) == ["OLD"]
