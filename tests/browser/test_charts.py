"""Charts, map and grid in a browser: by keyboard, without JavaScript, and what they fetch before and after a touch."""

import pytest

from tests.browser.conftest import DESK, PHONE, until

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(chromium, site_url):
    """`watched(viewport, touch)` opens a page that writes down what it fetched and what the console complained of."""
    opened = []

    def open_page(viewport, **options):
        context = chromium.new_context(viewport=viewport, **options)
        opened.append(context)
        page = context.new_page()
        page.fetched, page.complaints = [], []
        page.on("request", lambda request: page.fetched.append(request.url))
        page.on(
            "console",
            lambda message: page.complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.site = site_url
        return page

    yield open_page
    for context in opened:
        context.close()


def plotly_fetched(page):
    return any("plotly" in url for url in page.fetched)


def test_a_phone_fetches_no_plotly_before_the_first_touch_and_wakes_the_touched_chart_alone(watched):
    page = watched(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{page.site}/national/")
    page.wait_for_timeout(800)
    assert not plotly_fetched(page)
    page.locator(".pt-chart__picture").first.tap()
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=15_000)
    assert plotly_fetched(page)
    assert page.locator(".pt-chart[data-awake=yes]").count() == 1
    assert page.locator(".pt-chart__live").first.get_attribute("aria-hidden") == "true"
    assert page.complaints == []


def test_a_desktop_wakes_what_is_in_view_at_idle_under_the_strict_policy(watched):
    page = watched(DESK)
    page.goto(f"{page.site}/national/explore/")
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=15_000)
    assert page.complaints == []


def test_without_javascript_the_chart_and_its_table_are_there(watched):
    page = watched(PHONE, java_script_enabled=False)
    page.goto(f"{page.site}/national/")
    assert page.locator(".pt-chart__phone svg").first.is_visible()
    page.locator(".pt-chart__fold summary", has_text="The figures as a table").first.click()
    assert page.locator(".pt-chart table").first.is_visible()


def test_a_charts_folds_and_table_are_reached_by_keyboard(watched):
    page = watched(DESK)
    page.goto(f"{page.site}/national/explore/")
    page.locator("form.pt-controls button").focus()
    said = []
    for _ in range(8):
        page.keyboard.press("Tab")
        said.append(page.evaluate("document.activeElement.innerText || ''"))
        if "The figures as a table" in said[-1]:
            page.keyboard.press("Enter")
    assert any("How sure is this?" in words for words in said)
    assert page.locator(".pt-chart table").first.is_visible()
    assert any("CSV" in words for words in said)


def test_the_arrow_keys_walk_the_map_and_enter_opens_the_council(watched):
    page = watched(DESK)
    page.goto(f"{page.site}/councils/")
    page.locator(".pt-hex a[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowLeft")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    assert page.locator(".pt-hex a[tabindex='0']").count() == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/councils/" in page.url
    assert page.locator("h1").inner_text() in second


def test_the_grid_scrolls_by_keyboard_and_is_a_list_on_a_phone(watched):
    page = watched(DESK)
    page.goto(f"{page.site}/national/grid/")
    box = page.locator(".pt-gridbox")
    box.focus()
    page.keyboard.press("ArrowRight")
    until(page, lambda: box.evaluate("box => box.scrollLeft > 0"), "the grid did not scroll")
    phone = watched(PHONE)
    phone.goto(f"{phone.site}/national/grid/")
    assert not phone.locator(".pt-gridbox").is_visible()
    phone.locator(".pt-gridlist summary").first.click()
    assert phone.locator(".pt-gridlist dl").first.is_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/national/",
        "/national/explore/?by=council",
        "/national/grid/",
        "/councils/",
        "/councils/south-lanarkshire/",
    ],
)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_scrolls_sideways(watched, viewport, address):
    page = watched(viewport)
    page.goto(f"{page.site}{address}")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_national_page_is_at_most_100_kb_before_the_first_touch(watched):
    page = watched(PHONE, has_touch=True, is_mobile=True)
    finished = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(f"{page.site}/national/")
    page.wait_for_timeout(800)
    sizes = [request.sizes()["responseBodySize"] for request in finished]
    assert 0 < sum(sizes) <= 100_000, sizes
