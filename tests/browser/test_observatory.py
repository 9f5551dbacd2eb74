"""The MDN HTTP Observatory gives the site A+, behind TLS as in production: a respondent's page, sign-in, the national page."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from promise_tracker import middleware
from tests.browser import behind_tls
from tests.browser.conftest import left_out

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PACKAGES = Path(__file__).resolve().parents[2] / "var/judges/node_modules"
SCRIPT = Path(__file__).parent / "npm/observatory.mjs"


@pytest.fixture(scope="module")
def behind(own_site, tmp_path_factory):
    if own_site is None:
        left_out("BROWSER_SITE names a site without TLS: the Observatory was not asked")
    if not (PACKAGES / "@mdn/mdn-http-observatory").exists() or not shutil.which("node"):
        left_out("no MDN Observatory (script/judges --full fetches it): the headers were not graded")
    with behind_tls.running(own_site, tmp_path_factory.mktemp("tls")) as running:
        yield running


def graded(http_port, https_port, authority, path):
    command = ["node", str(SCRIPT), str(PACKAGES), behind_tls.HOST, str(http_port), str(https_port), path]
    environment = behind_tls.with_authority(authority)
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=120
    )
    return json.loads(done.stdout)


PAGES = ["/", "/survey/open/", "/account/login/", "/national/", "/published/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_observatory_says_a_plus(behind, path):
    told = graded(behind.http_port, behind.https_port, behind.authority, path)
    assert (told["status"], told["grade"]) == (200, "A+"), told
    assert told["faults"] == []


def test_the_observatory_notices_a_site_without_its_policy(behind, tmp_path):
    """The same proxy, but the headers that our middleware sets are taken away."""
    headers = {"content-security-policy", "x-frame-options", *map(str.lower, middleware.HEADERS)}
    careless = behind_tls.without(behind, headers)
    try:
        told = graded(behind.http_port, careless.server_port, behind.authority, "/account/login/")
    finally:
        careless.shutdown()
    assert told["grade"] != "A+"
    assert any("ContentSecurityPolicy" in fault or "csp" in fault for fault in told["faults"]), told
