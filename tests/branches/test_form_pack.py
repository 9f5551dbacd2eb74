"""The form pack: what stands before what, what is linked to what, and in which words a person is told."""

import datetime

import lxml.html
import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from branches.forms.base import PromiseForm


class MeetingForm(PromiseForm):
    name = forms.CharField(label="Who was there?", help_text="Roles, not names.")
    stance = forms.ChoiceField(
        label="What did they say?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="Their words.",
    )
    held_on = forms.DateField(label="When was it?")
    posts = forms.IntegerField(label="How many posts?", min_value=0, required=False)
    ways = forms.MultipleChoiceField(
        label="How do we know?",
        choices=[("said", "Said")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    checked = forms.BooleanField(label="I have read it through")


def drawn(data=None):
    form = MeetingForm(data)
    return lxml.html.fromstring(f"<main>{render_crispy_form(form)}</main>")


def with_class(page, name):
    return page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")


@pytest.fixture
def wrong():
    return drawn({"posts": "many"})


def order_in(field):
    """What stands in a question's box, top to bottom."""
    known = {
        "legend": "label",
        "label": "label",
        "pt-hint": "hint",
        "pt-error": "error",
        "input": "box",
        "pt-choices": "box",
    }
    names = (each.get("class") if each.get("class") in known else each.tag for each in field)
    return [known[name] for name in names if name in known]


@pytest.mark.parametrize("name", ["id_name", "id_stance"])
def test_label_then_hint_then_error_then_the_box(wrong, name):
    assert order_in(wrong.get_element_by_id(f"div_{name}")) == ["label", "hint", "error", "box"]


def test_a_single_box_names_its_hint_and_error(wrong):
    box = wrong.get_element_by_id("id_name")
    named = box.get("aria-describedby").split()
    assert [wrong.get_element_by_id(each).get("class") for each in named] == ["pt-hint", "pt-error"]
    assert box.get("aria-invalid") == "true"


def test_a_group_names_its_hint_and_error_on_the_fieldset(wrong):
    group = wrong.get_element_by_id("div_id_stance")
    assert group.tag == "fieldset"
    assert [wrong.get_element_by_id(each).get("class") for each in group.get("aria-describedby").split()] == [
        "pt-hint",
        "pt-error",
    ]


def test_every_line_of_the_summary_leads_to_a_box_that_exists(wrong):
    links = wrong.xpath("//*[@id='error-summary']//a")
    assert len(links) == 5
    for link in links:
        assert wrong.get_element_by_id(link.get("href")[1:]).tag == "input"


def test_the_summary_is_not_there_when_nothing_is_wrong():
    assert drawn().find(".//*[@id='error-summary']") is None


def test_an_error_says_which_question_and_what_to_do(wrong):
    words = [link.text for link in wrong.xpath("//*[@id='error-summary']//a")]
    assert words == [
        "Fill in “Who was there?”",
        "Choose an answer for “What did they say?”",
        "Fill in “When was it?”",
        "Write “How many posts?” in figures, such as 12",
        "Tick “I have read it through” to go on",
    ]


def test_what_may_be_left_out_says_so_in_words(wrong):
    optional = [each.getparent().text.strip() for each in with_class(wrong, "pt-optional")]
    assert optional == ["How many posts?", "How do we know?"]


def test_the_browser_is_not_asked_to_judge(wrong):
    assert not wrong.xpath("//*[@required or @min or @max or @type='number']")


def test_what_was_typed_stays_in_the_box(wrong):
    assert wrong.get_element_by_id("id_posts").get("value") == "many"


def test_a_date_is_one_native_box_with_an_iso_value():
    form = MeetingForm(initial={"held_on": datetime.date(2026, 3, 7)})
    box = lxml.html.fromstring(str(form["held_on"]))
    assert (box.get("type"), box.get("value")) == ("date", "2026-03-07")


def test_a_question_can_be_the_heading_of_its_page():
    page = render_to_string("promise/field.html", {"field": MeetingForm()["stance"], "heading": True})
    assert lxml.html.fromstring(page).xpath("//legend/h1")[0].text == "What did they say?"


def test_text_of_a_person_is_shown_not_run():
    page = drawn({"name": '"><script>alert(1)</script>', "posts": "x"})
    assert not page.xpath("//script")
    assert page.get_element_by_id("id_name").get("value") == '"><script>alert(1)</script>'
