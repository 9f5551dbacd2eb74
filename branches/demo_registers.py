"""The demo's simulated entries of the registers; nothing in them happened, and every row says so."""

from datetime import date, timedelta

from branches.actions.registers import add_entry, say_kept
from branches.models import Branch, CaseloadReturn, OverloadConcern, UnmetNeed

NEEDS = (
    ("time", "A worker who could visit every week", "Visits came once a month", "A placement away from home"),
    ("kinship", "Help for a grandparent with costs and school", "The care broke down", "A foster placement"),
    ("health", "Talking help while on a waiting list", "Eight months without any", ""),
    (
        "family_support",
        "Evening support for a family at home",
        "An emergency at a weekend",
        "Residential care",
    ),
    ("placement", "A home near school and friends", "A school change in the exam year", ""),
)
RETURNS = (
    ("Children and families, area team", "21.4", 9, 34, "branch"),
    ("Duty and first response", "17.0", None, None, "employer"),
    ("Throughcare and aftercare", "24.5", 15, 31, "foi"),
)


def load(branches: list[Branch], today: date, secretary):
    """Some entries for each of these branches; `secretary` gives the person who logs for a branch, or None."""
    for place, branch in enumerate(branches):
        council, by = branch.councils.first(), secretary(branch)
        about = {"branch": branch, "council": council, "by": by, "simulated": True}
        for number, (kind, needed, consequence, cost) in enumerate(NEEDS[: 5 - place % 3]):
            on = today - timedelta(days=9 * number + place)
            add_entry(
                model=UnmetNeed,
                happened_on=on,
                kind=kind,
                needed=needed,
                consequence=consequence,
                later_cost=cost,
                **about,
            )
        for number, (team, average, lowest, highest, publisher) in enumerate(RETURNS):
            on = today - timedelta(days=30 * number + 12)
            values = {"team": team, "average": average, "lowest": lowest, "highest": highest}
            add_entry(model=CaseloadReturn, happened_on=on, publisher=publisher, **values, **about)
        add_entry(
            model=OverloadConcern,
            happened_on=today - timedelta(days=20),
            about="Two workers off and their families shared out without a limit",
            raised_with="Chief Social Work Officer",
            answer="A meeting was promised" if place % 2 else "",
            **about,
        )
        say_kept(
            council=council,
            by=by,
            keeps_register=place % 3 == 0,
            publishes_caseloads=None if place % 2 else False,
            source="Said in a meeting",
            simulated=True,
        )
