"""Walks through chart, map and grid by keyboard alone, and what wakes a chart: seen in a browser, focus always in sight."""

import pytest

from tests.browser.conftest import DESK, PHONE, press, until

pytestmark = pytest.mark.browser
FOCUS = """() => {
    const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
    const inside = node.querySelector && node.querySelector("polygon");
    const ring = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" || style.boxShadow !== "none"
        || (inside && parseFloat(getComputedStyle(inside).strokeWidth) > 3);
    return {
        tag: node.tagName.toLowerCase(), name: node.getAttribute("aria-label") || node.innerText || "",
        ring, seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        open: node.closest("details") ? node.closest("details").open : null,
    };
}"""


@pytest.fixture
def page_at(chromium, site_url):
    """`page_at(address, viewport)` opens a page that writes down its complaints and what it fetched."""
    contexts = []

    def opened(address, viewport=DESK, **options):
        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.fetched, page.complaints = [], []
        page.on("request", lambda request: page.fetched.append(request.url))
        page.on("console", lambda told: page.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(site_url + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def walk(page, steps, key="Tab"):
    """The focus after each press of a key."""
    found = []
    for _ in range(steps):
        page.keyboard.press(key)
        found.append(page.evaluate(FOCUS))
    return found


def woken(page):
    return page.locator(".pt-chart[data-awake=yes]").count()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_tab_goes_through_a_chart_in_reading_order_with_the_focus_in_sight(page_at, viewport):
    page = page_at("/national/explore/?by=council", viewport)
    page.locator("form.pt-controls button").focus()
    stops = walk(page, 6)
    names = " | ".join(stop["name"] for stop in stops)
    order = [names.find(words) for words in ("How sure is this?", "able", "CSV", "Excel", "SVG", "PNG")]
    assert -1 not in order
    assert order == sorted(order)
    assert all(stop["ring"] and stop["seen"] for stop in stops), stops


def test_a_woken_chart_takes_no_stop_of_the_tab_key(page_at):
    page = page_at("/national/explore/?by=council")
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=20_000)
    page.locator("form.pt-controls button").focus()
    assert "How sure is this?" in walk(page, 1)[0]["name"]
    assert page.complaints == []


def test_the_table_of_a_chart_opens_and_closes_by_enter_and_scrolls_by_the_arrows(page_at):
    page = page_at("/national/explore/?by=council", PHONE)
    summary = page.locator(".pt-chart__fold summary").nth(1)
    summary.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["open"] is True
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    assert page.evaluate(FOCUS)["ring"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert page.evaluate(FOCUS)["open"] is False


def test_the_map_is_one_stop_and_the_arrows_reach_every_cell(page_at):
    page = page_at("/councils/")
    start = page.locator(".pt-hex a[tabindex='0']")
    assert start.count() == 1
    start.focus()
    reached, ahead = set(), [page.evaluate(FOCUS)["name"]]
    while ahead:
        here = ahead.pop()
        if here in reached:
            continue
        reached.add(here)
        for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"):
            page.locator(f'.pt-hex a[aria-label="{here}"]').focus()
            found = walk(page, 1, key)[0]
            assert found["ring"]
            assert found["seen"]
            ahead.append(found["name"])
    assert len(reached) == page.locator(".pt-hex a").count() == 32


def test_the_next_stop_after_the_map_lies_behind_it(page_at):
    page = page_at("/councils/")
    page.locator(".pt-hex a[tabindex='0']").focus()
    assert "The map as a table" in walk(page, 1)[0]["name"]


@pytest.mark.parametrize(("key", "cell"), [("Home", 0), ("End", 31)])
def test_home_and_end_lead_to_the_first_and_the_last_cell(page_at, key, cell):
    page = page_at("/councils/")
    page.locator(".pt-hex a[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(key)
    assert page.locator(".pt-hex a").nth(cell).evaluate("cell => cell === document.activeElement")


def test_the_first_stop_before_the_map_leads_past_it_to_the_same_as_a_table(page_at):
    page = page_at("/councils/")
    page.locator(".pt-map__skip a").focus()
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    assert "The map as a table" in walk(page, 1)[0]["name"]
    page.keyboard.press("Enter")
    assert page.locator(".pt-map table tbody tr").count() == 32
    assert page.locator(".pt-map table").is_visible()


def test_each_cell_of_the_map_says_its_area_and_its_figure(page_at):
    page = page_at("/councils/")
    said = page.locator(".pt-hex a").evaluate_all("cells => cells.map(one => one.getAttribute('aria-label'))")
    assert all(": " in words and len(words.split(": ", 1)[1]) > 4 for words in said)
    assert page.locator(".pt-hex").get_attribute("role") == "group"
    assert page.locator(".pt-hex").get_attribute("aria-label")


def test_the_grid_is_walked_by_tab_its_heads_stay_and_the_arrows_scroll_it(page_at):
    page = page_at("/national/grid/")
    page.locator(".pt-gridbox").focus()
    assert page.evaluate(FOCUS)["ring"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    for key in ["ArrowDown"] * 12 + ["ArrowRight"] * 12:
        page.keyboard.press(key)
    box = page.locator(".pt-gridbox")
    until(
        page,
        lambda: box.evaluate("box => box.scrollTop > 0 && box.scrollLeft > 0"),
        "the grid did not scroll",
    )
    top, left = box.evaluate("box => [box.getBoundingClientRect().top, box.getBoundingClientRect().left]")
    head = page.locator(".pt-grid thead th").first.bounding_box()
    row = page.locator(".pt-grid tbody th").nth(20).bounding_box()
    assert abs(head["y"] - top) < 3
    assert abs(row["x"] - left) < 3
    stops = walk(page, 3)
    assert [stop["tag"] for stop in stops] == ["a", "a", "a"]
    assert all(stop["ring"] and stop["seen"] for stop in stops)


def test_a_focused_row_of_the_grid_is_not_hidden_under_its_head(page_at):
    page = page_at("/national/grid/")
    page.locator(".pt-grid tbody th a").nth(25).focus()
    page.locator(".pt-grid tbody th a").nth(24).focus()
    for _ in range(14):
        page.keyboard.press("Shift+Tab")
        under = page.evaluate(
            """() => {
                const head = document.querySelector(".pt-grid thead th").getBoundingClientRect().bottom;
                return document.activeElement.getBoundingClientRect().top < head - 1;
            }"""
        )
        assert not under


def test_the_box_at_the_pointer_tells_label_share_range_and_base_and_escape_takes_it_away(page_at):
    page = page_at("/national/explore/?by=council&view=dots")
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=20_000)
    dot = page.locator(".pt-chart__live .points path").first.bounding_box()
    box, middle = (
        page.locator(".pt-chart__live .hoverlayer .hovertext"),
        (dot["width"] / 2, dot["height"] / 2),
    )

    def pointed_at():
        for off in (1, 0):
            page.mouse.move(dot["x"] + middle[0] - off, dot["y"] + middle[1] - off)
        return box.count()

    until(page, pointed_at, "no box at the pointer")
    words = box.text_content()
    assert " %" in words
    assert "between" in words
    assert "answers" in words
    page.keyboard.press("Escape")
    box.wait_for(state="detached", timeout=20_000)


def test_whoever_saves_data_wakes_a_chart_by_touch_alone_on_a_desk_too(page_at, chromium, site_url):
    context = chromium.new_context(viewport=DESK)
    context.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page = context.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{site_url}/national/explore/")
    page.wait_for_timeout(1_200)
    assert not any("plotly" in url for url in fetched)
    page.locator(".pt-chart__picture").first.click()
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=20_000)
    context.close()


def test_on_a_phone_only_what_is_touched_wakes_and_it_is_no_lower_than_before(page_at):
    page = page_at("/national/", PHONE, has_touch=True, is_mobile=True)
    picture = page.locator(".pt-chart__picture").nth(1)
    before = picture.bounding_box()["height"]
    picture.tap()
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=20_000)
    assert woken(page) == 1
    assert abs(picture.bounding_box()["height"] - before) <= 16  # the page does not jump
    assert page.complaints == []


@pytest.mark.parametrize(
    "view", ["by=council&view=funnel", "by=waves_by_group", "by=named_group", "view=bars"]
)
def test_every_kind_of_chart_wakes_without_a_complaint(page_at, view):
    page = page_at(f"/national/explore/?{view}")
    page.wait_for_selector(".pt-chart[data-awake=yes]", timeout=20_000)
    assert page.complaints == []


@pytest.mark.parametrize(("name", "start"), [("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"\xef\xbb\xbf")])
def test_one_click_gives_the_file_with_simulated_in_its_name(page_at, name, start):
    page = page_at("/national/explore/?by=named_group")
    with page.expect_download() as taken:
        page.locator(".pt-chart__files a", has_text=name).first.click()
    assert taken.value.suggested_filename.startswith("simulated-")
    assert taken.value.path().read_bytes().startswith(start)


def test_the_state_of_a_view_is_in_the_address_and_comes_back_from_it(page_at):
    page = page_at("/national/explore/")
    page.select_option("#by", "council")
    press(page, page.locator("form.pt-controls button"))
    assert "by=council" in page.url
    again = page_at(page.url[page.url.index("/national/") :])
    assert again.locator("#by").input_value() == "council"
    assert again.locator(".pt-chart__title").inner_text() == page.locator(".pt-chart__title").inner_text()


def test_a_followed_area_is_told_and_undone_by_keyboard(open_as, site_url):
    page = open_as("staff", PHONE)
    page.goto(f"{site_url}/councils/shetland-islands/")
    page.locator(".pt-follow button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "You follow Shetland Islands" in page.locator("[role=status]").first.inner_text()
    assert "Stop following" in page.locator(".pt-follow button").inner_text()
    page.goto(f"{site_url}/following/")
    press(page, page.locator("li", has_text="Shetland Islands").locator("button"))
    assert "You no longer follow Shetland Islands" in page.locator("[role=status]").first.inner_text()
    press(page, page.locator("button", has_text="Undo"))
    assert page.locator("li", has_text="Shetland Islands").count() == 1
    press(page, page.locator("li", has_text="Shetland Islands").locator("button"))
