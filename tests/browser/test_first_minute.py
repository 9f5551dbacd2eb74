"""The first minute of each person, walked as their guide tells it: what is bold is pressed, what is quoted is on the page."""

import os
import re
from pathlib import Path

import pytest

from tests import site
from tests.browser.conftest import DESK, PHONE, press

pytestmark = pytest.mark.browser
GUIDES = Path(__file__).resolve().parents[2] / "docs/guides"
# guide, most presses, who signs in at each width (two, because a meeting is logged once), where it ends
PEOPLE = {
    "social-worker": (6, ("", ""), "team_has_enough_staff|/page/"),
    "branch-secretary": (5, ("south-lanarkshire", "glasgow"), "/branches/meetings/"),
    "swig-staff": (8, ("staff", "staff"), "/documents/"),
}
ROLES = ("button", "link", "radio", "checkbox")


def first_minute(guide):
    """([what each step says], how many presses the guide promises) of its first minute."""
    section = (GUIDES / f"{guide}.md").read_text().split("## Your first minute", 1)[1].split("\n## ", 1)[0]
    steps = re.findall(r"^\d+\. (.+(?:\n(?!\d+\. |\n).+)*)", section, re.MULTILINE)
    return [" ".join(step.split()) for step in steps], int(re.search(r"In (\d+) (?:taps|clicks)", section)[1])


class Walker:
    """Presses what the guide makes bold, and counts."""

    def __init__(self, page, person):
        self.page, self.person, self.presses, self.downloaded = page, person, 0, None

    def step(self, words):
        for bold, quoted in re.findall(r"\*\*(.+?)\*\*|“(.+?)”", words):
            self.press(bold) if bold else self.read(quoted)

    def read(self, quoted):
        seen = " ".join(self.page.locator("body").inner_text().split())
        assert quoted in seen, f"“{quoted}” does not stand on {self.page.url}"

    def press(self, label):
        self._fill_sign_in()
        self.presses += 1
        leads_on, target = self._target(label)
        if target == "option":
            return
        if label == "Make and download":
            with self.page.expect_download(timeout=60_000) as download:
                target.click()
            self.downloaded = download.value.path().read_bytes()
            return
        press(self.page, target) if leads_on else target.click()

    def _target(self, label):
        """(whether it leads to another page, what is to be pressed)."""
        for exact in (True, False):
            for role in ROLES:
                found = self.page.get_by_role(role, name=label, exact=exact)
                if found.count():
                    return role in ("button", "link"), found.first
        option = self.page.locator("option", has_text=re.compile(f"^{re.escape(label)}$"))
        if option.count():
            option.first.locator("xpath=ancestor::select").select_option(label=label)
            return False, "option"
        return False, self.page.locator("summary", has_text=label).first

    def _fill_sign_in(self):
        if self.person and self.page.locator("[name=login]").count():
            self.page.fill("[name=login]", f"{self.person}@demo.example")
            self.page.fill("[name=password]", os.environ.get("DEMO_PASSWORD", site.PASSWORD))


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.slow)], ids=["phone", "desk"])
@pytest.mark.parametrize("guide", PEOPLE)
def test_the_first_minute_goes_as_the_guide_says(guide, width, chromium, site_url):
    most, people, end = PEOPLE[guide]
    steps, promised = first_minute(guide)
    context = chromium.new_context(viewport=width, accept_downloads=True)
    walker = Walker(context.new_page(), people[width is DESK])
    walker.page.goto(f"{site_url}/")
    for step in steps:
        walker.step(step)
    assert walker.presses == promised <= most
    assert re.search(end, walker.page.url), walker.page.url
    assert walker.downloaded is None or walker.downloaded.startswith(b"%PDF")
    context.close()


def test_a_step_that_is_not_there_is_noticed(chromium, site_url):
    context = chromium.new_context(viewport=PHONE)
    walker = Walker(context.new_page(), "")
    walker.page.goto(f"{site_url}/")
    walker.page.set_default_timeout(500)
    with pytest.raises(AssertionError, match="does not stand"):
        walker.step("You are on “A page that nobody wrote”.")
    with pytest.raises(Exception, match="Timeout"):
        walker.step("Press **A button that nobody made**.")
    context.close()
