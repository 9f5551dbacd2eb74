"""Benchmarks of documents: one JSON line per result. Run: python -m benchmarks.documents.

A council's briefing and all 32 of them from the demo (loaded first into a database that has none), the same briefing by
WeasyPrint and the same charts by Plotly's kaleido, each where it is installed; neither is needed by the project.
"""

import contextlib
import dataclasses
import importlib.util
import itertools
import os
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")

from benchmarks import median_cpu, tell

FORMATS = ("pdf", "docx")
STAFF = "staff@demo.example"
CHARTS = 6


def main():
    import django

    django.setup()
    from promise_tracker.database import ensure_running

    ensure_running()
    _with_demo()
    one_briefing()
    all_briefings()
    peers()


def _with_demo():
    from django.core.management import call_command

    from branches.models import User

    if not User.objects.filter(email=STAFF).exists():
        with open(os.devnull, "w") as nowhere:
            call_command("load_demo", stdout=nowhere)


def _staff():
    from branches.models import User

    return User.objects.get(email=STAFF)


def briefing():
    """The document of one council, gathered anew as for a person who asks for it."""
    from branches.models import CouncilArea
    from reports.documents.build import build

    council = CouncilArea.objects.get(slug="south-lanarkshire")
    return build("council-briefing", viewer=_staff(), council=council)


def one_briefing():
    from reports.documents.build import rendered

    briefing()
    (taken,) = median_cpu(lambda: [rendered(briefing(), kind) for kind in FORMATS], rounds=5)
    tell("a council's briefing, PDF and Word", taken, "s of CPU", "the goal of 1 s", taken)


def all_briefings():
    from django.conf import settings

    from reports import packs

    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        pack = packs.ask_for_pack(by=_staff())
        with _watched(pack) as seen:
            start, cpu = time.monotonic(), time.process_time()
            packs.make(pack)
            wall, cpu = time.monotonic() - start, time.process_time() - cpu
        pack.delete()
    tell("all 32 briefings, PDF and Word", wall, "s", "the goal of 20 s", wall / 20)
    tell("all 32 briefings, PDF and Word", cpu, "s of CPU")
    early = max(size for made, size in seen if made <= 16)
    tell("memory after the eighth council", max(size for _, size in seen) - early, "MB more than before")


@contextlib.contextmanager
def _watched(pack):
    """[(files made, MB in use)] while a pack is made, ten times a second."""
    from reports import packs

    seen, ended = [], threading.Event()
    wanted = packs.folder_of(pack)

    def watch():
        while not ended.wait(0.1):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            seen.append((len(list(wanted.glob("[!.]*"))), pages * os.sysconf("SC_PAGE_SIZE") / 2**20))

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    ended.set()
    watcher.join()


def peers():
    from reports.documents import html, pdf

    # Another title each time: Typst keeps what it has made of the same words.
    document, number = briefing(), itertools.count()
    (ours,) = median_cpu(lambda: pdf.render(dataclasses.replace(document, title=f"{next(number)}")), rounds=5)
    tell("a briefing as PDF, already gathered", ours, "s of CPU")
    if importlib.util.find_spec("weasyprint"):
        page = html.render(document).decode()
        (theirs,) = median_cpu(lambda: _weasyprint(page), rounds=3)
        tell(
            "the same by WeasyPrint, after its import",
            theirs,
            "s of CPU",
            "WeasyPrint to ours",
            theirs / ours,
        )
    charts = _charts()
    start = time.monotonic()
    for chart in charts:
        _drawn(chart)
    ours = time.monotonic() - start
    tell(f"{CHARTS} charts as PNG", ours, "s")
    if importlib.util.find_spec("kaleido"):
        start = time.monotonic()
        for chart in charts:
            _kaleido(chart.plotly())
        theirs = time.monotonic() - start
        tell(f"the same {CHARTS} charts by kaleido", theirs, "s", "kaleido to ours", theirs / ours)


def _charts():
    from django.contrib.auth.models import AnonymousUser

    from reports import charts, shown

    shelf = shown.shelf(AnonymousUser())
    reading = shelf.readings[0]
    return [charts.answers(reading.table(question)) for question, _ in reading.questions[:CHARTS]]


def _drawn(chart):
    from reports import svg
    from reports.documents import pdf

    drawn = svg.draw(chart, 640)
    width, height = pdf.size_of(drawn)
    return pdf.png(drawn, width_px=1400, height_px=round(1400 * height / width))


def _weasyprint(page):
    import weasyprint

    return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


def _kaleido(figure):
    import plotly.graph_objects as graphs
    import plotly.io

    return plotly.io.to_image(graphs.Figure(figure["data"], figure["layout"]), format="png", width=1400)


if __name__ == "__main__":
    main()
