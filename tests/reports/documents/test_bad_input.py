"""Whatever is typed into a document stays words in every format: nothing is run, opened or fetched."""

import io
import socket
import threading
import zipfile

import openpyxl
import pytest

from reports.documents import glyphs, pdf
from reports.documents.build import RENDERERS, rendered
from reports.documents.content import (
    Bullets,
    Contents,
    Figure,
    Finding,
    Heading,
    Note,
    Paragraph,
    Quote,
    Table,
)
from tests.reports.documents.reading import words_of
from tests.reports.documents.samples import SVG, sample

STARTS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠1"]
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ settings.SECRET_KEY }} {% load static %}",
    '#read("/etc/passwd") #import "@preview/x:0.1.0"',
    "$ 1/0 $ \\end{document} ]] }} %>",
    "<w:p/> ]]> &xxe; <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "\x00\x07\ud800\u202eabc\uffff",
]


@pytest.fixture
def host():
    """Another host that everything could be fetched from: its address, and who came."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    came.append(server.accept())
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.png", came
        stop.set()
        listener.join()


def everywhere(text, **changes):
    """A document with the text in every place that holds words."""
    table = Table(text, (text, text), ((text, text), ("1", text)), text, numeric=True)
    blocks = (
        Contents(),
        Heading(text or "x"),
        Paragraph(text, text),
        Bullets((text,)),
        Bullets((text,), numbered=True),
        Finding(text, text, text),
        table,
        Figure(SVG, text, text, text, table),
        Quote(text, text),
        Note(text, text),
    )
    places = dict.fromkeys(("title", "subtitle", "rests_on", "publisher", "contact"), text)
    return sample(blocks=blocks, **places | changes)


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("text", [*STARTS, *MARKUP], ids=ascii)
@pytest.mark.django_db
def test_every_format_takes_any_words(text, kind):
    data = rendered(everywhere(text), kind)
    words = words_of(kind, data)
    assert "root:" not in words
    assert "only for tests only" not in words  # the secret key of the tests
    if kind == "html":
        assert b"<script>alert" not in data
        assert b"<img" not in data
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    if kind == "csv":
        for line in data.decode("utf-8-sig").split("\r\n"):
            assert not line.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
            assert ",=" not in line and ',"=' not in line


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.django_db
def test_no_format_fetches_anything_from_another_host(kind, host):
    address, came = host
    asked = (
        f'<img src="{address}"> ![x]({address}) #image("{address}") url({address}) =IMAGE("{address}") '
        f'<link rel=stylesheet href="{address}"> {address}'
    )
    data = rendered(everywhere(asked), kind)
    if kind in ("docx", "pptx"):
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            assert not [name for name in found.namelist() if b'TargetMode="External"' in found.read(name)]
    assert came == []


@pytest.mark.parametrize(
    "svg",
    [
        '<image href="{address}"/>',
        '<image xlink:href="{address}" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<style>@import url("{address}");</style>',
        '<rect fill="url({address})" style="background:url({address})"/>',
        '<a href="{address}"><text>x</text></a>',
        '<foreignObject><img src="{address}"/></foreignObject>',
    ],
)
@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx", "html"])
@pytest.mark.django_db
def test_a_picture_that_asks_another_host_is_refused_unasked(svg, kind, host):
    address, came = host
    lying = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{svg.format(address=address)}</svg>'
    with pytest.raises(ValueError, match="picture"):
        rendered(sample(blocks=(Figure(lying, "alt", "caption"),)), kind)
    assert came == []


@pytest.mark.parametrize("lie", ["GIF89a", "%PDF-1.7", "\x89PNG\r\n", "", "<svg", "<html></html>"])
@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx", "html"])
@pytest.mark.django_db
def test_a_picture_that_lies_about_its_type_is_refused(lie, kind):
    with pytest.raises(ValueError, match="picture"):
        rendered(sample(blocks=(Figure(lie, "alt", "caption"),)), kind)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("👍 done", "□ done"), ("＝１", "=1"), ("漢字", "□□"), ("Żółć, Ελλάς, Київ, Gàidhlig", None)],
)
def test_what_the_font_lacks_never_stops_a_pdf(typed, printed):
    words = words_of("pdf", pdf.render(sample(blocks=(Paragraph(typed),))))
    assert (printed or typed) in words


def test_the_font_shows_every_character_that_is_said_to_be_covered():
    ranges = [line.split("-") for line in glyphs.COVERED.read_text().splitlines() if line[0] != "#"]
    every = [chr(code) for start, end in ranges for code in range(int(start, 16), int(end, 16) + 1)]
    assert len(every) > 1500
    assert glyphs.in_font("".join(every)) == "".join(every)
    assert pdf.render(sample(blocks=(Paragraph(" ".join(every)),)))
