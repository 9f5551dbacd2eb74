"""Two secretaries of a branch and a stranger who send any form of the record in any order, with sense or without.

Ask, reply, revise, undo, take back, commitment, verdict, letter, note: whatever the forms on the pages offer. Whatever
the order: no error of ours, a state for every part of every council area, nobody checks their own word, the audit only
grows, and the stranger changes nothing of the branch's, though they try every act that is the branch's own at the end.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from lxml import html

from branches import rows
from branches.models import Asked, AuditEvent, Campaign, Commitment, CouncilArea, Paper, Reply
from tests import factories
from tests.attacks import record_samples
from tests.branches import records

pytestmark = pytest.mark.django_db
PEOPLE = {"alice": factories.alice, "bob": factories.bob, "charlie": factories.charlie}
WORDS = st.sampled_from(
    [
        "",
        "A sentence.",
        "2026-03-10",
        "2026-02-30",
        "10/3/2026",
        "1999-01-01",
        "5.1",
        "-7",
        "x" * 400,
        "<b>",
        "\0",
    ]
)
PICK = st.integers(0, 1000)
OURS = "south-lanarkshire"
THE_BRANCHES_OWN_ACTS = {
    Reply: ("reply-edit", "reply-take-back"),
    Commitment: ("commitment-edit", "verdict"),
    Asked: ("contact-edit", "extension"),
    Paper: ("paper-take-back",),
}


class Record(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.clients = {name: Client() for name in PEOPLE}
        for name, person in PEOPLE.items():
            self.clients[name].force_login(person())
        self.pages, self.answer, self.events = self.first_pages(), None, AuditEvent.objects.count()

    def teardown(self):
        try:
            self.let_charlie_try_each_act()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def let_charlie_try_each_act(self):
        """On the newest thing of each kind, which in a walk of several steps is mostly the walk's own."""
        charlie, before = self.clients["charlie"], self.of_the_branch()
        for model, acts in THE_BRANCHES_OWN_ACTS.items():
            newest = model.objects.filter(branch__slug=OURS).order_by("pk").last()
            for address in [reverse(f"branches:{act}", args=[newest.pk]) for act in acts]:
                told = {charlie.get(address).status_code, charlie.post(address, {"go": "yes"}).status_code}
                assert 404 in told and told <= {404, 405}, f"{address} tells charlie {told}"
        assert self.of_the_branch() == before

    def first_pages(self):
        place = factories.council().slug
        parts = [part.pk for part in Campaign.objects.get().parts()]
        found = [f"/branches/record/{place}/replies/{part}/new/" for part in parts]
        reply = Reply.objects.get()
        found += [f"/branches/replies/{reply.pk}/{act}" for act in ("", "edit/", "check/", "take-back/")]
        return [
            *found,
            f"/branches/record/{place}/",
            "/branches/meetings/new/",
            "/branches/commitments/new/",
            "/branches/",
        ]

    @rule(
        who=st.sampled_from(sorted(PEOPLE)),
        page=PICK,
        form=PICK,
        picks=st.lists(PICK, min_size=4, max_size=4),
        words=WORDS,
    )
    def send_a_form(self, who, page, form, picks, words):
        before = self.of_the_branch()
        client, address = self.clients[who], self.pages[page % len(self.pages)]
        self.answer = client.get(address)
        changes = address.endswith(("/edit/", "/take-back/"))
        assert not (who == "charlie" and changes) or self.answer.status_code in (403, 404, 405), address
        forms = self.forms()
        if forms:
            chosen = forms[form % len(forms)]
            data = self.filled(chosen, picks, words)
            self.answer = client.post(chosen.get("action") or address, data, follow=True)
            self.find_more()
        assert who != "charlie" or self.of_the_branch() == before, f"charlie changed something by {address}"

    def of_the_branch(self):
        replies = Reply.objects.filter(branch__slug=OURS).order_by("pk")
        commitments = Commitment.objects.filter(branch__slug=OURS).order_by("pk")
        return [
            *replies.values_list("pk", "said", "stance"),
            *commitments.values_list("pk", "what", "verdict"),
        ]

    def tree(self):
        text = (
            self.answer.headers.get("Content-Type", "").startswith("text/html") and not self.answer.streaming
        )
        return html.fromstring(self.answer.content) if text and self.answer.content else None

    def forms(self):
        tree = self.tree()
        return [] if tree is None else tree.xpath("//main//form[@method='post']")

    def filled(self, form, picks, words):
        """Each choice by a pick, each text by the words or, every other time, what stood there."""
        data = {}
        for at, field in enumerate(form.xpath(".//input|.//select|.//textarea")):
            name, kind, pick = field.get("name"), field.get("type", field.tag), picks[at % len(picks)]
            if kind == "hidden" and name:
                data[name] = field.get("value", "")
            elif kind in ("radio", "checkbox") and (pick + at) % 3 == 0:
                data[name] = field.get("value", "on")
            elif kind == "select":
                values = field.xpath(".//option/@value")
                data[name] = values[pick % len(values)] if values else ""
            elif name and kind not in ("radio", "checkbox", "file", "submit"):
                data[name] = words if pick % 2 else (field.get("value") or "2026-03-12")
        return data

    def find_more(self):
        tree = self.tree()
        links = [] if tree is None else tree.xpath("//main//a/@href")
        wanted = (
            "/branches/replies/",
            "/branches/commitments/",
            "/branches/meetings/",
            "/branches/asked/",
            "/branches/letters/",
        )
        self.pages = list(
            dict.fromkeys([*self.pages, *(link.split("#")[0] for link in links if link.startswith(wanted))])
        )[:60]

    @invariant()
    def no_error_of_ours(self):
        assert self.answer is None or self.answer.status_code < 500

    @invariant()
    def every_part_of_every_council_has_one_state(self):
        campaign = Campaign.objects.get()
        grid = rows.state_grid(campaign, factories.alice(), timezone.localdate())
        refs = {part.ref for part in campaign.parts()}
        assert len(grid) == CouncilArea.objects.count()
        assert all(set(row.states) == refs for row in grid)

    @invariant()
    def nobody_checks_their_own_word(self):
        assert not [
            one for one in Reply.objects.exclude(checked_by=None) if one.checked_by_id == one.logged_by_id
        ]
        assert not [
            one
            for one in Commitment.objects.exclude(checked_by=None)
            if one.checked_by_id == one.verdict_by_id
        ]

    @invariant()
    def the_audit_only_grows(self):
        events = AuditEvent.objects.count()
        assert events >= self.events
        self.events = events


QUICK = {"max_examples": 4, "stateful_step_count": 12}
LONG = {"max_examples": 100, "stateful_step_count": 50}


@pytest.mark.parametrize("effort", [QUICK, pytest.param(LONG, marks=pytest.mark.slow)], ids=["quick", "long"])
def test_whatever_secretaries_send_in_whatever_order(effort):
    records.reply(records.ask(records.campaign()))
    records.paper()
    record_samples.commitment()
    for person in PEOPLE.values():
        person()
    checks = settings(
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        **effort,
    )
    run_state_machine_as_test(Record, settings=checks)
