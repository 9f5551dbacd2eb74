"""Translations: carried by workbooks, offered once whole and checked by a second person, the same items whatever is read."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.models import AuditEvent
from surveys import translations
from surveys.drafts import Draft, _as_list, _from_list
from surveys.models import CheckedTranslation, QuestionnaireVersion, SealedResponse
from surveys.open_waves import forget
from surveys.questionnaire import Layout, dump, load
from surveys.versions import NotCheckable, check_translation
from surveys.xlsform import read_workbook
from surveys.xlsform_writing import write_workbook
from tests import factories
from tests.surveys.asking import Respondent, open_wave
from tests.surveys.test_xlsform import workbook

pytestmark = pytest.mark.django_db
GAELIC = "Gàidhlig (gd)"
CHOICES = [
    ["list_name", "name", "label", f"label::{GAELIC}"],
    ["yn", "yes", "Yes", "Tha"],
    ["yn", "no", "No", "Chan eil"],
    ["yn", "prefer_not_to_say", "Prefer not to say", ""],
]


def survey(hint="Mar eisimpleir"):
    return [
        ["type", "name", "label", "hint", f"label::{GAELIC}", f"hint::{GAELIC}"],
        ["begin_group", "work", "Your work", "", "An obair agad", ""],
        ["select_one yn", "staff", "Enough staff?", "For example", "Luchd-obrach gu leòr?", hint],
        ["select_one yn", "time", "Enough time?", "", "Ùine gu leòr?", ""],
        ["end_group"],
        ["text", "why", "Why ${staff}?", "", "Carson ${staff}?", ""],
    ]


def asked(**given):
    return read_workbook(workbook(survey(**given), CHOICES))


def checked_wave(definition=None):
    """Return an open wave whose translation, if whole, a second person has checked."""
    wave = open_wave(definition or asked())
    CheckedTranslation.objects.create(version=wave.questionnaire_version, language="gd")
    forget()
    return wave


def labelled(tree, language="gd"):
    return [" ".join(e.text_content().split()) for e in tree.xpath(f"//main//*[@lang='{language}']")]


def test_a_column_beside_the_plain_label_is_a_translation():
    made = asked()
    assert made.questions["staff"].label == "Enough staff?"
    assert made.language == "en"
    assert made.translations["gd"]["choice:time:yes:label"] == "Tha"
    assert translations.complete(made) == ("gd",)


def test_a_translation_survives_its_way_out_and_back():
    made = asked()
    assert read_workbook(write_workbook(made)).translations == made.translations
    assert read_workbook(write_workbook(made)).hash == made.hash


def test_lists_alike_in_one_language_only_stay_two_lists():
    made = dump(asked())
    made["translations"]["gd"]["choice:time:yes:label"] = "Tha gu dearbh"
    made = load(made)
    assert read_workbook(write_workbook(made)).translations == made.translations


def test_another_own_language_survives_its_way_out_and_back():
    made = replace(asked(), language="sco")
    assert read_workbook(write_workbook(made)).hash == made.hash


@pytest.mark.parametrize(
    ("key", "words", "fault"),
    [
        ("question:staff:hint", "", "not translated"),
        ("question:why:label", "Carson?", "does not repeat the same earlier answers"),
        ("choice:staff:no:label", "Chan\u202e eil", "has characters that can't be shown"),
        ("page:work:label", " ", "not translated"),
    ],
)
def test_a_translation_with_a_gap_is_not_complete(key, words, fault):
    made = dump(asked())
    made["translations"]["gd"][key] = words
    made = load(made)
    assert [(at, why) for at, _, why in translations.missing(made, "gd")] == [(key, fault)]
    assert translations.complete(made) == ()


def test_answers_are_the_same_items_in_every_language():
    made = asked()
    said = translations.said_in(made, "gd")
    assert said.questions["staff"].label == "Luchd-obrach gu leòr?"
    assert Layout.of(said) == Layout.of(made)
    assert said.questions["staff"].choice_names == made.questions["staff"].choice_names


def test_no_switch_before_a_second_person_has_checked(client):
    open_wave(asked())
    person = Respondent(client).begin()
    assert "Gàidhlig" not in person.open().words
    assert "Gàidhlig" not in person.open("/survey/tiny/page/work/").words
    assert labelled(person.press("say-gd").tree) == []


def test_no_switch_for_a_checked_translation_with_a_gap(client):
    checked_wave(asked(hint=""))
    assert "Gàidhlig" not in Respondent(client).open().words


@pytest.mark.parametrize("cookies", [True, False])
def test_the_language_chosen_at_the_start_stays_to_the_end(client, cookies):
    checked_wave()
    person = Respondent(client, cookies=cookies).open().press(language="gd")
    assert labelled(person.tree)[:2] == ["An obair agad", "Luchd-obrach gu leòr?"]
    assert "Prefer not to say" in person.words
    assert "Only the questions and answers are translated" in person.words
    person.press(staff="yes")
    assert "Carson Tha?" in labelled(person.tree)
    person.press(why="Because")
    assert person.press("look").has("page")
    assert "Tha" in labelled(person.tree)
    person.press()
    assert person.press().has("thanks")
    assert SealedResponse.objects.count() == 1


@pytest.mark.parametrize("cookies", [True, False])
def test_a_switch_on_a_page_keeps_what_was_typed(client, cookies):
    checked_wave()
    person = Respondent(client, cookies=cookies).begin()
    assert labelled(person.tree) == ["Gàidhlig"]
    person.press("say-gd", staff="no")
    assert "Luchd-obrach gu leòr?" in labelled(person.tree)
    assert person.value("staff") == "no"
    person.press("say-")
    assert "Enough staff?" in person.words
    assert person.value("staff") == "no"
    assert labelled(person.tree) == ["Gàidhlig"]


def test_a_language_that_is_not_offered_is_passed_over(client):
    checked_wave()
    person = Respondent(client).open().press(language="xx")
    assert "Enough staff?" in person.words
    assert "Enough staff?" in person.press("say-<b>").words


def test_a_page_in_a_translation_asks_the_database_nothing(client):
    checked_wave()
    Respondent(client).open().press(language="gd")
    with CaptureQueriesContext(connection) as captured:
        client.get("/survey/tiny/page/work/")
    assert len(captured) == 0


def test_a_draft_from_before_languages_can_be_read():
    earlier = _as_list(Draft(answers={"staff": "yes"}))[:-1]
    assert _from_list(earlier).answers == {"staff": "yes"}
    assert _from_list(earlier).language == ""


@pytest.fixture
def version():
    return open_wave(asked()).questionnaire_version


def test_a_second_person_checks_on_the_questionnaires_page_and_leaves_an_event(client, version):
    QuestionnaireVersion.objects.filter(pk=version.pk).update(created_by=factories.approver())
    client.force_login(factories.staff())
    shown = client.get("/questionnaires/for-tiny/").content.decode()
    assert "Luchd-obrach gu leòr?" in shown
    address = "/questionnaires/for-tiny/translations/gd/check/"
    assert "newer version" in client.post(address, {"version": "7"}, follow=True).content.decode()
    shown = client.post(address, {"version": "1"}, follow=True).content.decode()
    assert "Respondents are offered it" in shown
    assert CheckedTranslation.objects.get().checked_by == factories.staff()
    assert AuditEvent.objects.filter(verb="checked a translation of").count() == 1
    forget()
    assert "Gàidhlig" in Respondent(client).open().words


def test_who_made_a_version_does_not_check_it(client, version):
    QuestionnaireVersion.objects.filter(pk=version.pk).update(created_by=factories.staff())
    version.refresh_from_db()
    with pytest.raises(NotCheckable):
        check_translation(by=factories.staff(), version=version, language="gd")
    client.force_login(factories.staff())
    assert "a second person checks it" in client.get("/questionnaires/for-tiny/").content.decode()


def test_a_translation_with_a_gap_is_not_checked_and_the_page_says_what_is_to_do(client):
    wave = open_wave(asked(hint=""))
    with pytest.raises(NotCheckable):
        check_translation(by=factories.staff(), version=wave.questionnaire_version, language="gd")
    client.force_login(factories.staff())
    shown = client.get("/questionnaires/for-tiny/").content.decode()
    assert "1 text to do" in shown
    assert "I have read it" not in shown
