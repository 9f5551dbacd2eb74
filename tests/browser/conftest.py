"""What browser tests share: Debian's chromium, one running site, somebody signed in, the judge of HTML."""

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests import site
from tests.browser import judges

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def left_out(reason):
    """On a developer's machine a test without its tool is left out and says so; in CI that is a failure."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def press(page, target):
    """Press what leads to another page, and be there: waiting for "a page" would be content with the one that is left."""
    with page.expect_navigation():
        target.click()


def until(page, true, what, longest=20):
    """Wait until something is so in the page, by looking; a time to wait would be wrong on a busy machine."""
    deadline = time.monotonic() + longest
    while not true():
        assert time.monotonic() < deadline, what
        page.wait_for_timeout(50)


@pytest.fixture(scope="session")
def own_site(tmp_path_factory):
    """A demo started for this run, as a Site; None when BROWSER_SITE names one that is running already."""
    if os.environ.get("BROWSER_SITE"):
        yield None
        return
    with site.running(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def site_url(own_site):
    """The address of the demo that the pages are looked at in."""
    return own_site.url if own_site else os.environ["BROWSER_SITE"].rstrip("/")


@pytest.fixture(scope="session")
def chromium():
    """Playwright's browser object on Debian's own chromium; nothing is downloaded."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        left_out("no chromium (apt install chromium): the pages were not looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(chromium, site_url):
    """`signed_in("staff")` gives the cookies of that demo person; asked once each."""
    states = {}

    def state_of(person):
        if person not in states:
            context = chromium.new_context()
            if person != "anonymous":
                page = context.new_page()
                page.goto(f"{site_url}/")
                press(page, page.locator(f"form:has(input[name=person][value={person}]) button").first)
            states[person] = context.storage_state()
            names = {cookie["name"] for cookie in states[person]["cookies"]}
            assert person == "anonymous" or "session" in names, f"{person} could not enter the demo"
            context.close()
        return states[person]

    return state_of


@pytest.fixture
def open_as(chromium, signed_in):
    """`open_as("staff", PHONE)` gives an empty page of that person's browser."""
    with contextlib.ExitStack() as contexts:

        def opened(person="anonymous", viewport=DESK, **options):
            context = chromium.new_context(storage_state=signed_in(person), viewport=viewport, **options)
            contexts.callback(context.close)
            return context.new_page()

        yield opened


@pytest.fixture(scope="session")
def html_judge(tmp_path_factory):
    """Asks the Nu HTML checker: a function from HTML bytes to a list of faults."""
    jar = Path(__file__).resolve().parents[2] / "var/judges/html/node_modules/vnu-jar/build/dist/vnu.jar"
    if not jar.exists():
        left_out("no Nu HTML checker (script/judges fetches it): the pages' HTML was not checked")
    if not shutil.which("java"):
        left_out("no java (apt install default-jre-headless): the pages' HTML was not checked")
    port = site.free_port()
    command = ["java", "-Xmx400m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(jar)]
    process = subprocess.Popen(
        [*command, "nu.validator.servlet.Main", str(port)],
        cwd=tmp_path_factory.mktemp("judge"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        judges.wait_for_html_judge(port)
        yield lambda html: judges.faults_of_html(port, html)
    finally:
        process.kill()
        process.wait()
