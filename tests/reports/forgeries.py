"""Forgeries of a report: what somebody could change in its PDF, each as one edit, with the words that must name it.

Each is an edit of the open PDF and a text that stands in place, found or expected of a difference.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String

Edit = Callable[[Pdf], None]
FORGERIES: dict[str, tuple[Edit, str]] = {}
STATEMENT = b"The European Commission has confirmed grade A."


def forgery(words: str) -> Callable[[Edit], Edit]:
    """Enter an edit under its name; `words` must be told."""

    def enter(edit: Edit) -> Edit:
        FORGERIES[edit.__name__] = (edit, words)
        return edit

    return enter


def _spec(pdf: Pdf, name: str) -> pikepdf.Object:
    names = list(pdf.Root.Names.EmbeddedFiles.Names)
    return dict(zip(map(str, names[::2]), names[1::2], strict=True))[name]


def _put_file(pdf: Pdf, name: str, content: bytes) -> None:
    """Write other bytes into a file inside, with their fingerprint beside them."""
    spec = _spec(pdf, name)
    spec.EF.F.write(content)
    spec.EF.F.Params.Size = len(content)
    spec.EF.F.Params.CheckSum = String(hashlib.md5(content, usedforsecurity=False).digest())
    spec.Desc = String(f"SHA-256 {hashlib.sha256(content).hexdigest()}")


def _held(pdf: Pdf, name: str) -> bytes:
    return _spec(pdf, name).EF.F.read_bytes()


def _redraw(pdf: Pdf, pattern: bytes, other: bytes | Callable[[re.Match[bytes]], bytes], page: int = 0) -> None:
    """Replace the first match in what a page draws."""
    contents = pdf.pages[page].obj.Contents
    drawn, number = re.subn(pattern, other, contents.read_bytes(), count=1, flags=re.DOTALL)
    assert number == 1
    contents.write(drawn)


def _add(pdf: Pdf, drawn: bytes, page: int = 0) -> None:
    contents = pdf.pages[page].obj.Contents
    contents.write(contents.read_bytes() + b"\n" + drawn)


def _elements(pdf: Pdf) -> Iterator[pikepdf.Object]:
    return (one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == "/StructElem")


def _links(pdf: Pdf) -> list[pikepdf.Object]:
    return [link for page in pdf.pages for link in page.obj.get("/Annots", [])]


def _font(pdf: Pdf) -> pikepdf.Object:
    return next(iter(pdf.pages[0].obj.Resources.Font.values()))


def _helvetica(pdf: Pdf) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _form(pdf: Pdf, drawn: bytes) -> pikepdf.Object:
    form = pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 900, 900])
    form.Resources = Dictionary(Font=Dictionary(H=_helvetica(pdf)))
    return form


# What other readers find inside


@forgery("another file for readers that look under /UF")
def uf_stream_swap(pdf: Pdf) -> None:
    content = _held(pdf, "result.json").replace(b'"score": 0', b'"score": 0.99, "was": 0', 1)
    _spec(pdf, "result.json").EF.UF = pdf.make_stream(content, Type=Name.EmbeddedFile)


@forgery("shown under another name, 'official-result.json'")
def uf_display_name(pdf: Pdf) -> None:
    _spec(pdf, "result.json").UF = String("official-result.json")


@forgery("countries/XXA/official-statement.pdf")
def extra_attachment_safe_path(pdf: Pdf) -> None:
    name = "countries/XXA/official-statement.pdf"
    described = f"SHA-256 {hashlib.sha256(STATEMENT).hexdigest()}"
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, STATEMENT, filename=name, description=described)


@forgery("result.json once more")
def the_same_name_twice(pdf: Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    content = _held(pdf, "result.json").replace(b'"draft": true', b'"draft": false')
    other = Dictionary({**_spec(pdf, "result.json"), "/EF": Dictionary(F=pdf.make_stream(content))})
    names.extend([String("result.json"), pdf.make_indirect(other)])


@forgery("files that belong to it (/AF)")
def af_array_extra(pdf: Pdf) -> None:
    spec = Dictionary(Type=Name.Filespec, F="statement.txt", UF="statement.txt", AFRelationship=Name.Data)
    spec.EF = Dictionary(F=pdf.make_stream(STATEMENT, Type=Name.EmbeddedFile))
    pdf.Root.AF.append(pdf.make_indirect(spec))


@forgery("result.json: /Desc")
def words_beside_a_file(pdf: Pdf) -> None:
    spec = _spec(pdf, "result.json")
    spec.Desc = String(f"{spec.Desc} (official)")


@forgery("result.json: /AFRelationship")
def relationship_of_a_file(pdf: Pdf) -> None:
    _spec(pdf, "result.json").AFRelationship = Name.Alternative


@forgery("the key 'score' more than once")
def result_dup_key(pdf: Pdf) -> None:
    _put_file(pdf, "result.json", _held(pdf, "result.json").replace(b"{", b'{"score": 0.99, "grade": "A",', 1))


@forgery("result.json: content")
def result_whitespace(pdf: Pdf) -> None:
    _put_file(pdf, "result.json", _held(pdf, "result.json") + b"\n \n")


@forgery("result.json: content")
def result_float_precision(pdf: Pdf) -> None:
    content, number = re.subn(rb'("score": 0\.\d+)', rb"\g<1>0000000000000000001", _held(pdf, "result.json"), count=1)
    assert number == 1
    _put_file(pdf, "result.json", content)


@forgery("score")
def result_score(pdf: Pdf) -> None:
    _put_file(pdf, "result.json", json.dumps({**json.loads(_held(pdf, "result.json")), "score": 0.99}).encode())


@forgery("/Collection")
def shown_as_a_collection_of_files(pdf: Pdf) -> None:
    pdf.Root.Collection = Dictionary(Type=Name.Collection, D="countries/XXA/country.yaml", View=Name.T)


# What a screen reader, a search or a copy gets


@forgery("alternative text (/Alt)")
def alt_text_changed(pdf: Pdf) -> None:
    for element in _elements(pdf):
        if "/Alt" in element or element.S == "/Table":  # a report on few plans has no drawing
            element.Alt = String("Score 0.99, grade A.")


@forgery("text in its place (/ActualText)")
def actualtext_struct(pdf: Pdf) -> None:
    for element in _elements(pdf):
        if element.S == "/P":
            element.ActualText = String("Grade A, score 0.99.")


@forgery("Grade A")
def actualtext_content(pdf: Pdf) -> None:
    _redraw(pdf, rb"<</MCID (\d+)>>", rb"<</MCID \1 /ActualText (Grade A)>>")


@forgery("expansion of an abbreviation (/E)")
def expansion_struct(pdf: Pdf) -> None:
    next(_elements(pdf)).E = String("Grade A")


@forgery("/S")
def kind_of_an_element(pdf: Pdf) -> None:
    next(element for element in _elements(pdf) if element.S == "/TH").S = Name.TD


@forgery(": /K")
def element_taken_out(pdf: Pdf) -> None:
    element = next(element for element in _elements(pdf) if element.S == "/Table")
    element.K = Array(list(element.K)[:-1])


@forgery("language (/Lang)")
def language_of_the_document(pdf: Pdf) -> None:
    pdf.Root.Lang = String("fr")


@forgery("which letters a font means (/ToUnicode)")
def tounicode_swap(pdf: Pdf) -> None:
    fonts = list(pdf.pages[0].obj.Resources.Font.values())
    for font in fonts:
        table = font.ToUnicode.read_bytes().replace(b"<0030>", b"<0039>")
        font.ToUnicode = pdf.make_stream(table)


# Letters drawn where no reader of words looked


@forgery("patterns (/Pattern)")
def tiling_pattern_text(pdf: Pdf) -> None:
    pattern = pdf.make_stream(b"BT /H 20 Tf (Grade A, score 0.99) Tj ET", PatternType=1, PaintType=1, TilingType=1)
    pattern.Type, pattern.BBox, pattern.XStep, pattern.YStep = Name.Pattern, Array([0, 0, 300, 40]), 300, 40
    pattern.Resources = Dictionary(Font=Dictionary(H=_helvetica(pdf)))
    pdf.pages[0].obj.Resources.Pattern.P9 = pattern
    _add(pdf, b"q /Pattern cs /P9 scn 50 50 300 40 re f Q")


@forgery("states of drawing (/ExtGState)")
def smask_text(pdf: Pdf) -> None:
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=_form(pdf, b"1 g BT /H 40 Tf (Grade A) Tj ET"))
    pdf.pages[0].obj.Resources.ExtGState.M9 = Dictionary(Type=Name.ExtGState, SMask=mask)
    _add(pdf, b"q /M9 gs 0 0 900 900 re f Q")


@forgery("states of drawing (/ExtGState)")
def gs_font(pdf: Pdf) -> None:
    fonts = list(pdf.pages[0].obj.Resources.Font.values())
    pdf.pages[0].obj.Resources.ExtGState.F9 = Dictionary(Type=Name.ExtGState, Font=Array([fonts[-1], 12]))
    _redraw(pdf, rb"(/\w+ [\d.]+ Tf)", rb"\1\n/F9 gs")


@forgery("page 1: contents (/Contents)")
def qq_font_restore(pdf: Pdf) -> None:
    """Choose another font inside q and Q, which a reader of words that keeps no state takes for the one in use."""
    other = str(list(pdf.pages[0].obj.Resources.Font.keys())[-1]).encode()
    _redraw(pdf, rb"(/\w+ [\d.]+ Tf)", rb"\1 q " + other + rb" 12 Tf Q")


@forgery("the same words, drawn otherwise")
def invisible_text_mode(pdf: Pdf) -> None:
    _redraw(pdf, rb"\nBT\n", rb"\nBT\n3 Tr\n")


@forgery("moved from")
def text_positions_swapped(pdf: Pdf) -> None:
    drawn = pdf.pages[0].obj.Contents.read_bytes()
    places = re.findall(rb"[^\n]+ Tm\n", drawn)
    first, last = places[0], next(place for place in reversed(places) if place != places[0])
    marked = drawn.replace(first, b"\x00").replace(last, first).replace(b"\x00", last)
    pdf.pages[0].obj.Contents.write(marked)


@forgery("T estland")
def words_pushed_apart(pdf: Pdf) -> None:
    _redraw(pdf, rb"\[<([0-9a-f]{4})", rb"[<\1>-90000<")


@forgery("moved from")
def letters_made_small(pdf: Pdf) -> None:
    _redraw(pdf, rb"(/\w+) [\d.]+ Tf", rb"\1 0.01 Tf")


@forgery("no words")
def letters_without_width(pdf: Pdf) -> None:
    _redraw(pdf, rb"\nBT\n", rb"\nBT\n0 Tz\n")


@forgery("the same words, drawn otherwise")
def letters_in_white(pdf: Pdf) -> None:
    _redraw(pdf, rb"\n[\d.]+ [\d.]+ [\d.]+ rg\nBT\n", rb"\n1 1 1 rg\nBT\n")


@forgery("/ca")
def letters_seen_through(pdf: Pdf) -> None:
    for state in pdf.pages[0].obj.Resources.ExtGState.values():
        if "/ca" in state:
            state.ca = 0


@forgery("page 1")
def words_added(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.Font.H = _helvetica(pdf)
    _add(pdf, b"BT /H 30 Tf 60 600 Td (Grade A) Tj ET")


@forgery("page 1")
def words_inside_a_drawing(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject.X99 = _form(pdf, b"BT /H 30 Tf (Grade A) Tj ET")
    _add(pdf, b"/X99 Do")


@forgery("the same words, drawn otherwise")
def an_image_laid_over(pdf: Pdf) -> None:
    _add(pdf, b"q 500 0 0 500 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")


# What covers and hides


@forgery("the same words, drawn otherwise")
def white_cover_rect(pdf: Pdf) -> None:
    _add(pdf, b"1 1 1 rg 0 0 800 300 re f")


@forgery("page 1: contents (/Contents)")
def cut_out_by_a_path(pdf: Pdf) -> None:
    drawn = pdf.pages[0].obj.Contents.read_bytes()
    pdf.pages[0].obj.Contents.write(drawn + b"\n0 0 1 1 re W n")


@forgery("the same words, drawn otherwise")
def cut_out_at_the_start(pdf: Pdf) -> None:
    contents = pdf.pages[0].obj.Contents
    pdf.pages[0].obj.Contents = Array([pdf.make_stream(b"0 0 1 1 re W n"), contents])


@forgery("page 1: /Resources: /Shading: /S9")
def covered_by_a_shading(pdf: Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 1, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 900, 900], Function=function)
    pdf.pages[0].obj.Resources.Shading.S9 = shading
    _add(pdf, b"/S9 sh")


def _boxed(key: str, box: object) -> Edit:
    def edit(pdf: Pdf) -> None:
        pdf.pages[0].obj[key] = box if isinstance(box, (int, float)) else Array(box)

    edit.__name__ = f"box_{key[1:].lower()}"
    return edit


for _key, _box, _words in (
    ("/MediaBox", [0, 300, 595, 842], "size of the page (/MediaBox)"),
    ("/CropBox", [0, 300, 595, 842], "visible box (/CropBox)"),
    ("/TrimBox", [0, 300, 595, 842], "trimmed box (/TrimBox)"),
    ("/BleedBox", [0, 300, 595, 842], "box of the bleed (/BleedBox)"),
    ("/ArtBox", [0, 300, 595, 842], "box of the art (/ArtBox)"),
    ("/Rotate", 180, "turn of the page (/Rotate)"),
    ("/UserUnit", 20, "unit of length (/UserUnit)"),
):
    forgery(_words)(_boxed(_key, _box))


@forgery("turn of the page (/Rotate)")
def turned_by_the_list_of_pages(pdf: Pdf) -> None:
    pdf.Root.Pages.Rotate = 90


@forgery("BBox")
def drawing_inside_cut_off(pdf: Pdf) -> None:
    for page in pdf.pages:
        for drawing in page.obj.Resources.XObject.values():
            drawing.BBox = Array([0, 0, 1, 1])


@forgery("1 Stamp")
def stamp_laid_over(pdf: Pdf) -> None:
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[60, 600, 160, 640], F=4)
    stamp.AP = Dictionary(N=_form(pdf, b"BT /H 30 Tf (Grade A) Tj ET"))
    pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", []), pdf.make_indirect(stamp)])


# Fonts


@forgery("which glyph a code draws (/CIDToGIDMap)")
def cidtogidmap_swap(pdf: Pdf) -> None:
    table = b"".join(((k + 1) % 256).to_bytes(2) for k in range(256))
    _font(pdf).DescendantFonts[0].CIDToGIDMap = pdf.make_stream(table)


@forgery("program of the font (/FontFile2)")
def fontfile_replaced(pdf: Pdf) -> None:
    descriptor = _font(pdf).DescendantFonts[0].FontDescriptor
    descriptor.FontFile2.write(descriptor.FontFile2.read_bytes() + b"\x00\x00\x00\x00")


@forgery("/Helvetica")
def another_font(pdf: Pdf) -> None:
    fonts = pdf.pages[0].obj.Resources.Font
    fonts[next(iter(fonts.keys()))] = _helvetica(pdf)


@forgery("/W")
def widths_of_letters(pdf: Pdf) -> None:
    _font(pdf).DescendantFonts[0].W = Array([1, Array([9000])])


@forgery("the same words, drawn otherwise")
def shapes_of_digits_exchanged(pdf: Pdf) -> None:
    for font in {page_font.objgen: page_font for page_font in _fonts(pdf)}.values():
        program = font.DescendantFonts[0].FontDescriptor.FontFile2
        program.write(_exchanged(program.read_bytes(), font.ToUnicode.read_bytes()))


def _fonts(pdf: Pdf) -> Iterator[pikepdf.Object]:
    return (font for page in pdf.pages for font in page.obj.Resources.Font.values())


def _exchanged(program: bytes, letters: bytes) -> bytes:
    """Return a font in which 0 and 9 have each other's outlines; its widths and the letters that it means stay."""
    codes = {unicode: int(code, 16) for code, unicode in re.findall(rb"<(\w{4})> <(\w{4})>", letters)}
    if not {b"0030", b"0039"} <= codes.keys():
        return program
    font, out = TTFont(io.BytesIO(program)), io.BytesIO()
    one, other = (font.getGlyphName(codes[digit]) for digit in (b"0030", b"0039"))
    glyphs = font["glyf"].glyphs
    glyphs[one], glyphs[other] = glyphs[other], glyphs[one]
    font.save(out)
    return out.getvalue()


