"""The respondent's pages, walked as a browser without JavaScript does."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from surveys import open_waves
from surveys.models import PausedDraft, SealedResponse, Wave
from surveys.waves import close_wave
from tests.surveys.asking import Respondent, ask, one, open_wave, page, questionnaire

pytestmark = pytest.mark.django_db


def three():
    return questionnaire(
        one("a", required=True), ask("b", "integer", maximum=99), ask("c", "text", longest=50)
    )


@pytest.fixture
def wave():
    return open_wave(three())


@pytest.fixture(params=[True, False], ids=["cookies", "no-cookies"])
def person(request, client, wave):
    return Respondent(client, cookies=request.param)


def test_a_person_walks_from_the_start_to_the_thanks(person):
    person.begin().press(a="agree").press(b="12").press(c="More time.")
    assert "3 of 3 questions answered" in person.words
    person.press()
    assert person.has("thanks")
    assert SealedResponse.objects.count() == 1


def test_each_forward_form_is_called_page_and_its_first_button_continues(person):
    person.open()
    for answer in ({}, {"a": "agree"}, {"b": "1"}, {"c": ""}):
        assert "Continue" in person.tree.get_element_by_id("page").xpath(".//button")[0].text_content()
        person.press(**answer)
    assert "Continue" in person.tree.get_element_by_id("page").xpath(".//button")[0].text_content()


def test_going_back_keeps_what_was_answered(person):
    person.begin().press(a="disagree").press(b="7").press("back", c="half a sentence")
    assert person.value("b") == "7"
    person.press("back")
    assert person.value("a") == "disagree"
    person.press().press()
    assert person.value("c") == "half a sentence"


def test_going_back_keeps_even_what_is_no_answer_yet(person):
    person.begin().press(a="agree").press("back", b="about ten").press()
    assert person.value("b") == "about ten"


def test_an_empty_page_is_prompted_once_and_then_let_through(person):
    person.begin().press()
    assert "You left a question empty" in person.errors
    person.press()
    assert person.has("b")


def test_a_question_that_is_not_essential_is_not_prompted_for(person):
    person.begin().press(a="agree").press()
    assert person.has("c")


def test_a_wrong_answer_is_explained_beside_what_was_typed(person):
    person.begin().press(a="agree").press(b="a dozen")
    assert "whole number" in person.errors
    assert person.value("b") == "a dozen"
    assert person.tree.findtext(".//title").startswith("Error: ")
    assert person.tree.get_element_by_id("b").get("aria-describedby") == "b_error"
    person.press(b="12")
    assert person.has("c")


def test_what_somebody_has_so_far_can_be_sent_from_any_page(person):
    person.begin().press("finish", a="agree")
    assert "You stopped before the end" in person.words
    person.press()
    assert person.has("thanks")


def test_nothing_at_all_is_not_sent(person):
    person.begin().press("finish").press()
    assert "nothing to send" in person.errors
    assert not SealedResponse.objects.exists()


def test_answers_can_be_looked_through_and_changed(person):
    person.begin().press(a="agree").press(b="5").press().press("look")
    assert "Agree" in person.words
    assert "Not answered" in person.words
    person.press("on_b")
    assert person.value("b") == "5"
    person.press("finish", b="6").press("look")
    assert "6" in person.words


def test_a_double_click_stores_one_response(person):
    person.begin().press(a="agree").press("finish")
    address, data = person.tree.get_element_by_id("page").get("action"), {"draft": person.draft, "go": "send"}
    assert person.post(address, data).has("thanks")
    assert person.post(address, data).has("thanks")
    assert SealedResponse.objects.count() == 1


def test_a_page_sent_twice_and_out_of_order_loses_nothing(person):
    person.begin()
    first = person.draft
    person.press(a="agree").press(b="5")
    if person.cookies:
        person.post("/survey/tiny/page/on_a/", {"draft": first, "a": "disagree"})
        assert person.value("b") == "5"
    person.post("/survey/tiny/page/on_c/", {"draft": first, "c": "early"})
    assert "of 3 questions answered" in person.words


def test_the_same_key_with_another_body_is_refused(person):
    person.begin().press(a="agree").press("finish")
    before = person.draft
    person.press()
    person.post("/survey/tiny/page/on_a/", {"draft": before, "a": "disagree", "go": "finish"}).press()
    assert "sent from this page before" in person.errors
    assert SealedResponse.objects.count() == 1


def test_a_page_opened_without_a_draft_leads_to_the_start(person):
    assert person.open("/survey/tiny/page/on_c/").address == "/survey/tiny/"
    assert person.open("/survey/tiny/send/").address == "/survey/tiny/"
    assert person.open("/survey/tiny/look/").address == "/survey/tiny/"


def test_nobody_opens_a_page_ahead_of_the_way(client, wave):
    person = Respondent(client).begin().open("/survey/tiny/page/on_c/")
    assert person.address == "/survey/tiny/page/on_a/"


def test_the_same_browser_finds_the_draft_again_and_can_clear_it(client, wave):
    person = Respondent(client).begin().press(a="agree")
    assert "Carry on" in person.open().words
    client.post("/survey/tiny/clear/")
    assert "Carry on" not in person.open().words


def test_a_draft_older_than_an_hour_is_not_offered_again(client, wave):
    with time_machine.travel(datetime.now(UTC), tick=False) as now:
        person = Respondent(client).begin().press(a="agree")
        now.shift(59 * 60)
        assert "Carry on" in person.open().words
        now.shift(2 * 60)
        assert "Carry on" not in person.open().words


def test_the_cookie_ends_with_the_browser_and_goes_to_this_survey_only(client, wave):
    Respondent(client).begin()
    cookie = client.cookies["draft"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/survey/tiny/", "Lax", True)
    assert set(client.cookies) == {"draft"}


def test_a_forged_draft_is_told_and_the_page_keeps_what_was_typed(person):
    person.begin()
    person.client.cookies.clear()
    person.post("/survey/tiny/page/on_b/", {"draft": "forged", "b": "17"})
    assert person.response.status_code == 400
    assert "could not be read" in person.errors
    assert person.value("b") == "17"


def test_a_draft_of_another_questionnaire_is_not_read(person):
    person.begin().press(a="agree")
    old = person.draft
    open_wave(questionnaire(one("a"), ask("z", "text")), slug="other")
    person.client.cookies.clear()
    person.post("/survey/other/page/on_a/", {"draft": old, "a": "agree"})
    assert person.response.status_code == 400


def test_a_closed_survey_takes_nothing_and_gives_the_text_back(person, wave):
    person.begin().press(a="agree").press(b="1").press(c="Keep my words")
    address, data = person.tree.get_element_by_id("page").get("action"), {"draft": person.draft, "go": "send"}
    close_wave(wave=wave, by=None)
    person.post(address, data)
    assert person.response.status_code == 410
    assert "Keep my words" in person.words
    assert "This survey has closed" in person.open().words


def test_a_close_that_this_process_has_not_heard_of_still_stops_a_response(person, wave):
    person.begin().press(a="agree").press("finish")
    Wave.objects.filter(pk=wave.pk).update(state="closed")
    person.press()
    assert person.response.status_code == 410
    assert not SealedResponse.objects.exists()


def test_a_draft_wave_and_an_unknown_one_are_not_found(client, wave):
    Wave.objects.create(
        slug="secret",
        title="Secret",
        mode="open",
        questionnaire_version=wave.questionnaire_version,
        retention_until="2030-01-01",
    )
    assert client.get("/survey/secret/").status_code == 404
    assert client.get("/survey/none/").status_code == 404
    assert client.get("/survey/tiny/page/none/").status_code == 404


def test_no_other_website_can_send_answers(wave):
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/survey/tiny/", headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert strict.post("/survey/tiny/").status_code == 303


def test_a_paused_draft_comes_back_on_another_device(person, wave):
    person.begin().press(a="disagree").press("pause", b="3")
    code = person.tree.get_element_by_id("resume-code").text
    assert code not in str(list(PausedDraft.objects.values()))
    elsewhere = Respondent(Client(), cookies=person.cookies).open("/survey/tiny/resume/")
    elsewhere.press(code=code.lower().replace("-", " "))
    assert elsewhere.value("b") == "3"


def test_a_wrong_resume_code_is_told_and_kept(person):
    person.open("/survey/tiny/resume/").press(code="ABCD-EFGH")
    assert "typing errors" in person.errors
    assert person.value("code") == "ABCD-EFGH"


def test_paused_drafts_go_with_the_close(person, wave):
    from surveys.mixing import mix_wave

    person.begin().press("pause", a="agree")
    mix_wave(close_wave(wave=wave, by=None))
    assert not PausedDraft.objects.exists()


def test_a_name_in_a_comment_is_pointed_out_once(person):
    person.begin().press(a="agree").press(b="1").press(c="Ask Mary Brown.")
    assert "Mary Brown" in person.errors
    person.press()
    assert "questions answered" in person.words


def test_an_exit_page_lets_people_go_kindly_and_stores_nothing(client):
    way_out = page("out", ask("bye", "note"), exit=True, relevant="${a} = 'disagree'")
    open_wave(questionnaire(one("a"), way_out, one("b")))
    person = Respondent(client).begin().press(a="disagree")
    assert person.has("exit")
    assert "nothing was stored" in person.words


def test_the_number_of_a_question_is_given_only_when_it_is_true(client):
    open_wave(questionnaire(one("a"), one("b", relevant="${a} = 'agree'"), one("c"), one("d")))
    person = Respondent(client).begin()
    assert "Question 1 of" not in person.words
    assert "Question 2 of 3" in person.press(a="disagree").words
    assert "Question 2 of 4" in person.press("back").press(a="agree").words


def test_invitation_codes_are_checked_early_for_typing_errors_and_asked_again_when_missing(client):
    from surveys.invitations import issue_codes

    wave = open_wave(three(), mode="invitation")
    (code,) = issue_codes(wave=wave, count=1, by=None)
    person = Respondent(client).open().press(code="ABCD")
    assert "typing error" in person.errors
    person.press(code="").press(a="agree").press("finish").press()
    assert "invitation code" in person.errors
    person.press(code=code)
    assert person.has("thanks")
    other = Respondent(Client()).open().press(code=code).press(a="agree").press("finish").press()
    assert "has been used" in other.errors


def test_someone_may_ask_for_a_deletion_code(person):
    person.begin().press("finish", a="agree").press(may_withdraw="yes")
    assert "Your deletion code" in person.words


def test_pages_are_read_afresh_when_a_wave_is_saved(wave):
    assert open_waves.wave_for("tiny").is_open
    close_wave(wave=wave, by=None)
    assert not open_waves.wave_for("tiny").is_open
