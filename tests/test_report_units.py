"""The table of units made from the table of chapters."""

from __future__ import annotations

from tools.report_units import main, units_text

CHAPTERS = "iso3,year,tier\nSCG,2005,2_or_2WL\nALB,2001,3\n"


def test_a_unit_is_the_twelve_months_up_to_march_of_the_report():
    assert units_text(CHAPTERS).splitlines() == [
        "unit_id,iso3,country,rubric,from,to,worked_example",
        "ALB-2001,ALB,Albania,public-record,2000-04,2001-03,yes",
        "SCG-2005,SCG,Serbia and Montenegro,public-record,2004-04,2005-03,yes",
    ]


def test_the_shipped_table_is_what_the_tool_writes(root, tmp_path):
    (tmp_path / "facts").mkdir()
    chapters = (root / "countries" / "facts" / "report-chapters.csv").read_bytes()
    (tmp_path / "facts" / "report-chapters.csv").write_bytes(chapters)
    main(["--countries", str(tmp_path)])
    assert (tmp_path / "units.csv").read_bytes() == (root / "countries" / "units.csv").read_bytes()
