"""Hostile words in every text that anybody can type, and every page that shows them: words they stay.

Runs last of the browser's tests, since it spoils the demo that they share. By default a sample of the addresses with
every payload somewhere; with --full every address, four times, beginning elsewhere in the corpus.
"""

import json
import subprocess
import sys
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.template import Context, Template
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from promise_tracker.middleware import POLICY
from tests.attacks.payloads import ADDRESSES, ATTRIBUTES, PAYLOADS, TEMPLATES
from tests.browser import judges
from tests.browser.conftest import DESK, left_out
from tests.browser.test_pages import listed_pages

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
FAULTS = (HERE / "hostile_page.js").read_text()
LISTEN = """document.addEventListener("securitypolicyviolation", event =>
    (window.x55Violations ||= []).push(`${event.violatedDirective} ${event.blockedURI}`))"""
# What people type that others see; each must have been filled, or the test looks at nothing.
TYPED = {
    "Reply.said", "Commitment.what", "Commitment.employers_comment", "Paper.title", "PaperParagraph.text", "PaperBearing.summary",
    "User.name", "Campaign.title", "ManagementQuestion.label", "QuestionPart.ask", "Letter.body", "Finding.sentence",
    "Benchmark.words", "AuditEvent.subject_label", "Branch.name", "Employer.name", "comment", "questionnaire", "block", "edition", "concern",
    "unmet need", "note", "contact", "token",
}  # fmt: skip
PERSONS = ("anonymous", "staff", "approver", "admin", "south-lanarkshire")
SAMPLE = 5  # addresses a person, in the default run
AWAY = ("/account/logout/", "/static/", "/media/", "/demo/enter/", "/api/")
ENDINGS = (
    ".csv",
    ".xlsx",
    ".pdf",
    ".docx",
    ".json",
    ".zip",
    ".png",
    ".svg",
    ".ics",
    ".xml",
    ".txt",
    ".html",
    ".pptx",
)


def fill(site, first):
    command = [sys.executable, "-m", "tests.browser.hostile_site", str(first)]
    done = subprocess.run(
        command, cwd=HERE.parents[1], env=site.environment, stdout=subprocess.PIPE, text=True, check=True
    )
    site.restart_web()
    return json.loads(done.stdout.splitlines()[-1])


