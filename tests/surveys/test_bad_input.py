"""What nobody should post, posted: a clear answer each time, what was typed kept, never an error of ours."""

import shutil
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import duties, keys
from surveys.models import SealedResponse
from tests.surveys.asking import Respondent, ask, choices, one, open_wave, page, questionnaire

pytestmark = pytest.mark.django_db

NUL, SURROGATE, BIDI = "a\0b", "a\ud800b", "a\u202eb"
ONE_OF_EACH = page(
    "all",
    one("one"),
    ask("scale", "likert", choices=choices("low", "high")),
    ask("many", "select_multiple", choices=choices("x", "y", "z"), apart=["prefer_not_to_say"]),
    ask("order", "rank", choices=choices("x", "y", "z")),
    ask("number", "integer", apart=["does_not_apply"]),
    ask("exact", "decimal"),
    ask("grade", "range", minimum=0, maximum=10),
    ask("day", "date"),
    ask("words", "text", longest=100),
)
NAMES = [question["name"] for question in ONE_OF_EACH["questions"]]


@pytest.fixture
def person(client):
    open_wave(questionnaire(ONE_OF_EACH, one("last")))
    return Respondent(client).begin()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "typed", ["zzz", NUL, SURROGATE, BIDI, "e" * 1_000_000], ids=["wrong", "nul", "surrogate", "bidi", "1MB"]
)
def test_each_type_answers_clearly_to_what_it_can_not_take(person, name, typed):
    if name == "words" and typed == "zzz":
        typed = "z" * 101  # a text may say zzz, but not without end
    body = urlencode({"draft": person.draft, name: typed}, errors="surrogatepass")
    person.post("/survey/tiny/page/all/", body, content_type="application/x-www-form-urlencoded")
    assert person.response.status_code == 200
    assert person.errors, name
    assert person.has(f"{name}_error")


def test_a_megabyte_of_text_is_still_in_the_box(person):
    person.post("/survey/tiny/page/all/", {"draft": person.draft, "words": "long " * 200_000})
    assert "Shorten it to 100" in person.errors
    assert person.value("words").startswith("long long")
    assert len(person.value("words")) > 900_000


def test_more_than_the_server_reads_is_refused_with_a_page(person):
    person.post("/survey/tiny/page/all/", {"words": "x" * 5_000_000})
    assert person.response.status_code == 413
    assert "nothing was saved" in person.words


def test_thousands_of_fields_are_refused_with_a_page(person):
    person.post("/survey/tiny/page/all/", {f"field{number}": "x" for number in range(2000)})
    assert person.response.status_code == 413


def test_markup_is_shown_as_text(person):
    person.post("/survey/tiny/page/all/", {"draft": person.draft, "number": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in person.response.content
    assert person.value("number") == '"><script>alert(1)</script>'


def test_an_answer_to_a_question_that_is_not_asked_is_not_stored(client):
    open_wave(questionnaire(one("a"), one("b", relevant="${a} = 'agree'"), one("c")))
    person = (
        Respondent(client)
        .begin()
        .press(a="agree")
        .press(b="agree")
        .press("back")
        .press("back")
        .press(a="disagree")
    )
    person.post("/survey/tiny/page/on_b/", {"draft": person.draft, "b": "agree"})
    person.press("finish").press("look")
    assert "b?" not in person.words
    assert person.press().press().has("thanks")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(
        st.sampled_from([*NAMES, "go", "draft", "code", "may_withdraw", "zzz"]),
        st.lists(
            st.text(max_size=30) | st.sampled_from(["back", "send", "look", "x=1", "agree", "3"]), max_size=4
        ),
    ),
    where=st.sampled_from(["", "page/all/", "page/on_last/", "look/", "send/", "resume/", "clear/"]),
    with_draft=st.booleans(),
)
def test_whatever_is_posted_wherever_it_is_never_an_error_of_ours(person, data, where, with_draft):
    if with_draft and person.has("page"):
        data["draft"] = [person.begin().draft]
    response = person.client.post(f"/survey/tiny/{where}", data)
    assert response.status_code < 500


def test_a_pause_of_the_intake_is_told_and_keeps_the_answers(person):
    """No copy of the wave's key can be opened: the worker's canary says so, and nothing is taken."""
    for folder in keys.folders():
        shutil.rmtree(folder)
    duties.check_keys()
    person.press("finish", one="agree").press()
    assert person.response.status_code == 503
    assert "Your answers are still on this page" in person.errors
    assert not SealedResponse.objects.exists()
    assert person.press("look").has("page")
    assert "Agree" in person.words
