"""What another branch keeps to itself answers exactly as if it were not there: page, file, interface and calendar.

Same status, headers, size and body, for everybody who is not of that branch. Only the one-time form token and the
number that was asked for may differ, and both have a fixed length.
"""

import re
from datetime import date

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from branches.actions import calendar, commitments, letters, meetings, papers
from branches.calendar_feed import token_for
from branches.models import Asked, Audience, Commitment, Contact, Meeting, Paper, Reply, Role
from tests import factories
from tests.attacks import record_samples
from tests.attacks.people import PEOPLE
from tests.branches import records

pytestmark = pytest.mark.django_db
# An approver reads what an editor reads.
OTHERS = {name: make for name, make in PEOPLE.items() if name not in ("owner", "approver")} | {
    "moderator": lambda: factories.user(roles=[Role.MODERATOR])
}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]{64}(")')
NOW = "2026-03-20 10:00:00"

# Sample → the addresses that take its number. Each object belongs to alice's branch and is for that branch only.
ADDRESSES = {
    "reply": (
        "reply",
        "reply-edit",
        "reply-check",
        "reply-take-back",
        "cite",
        "history",
        "undo",
        "right-of-reply",
        "right-withdraw",
    ),
    "asked": ("contact-edit", "extension"),
    "paper": ("paper", "paper-file", "paper-take-back", "bearing", "suggestion-refuse"),
    "picture": ("paper-words",),
    "commitment": ("commitment", "commitment-edit", "verdict", "verdict-check"),
    "meeting": ("meeting",),
    "note": ("note", "history", "undo"),
    "letter": (
        "letter",
        "letter-edit",
        "letter-anew",
        "letter-drop",
        "letter-sent",
        "letter-answered",
        "letter-file",
    ),
    "entry": ("register-take-back",),
    "contact": ("letter-contact-edit", "letter-contact-end"),
    "second mark": ("second-mark",),
    "two marks": ("second-mark-settle",),
}


def contact():
    made = Contact.objects.create(
        branch=factories.branch(), employer=factories.employer(), job_title="Head of service"
    )
    return {"pk": made.pk}


def hidden(sample):
    """The sample, kept to its own branch."""
    values = {**record_samples.SAMPLES, "contact": contact}[sample]()
    for model in (Reply, Asked, Paper, Commitment, Meeting):
        model.objects.update(audience=Audience.OWN)
    return values


def seen(client, method, address, *numbers):
    """Everything that an answer tells: status, headers and body, without what differs from press to press."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    body = TOKEN.sub(rb"\1\2", body)
    headers = dict(answer.headers)
    for number in numbers:
        body = body.replace(str(number).encode(), b"#")
        headers = {name: value.replace(str(number), "#") for name, value in headers.items()}
    return answer.status_code, headers, len(body), body


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("sample", ADDRESSES)
def test_anothers_answers_as_one_that_is_absent(sample, who):
    values = hidden(sample)
    client, person = Client(), OTHERS[who]()
    if person:
        client.force_login(person)
    there, absent = values["pk"], 10 ** len(str(values["pk"])) - 7
    different = []
    for route in ADDRESSES[sample]:
        for method in ("get", "post"):
            answers = [
                seen(client, method, address(route, values | {"pk": pk}), there, absent)
                for pk in (there, absent)
            ]
            if answers[0] != answers[1]:
                different.append((route, method, [answer[0] for answer in answers]))
            assert answers[0][0] != 200, f"{who} may see {route}"
    assert not different


def address(route, values):
    for names in (
        ("pk",),
        ("pk", "kind"),
        ("pk", "paragraph"),
        ("pk", "paragraph", "part"),
        ("pk", "register"),
    ):
        if set(names) <= set(values):
            try:
                return reverse(f"branches:{route}", kwargs={name: values[name] for name in names})
            except NoReverseMatch:  # the address takes other values
                continue
    raise AssertionError(route)


LISTS = (
    "/branches/papers/",
    "/branches/papers/?words=posts",
    "/branches/commitments/?all",
    "/branches/record/south-lanarkshire/",
    "/branches/checks/",
    "/branches/registers/unmet-need/",
    "/branches/shown-to/",
    "/branches/contacts/",
    "/branches/grid/",
    "/branches/grid.csv",
    "/branches/campaigns/spring/record.csv",
    "/councils/south-lanarkshire/",
    "/national/grid/",
    "/national/grid.csv",
    "/api/v1/councils/{code}",
    "/api/v1/councils",
)


def keep_to_ourselves():
    """One of everything that alice's branch can keep to itself."""
    branch = factories.branch()
    own = {"audience": Audience.OWN}
    campaign = record_samples._campaign()
    asked = records.ask(campaign, **own)
    records.reply(asked, said="Between us", **own)
    records.ask(campaign, "Q3", **own)  # a reminder needs a question that waits
    records.paper(dated=date(2026, 3, 12), title="Between us", **own)
    commitments.record_commitment(
        branch=branch,
        council=branch.councils.first(),
        employer=asked.employer,
        what="Between us",
        who="Head",
        made_on=date(2026, 3, 1),
        due_on=date(2026, 4, 10),
        how_we_know="A minute",
        by=factories.alice(),
        **own,
    )
    meetings.write_note(
        branch=branch, council=branch.councils.first(), text="Between us", by=factories.alice()
    )
    letters.draft_letter(
        branch=branch,
        campaign=campaign,
        council=branch.councils.first(),
        employer=asked.employer,
        step="reminder",
        by=factories.alice(),
        send_by=date(2026, 3, 10),
    )
    record_samples.entry()
    contact()
    papers.take_paper(
        branch=branch,
        council=branch.councils.first(),
        name="page.html",
        data=b"<html><p>Between us</p></html>",
        title="Between us",
        kind="other",
        dated=date(2026, 3, 1),
        by=factories.alice(),
    )


@pytest.mark.parametrize("who", OTHERS)
@time_machine.travel(NOW, tick=False)
def test_no_list_file_or_interface_tells_that_there_is_something(who):
    record_samples._campaign()
    factories.employer()
    code = factories.council().gss_code
    client, person = Client(), OTHERS[who]()
    if person:
        client.force_login(person)
    before = {each: seen(client, "get", each.format(code=code)) for each in LISTS}
    with transaction.atomic():
        keep_to_ourselves()
        after = {each: seen(client, "get", each.format(code=code)) for each in LISTS}
        transaction.set_rollback(True)
    assert [each for each in LISTS if before[each] != after[each]] == []


@time_machine.travel(NOW, tick=False)
def test_no_calendar_tells_that_there_is_something():
    record_samples._campaign()
    factories.employer()
    feed = reverse("branches:calendar-file", args=[token_for(calendar.renew_feed(by=factories.charlie()))])
    before = seen(Client(), "get", feed)
    keep_to_ourselves()
    assert before[0] == 200 and seen(Client(), "get", feed) == before


def test_the_owner_is_told_so_that_the_comparison_can_fail():
    values = hidden("reply")
    client = Client()
    client.force_login(factories.alice())
    there, absent = (
        seen(client, "get", address("reply", values | {"pk": pk}))[0] for pk in (values["pk"], 987654321)
    )
    assert (there, absent) == (200, 404)


def test_the_owners_lists_change_so_that_the_comparison_can_fail():
    record_samples._campaign()
    factories.employer()
    client = Client()
    client.force_login(factories.alice())
    told = LISTS[:8]
    before = {each: seen(client, "get", each) for each in told}
    keep_to_ourselves()
    assert [each for each in told if before[each] == seen(client, "get", each)] == ["/branches/checks/"]