class Crawl:
    """One person's walk: the listed pages first, then every address that a link leads to, one a route."""

    def __init__(self, page, site_url, starts, most):
        self.page, self.site_url, self.most = page, site_url, most
        self.waiting, self.routes, self.faults = deque(starts), set(), []
        self.listener = judges.Listener(page, site_url)
        page.on("dialog", self._dialog)

    def walk(self):
        while self.waiting and len(self.routes) < self.most:
            path = self.waiting.popleft()
            route = self._route(path)
            if route and route not in self.routes:
                self.routes.add(route)
                self._look(path)
        return self.faults

    def _route(self, path):
        try:
            found = resolve(urlsplit(path).path)
        except Resolver404:
            return None
        return f"{found.view_name} {'?' in path} {found.kwargs.get('kind', '')}"

    def _look(self, path):
        self.listener.faults.clear()
        try:
            answer = self._go(path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return  # a file, whatever its address ends in
        if answer.status >= 500:
            self.faults.append(f"{path}: {answer.status}")
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        found = self.page.evaluate(FAULTS) + [one for one in self.listener.faults if "favicon" not in one]
        self.faults += [
            f"{path}: {fault}" for fault in found if answer.status < 400 or "status of 4" not in fault
        ]
        links = self.page.eval_on_selector_all("main a[href], nav a[href]", "all => all.map(one => one.href)")
        self.waiting.extend(filter(None, map(self._own, links)))

    def _go(self, path):
        try:
            return self.page.goto(self.site_url + path, wait_until="load")
        except Error as error:  # a page that shows progress asked for itself again at that moment
            if f'another navigation to "{self.site_url}' not in str(error):
                raise
            return self.page.goto(self.site_url + path, wait_until="load")

    def _dialog(self, dialog):
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _own(self, link):
        link = urljoin(self.site_url, link).split("#")[0]
        path = link.removeprefix(self.site_url)
        leads_away = not link.startswith(self.site_url) or path.startswith(AWAY)
        return None if leads_away or urlsplit(path).path.endswith(ENDINGS) else path


HOSTILE = {
    "anonymous": ["/survey/{}-open/", "/published/{}/", "/councils/south-lanarkshire/"],
    "staff": [
        "/comments/{}/", "/comments/{}/next/", "/quotes/", "/questionnaires/{}/", "/questionnaires/{}/questions/staffing/", "/reports/{}/",
        "/branches/", "/reports/tokens/", "/releases/findings/", "/releases/workforce/", "/waves/{}/",
    ],
    "approver": ["/reports/{}/editions/1/", "/branches/campaigns/keeping-the-promise/", "/releases/spring-2026/1/"],
    "admin": ["/branches/people/", "/branches/branches/"],
    "south-lanarkshire": [
        "/branches/record/south-lanarkshire/", "/branches/papers/1/", "/branches/registers/", "/branches/commitments/", "/branches/contacts/",
    ],
}  # fmt: skip


def starts_for(person, name):
    """The pages where most was typed, then all that are listed for this person."""
    listed = [way.split("->")[0].strip() for who, way in listed_pages() if who == person]
    return [way.format(name) for way in HOSTILE[person]] + listed


def walk_everywhere(chromium, site_url, signed_in, name, most):
    faults, routes = [], set()
    for person in PERSONS:
        context = chromium.new_context(storage_state=signed_in(person), viewport=DESK)
        context.add_init_script(LISTEN)
        page = context.new_page()
        crawl = Crawl(page, site_url, starts_for(person, name), most)
        faults += [f"{person} {fault}" for fault in crawl.walk()]
        routes |= crawl.routes
        context.close()
    return faults, routes


@pytest.mark.parametrize(
    ("first", "most"),
    [(0, SAMPLE), *(pytest.param(first, 500, marks=pytest.mark.slow) for first in (15, 30, 45, 52))],
)
def test_hostile_words_stay_words_on_every_page(first, most, chromium, own_site, signed_in):
    if own_site is None:
        left_out("BROWSER_SITE names a site that may not be spoilt: hostile words were not tried")
    for person in PERSONS:
        signed_in(person)
    filled = fill(own_site, first)
    assert {name for name in TYPED if not filled.get(name)} == set()
    faults, routes = walk_everywhere(chromium, own_site.url, signed_in, f"hostile{first}", most)
    assert faults == []
    assert len(routes) >= min(2 * most, 100)


# --- The detector finds each of the sixty where a page prints it raw ---
@pytest.fixture(scope="module")
def raw(chromium):
    context = chromium.new_context()
    context.add_init_script(LISTEN)
    policy = POLICY.format(images="'self'", frames="'none'", framed="'none'")
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}

    def faults_of(body):
        # A page each: a payload that still leads away when the next is looked at would pull that one away with it.
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        html = f"<!doctype html><title>x</title><main>{body}</main>"
        page.route("**/*", lambda route: route.fulfill(body=html, headers=headers))
        try:
            page.goto("http://localhost:9/", wait_until="domcontentloaded")
            return page.evaluate(FAULTS)
        except Error:  # the payload led away while we looked
            return ["left the page"]
        finally:
            page.close()

    yield faults_of
    context.close()


def printed_raw(payload):
    if payload in ADDRESSES:
        return f'<a href="{payload}">press</a>'
    if payload in TEMPLATES:
        return Template(payload).render(Context())
    if payload in ATTRIBUTES:
        quote = '"' if '"' in payload else "'" if "'" in payload else ""
        return f"<input value={quote}{payload}{quote}>"
    return payload


def test_each_payload_is_found_where_a_page_prints_it_raw(raw):
    missed = [payload for payload in PAYLOADS if not raw(printed_raw(payload))]
    assert missed == []


def test_a_page_of_plain_words_is_clean(raw):
    assert raw("<p>Nothing here.</p>") == []
