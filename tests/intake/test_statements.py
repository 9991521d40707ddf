"""A plan's text as statements."""

from __future__ import annotations

from evaluator.intake.formats.cells import Outside, SourceFile
from evaluator.intake.formats.web import read_html
from evaluator.intake.formats.word import read_docx
from evaluator.intake.statements import statements_of


def test_running_titles_empty_pages_and_short_rests_are_no_statements():
    who = ["judges", "nurses", "teachers", "police"]
    pages = [f"National plan {at}\nThe ministry trains all {one}.\nSo" for at, one in enumerate(who, start=1)]
    outside = (*(Outside(at, text) for at, text in enumerate(pages, start=1)), Outside(5, ""))
    found = statements_of(SourceFile("pdf", "", (), outside, 5))
    assert [(one.number, one.activity, one.note) for one in found] == [
        (str(at), f"The ministry trains all {one}.", f"p. {at}") for at, one in enumerate(who, start=1)
    ]


def test_a_number_of_the_plan_is_kept_and_others_are_counted():
    text = "AIM ONE\n2.3 Open a shelter in the north\n- Train the judges of all\ncourts"
    found = statements_of(SourceFile("docx", "", (), (Outside(0, text),)))
    assert [(one.number, one.objective, one.activity) for one in found] == [
        ("2.3", "AIM ONE", "Open a shelter in the north"),
        ("2", "AIM ONE", "Train the judges of all courts"),
    ]


LONG = "Protection and assistance to victims and witnesses of the crime"
LINES = [
    "Prevention",
    "Teach all pupils of the country",
    LONG,
    "Open two shelters for adults",
    "Short Line",
    "And pay lawyers for victims",
]
WANTED = [
    ("Prevention", "Teach all pupils of the country"),
    (LONG, "Open two shelters for adults Short Line And pay lawyers for victims"),
]


def told(source):
    return [(one.objective, one.activity) for one in statements_of(source)]


def test_headings_of_a_page_are_those_that_it_marks_whatever_their_length(tmp_path):
    tags = ["h3", "p", "h4", "p", "p", "p"]
    page = "".join(f"<{tag}>{line}</{tag}>" for tag, line in zip(tags, LINES, strict=True))
    assert told(read_html("plan.html", f"<h1>Plan</h1>{page}".encode(), "")) == WANTED
    broken = page.replace(" victims", "<br>victims")
    assert told(read_html("plan.html", broken.encode(), "")) == WANTED
    assert LONG not in dict(told(read_html("plan.html", "".join(f"<p>{one}</p>" for one in LINES).encode(), "")))


def test_headings_of_a_word_document_are_those_of_its_styles_in_any_language(docx):
    def paragraph(line, style):
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>'

    styles = "".join(
        f'<w:style w:styleId="{name}"><w:name w:val="{called}"/></w:style>'
        for name, called in (("Ttulo2", "heading 2"), ("Ttulo3", "Heading 3"), ("Texto", "Body Text"))
    )
    broken = LONG.replace(" victims", "</w:t><w:br/><w:t>victims")  # over two lines
    used = ["Ttulo2", "Texto", "Ttulo3", "Texto", "Texto", "Texto"]
    path = docx("".join(map(paragraph, [broken if line == LONG else line for line in LINES], used)), styles=styles)
    assert told(read_docx(str(path), path.read_bytes(), "")) == WANTED
