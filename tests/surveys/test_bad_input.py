"""What nobody should post, posted: a clear answer each time, what was typed kept, never an error of ours."""

import shutil
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import duties, keys, sealing
from surveys.drafts import Draft, seal
from surveys.frozen import frozen
from surveys.models import SealedResponse
from surveys.question_types import TYPES, is_strange, without_strange
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
GOOD = {
    "one": ["agree"],
    "scale": ["low"],
    "many": ["x", "z"],
    "order": ["x=1"],
    "number": ["7"],
    "exact": ["7.5"],
    "grade": ["3"],
    "day": ["27", "3", "2025"],
    "words": ["More time"],
}
NAMES = [question["name"] for question in ONE_OF_EACH["questions"]]


def test_every_type_of_the_registry_is_tried():
    tried = {question["type"] for question in ONE_OF_EACH["questions"]}
    assert tried == {name for name, kind in TYPES.items() if kind.asks}


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
    assert kept(person, name, without_strange(typed)), (
        "what was typed is still there, but for what can't be shown"
    )
    assert not strange(person.response.content.decode())


def opened(wave):
    """Return the one stored response's row, opened with the wave's key as the mix does."""
    body = bytes(SealedResponse.objects.get().body)
    return list(sealing.unpack(frozen(wave).shape, sealing.unseal(keys.read_key(wave, "inbox"), body)).row)


def kept(person, name, typed):
    """Return whether the page still holds what was typed; a choice that isn't offered has no box to stand in."""
    boxes = person.tree.xpath(f"//*[@name='{name}']")
    if all(box.get("type") in ("radio", "checkbox") or box.tag == "select" for box in boxes):
        return True
    return typed in [box.get("value") or (box.text or "").strip() for box in boxes]


def strange(text):
    return [letter for letter in text if is_strange(letter) and letter != "\r"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("draft", ["forged", "old", "of another wave"])
def test_each_type_with_a_draft_that_cannot_be_read_keeps_what_was_typed(person, name, draft):
    values = GOOD[name]
    given = {"forged": "A" * 800, "old": person.draft[:-8], "of another wave": seal(Draft(), b"another|1|x")}[
        draft
    ]
    person.client.cookies.clear()
    person.post("/survey/tiny/page/all/", {"draft": given, name: values})
    assert person.response.status_code == 400
    assert "could not be read" in person.errors
    shown = [value for key, value in person.tree.get_element_by_id("page").form_values() if key == name]
    assert [value for value in shown if value] == values


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name in ("one", "scale", "many", "order", "grade", "number")]
)
def test_a_choice_that_is_not_offered_leaves_the_other_answers(person, name):
    other = "one" if name != "one" else "scale"
    person.post(
        "/survey/tiny/page/all/", {"draft": person.draft, other: GOOD[other], name: ["prefer_not_to_sai"]}
    )
    assert person.has(f"{name}_error")
    shown = person.tree.get_element_by_id("page").form_values()
    assert (other, GOOD[other][0]) in shown


@pytest.mark.parametrize("name", NAMES)
def test_each_type_that_is_not_asked_is_not_stored(client, name):
    """Answers to a question that the way doesn't lead to are dropped before anything is sealed."""
    asked = next(question for question in ONE_OF_EACH["questions"] if question["name"] == name)
    hidden = {**asked, "name": "hidden", "relevant": "${first} = 'agree'"}
    wave = open_wave(questionnaire(one("first"), page("all", hidden, one("beside")), one("last")))
    person = Respondent(client).begin().press(first="disagree")
    person.post("/survey/tiny/page/all/", {"draft": person.draft, "hidden": GOOD[name], "beside": "agree"})
    person.press("finish").press("look")
    assert "hidden?" not in person.words
    assert person.press().press().has("thanks")
    stored = opened(wave)
    layout = frozen(wave).layout
    assert {value for item, value in zip(layout.items, stored, strict=True) if item.question == "hidden"} <= {
        -2
    }


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
