"""The survey's own words in another language: catalogues read and refused, checked by two, and spoken on every page."""

import io
import os
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from lxml import html

from branches.models import AuditEvent
from surveys import after_thanks, duties, interface, interface_words, keys, open_waves, waves
from surveys.interface_versions import check_interface, load_interface, words_of
from surveys.interface_words import CatalogueFaults, read, texts, written
from surveys.models import CheckedTranslation, InterfaceTranslation, QuestionnaireVersion
from surveys.questionnaire import dump, load
from surveys.versions import NotCheckable
from tests import factories
from tests.surveys.asking import Respondent, ask, choices, one, page, questionnaire
from tests.surveys.asking import open_wave as make_wave
from tests.surveys.test_translations import asked

LANGUAGE = "gd"
BRACKETS = re.compile("⟦[^⟦⟧]*⟧")


def in_brackets(text):
    return f"⟦{text}⟧"


def made_up(language=LANGUAGE, change=None, leave=()):
    """Return a catalogue's bytes in which each text stands in brackets; `change` is {text: its translation}."""
    said = {
        text: tuple(map(in_brackets, (forms[-1],) * min(2, len(forms))))
        for text, forms in texts().items()
        if text not in leave
    }
    said |= {text: (words,) for text, words in (change or {}).items()}
    return written(interface_words.Words(language, "nplurals=2; plural=n != 1;", said)).encode()


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    interface._at_hand.clear()
    translation.trans_real._translations.pop(LANGUAGE, None)
    after_thanks.forget()
    open_waves.forget()


def put_in_use(body=None):
    made = load_interface(by=factories.staff(), words=read(body or made_up()))
    check_interface(by=factories.approver(), made=made)
    open_waves.forget()
    return made


def offered(wave):
    CheckedTranslation.objects.create(version=wave.questionnaire_version, language=LANGUAGE)
    open_waves.forget()
    return wave


# --- The shipped catalogue ---


