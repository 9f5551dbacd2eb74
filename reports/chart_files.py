"""Makes a chart's files: its table as CSV or XLSX, its picture as SVG or PNG; each carries its source inside."""

from datetime import date

from django.http import HttpResponse

from branches import media_types
from branches.downloads import attachment
from reports import svg
from reports.charts import Chart
from reports.documents import csv, pdf, xlsx
from reports.documents.content import Document, Table

TYPES = {
    "csv": media_types.CSV,
    "xlsx": media_types.XLSX,
    "svg": "image/svg+xml",
    "png": "image/png",
}
PNG_SCALE = 2


def file_of(chart: Chart, ending: str, dated: date, publisher: str) -> bytes:
    """The chart in one of the formats of TYPES."""
    if ending in ("svg", "png"):
        drawing = svg.draw(chart, framed=True)
        return drawing.encode() if ending == "svg" else _png(drawing)
    document = Document(
        slug=chart.file_stem,
        title=chart.title,
        subtitle=chart.subtitle,
        dated=dated,
        rests_on=f"{chart.base_line}. {chart.source}.",
        blocks=(Table(chart.title, chart.columns, chart.rows, note=" ".join(chart.notes)),),
        publisher=publisher,
        simulated=chart.simulated,
    )
    return (csv if ending == "csv" else xlsx).render(document)


def answer(chart: Chart, ending: str, dated: date, publisher: str) -> HttpResponse:
    """The file as a download, named by what it shows, with the word simulated in the name when it is."""
    data = file_of(chart, ending, dated, publisher)
    return attachment(data, TYPES[ending], f"{chart.file_stem}.{ending}")


def _png(drawing: str) -> bytes:
    wide, high = (float(drawing.split(f' {name}="')[1].split('"')[0]) for name in ("width", "height"))
    return pdf.png(drawing, width_px=round(wide * PNG_SCALE), height_px=round(high * PNG_SCALE))
