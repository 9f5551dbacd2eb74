"""Benchmarks of pages with 12 charts: one JSON line per result. Run: python -m benchmarks.pages.

Chromium at a quarter of its speed opens three pages of the same figures: Plotly's own `to_html`, drawn SVG alone, and
ours (drawn, then woken by a touch). No database: the figures are made up and rounded.
"""

import functools
import gzip
import http.server
import os
import shutil
import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import tell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
STATIC = Path(__file__).parent.parent / "static"
CHARTS, ROUNDS, SLOWER = 12, 7, 4
QUIET = 2000  # milliseconds without a long task after which a page counts as interactive
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
WATCH = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.startTime + task.duration);
}).observe({ type: "longtask", buffered: true });
"""
PAGE = """{% load charts %}<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/look.css"></head><body><main>
{% for each in charts %}{% if woken %}{% chart each %}{% else %}{{ each }}{% endif %}{% endfor %}</main>
{% if woken %}{% chart_scripts %}{% endif %}</body></html>"""


def main():
    import django

    django.setup()
    rendering()
    browsing()


def table(number, base=260):
    """A question with four answers for Scotland, as a release would hold it."""
    from reports.safe_tables import SafeTable

    shares = {"always": 49 - number, "often": 27, "sometimes": 18 + number, "never": 6}
    row = {
        "group": {},
        "base": base,
        "shares": shares,
        "low": {name: max(share - 6, 0) for name, share in shares.items()},
    }
    row |= {"high": {name: share + 6 for name, share in shares.items()}, "note": None}
    about = {
        "wave": "bench",
        "wave_title": "Bench",
        "release": "bench/1",
        "released_on": "2026-01-01",
        "fieldwork": "2026",
    }
    about |= {"mode": "open", "simulated": True, "responses": base}
    plain = {
        "question": f"question-{number}",
        "wording": "How often?",
        "kind": "one",
        "by": [],
        "weighted": False,
    }
    return SafeTable.from_json(
        plain | {"rows": [row], "choices": [[name, name.title()] for name in shares], "provenance": about}
    )


def page(base=260, woken=True):
    """The bytes of our page of 12 charts, or of the drawings alone."""
    from django.template import engines

    from reports import charts, svg

    made = [charts.answers(table(number, base)) for number in range(CHARTS)]
    shown = made if woken else [svg.draw(chart) for chart in made]
    return engines["django"].from_string(PAGE).render({"charts": shown, "woken": woken}).encode()


def rendering():
    small, large = [_median(lambda base=base: page(base)) for base in (1_000, 1_000_000)]
    tell("page-of-12-charts-million", large, "s", "page-of-12-charts-thousand", large / small)
    tell("page-of-12-charts-zipped", len(gzip.compress(page(), 6)), "bytes")


def _median(work, rounds=9):
    taken = []
    work()
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def to_html():
    """The same 12 charts as Plotly writes a page by itself, its whole script inside."""
    import plotly.graph_objects as graph

    from reports import charts

    parts = []
    for number in range(CHARTS):
        made = charts.answers(table(number)).plotly()
        parts.append(
            graph.Figure(made["data"], made["layout"] | {"template": None}).to_html(
                full_html=False, include_plotlyjs=number == 0
            )
        )
    return f"<!doctype html><html><head><meta charset='utf-8'><title>Plotly</title></head><body>{''.join(parts)}</body></html>".encode()


def browsing():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "ours.html").write_bytes(page())
        Path(folder, "drawn.html").write_bytes(page(woken=False))
        Path(folder, "plotly.html").write_bytes(to_html())
        # One file, as the site serves it.
        sheets = [Path(STATIC, "css", f"{name}.css").read_text() for name in ("tokens", "charts")]
        Path(folder, "look.css").write_text("\n".join(sheets))
        Path(folder, "static").symlink_to(STATIC)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _compare(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the three pages; ours under the strict policy."""

    def end_headers(self):
        if "plotly.html" not in self.path:
            self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *words):
        pass


def _compare(site):
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        ours, drawn, theirs = (
            statistics.median(_interactive(browser, f"{site}/{name}.html") for _ in range(ROUNDS))
            for name in ("ours", "drawn", "plotly")
        )
        woken = statistics.median(_waking(browser, f"{site}/ours.html") for _ in range(ROUNDS))
        browser.close()
    tell("12-charts-interactive", ours, "s", "12-charts-drawn-alone", ours / drawn)
    tell("12-charts-plotly-to-html", theirs, "s", "12-charts-interactive", theirs / ours)
    tell("waking-one-chart", woken, "s")


def _opened(browser, url):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened = context.new_page()
    context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    opened.add_init_script(WATCH)
    opened.goto(url, wait_until="load", timeout=120_000)
    return context, opened


def _interactive(browser, url):
    """Seconds until the page has painted and no task has blocked it for two seconds."""
    context, opened = _opened(browser, url)
    while (
        opened.evaluate("performance.now() - window.longest") < QUIET
    ):  # asked from outside: the policy refuses eval
        opened.wait_for_timeout(200)
    last = opened.evaluate(
        "Math.max(window.longest, performance.getEntriesByName('first-contentful-paint')[0].startTime)"
    )
    context.close()
    return last / 1000


def _waking(browser, url):
    """Seconds from the touch to the woken chart, its script's fetching included."""
    context, opened = _opened(browser, url)
    opened.wait_for_timeout(500)
    start = time.perf_counter()
    opened.locator(".pt-chart__picture").first.tap()
    opened.wait_for_selector(".pt-chart[data-awake=yes]", timeout=60_000)
    taken = time.perf_counter() - start
    context.close()
    return taken


if __name__ == "__main__":
    main()