@pytest.mark.skipif(not shutil.which("xgettext"), reason="makemessages needs the package gettext")
def test_the_shipped_catalogue_holds_every_text_of_the_pages(tmp_path):
    """Makes it anew from a copy of the sources and compares the texts."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py", "*.html", "locale"],
        cwd=project.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.split():
        source = project.BASE_DIR / name
        if not name.startswith(("tests/", "benchmarks/")) and source.exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, tmp_path / name)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-obsolete", "-v", "0"],
        cwd=tmp_path, env={"PATH": os.environ["PATH"]}, check=True,
    )  # fmt: skip
    with (tmp_path / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        found = {message.id for message in interface_words.read_po(file) if message.id}
    assert found == {message.id for message in interface_words.template() if message.id}


# --- Reading catalogues ---


def test_a_catalogue_survives_its_way_out_and_back():
    words = read(made_up())
    assert words.language == LANGUAGE
    assert words.missing == []
    assert read(written(words).encode()) == words


def test_an_empty_catalogue_to_begin_with_holds_every_text_and_is_whole_in_none():
    words = read(written(None, "pl").encode())
    assert words.language == "pl"
    assert words.missing == list(texts())


def test_the_plural_rule_of_the_file_counts():
    body = written(None, LANGUAGE).replace(
        "nplurals=2; plural=(n != 1);", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"
    )
    text = next(text for text, forms in texts().items() if "questions answered" in forms[-1])
    body = body.replace('msgstr[1] ""', 'msgstr[1] ""\nmsgstr[2] ""').encode()
    catalogue = interface_words.read_po(io.BytesIO(body))
    forms = ("a %(answered)s %(of)s", "b %(answered)s %(of)s", "c %(answered)s %(of)s")
    catalogue[text].string = forms
    file = io.BytesIO()
    interface_words.write_po(file, catalogue)
    compiled = interface_words.compiled(read(file.getvalue()))
    assert [compiled.ngettext(text, "", n)[0] for n in (1, 2, 5)] == ["a", "b", "c"]


BAD = {
    "Continue": [
        ("Lean <b>ort", "markup"),
        ('Lean" onclick=', "character"),
        ("Lean & co", "character"),
        ("Lean\u202e ort", "can't be shown"),
        ("Lean %(name)s", "nothing in brackets"),
        ("Lean %s", "character"),
    ],
    "About %(minutes)s minutes.": [("Mu mhionaid.", "must hold %(minutes)s"), ("%(minuets)s", "must hold")],
}


@pytest.mark.parametrize(("text", "said", "fault"), [(t, s, f) for t, rows in BAD.items() for s, f in rows])
def test_a_translation_that_would_break_a_page_refuses_the_file(text, said, fault):
    with pytest.raises(CatalogueFaults, match=re.escape(fault)) as refused:
        read(made_up(change={text: said}))
    assert text in str(refused.value)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"\x00\x01\xff", "can't be read"),
        (b'msgid "Continue"\nmsgstr "Lean"\nrubbish', "can't be read"),
        (b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=klingon\\n"\n', "names no language"),
        (b'msgid "Continue"\nmsgstr "Lean"\n', "names no language"),
        (b'msgid ""\nmsgstr "Language: en\\n"\n', "names no language"),
        (b'msgid ""\nmsgstr "Language: ../etc\\n"\n', "can't be read"),
        (b'msgid ""\nmsgstr "Language: gd\\nPlural-Forms: nplurals=2; plural=__import__(1);\\n"\n', "can't be read"),
        (b'msgid ""\nmsgstr "Language: gd\\nPlural-Forms: nplurals=99; plural=0;\\n"\n', "99 plural forms"),
        (b"x" * 600_000, "larger than 500 KB"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused(body, fault):
    with pytest.raises(CatalogueFaults, match=fault):
        read(body)


def test_fuzzy_and_unknown_entries_are_passed_over():
    body = made_up().decode().replace('msgid "Continue"', '#, fuzzy\nmsgid "Continue"')
    words = read((body + '\nmsgid "Not ours"\nmsgstr "<script>"\n').encode())
    assert words.missing == ["Continue"]


# --- Two people ---


@pytest.mark.django_db
class TestTwoPeople:
    def load(self, client, body):
        file = SimpleUploadedFile("gd.po", body)
        return client.post(
            "/questionnaires/in-other-languages/", {"file": file}, follow=True
        ).content.decode()

    def test_one_loads_another_checks_and_each_leaves_an_event(self, client):
        client.force_login(factories.staff())
        shown = self.load(client, made_up())
        assert "You uploaded it: a second person checks it" in shown
        made = InterfaceTranslation.objects.get()
        client.post("/questionnaires/in-other-languages/gd/check/", {"read": made.pk})
        made.refresh_from_db()
        assert made.checked_at is None
        client.force_login(factories.approver())
        assert "⟦Continue⟧" in client.get("/questionnaires/in-other-languages/gd/").content.decode()
        shown = client.post(
            "/questionnaires/in-other-languages/gd/check/", {"read": made.pk}, follow=True
        ).content.decode()
        assert "Surveys whose questions are translated speak it" in shown
        verbs = AuditEvent.objects.values_list("verb", flat=True)
        assert {f"{did} a translation of the survey's pages" for did in ("loaded", "checked")} <= set(verbs)

    def test_an_unfinished_catalogue_is_kept_and_not_checked(self, client):
        client.force_login(factories.staff())
        assert "1 text to do" in self.load(client, made_up(leave=["Continue"]))
        with pytest.raises(NotCheckable):
            check_interface(by=factories.approver(), made=InterfaceTranslation.objects.get())

    def test_a_file_with_faults_is_refused_whole_and_each_is_named(self, client):
        client.force_login(factories.staff())
        shown = self.load(client, made_up(change={"Continue": "<b>", "Back": "<i>"}))
        assert html.fromstring(shown).text_content().count("its markup isn't that of the English") >= 2
        assert not InterfaceTranslation.objects.exists()

    def test_a_check_is_of_what_was_read(self, client):
        made = load_interface(by=factories.staff(), words=read(made_up()))
        load_interface(by=factories.staff(), words=read(made_up(change={"Back": "Air ais"})))
        client.force_login(factories.approver())
        for given in (made.pk, "", "²", "9" * 30):
            client.post("/questionnaires/in-other-languages/gd/check/", {"read": given})
        assert not InterfaceTranslation.objects.in_use().exists()

    def test_the_database_itself_wants_two_people(self):
        made = load_interface(by=factories.staff(), words=read(made_up()))
        with pytest.raises(IntegrityError), transaction.atomic():
            InterfaceTranslation.objects.update(checked_by=factories.staff(), checked_at=timezone.now())
        assert words_of(made).missing == []

    def test_the_same_file_twice_is_one_and_a_correction_waits_for_its_check(self):
        first = put_in_use()
        assert load_interface(by=factories.staff(), words=read(made_up())) == first
        second = load_interface(by=factories.staff(), words=read(made_up(change={"Back": "Air ais"})))
        assert second.number == 2
        assert InterfaceTranslation.objects.in_use().get() == first

    def test_a_catalogue_is_handed_out_empty_and_as_it_stands(self, client):
        put_in_use()
        client.force_login(factories.staff())
        assert (
            "⟦"
            not in client.get("/questionnaires/in-other-languages/catalogue.po?language=pl").content.decode()
        )
        answer = client.get("/questionnaires/in-other-languages/catalogue.po?language=gd")
        assert "⟦Continue⟧" in answer.content.decode()
        assert answer.headers["Content-Disposition"].endswith('"survey-pages-gd.po"')
        assert client.get("/questionnaires/in-other-languages/catalogue.po?language=../x").status_code == 404


# --- Spoken ---

SAID = "words of the questionnaire"
EVERYTHING = (
    page(
        "all",
        one("one", apart=["prefer_not_to_say", "does_not_apply"], required=True, guidance="g", hint="h"),
        ask("long", "select_one", choices=choices(*(f"c{n}" for n in range(14))), apart=["prefer_not_to_say"]),
        ask("many", "select_multiple", choices=choices("x", "y", "z"), apart=["prefer_not_to_say"]),
        ask("order", "rank", choices=choices("x", "y", "z")),
        ask("number", "integer", apart=["does_not_apply"]),
        ask("day", "date"),
    ),
    page("end", ask("words", "text", longest=500)),
    page("out", ask("bye", "note"), relevant="${one} = 'disagree'", exit=True),
)  # fmt: skip


@pytest.fixture
def wave(db):
    """An open wave in a made-up language: each word of the questionnaire is “words of the questionnaire”."""
    made = questionnaire(*EVERYTHING)
    bare = dump(made)
    from surveys.translations import original

    bare["translations"] = {LANGUAGE: {key: SAID for key, _ in original(made)}}
    return offered(make_wave(load(bare)))


def _without(text, names):
    for name in names:
        text = text.replace(name, " ")
    return re.findall(r"[^\W\d_]{2,}", text)


def whole(person):
    """Assert that the page speaks nothing but the language, and says so."""
    text = " ".join(person.tree.text_content().split())
    assert person.tree.get("lang") == LANGUAGE, text
    left = english_in_order(person.tree)
    assert left == [], (person.address, left)
    return person


def english_in_order(tree):
    """Return the English words that stand outside brackets, read in the order of the page."""
    names = [
        SAID,
        "Tiny survey",
        project.ORG_NAME,
        project.SWIG_EMAIL,
        "English",
        "Gàidhlig",
        "Jane Heron",
        "heron lane",
        "An Gearran",
    ]
    for element in tree.xpath("//script | //style | //code | //textarea | //*[@lang='en' or @lang='en-GB']"):
        for inner in element.iter():
            inner.text = ""
            if inner is not element:
                inner.tail = ""
    spoken = tree.text_content() + " ".join(tree.xpath("//@aria-label | //@alt | //@placeholder | //@title"))
    return _without(BRACKETS.sub(" ", spoken), names)


@pytest.mark.parametrize("cookies", [True, False])
def test_every_page_speaks_the_language_from_the_start_to_the_thanks(client, wave, cookies):
    put_in_use()
    person = Respondent(client, cookies=cookies)
    whole(person.open("/survey/tiny/?language=gd"))
    whole(person.press())
    whole(person.press(number="many"))  # an error
    whole(person.press(number="", day=["1", "2", "2001"]))  # the gentle prompt
    whole(person.press(one="agree"))
    whole(person.press(words="Jane Heron told me on 3/4/2001"))  # the warning
    whole(person.press())
    whole(person.press("look"))
    whole(person.press())
    whole(person.press(may_withdraw="yes"))
    assert person.has("thanks")


@pytest.mark.parametrize("cookies", [True, False])
def test_the_pages_beside_the_way_speak_it_too(client, wave, cookies):
    put_in_use()
    person = Respondent(client, cookies=cookies).open("/survey/tiny/?language=gd")
    for name in ("resume", "delete", "what-we-keep", "thanks"):
        whole(person.open(f"/survey/tiny/{name}/?language=gd"))
    for name in ("resume", "delete"):
        whole(person.open(f"/survey/tiny/{name}/?language=gd").press(code="wrong"))
    person.open("/survey/tiny/?language=gd").press()
    whole(person.press(one="disagree"))  # the exit page
    person.press("back")
    whole(person.press("finish"))
    whole(person.press("back"))
    whole(person.press("pause"))
    code = person.tree.get_element_by_id("resume-code").text_content()
    whole(person.open("/survey/tiny/resume/?language=gd").press(code=code))
    link = person.tree.xpath("//form[@class='pt-clear']/@action")[0]
    whole(person.post(link, {}))
    assert "cleared" not in person.words


def test_the_refusals_speak_the_chosen_language_too(client, wave):
    put_in_use()
    person = Respondent(client).open("/survey/tiny/?language=gd").press()
    whole(person.press("finish").press())  # nothing to send
    for folder in keys.folders():
        shutil.rmtree(folder)
    duties.check_keys()
    person.press("look").press("all").press(one="agree", go="finish")
    whole(person.press())
    assert person.response.status_code == 503


def test_a_closed_survey_says_so_in_the_language(client, wave):
    put_in_use()
    person = Respondent(client).open("/survey/tiny/?language=gd").press().press(one="agree").press()
    waves.close_wave(wave=wave, by=None)
    open_waves.forget()
    whole(person.press(words="heron lane"))
    assert "heron lane" in person.words or person.response.status_code == 410


def test_the_links_and_forms_of_a_page_stay_in_its_language(client, wave):
    put_in_use()
    person = Respondent(client).open("/survey/tiny/?language=gd")
    beside = [link for link in person.tree.xpath("//a/@href") if link.startswith("/survey/tiny/")]
    assert beside and all(link.endswith("?language=gd") for link in beside)


def test_switching_words_what_is_to_be_put_right_anew(client, wave):
    put_in_use()
    for cookies in (True, False):
        person = Respondent(client, cookies=cookies).begin().press(number="many")
        assert "whole number" in person.errors
        whole(person.press("say-gd"))
        assert "⟦Enter a whole number" in person.errors
        assert person.value("number") == "many"
        assert "⟦" not in person.press("say-").words


def test_english_is_spoken_again_by_the_next_request(client, wave):
    put_in_use()
    Respondent(client).open("/survey/tiny/?language=gd")
    assert translation.get_language() == project.LANGUAGE_CODE
    assert "⟦" not in Respondent(client).open("/survey/tiny/thanks/").words
    assert "⟦" not in Respondent(client).open().words


def test_the_news_kept_for_everybody_is_no_ones_language(client, wave):
    after_thanks.register(
        news := lambda: after_thanks.News(after_thanks._("See your council area"), (), "", "", 1)
    )
    try:
        put_in_use()
        after_thanks.forget()
        assert "⟦See your council area⟧" in Respondent(client).open("/survey/tiny/thanks/?language=gd").words
        assert "⟦" not in Respondent(client).open("/survey/tiny/thanks/").words
    finally:
        after_thanks._PROVIDERS.remove(news)


def test_a_catalogue_alone_offers_no_language(client, db):
    make_wave(questionnaire(one("a")))
    put_in_use()
    person = Respondent(client).open("/survey/tiny/?language=gd")
    assert "⟦" not in person.words
    assert person.tree.get("lang") == "en-GB"


def test_an_unchecked_catalogue_leaves_buttons_in_english(client, wave):
    load_interface(by=factories.staff(), words=read(made_up()))
    open_waves.forget()
    person = Respondent(client).open("/survey/tiny/?language=gd")
    assert person.tree.get("lang") == "en-GB"
    assert SAID in person.press().words
    assert "Continue" in person.words


def test_a_correction_reaches_pages_that_were_kept(client, wave, monkeypatch):
    put_in_use()
    assert "⟦Continue⟧" in Respondent(client).open("/survey/tiny/?language=gd").press().words
    corrected = read(made_up(change={"Continue": "⟦Lean air adhart⟧"}))
    check_interface(by=factories.approver(), made=load_interface(by=factories.staff(), words=corrected))
    for memory in ("PAGE_SECONDS", "POST_SECONDS"):
        monkeypatch.setattr(open_waves, memory, -1)  # the wave is read again; its pages are kept
    assert "⟦Lean air adhart⟧" in Respondent(client).open("/survey/tiny/?language=gd").press().words


def test_a_language_costs_a_page_no_query_and_a_reading_of_the_wave_no_second_one(client, wave):
    put_in_use()
    person = Respondent(client).open("/survey/tiny/?language=gd").press()
    with CaptureQueriesContext(connection) as captured:
        client.get("/survey/tiny/page/all/")
    assert len(captured) == 0
    open_waves._held.clear()
    with CaptureQueriesContext(connection) as captured:
        person.open("/survey/tiny/page/all/")
    assert len(captured) == 1


def test_staff_try_a_questionnaire_in_the_language(client, wave):
    put_in_use()
    version = QuestionnaireVersion.objects.get()
    client.force_login(factories.staff())
    address = f"/questionnaires/{version.questionnaire.slug}/try/?language=gd"
    assert "⟦Continue⟧" in client.get(address).content.decode()
    assert translation.get_language() == project.LANGUAGE_CODE


def test_dates_and_the_options_apart_are_said_in_the_language(client, wave):
    put_in_use()
    person = Respondent(client).open("/survey/tiny/?language=gd").press()
    assert "⟦Prefer not to say⟧" in person.words
    person.press("finish", one="does_not_apply", day=["27", "3", "2025"]).press("look")
    assert "⟦Does not apply to me⟧" in person.words
    assert "Màrt 2025" in person.words


def test_a_language_read_from_right_to_left_says_so(client, db):
    made = dump(asked())
    made["translations"]["ur"] = made["translations"].pop("gd")
    wave = make_wave(load(made))
    CheckedTranslation.objects.create(version=wave.questionnaire_version, language="ur")
    try:
        put_in_use(made_up("ur"))
        tree = Respondent(client).open("/survey/tiny/?language=ur").tree
        assert (tree.get("lang"), tree.get("dir")) == ("ur", "rtl")
    finally:
        translation.trans_real._translations.pop("ur", None)
