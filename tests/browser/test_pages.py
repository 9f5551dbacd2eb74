"""Every listed page, at a phone's and a desk's width: no judge finds a fault, and nothing sticks out."""

from pathlib import Path

import pytest

from tests.browser import judges
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


def listed_pages():
    lines = (Path(__file__).parent / "pages.txt").read_text().splitlines()
    return [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]


def go(page, site_url, way):
    """Open the address and follow the links; returns the last answer."""
    address, *links = (step.strip() for step in way.split("->"))
    answer = page.goto(site_url + address)
    for link in links:
        with page.expect_navigation() as navigation:
            page.locator(link).first.click()
        answer = navigation.value
    page.wait_for_load_state("load")
    return answer


@pytest.mark.parametrize(("person", "way"), listed_pages(), ids=lambda value: value.replace(" ", ""))
def test_a_page_in_the_eyes_of_all_judges(person, way, open_as, site_url, html_judge):
    page = open_as(person, PHONE)
    listener = judges.Listener(page, site_url)
    answer = go(page, site_url, way)
    assert answer.status == 200, f"{answer.status} at {page.url}"
    assert person == "anonymous" or "/account/login" not in page.url, f"{person} may not see {way}"
    faults = [f"HTML: {fault}" for fault in html_judge(answer.body())]
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        width = viewport["width"]
        faults += [f"{width} px: {fault}" for fault in judges.faults_of_accessibility(page)]
        faults += [f"{width} px: sticks out: {node}" for node in judges.sideways_overflow(page)]
    faults += listener.faults
    assert not faults, f"{page.url}\n" + "\n".join(faults)
