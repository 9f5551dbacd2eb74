"""The demonstration: its five people, its tour, and the guard that keeps it off a database with real answers."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from branches.models import User
from surveys.models import SealedResponse, Wave


@dataclass(frozen=True)
class Person:
    """One of the five: the email to sign in with, who they are, and where their evening begins."""

    key: str
    email: str
    who: str
    does: str
    starts_at: str


PEOPLE = (
    Person(
        "staff",
        "staff@demo.example",
        "SWIG staff",
        "Runs surveys, proposes releases, builds reports.",
        "/branches/",
    ),
    Person(
        "approver",
        "approver@demo.example",
        "SWIG approver",
        "Checks and approves what staff propose.",
        "/branches/",
    ),
    Person(
        "south-lanarkshire",
        "south-lanarkshire@demo.example",
        "Branch secretary, South Lanarkshire",
        "Asks the employer, writes down the replies.",
        "/branches/",
    ),
    Person(
        "glasgow",
        "glasgow@demo.example",
        "Branch secretary, Glasgow",
        "The same for another branch: sees neighbours' replies, not their notes.",
        "/branches/",
    ),
    Person(
        "admin",
        "admin@demo.example",
        "Administrator",
        "Invites people, keeps branches and roles.",
        "/branches/people/",
    ),
)


def person(key):
    """The demo person of that key. Raises KeyError."""
    return {each.key: each for each in PEOPLE}[key]


def refuse_real_answers():
    """Stop a demonstration on a database where real people answered: anyone could walk in as anybody.

    A database of the demonstration's own is no such, though practice in it looks like the real thing.
    """
    if settings.DEMO_MODE and real_answers_exist() and not is_the_demonstrations_own():
        raise ImproperlyConfigured(
            "DEMO_MODE is on, but this database holds a real survey with answers. In a demonstration everybody "
            "may enter as anybody. Turn DEMO_MODE off, or give the demonstration a database of its own."
        )


def is_the_demonstrations_own():
    """Whether the database is the embedded one, or the demonstration was loaded into it while it held no real answer."""
    return settings.EMBEDDED_DATABASE or User.objects.filter(email=PEOPLE[0].email).exists()


def real_answers_exist():
    """Whether any wave that is not simulated holds a response, in its inbox or its store."""
    if Wave._meta.db_table not in connection.introspection.table_names():
        return False
    real = Wave.objects.real()
    waiting = SealedResponse.objects.filter(wave_id__in=real.values("pk"))
    return real.filter(responses__gt=0).exists() or waiting.exists()
