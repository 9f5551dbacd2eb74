"""Kept pages: filling a kept page says what the template would, and nothing of one person's stays in memory."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from surveys import draft_transport, drafts, open_waves
from surveys.answering import Reading
from surveys.drafts import Draft
from surveys.models import Wave
from surveys.pages import Filling, compiled_page
from tests.surveys.asking import Respondent, ask, choices, one, open_wave, page, questionnaire

pytestmark = pytest.mark.django_db


def every_kind():
    """A questionnaire in which something of each kind stands, with and without conditions."""
    several = ask("which", "select_multiple", choices=choices("a", "b", "c"), hint="All that fit")
    filtered = one("part", choice_filter="${first} = 'agree' or name = 'agree'")
    return questionnaire(
        page("p0", one("first"), ask("words", "text"), ask("many", "integer", minimum=0, maximum=9)),
        page("p1", several, ask("born", "date"), one("never", relevant="${first} = 'disagree'")),
        page("p2", filtered, ask("why", "text", label="You said ${words}. Why?")),
    )


def test_a_blank_page_is_kept_as_filling_each_of_its_holes_would_make_it():
    open_wave(every_kind())
    served, blank = open_waves.wave_for("tiny"), []
    for place in range(3):
        kept = compiled_page(served, place)
        for before in ({}, {"first": "disagree", "words": "a < b"}):
            filling = Filling(served, place, Draft(answers=before), "TOKEN", Reading())
            blank += [place] if filling.is_blank else []
            assert filling.fill(kept) == "".join(filling._pieces(kept.parts))
        assert len(kept.blank) < len(kept.parts)
    assert blank == [0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "more", [{"answers": {"many": "4"}}, {"raw": {"many": ["four"]}}], ids=["answered", "typed but no answer"]
)
def test_a_page_on_which_something_stands_is_not_blank(more):
    open_wave(every_kind())
    served = open_waves.wave_for("tiny")
    filling = Filling(served, 0, Draft(**more), "TOKEN", Reading())
    assert not filling.is_blank
    assert more.popitem()[1]["many"][0] in filling.fill(compiled_page(served, 0))


def test_nothing_of_one_person_stays_in_the_kept_pages(client):
    open_wave(every_kind())
    person = Respondent(client).begin()
    person.press(first="disagree", words="my own words", many="7")
    person.press(which=["a"]).press(part="agree", why="because so")
    token = person.draft
    person.open("/survey/tiny/")
    person.post("/survey/tiny/send/", {"draft": token, "go": "send", "may_withdraw": "yes"})
    code = person.tree.xpath("//code")[0].text
    kept = repr(open_waves._held["tiny"].pages)
    assert "Your deletion code" in kept
    assert "Carry on where you stopped" in kept
    assert "Send your answers" in kept
    for own in ("my own words", "because so", '"a" checked', token, code):
        assert own not in kept


def test_what_changes_in_a_wave_is_said_once_it_is_read_again(client):
    open_wave(every_kind())
    day = timezone.localdate() + timedelta(days=90)
    assert "Results after the survey has closed" in Respondent(client).open().words
    Wave.objects.update(results_due=day)
    held = open_waves._held["tiny"]
    open_waves._held["tiny"] = replace(held, read_at=held.read_at - open_waves.PAGE_SECONDS - 1)
    assert f"Results by {day:%-d %B %Y}" in Respondent(client).open().words


def test_a_browser_that_holds_the_draft_is_not_given_it_again_within_the_minute(client, monkeypatch):
    open_wave(every_kind())
    person = Respondent(client).begin()
    person.press(first="agree", many="3")
    address, held = person.address, person.draft
    assert "draft" not in client.get(address).cookies
    assert person.open(address).draft == held
    later = drafts.this_minute() + 1
    for module in (drafts, draft_transport):
        monkeypatch.setattr(module, "this_minute", lambda: later)
    assert client.get(address).cookies["draft"].value != held