# Links, bookmarks, actions


@forgery("border (/Border)")
def link_border_cover(pdf: Pdf) -> None:
    _links(pdf)[0].Border = Array([0, 0, 400])


@forgery("border (/BS): /W")
def link_bs_cover(pdf: Pdf) -> None:
    _links(pdf)[0].BS.W = 400


@forgery("place (/Rect)")
def link_rect_moved(pdf: Pdf) -> None:
    one, other = _links(pdf)[:2]
    one.Rect, other.Rect = Array(list(other.Rect)), Array(list(one.Rect))


@forgery("contents (/Contents)")
def link_contents(pdf: Pdf) -> None:
    _links(pdf)[0].Contents = String("The grade is A")


@forgery("/URI")
def link_to_another_address(pdf: Pdf) -> None:
    link = next(link for link in _links(pdf) if "/Dest" in link)
    del link.Dest
    link.A = Dictionary(S=Name.URI, URI="https://example.org/")


@forgery("/Dest")
def link_to_another_place(pdf: Pdf) -> None:
    links = [link for link in _links(pdf) if "/Dest" in link]
    links[0].Dest = next(link.Dest for link in links if link.Dest != links[0].Dest)


@forgery("page 1")
def named_place_moved(pdf: Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    names[-1] = Array([pdf.pages[0].obj, Name.XYZ, 0, 0, 0])


@forgery("bookmark")
def bookmark_said_otherwise(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("Official grade: A")


@forgery("colour (/C)")
def bookmark_colour(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.C = Array([1, 0, 0])


@forgery("/Next")
def link_that_does_more(pdf: Pdf) -> None:
    link = _links(pdf)[0]
    link.A = Dictionary(S=Name.URI, URI="https://example.org/", Next=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


@forgery("/OpenAction")
def script_on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@forgery("/JavaScript")
def script_by_name(pdf: Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=["x", Dictionary(S=Name.JavaScript, JS="app.alert(1)")])


@forgery("/AcroForm")
def form_with_fields(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=[])


@forgery("page 1: /AA")
def action_of_a_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI="https://example.org/"))


@forgery("/OCProperties")
def layers_that_can_be_hidden(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=[], D=Dictionary())


# Pages, title, dates


@forgery("number of pages")
def page_taken_out(pdf: Pdf) -> None:
    del pdf.pages[-1]


@forgery("number of pages")
def page_added(pdf: Pdf) -> None:
    pdf.add_blank_page()


@forgery("page 1")
def pages_moved(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])
    del pdf.pages[0]


def _informed(key: str, text: str) -> Edit:
    def edit(pdf: Pdf) -> None:
        pdf.docinfo[key] = String(text)

    edit.__name__ = f"information_{key[1:].lower()}"
    return edit


for _key in ("/Title", "/Author", "/Subject", "/CreationDate", "/ModDate", "/Keywords", "/Official"):
    forgery(f"document information: {_key}")(_informed(_key, "European Commission: grade A"))


@forgery("metadata (XMP)")
def xmp(pdf: Pdf) -> None:
    written = pdf.Root.Metadata.read_raw_bytes()
    pdf.Root.Metadata.write(written.replace(b"NAP Evaluator", b"The Commission"))


@forgery("how a reader opens it (/ViewerPreferences)")
def viewer_preferences(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=False, HideToolbar=True)


@forgery("/PageLabels")
def numbers_of_pages(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D, St=100)])


