"""The judges that look at a page: Nu for its HTML, axe for accessibility, our own eyes' rules for the rest."""

import http.client
import json
import time

from axe_playwright_python.sync_playwright import Axe

# The checker answers nobody without a name.
HEADERS = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "tests"}
# What axe calls a best practice is asked for too; it knows no fault that we would want to excuse.
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def wait_for_html_judge(port, longest=60):
    deadline = time.monotonic() + longest
    while time.monotonic() < deadline:
        try:
            faults_of_html(port, b"<!doctype html><html lang=en><title>x</title></html>")
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError("the HTML checker did not start")


def faults_of_html(port, html):
    """Errors and warnings (not hints) that the Nu checker finds in a page's bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/?out=json", html, HEADERS)
        messages = json.loads(connection.getresponse().read())["messages"]
    finally:
        connection.close()
    return [
        f"line {message.get('lastLine')}: {message['message']} … {message.get('extract', '').strip()[:120]}"
        for message in messages
        if message["type"] == "error" or message.get("subType") == "warning"
    ]


def faults_of_accessibility(page):
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": AXE_RULES}}
    return [
        f"{violation['id']}: {violation['help']} … {node['target']} {node['html'][:120]}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]


def sideways_overflow(page):
    """What sticks out to the right of the window, if anything; boxes that scroll by themselves may."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const scrolls = (node) => node && node !== document.documentElement &&
                (["auto", "scroll", "hidden"].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
            return ["the page is wider than the window"].concat([...document.querySelectorAll("body *")]
                .filter((node) => node.getBoundingClientRect().right > width + 1 && !scrolls(node.parentElement))
                .slice(0, 5).map((node) => node.outerHTML.slice(0, 120)));
        }"""
    )


class Listener:
    """Collects what a page complains about while it loads: script errors, policy violations, other hosts."""

    def __init__(self, page, site_url):
        self.faults, self.site_url = [], site_url
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("requestfailed", self._not_loaded)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.site_url, "data:", "blob:")):
            self.faults.append(f"asks another host: {request.url}")

    def _not_loaded(self, request):
        """A page that is left while its icon is under way takes the request back: nobody missed anything."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"not loaded: {request.url} ({request.failure})")
