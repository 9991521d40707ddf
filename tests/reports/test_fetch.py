from __future__ import annotations

import pytest

from evaluator.read.layers import Layers
from evaluator.reports.html.fetch import asked_file, base_address, locked_fetcher


@pytest.fixture
def layers(tmp_path) -> Layers:
    for name in ("own", "shipped"):
        (tmp_path / name / "fonts").mkdir(parents=True)
    (tmp_path / "own" / "logo.svg").write_text("own", encoding="utf-8")
    (tmp_path / "shipped" / "logo.svg").write_text("shipped", encoding="utf-8")
    (tmp_path / "shipped" / "fonts" / "a.ttf").write_text("font", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "own" / "link.svg").symlink_to(tmp_path / "secret.txt")
    return Layers((tmp_path / "own", tmp_path / "shipped"))


def test_a_file_of_the_user_s_lies_over_the_shipped_one_of_the_same_name(layers):
    assert asked_file(layers, base_address(layers) + "logo.svg").read_text(encoding="utf-8") == "own"
    assert asked_file(layers, base_address(layers) + "fonts/a.ttf").read_text(encoding="utf-8") == "font"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x", "https://example.org/x", "ftp://example.org/x", "data:text/css,a",
        "file:///etc/hostname", "file://host/etc/hostname", "{base}../secret.txt", "{base}%2e%2e/secret.txt",
        "{base}link.svg", "{base}nothing.svg", "FILE:///etc/hostname",
    ],
)  # fmt: skip
def test_nothing_else_is_opened(layers, address):
    with pytest.raises(ValueError, match="template folders"):
        asked_file(layers, address.format(base=base_address(layers)))


def test_the_fetcher_answers_from_the_folders_only(layers):
    fetcher = locked_fetcher(layers)
    assert fetcher.fetch(base_address(layers) + "logo.svg").read() == b"own"
    with pytest.raises(ValueError, match="template folders"):
        fetcher.fetch("http://example.org/")
