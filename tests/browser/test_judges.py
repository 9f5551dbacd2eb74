"""Every judge finds the fault it is there for: a gate that cannot fail is no gate."""

import pytest

from promise_tracker.middleware import POLICY
from tests.browser import judges
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
ADDRESS = "http://localhost:9/"
PAGE = '<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>{}</main></body></html>'


@pytest.fixture
def judged(chromium):
    """Shows a page made of the given body under our own policy; returns (page, what it complained about)."""
    context = chromium.new_context(viewport=PHONE)

    def show(body):
        page = context.new_page()
        policy = POLICY.format(images="'self'", frames="'none'", framed="'none'")
        headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
        page.route(ADDRESS, lambda route: route.fulfill(body=PAGE.format(body), headers=headers))
        listener = judges.Listener(page, ADDRESS.rstrip("/"))
        page.goto(ADDRESS)
        return page, listener.faults

    yield show
    context.close()


def test_a_good_page_passes(judged, html_judge):
    page, faults = judged("<p>Good.</p>")
    assert faults == []
    assert judges.faults_of_accessibility(page) == []
    assert judges.sideways_overflow(page) == []
    assert html_judge(PAGE.format("<p>Good.</p>").encode()) == []


def test_the_html_judge_finds_a_stray_tag(html_judge):
    assert any("Stray end tag" in fault for fault in html_judge(PAGE.format("<p>Bad</div>").encode()))


def test_axe_finds_a_field_without_a_label(judged):
    page, _ = judged('<form><input name="name"></form>')
    assert any(fault.startswith("label:") for fault in judges.faults_of_accessibility(page))


def test_axe_finds_grey_on_white(judged):
    page, _ = judged(
        '<svg width="1" height="1" aria-hidden="true"></svg><font color="#aaaaaa">Hard to read</font>'
    )
    assert any(fault.startswith("color-contrast:") for fault in judges.faults_of_accessibility(page))


def test_a_wide_box_is_seen_unless_it_scrolls_by_itself(judged):
    page, _ = judged('<table width="900"><tr><td>wide</td></tr></table>')
    assert judges.sideways_overflow(page)


@pytest.mark.parametrize(
    "body",
    [
        "<script>document.title = 'changed'</script>",
        '<p style="color: red">red</p>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        "<style>p { color: red }</style>",
    ],
)
def test_the_policy_stops_inline_code_and_the_listener_hears_it(judged, body):
    _, faults = judged(body)
    assert any("Content Security Policy" in fault for fault in faults)


def test_another_host_is_heard(judged):
    _, faults = judged('<img src="https://elsewhere.example/pixel.gif" alt="">')
    assert faults


def test_what_cannot_be_fetched_is_heard_and_what_a_visitor_leaves_behind_is_not(judged):
    page, faults = judged('<img src="/missing.png" alt="">')
    assert any(fault.startswith("not loaded") for fault in faults)
    faults.clear()
    page.route("**/slow.png", lambda route: None)
    page.route("**/left.html", lambda route: route.fulfill(body=PAGE.format('<img src="/slow.png" alt="">')))
    with page.expect_request("**/slow.png"):
        page.goto(f"{ADDRESS}left.html", wait_until="commit")
    page.goto(ADDRESS)
    assert not [fault for fault in faults if fault.startswith("not loaded") and "slow" in fault]
