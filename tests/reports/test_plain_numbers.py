"""Numbers are written to a PDF in one form, whichever interpreter computed them."""

from __future__ import annotations

import io
import re

import pikepdf
import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.reports.pdf.write import plain, plain_inside, plain_numbers

WRITTEN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
# What no page shows a difference between: the sums of 3.11 and of later interpreters.
LEFT_OVER = 1e-15


@given(st.floats(-1e6, 1e6))
def test_a_number_has_no_bare_point_no_exponent_and_no_sign_before_nothing(number):
    written = plain(number)
    assert WRITTEN.fullmatch(written)
    assert written != "-0"
    assert float(written) == pytest.approx(number, abs=1e-6)


@pytest.mark.parametrize(
    ("number", "other"), [(0.0, LEFT_OVER), (0.0, -LEFT_OVER), (12.5, 12.5 + 2e-15), (3.0, 3 - 1e-15)]
)
def test_what_two_interpreters_compute_apart_is_written_alike(number, other):
    assert number != other
    assert plain(number) == plain(other)


def test_numbers_between_glyphs_are_written_so_and_glyphs_are_left_as_they_are():
    assert plain_inside("<00120e13>-12.50<0013>") == "<00120e13>-12.5<0013>"
    assert plain_inside("<0012>") == "<0012>"


def test_pydyf_writes_them_so_meanwhile_and_as_before_afterwards():
    def drawn() -> bytes:
        stream = pydyf.Stream()
        stream.rectangle(LEFT_OVER, 0.0, 1.50, -LEFT_OVER)
        stream.show_text("<0001>-1e-17<0002>")
        return stream.data

    with plain_numbers():
        assert b"0 0 1.5 0 re" in drawn()
        assert b"[<0001>0<0002>] TJ" in drawn()
    assert b"0. 0 1.5 -0. re" in drawn()


@pytest.mark.slow
def test_no_page_of_a_report_holds_a_bare_point(report):
    with pikepdf.open(io.BytesIO(report)) as pdf:
        drawn = b"\n".join(page.obj.Contents.read_bytes() for page in pdf.pages)
    assert not re.search(rb"[0-9]\.[ \]\n]", drawn)