@forgery("/Thumb")
def small_picture_of_a_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(b"\x00", Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)


# What the report says of the programs that made it


@forgery("page ")
def line_of_the_version_spread(pdf: Pdf) -> None:
    contents = pdf.pages[-1].obj.Contents
    contents.write(re.sub(rb"<(\w{4})(?=\w)", rb"<\1>-2500<", contents.read_bytes()))


def _with_words(key: str) -> Edit:
    def edit(pdf: Pdf) -> None:
        pdf.docinfo[key] = String(f"{pdf.docinfo[key]} (grade A, confirmed by the European Commission)")

    edit.__name__ = f"version_with_words_{key[1:].lower()}"
    return edit


for _key in ("/Creator", "/Producer", "/Pango", "/HarfBuzz", "/HarfBuzzSubset", "/Python", "/zlib", "/pydyf"):
    forgery(f"document information: {_key}")(_with_words(_key))


# What is refused before anything is drawn

REFUSED: dict[str, tuple[Edit, str]] = {}


def refusal(words: str) -> Callable[[Edit], Edit]:
    """Enter an edit with which the report is refused; `words` must be said."""

    def enter(edit: Edit) -> Edit:
        REFUSED[edit.__name__] = (edit, words)
        return edit

    return enter


@refusal("page 1: a drawing that draws itself, or lies more than 6 deep in others")
def form_that_draws_itself(pdf: Pdf) -> None:
    form = pdf.make_indirect(_form(pdf, b"/X99 Do /X99 Do"))
    form.Resources.XObject = Dictionary(X99=form)
    pdf.pages[0].obj.Resources.XObject.X99 = form
    _add(pdf, b"/X99 Do")


