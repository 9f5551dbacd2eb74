"""Slides are read back by python-pptx and their charts' workbooks by openpyxl: titles, native charts, alt texts, no clock."""

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pptx
import pytest

from reports.documents import docx as word
from reports.documents import pdf, xlsx
from reports.documents import pptx as slides
from reports.documents.content import Figure, Finding, Table
from tests.reports.documents.samples import HOSTILE, SVG, sample


def deck_of(document):
    return pptx.Presentation(io.BytesIO(slides.render(document)))


def chart_of(*rows, head=("Group", "Share", "Range")):
    table = Table("x", head, rows, numeric=True)
    deck = deck_of(sample(blocks=(Figure(SVG, "The chart in words", "A finding", "Source", table),)))
    return next((shape for shape in deck.slides[1].shapes if shape.has_chart), None)


def test_a_finding_a_chart_and_a_quote_have_a_slide_each_with_a_title_of_its_own():
    titles = [slide.shapes.title.text_frame.text for slide in deck_of(sample()).slides]
    assert titles == [
        "Simulated: Briefing for Sampleshire",
        "of social workers say their team is short of staff",
        "Three in four are short of staff",
        "A social worker",
        "What workers said",
    ]


def test_simulated_and_what_it_rests_on_stand_on_every_slide():
    for slide in deck_of(sample()).slides:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "Simulated data" in words
        assert "Release spring-2026/1" in words


def test_a_chart_is_native_says_its_ranges_and_has_an_alt_text():
    frame = chart_of(("Scotland", "74 %", "69–79 %"), ("Group 3", "[c]", "–"))
    plot = frame.chart.plots[0]
    assert list(plot.categories) == ["Scotland (69–79 %)", "Group 3 ([c])"]
    assert list(plot.series[0].values) == [74.0, None]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "The chart in words"


def test_the_workbook_behind_a_chart_holds_the_printed_figures_and_no_formula():
    frame = chart_of(("=HYPERLINK(1)", "74 %", "69–79 %"))
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in book.active for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "n"] == [74]


@pytest.mark.parametrize(
    "table",
    [
        None,
        Table("x", ("Council area", "Figure"), (("Fife", "Simulated: 64 %, own figure"),)),
        Table("x", ("a", "b"), tuple((str(one), "1") for one in range(40)), numeric=True),
        Table("x", ("a", "b"), (("Fife", "[c]"),), numeric=True),
    ],
    ids=["no table", "words", "too many bars", "hidden"],
)
def test_what_no_chart_can_say_stands_as_a_picture_with_its_alt_text(table):
    deck = deck_of(sample(blocks=(Figure(SVG, "In words", "A finding", "", table),)))
    (picture,) = [shape for shape in deck.slides[1].shapes if shape.shape_type == 13]
    assert picture._element.nvPicPr.cNvPr.get("descr") == "In words"


def test_hostile_words_stay_words():
    deck = deck_of(sample(blocks=(Finding("74 %", HOSTILE, HOSTILE),)))
    assert "<b>bold</b> #let x = 1" in deck.slides[1].shapes.title.text_frame.text


@pytest.mark.parametrize("renderer", [slides, word, xlsx, pdf], ids=lambda one: one.__name__)
def test_no_file_tells_when_it_was_made(renderer):
    """The document's date is another one than today's, so today's stands nowhere in it."""
    today = datetime.now(UTC)
    forms = [today.strftime(form).encode() for form in ("%Y-%m-%d", "%Y%m%d")]
    document = sample(dated=datetime(2020, 2, 1).date(), rests_on="Release", blocks=sample().blocks)
    for name, data in parts(renderer.render(document)):
        assert not any(form in data for form in forms), name


def parts(data, name=""):
    """The file's parts, those of a workbook inside it too; a PDF is one part."""
    if not data.startswith(b"PK"):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert {entry.date_time[0] for entry in found.infolist()} == {1980}
        for inside in found.namelist():
            yield from parts(found.read(inside), f"{name}/{inside}")
