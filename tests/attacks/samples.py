"""An object for each kind of address: made by alice of South Lanarkshire, looked at by everybody.

A sample is a function that makes the object and returns the address's values. `access_matrix.csv` names them.
"""

import re

from branches.actions.people import invite_person
from branches.branding import stylesheet
from branches.models import ChildrensSocialWork, Contact, OutgoingMail, Role
from surveys import interface_words
from surveys.interface_versions import load_interface
from tests import factories
from tests.attacks import comment_samples, document_samples, record_samples, release_samples
from tests.branches import records
from tests.reports import shelves
from tests.surveys import making

ABSENT = {"int": 987654321, "slug": "absent", "str": "absent", "uuid": "00000000-0000-0000-0000-000000000000"}


def nothing():
    return {}


def wave():
    return {"slug": making.opened().slug}


def wave_page():
    return {"slug": making.opened().slug, "name": "you"}


def questionnaire():
    return {"slug": making.version().questionnaire.slug}


def question():
    return {**questionnaire(), "name": "role"}


def question_page():
    return {**questionnaire(), "name": "you"}


def translation():
    return {**questionnaire(), "language": "gd"}


def interface():
    made = load_interface(by=None, words=interface_words.read(interface_words.written(None, "gd").encode()))
    return {"language": made.language}


def branch():
    return {"slug": factories.branch("South Lanarkshire").slug}


def council():
    return {"slug": factories.council("South Lanarkshire").slug}


def employer():
    return {"slug": factories.employer().slug}


def runner():
    made = ChildrensSocialWork.objects.create(
        council=factories.council(), employer=factories.employer(), source="A paper"
    )
    return {"slug": made.council.slug, "pk": made.pk}


def file():
    return {"slug": "branches"}


def contact():
    return {
        "pk": Contact.objects.create(
            branch=factories.branch(), employer=factories.employer(), job_title="Head of service"
        ).pk
    }


def person():
    return {"pk": factories.bob().pk}


def seat():
    return {"pk": factories.bob().memberships.get().pk}


def granted_role():
    return {"pk": factories.user(roles=[Role.MODERATOR]).role_grants.get().pk}


def invitation():
    branch = factories.branch()
    return {"pk": invite_person(email="new@example.org", branch=branch, by=factories.admin()).pk}


def invitation_link():
    made = invitation()
    mail = OutgoingMail.objects.get(effect_key=f"invitation:{made['pk']}")
    return {"token": re.search(r"/branches/join/([^/]+)/", mail.body)[1]}


def published_chart():
    shelves.release()
    return {"ending": "csv"}


def tally_chart():
    records.campaign()
    return {"part": "Q1", "ending": "csv"}


def guide():
    return {"name": "social-worker"}


def look():
    return {"digest": stylesheet().digest}


def mailed_key():
    return {"key": "absent"}


def absent_key():
    return {"pk": ABSENT["int"]}


SAMPLES = {
    function.__name__.replace("_", " "): function
    for function in (
        nothing,
        wave,
        wave_page,
        branch,
        council,
        employer,
        runner,
        file,
        contact,
        person,
        seat,
        granted_role,
        invitation,
        invitation_link,
        questionnaire,
        question,
        question_page,
        translation,
        interface,
        absent_key,
        look,
        guide,
        mailed_key,
        published_chart,
        tally_chart,
    )
}
SAMPLES |= (
    record_samples.SAMPLES | document_samples.SAMPLES | comment_samples.SAMPLES | release_samples.SAMPLES
)
