"""Lighthouse on its phone profile: accessibility and best practice 100, SEO 100 where search engines may come, speed stated."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import site
from tests.browser.conftest import FLAGS, left_out

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROGRAM = Path(__file__).resolve().parents[2] / "var/judges/node_modules/lighthouse/cli/index.js"
PAGES = {
    "survey's first page": ("/survey/open/", False),
    "a question": ("/survey/open/page/role/", False),
    "national page": ("/national/", True),
    "published list": ("/published/", True),
    "published report": ("/published/national-report/1/", True),
}
# A phone that is four times slower than this machine, on a slow mobile network; other work beside it costs points.
SLOWEST = 0.5


@pytest.fixture(scope="module")
def lighthouse(tmp_path_factory):
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("chromium-browser")
    if not PROGRAM.exists() or not node:
        left_out("no Lighthouse (script/judges --full fetches it): the phone profile was not asked")
    folder = tmp_path_factory.mktemp("lighthouse")

    def asked(address):
        out = folder / "report.json"
        command = [node, str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={out}"]
        flags = " ".join(("--headless=new", *FLAGS))
        subprocess.run(
            [*command, f"--chrome-path={chromium}", f"--chrome-flags={flags}"],
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "CHROME_PATH": chromium or ""},
            check=True,
            timeout=240,
        )
        return json.loads(out.read_text())

    return asked


def scores(report):
    return {name: round(100 * (category["score"] or 0)) for name, category in report["categories"].items()}


def faults(report):
    """What cost points, of everything but speed."""
    for name, category in report["categories"].items():
        for part in category["auditRefs"]:
            audit = report["audits"][part["id"]]
            if name != "performance" and part["weight"] and audit["score"] not in (1, None):
                yield f"{name}: {audit['title']}"


@pytest.mark.parametrize("page", PAGES)
def test_lighthouse_finds_no_fault(page, lighthouse, site_url, record_property):
    path, searched = PAGES[page]
    report = lighthouse(site_url + path)
    told = scores(report)
    record_property("lighthouse", told)
    print(f"{path} {told}")
    wanted = {"accessibility": 100, "best-practices": 100} | ({"seo": 100} if searched else {})
    assert {name: told[name] for name in wanted} == wanted, list(faults(report))
    assert told["performance"] >= 100 * SLOWEST
    if not searched:
        assert report["audits"]["is-crawlable"]["score"] == 0, "a survey page asks not to be listed"


def test_lighthouse_finds_what_is_wrong(lighthouse, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(
        "<html><head></head><body><img src=x.png><input><font color=#eeeeee>x</font></body></html>"
    )
    port = site.free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        told = scores(lighthouse(f"http://127.0.0.1:{port}/bad.html"))
    finally:
        server.terminate()
        server.wait(10)
    assert told["accessibility"] < 100
    assert told["best-practices"] < 100
    assert told["seo"] < 100
