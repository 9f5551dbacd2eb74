"""A respondent who does anything in any order, as Hypothesis likes: pages, back, skip, stop, resume, send, send again.

Whatever the order: no error of ours, a draft on each page, one stored response for each thanked one, never more.
"""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from surveys.models import SealedResponse
from tests.surveys.asking import Respondent, ask, choices, one, open_wave, page, questionnaire

pytestmark = pytest.mark.django_db
ASKED = questionnaire(
    one("role", "worker", "manager"),
    page(
        "both",
        one("a"),
        ask("many", "select_multiple", choices=choices("x", "y")),
        relevant="${role} = 'worker'",
    ),
    ask("number", "integer"),
    ask("words", "text", longest=50),
)
TYPED = st.sampled_from(
    ["", "worker", "manager", "agree", "x", "12", "-1", "1e9", "a name", "\0", "<b>", "é" * 60]
)
ANSWERS = st.dictionaries(st.sampled_from(["role", "a", "many", "number", "words"]), TYPED, max_size=4)


class Walk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.person, self.sent, self.codes, self.thanked, self.begun = Respondent(Client()), [], [], 0, 1
        self.person.begin()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def press(self, button="", **given):
        if not self.on_a_form():
            return
        post = self.person.post
        self.person.post = lambda address, data: (self.sent.append((address, data)), post(address, data))[1]
        try:
            self.person.press(button, **given)
        finally:
            self.person.post = post
        if self.person.has("thanks"):
            self.thanked += 1
        if self.person.has("resume-code"):
            self.codes.append(self.person.tree.get_element_by_id("resume-code").text)

    def on_a_form(self):
        return self.person.tree.get_element_by_id("page", None) is not None

    @rule(answers=ANSWERS)
    def go_on(self, answers):
        self.press(**answers)

    @rule()
    def skip(self):
        self.press()

    @rule(button=st.sampled_from(["back", "finish", "look", "pause", "send", "nonsense", "say-gd"]))
    def press_a_button(self, button):
        self.press(button)

    @rule(at=st.integers(0, 50))
    def send_an_old_page_again(self, at):
        if self.sent:
            address, data = self.sent[at % len(self.sent)]
            self.person.post(address, data)

    @rule()
    def send_what_there_is(self):
        for button in ("finish", "send"):
            self.press(button)
        if self.sent:  # and once more, as a double click does
            self.person.post(*self.sent[-1])

    @rule(at=st.integers(0, 5))
    def come_back_on_another_device(self, at):
        if self.codes:
            self.person.open("/survey/tiny/resume/")
            self.press(code=self.codes[at % len(self.codes)])

    @rule()
    def begin_anew(self):
        self.begun += 1
        self.person.begin()

    @rule(place=st.integers(0, 400))
    def damage_the_draft(self, place):
        if self.on_a_form() and "draft" in self.person.tree.get_element_by_id("page").fields:
            draft = self.person.draft
            self.press(
                draft=draft[: place % (len(draft) or 1)] + "A" + draft[place % (len(draft) or 1) + 1 :]
            )

    @invariant()
    def no_error_of_ours(self):
        assert self.person.response.status_code < 500
        assert b"Traceback" not in self.person.response.content

    @invariant()
    def never_more_stored_than_begun_and_whoever_is_thanked_is_stored(self):
        stored = SealedResponse.objects.count()
        assert stored <= self.begun
        assert stored >= bool(self.thanked)

    @invariant()
    def no_session_is_begun(self):
        assert not {"session", "csrf"} & set(self.person.client.cookies)


QUICK = {"max_examples": 6, "stateful_step_count": 14}
LONG = {"max_examples": 150, "stateful_step_count": 40}


@pytest.mark.parametrize("effort", [QUICK, pytest.param(LONG, marks=pytest.mark.slow)], ids=["quick", "long"])
def test_whatever_a_respondent_does_in_whatever_order(effort):
    open_wave(ASKED)
    checks = settings(
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        **effort,
    )
    run_state_machine_as_test(Walk, settings=checks)
