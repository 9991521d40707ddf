"""Templates, styles and logos of a partner's folder as attacks, by the command: refused, or harmless on the page."""

from __future__ import annotations

import base64
import shutil
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import examples_root

pytestmark = pytest.mark.slow

PLAN = "XAR-2022-2025"
SECRET, PRINTED = "Zx7secretQ", "printedhere"
BLOCK = (
    '{{% extends "shipped/country.html" %}}{{% block years %}}<section><h2>'
    + PRINTED
    + "</h2>{}</section>{{% endblock %}}"
)
LOGO = "main > .sheet:first-child {{ background: url({}) no-repeat right top 10mm / 18mm; }}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
PICTURE = SVG.format("<image xlink:href='{}' width='9' height='9'/>")
EMPTY = "data:image/svg+xml;base64," + base64.b64encode(SVG.format("").encode()).decode()
STYLED = SVG.format("<style>@import url({web}/a.css);</style>")

# By name: what stands in the block of the template; `{secret}` is a file beside the folder, `{web}` a server.
BLOCKS = {
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ cycler.__init__.__globals__ }}",
    "attr": "{{ ''|attr('__class__') }}",
    "format": "{{ '{0.__class__}'.format(view) }}",
    "format-map": "{{ '%(a)s'|format(a=view.__init__.__globals__) }}",
    "include": "{% include '{secret}' %}",
    "include-up": "{% include '../../secret.txt' %}",
    "import": "{% import '/etc/passwd' as x %}{{ x }}",
    "loop": "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "power": "{{ 9 ** 999999999 }}",
    "grow": "{{ 'x' * 2000000000 }}",
    "change": "{{ view.__dict__.update(a=1) }}",
    "set": "{% set view.score = 1 %}{{ view.score }}",
    "picture-file": "<img src='file://{secret}' alt='a'>",
    "picture-web": "<img src='{web}/a.png' alt='a'>",
    "attachment": "<a rel='attachment' href='file://{secret}'>a</a>",
    "attachment-head": "<link rel='attachment' href='file://{secret}'>",
    "object": "<object data='file://{secret}'></object><embed src='{web}/a'>",
    "frame": "<iframe src='{web}/a'></iframe>",
    "script": "<script>fetch('{web}/a')</script>",
    "handler": "<b onmouseover=\"location='{web}/a'\">a</b>",
    "style-web": "<style>@import url({web}/a.css); b { background: url({web}/b.png) }</style>",
    "refresh": "<meta http-equiv='refresh' content='0; url={web}/a'>",
    "base": "<base href='{web}/'><img src='a.png' alt='a'>",
    "svg-inside": "<svg width='9' height='9'><image href='file://{secret}' width='9' height='9'/></svg>",
}
# By name: the own style, and the files that lie beside it.
LOOKS: dict[str, tuple[str, dict[str, str | bytes]]] = {
    "css-import": ("@import url({web}/a.css);", {}),
    "css-font": ("@font-face { font-family: X; src: url(file://{secret}); } body { font-family: X; }", {}),
    "logo-up": (LOGO.format("../../secret.txt"), {}),
    "logo-web": (LOGO.format("{web}/logo.png"), {}),
    "logo-data": (LOGO.format(EMPTY), {}),
    "logo-file-inside": (LOGO.format("logo.svg"), {"logo.svg": PICTURE.format("file://{secret}")}),
    "logo-web-inside": (LOGO.format("logo.svg"), {"logo.svg": PICTURE.format("{web}/a.png")}),
    "logo-style-inside": (LOGO.format("logo.svg"), {"logo.svg": STYLED}),
    "logo-script": (LOGO.format("logo.svg"), {"logo.svg": SVG.format("<script>fetch('{web}/a')</script>")}),
    "logo-entity": (
        LOGO.format("logo.svg"),
        {"logo.svg": "<!DOCTYPE s [<!ENTITY a SYSTEM 'file://{secret}'>]>" + SVG.format("<text y='9'>&a;</text>")},
    ),
    "logo-bomb": (
        LOGO.format("logo.svg"),
        {"logo.svg": "<!DOCTYPE s [<!ENTITY a '" + "x" * 99 + "'>"
         + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 30}'>" for n in range(6))
         + "]>" + SVG.format("<text>&g;</text>")},
    ),
    "logo-huge": (LOGO.format("logo.png"), {"logo.png": b"huge"}),
    "logo-broken": (LOGO.format("logo.png"), {"logo.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 99}),
    "logo-uses-itself": (LOGO.format("logo.svg"), {"logo.svg": SVG.format("<g id='a'><use href='#a'/></g>")}),
}  # fmt: skip


@pytest.fixture(scope="module")
def web():
    """A server of this machine that counts what asks for it."""
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def own(tmp_path) -> Path:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    folder = tmp_path / "own"
    shutil.copytree(examples_root() / "countries" / "XAR", folder / "countries" / "XAR")
    (folder / "templates").mkdir()
    return folder


def huge_png() -> bytes:
    """A picture of a few kilobytes that would be 30,000 by 30,000 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * 3_751) for _ in range(30_000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def filled(text: str, own: Path, address: str) -> str:
    return text.replace("{secret}", str(own.parent / "secret.txt")).replace("{web}", address)


def printed(own: Path, form: str) -> tuple[int, str, bytes]:
    """Return the status of the command, what it said, and the file it wrote."""
    out = own.parent / f"out.{form}"
    words = ["report", PLAN, "--library", str(own), "--out", str(out), *(["--html"] if form == "html" else [])]
    done = CliRunner().invoke(cli, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output, out.read_bytes() if out.exists() else b""


def readable(content: bytes, form: str) -> str:
    """Return what a page says; of a PDF the texts of its pages and the files that it carries."""
    if form == "html":
        return content.decode()
    found = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_bounded() for page in found]
    files = [bytes(found.get_attachment(at).get_data()) for at in range(found.count_attachments())]
    return "\n".join([*texts, *(one.decode("utf-8", "replace") for one in files)])


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_the_block_that_is_attacked_is_really_printed(form, own):
    (own / "templates" / "country.html").write_text(BLOCK.format("<p>" + SECRET + "</p>"), "utf-8")
    status, _, content = printed(own, form)
    assert status in (0, 1)
    text = readable(content, form)
    assert PRINTED in text
    assert SECRET in text


def in_turn(names):
    """Yield each attack with a form of page, in turn: both forms of all of them cost seven minutes."""
    return [(name, ("pdf", "html")[at % 2]) for at, name in enumerate(names)]


@pytest.mark.parametrize(("name", "form"), in_turn(BLOCKS))
def test_a_template_reads_and_asks_for_nothing(name, form, own, web):
    block = BLOCK.format(filled(BLOCKS[name], own, web[0]))
    (own / "templates" / "country.html").write_text(block, "utf-8")
    holds(own, form, web[1])


@pytest.mark.parametrize(("name", "form"), in_turn(LOOKS))
def test_a_style_and_a_logo_read_and_ask_for_nothing(name, form, own, web):
    style, files = LOOKS[name]
    (own / "templates" / "own.css").write_text(filled(style, own, web[0]), "utf-8")
    for file, content in files.items():
        made = huge_png() if content == b"huge" else content
        (own / "templates" / file).write_bytes(made if isinstance(made, bytes) else filled(made, own, web[0]).encode())
    holds(own, form, web[1])


def holds(own: Path, form: str, asked: list[str]) -> None:
    """Assert that one message and no file came of it, or a page without the secret; and that nothing was asked for."""
    status, told, content = printed(own, form)
    assert asked == []
    if status == 2:
        assert not content
        assert f"{own / 'templates'}" in told
    else:
        assert status in (0, 1)
        text = readable(content, form)
        assert SECRET not in text
        assert form == "pdf" or not any(sign in text for sign in ("<script>fetch", "onmouseover", "127.0.0.1"))
