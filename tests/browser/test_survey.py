"""A social worker answers the survey on a phone: with and without JavaScript, without cookies, and at 400 % zoom."""

import pytest

from tests.browser import judges
from tests.browser.conftest import PHONE, press

pytestmark = pytest.mark.browser
ZOOMED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %
WAYS = {
    "phone": {"viewport": PHONE},
    "no-javascript": {"viewport": PHONE, "java_script_enabled": False},
    "zoomed": {"viewport": ZOOMED},
}


@pytest.fixture(params=WAYS)
def page(request, chromium, site_url):
    context = chromium.new_context(**WAYS[request.param])
    page = context.new_page()
    page.goto(f"{site_url}/survey/open/")
    yield page
    context.close()


def go_on(page):
    press(page, page.locator("#page button").first)


def fill(page):
    """Answer what stands on the page: the first choice, a number, a few words."""
    for name in {box.get_attribute("name") for box in page.locator("#page [name]").all()} - {
        "draft",
        "go",
        "may_withdraw",
    }:
        box = page.locator(f"#page [name='{name}']").first
        kind = box.evaluate("box => box.type || box.tagName")
        if kind in ("radio", "checkbox"):
            box.check()
        elif kind.startswith("select"):
            box.select_option(index=1)
        else:
            box.fill("12" if kind == "text" else "More time with families.")


def test_the_whole_survey_from_the_start_to_the_thanks(page):
    go_on(page)
    for _ in range(40):
        if "/send/" in page.url:
            break
        assert judges.sideways_overflow(page) == []
        fill(page)
        go_on(page)
    assert "30 of 30 questions answered" in page.locator("main").inner_text()
    go_on(page)
    assert page.locator("#thanks").is_visible()
    assert page.context.cookies() == []


def test_going_back_by_the_browsers_button_loses_nothing_and_asks_nothing(page):
    go_on(page)
    go_on(page)  # prompted once
    assert "left a question empty" in page.locator("#error-summary").inner_text()
    page.get_by_label("Team leader or manager").check()
    go_on(page)
    page.locator("#council").select_option(label="Fife")
    go_on(page)
    page.go_back()
    assert page.locator("#council").input_value() == "S12000047"
    page.go_back()
    assert page.get_by_label("Team leader or manager").is_checked()


def test_what_is_pressed_is_large_enough(page):
    go_on(page)
    small = page.locator("main button:visible, main .pt-choice:visible, main select:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height < 44).length"
    )
    assert small == 0


def test_a_cold_page_asks_for_little(chromium, site_url):
    context = chromium.new_context(viewport=PHONE)
    page, asked = context.new_page(), []
    page.on("response", lambda response: asked.append(response.url))
    page.goto(f"{site_url}/survey/open/page/role/", wait_until="networkidle")
    assert len(asked) <= 4, asked
    context.close()


def test_the_focus_goes_to_the_prompt_and_from_there_to_the_question(chromium, site_url):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{site_url}/survey/open/page/role/")
    go_on(page)
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.locator("#error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "role"
    context.close()


def test_a_code_after_the_hash_goes_into_its_box_and_out_of_the_address(chromium, site_url):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{site_url}/survey/open/resume/#ABCD-EFGH")
    assert page.locator("#code").input_value() == "ABCD-EFGH"
    assert "#" not in page.url
    context.close()


def first_page(chromium, site_url):
    page = chromium.new_context(viewport=PHONE).new_page()
    page.goto(f"{site_url}/survey/open/")
    go_on(page)
    return page


def test_without_a_connection_the_page_stays_and_says_so(chromium, site_url):
    page = first_page(chromium, site_url)
    page.locator("#page input[type=radio]").nth(1).check()
    page.context.set_offline(True)
    page.locator("#page button").first.click()
    assert "still on this page" in page.locator("#offline:visible").inner_text()
    page.context.set_offline(False)
    assert page.locator("#page input[type=radio]").nth(1).is_checked()
    go_on(page)
    assert "Question 2" in page.locator(".pt-progress").inner_text()
    page.context.close()


def test_an_answer_whose_connection_broke_is_sent_again_by_loading_anew(chromium, site_url):
    page = first_page(chromium, site_url)
    page.locator("#page input[type=radio]").nth(1).check()
    broken(page, lambda route: route.abort())
    page.reload()
    assert "Question 2" in page.locator(".pt-progress").inner_text()
    press(page, page.locator("[value=back]"))
    assert page.locator("#page input[type=radio]").nth(1).is_checked()
    page.context.close()


def test_a_sending_whose_thanks_were_lost_is_thanked_when_sent_again(chromium, site_url):
    page = first_page(chromium, site_url)
    page.locator("#page input[type=radio]").first.check()
    press(page, page.locator("[value=finish]"))

    def taken_but_unheard(route):
        assert route.fetch(max_redirects=0).status == 303
        route.abort()

    broken(page, taken_but_unheard)
    page.reload()
    assert page.locator("#thanks").is_visible()
    page.context.close()


def broken(page, fault):
    """Press the button while the connection has a fault; the browser then shows its own error page."""
    page.route("**/survey/**", fault)
    page.locator("#page button").first.click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/survey/**")


def test_a_double_click_sends_once_and_is_thanked(chromium, site_url):
    page = first_page(chromium, site_url)
    page.locator("#page input[type=radio]").first.check()
    press(page, page.locator("[value=finish]"))
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data))
    page.locator("#page button").first.dblclick()
    page.wait_for_url("**/thanks/**")
    assert page.locator("#thanks").is_visible()
    assert len(set(sent)) == 1, "whatever a double click sends, it is the same twice"
    page.context.close()