@refusal("page 1: a drawing that draws itself, or lies more than 6 deep in others")
def form_without_resources_that_draws_itself(pdf: Pdf) -> None:
    form = pdf.make_stream(b"/X99 Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 900, 900])
    pdf.pages[0].obj.Resources.XObject.X99 = form
    _add(pdf, b"/X99 Do")


@refusal("page 1: a drawing that draws itself, or lies more than 6 deep in others")
def forms_in_forms(pdf: Pdf) -> None:
    form = _form(pdf, b"BT /H 30 Tf (Grade A) Tj ET")
    for _ in range(6):
        outer = _form(pdf, b"/X Do")
        outer.Resources.XObject = Dictionary(X=form)
        form = outer
    pdf.pages[0].obj.Resources.XObject.X99 = form
    _add(pdf, b"/X99 Do")


@refusal("page 1: a drawing that draws itself, or lies more than 6 deep in others")
def stamp_that_draws_itself(pdf: Pdf) -> None:
    stamp_laid_over(pdf)
    drawn = pdf.pages[0].obj.Annots[-1].AP.N
    drawn.Resources.XObject = Dictionary(X=drawn)


@refusal("a font whose letters are drawings")
def letters_that_are_drawings(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.Font.T3 = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type3))


def _sized(name: str, *sides: float) -> Edit:
    def edit(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([0, 0, *sides])

    edit.__name__ = f"page_{name}"
    return edit


for _edit in (_sized("too_wide", 20_000, 842), _sized("too_flat", 595, 1), _sized("too_high", 595, 10**18)):
    refusal("page 1: a page of")(_edit)


# What only equal bytes rule out: nothing that a reader can reach is changed


def _appended(content: bytes) -> bytes:
    return content + b"\n% The European Commission has confirmed grade A.\n"


def _before(content: bytes) -> bytes:
    return b"% The European Commission has confirmed grade A.\n" + content


BYTES_ALONE: dict[str, Callable[[bytes], bytes]] = {"appended": _appended, "before": _before}
