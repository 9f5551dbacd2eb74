"""Makes the demo's simulated replies and letters; every row is marked simulated and says so in its words."""

import random
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from branches import demo_commitments, demo_marks, demo_registers
from branches.actions import asking, letters, replies
from branches.actions.campaigns import copy_campaign
from branches.models import (
    Asked,
    Audience,
    Branch,
    Campaign,
    ChaseStep,
    CouncilArea,
    Membership,
    Reply,
    Stance,
    User,
)
from branches.reference_campaigns import PACK_SLUG

SLUG = "keeping-the-promise"
SEED = 2030
OPENED_DAYS_AGO = 75
SILENT = 8  # council areas where nobody asked
UNANSWERED = 4  # asked, without any answer
WORKING_GROUPS = 9
NAMED = ({"amount": 240_000, "posts": 5}, {}, {"posts": Decimal("2.5")}, {"amount": 90_000})
UNION_SEATS = 4
SAID = {
    Stance.YES: "they said that this is done and offered to show us the paper.",
    Stance.PARTLY: "they said that it holds for one part of the service and not yet for the others.",
    Stance.PLANNED: "they said that it will come with the next budget.",
    Stance.NO: "they said that there is no such thing and no plan for it.",
    Stance.NOT_KNOWN: "they talked about other things and gave no clear answer.",
}


def load(today: date):
    """The running campaign with about twenty council areas' simulated record; returns the campaign."""
    found = Campaign.objects.filter(slug=SLUG).first()
    return found or _load(today)


@transaction.atomic
def _load(today):
    campaign = _running_copy(today)
    chance = random.Random(SEED)
    # The two branches of the demo's people come first: they are asked and have answers.
    named = ["South Lanarkshire", "Glasgow City"]
    others = list(CouncilArea.objects.exclude(name__in=named))
    chance.shuffle(others)
    asked = [
        *CouncilArea.objects.filter(name__in=named).order_by("-name"),
        *others[: 32 - SILENT - len(named)],
    ]
    for place, council in enumerate(asked):
        _council(campaign, council, place, len(asked), chance, today)
    demo_commitments.load(campaign, asked, today, _secretary)
    _letter(campaign, today)
    _silent_secretary(others[32 - SILENT - len(named)])
    demo_marks.load(chance)
    telling = [Branch.objects.filter(councils=council).first() for council in asked[:8]]
    demo_registers.load(telling, today, _secretary)
    return campaign


def _silent_secretary(council):
    """Somebody to chase: one silent branch has a secretary, who cannot sign in."""
    user, _ = User.objects.get_or_create(
        email="silent@demo.example", defaults={"name": f"Demo secretary, {council.name}"}
    )
    user.set_unusable_password()
    user.save()
    branch = Branch.objects.filter(councils=council).first()
    Membership.objects.get_or_create(user=user, branch=branch, until=None)


def budget_year(today: date) -> str:
    """The next budget that is still to be set: until March this year's, then next year's."""
    start = today.year if today.month <= 3 else today.year + 1
    return f"{start}/{(start + 1) % 100:02d}"


def _running_copy(today):
    year = budget_year(today)
    opens_on = today - timedelta(days=OPENED_DAYS_AGO)
    campaign = copy_campaign(
        source=Campaign.objects.get(slug=PACK_SLUG),
        slug=SLUG,
        title=f"Keeping the Promise {year}",
        budget_year=year,
        opens_on=opens_on,
        by=None,
        state=Campaign.State.OPEN,
    )
    campaign.summary = (
        "The questions of 2021, put again before the next budget. Replies in this demo are simulated."
    )
    # Councils set their budgets in late February.
    campaign.budget_after_days = max((date(int(year[:4]), 2, 25) - opens_on).days, OPENED_DAYS_AGO + 14)
    campaign.closes_after_days = campaign.budget_after_days + 40
    campaign.save()
    return campaign


def _council(campaign, council, place, total, chance, today):
    branch = Branch.objects.filter(councils=council).first()
    employer = asking.runner_of(council)
    by = _secretary(branch)
    on = today - timedelta(days=chance.randrange(40, 70))
    if place == total - 1:
        on = today - timedelta(days=5)  # one is still within its time
    asks = [
        asking.put_part(
            part=part,
            council=council,
            employer=employer,
            branch=branch,
            on=on,
            by=by,
            simulated=True,
            audience=Audience.PUBLIC,
        )
        for part in campaign.parts()
    ]
    if place >= total - UNANSWERED:
        if place == total - 2:
            asking.move_contact(
                asked=asks[0], contact=Asked.Contact.REFUSED, on=on + timedelta(days=12), by=by
            )
        return
    for number, ask in enumerate(asks):
        stance = _stance(ask.part.ref, place, chance)
        if stance and not (place == 0 and number in {3, 4}):
            _reply(ask, stance, on + timedelta(days=chance.randrange(5, 30)), by, chance)


def _stance(ref, place, chance):
    """The stance this council area is given; None leaves the question open."""
    if ref == "Q4a":
        return Stance.YES if place < WORKING_GROUPS else chance.choice([Stance.PLANNED, Stance.NO, Stance.NO])
    if ref == "Q4b-b":
        if place < UNION_SEATS:
            return Stance.YES
        return chance.choice([Stance.PLANNED, Stance.NO, None]) if place < WORKING_GROUPS else None
    return chance.choice([*SAID, None, None, Stance.PARTLY, Stance.NO])


def _reply(ask, stance, on, by, chance):
    label = next((each for each in ask.part.labels.all() if each.stance == stance), None)
    replies.record_reply(
        asked=ask,
        said_on=on,
        stance=stance,
        label=label,
        grade=chance.choice([Reply.Grade.SAID, Reply.Grade.SAID, Reply.Grade.WRITTEN]),
        said=f"{ask.part.label}: {SAID[stance]}" if stance in SAID else "",
        by=by,
        **_named(ask, stance),
    )


def _named(ask, stance):
    """Three of four employers that invest or plan to name pounds a year, posts, or both."""
    if not ask.part.asks_amount or stance not in {Stance.YES, Stance.PARTLY, Stance.PLANNED}:
        return {}
    return NAMED[ask.council.pk % len(NAMED)]


def _secretary(branch):
    return User.objects.filter(memberships__branch=branch, memberships__until__isnull=True).first()


def _letter(campaign, today):
    """A letter of South Lanarkshire's branch that is due today."""
    council = CouncilArea.objects.get(name="South Lanarkshire")
    branch = Branch.objects.filter(councils=council).first()
    about = {
        "branch": branch,
        "campaign": campaign,
        "council": council,
        "employer": asking.runner_of(council),
        "by": _secretary(branch),
    }
    first = letters.draft_letter(step=ChaseStep.ASK, simulated=True, **about)
    # The letter that put the questions went on the day from which the record counts.
    put = Asked.objects.standing().filter(branch=branch, council=council, part__question__campaign=campaign)
    first.state, first.sent_on = "sent", put.earliest("asked_on").asked_on
    first.save()
    letters.draft_letter(step=ChaseStep.REMINDER, send_by=today, simulated=True, **about)
