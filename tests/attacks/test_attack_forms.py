"""What another website, a cache or a frame tries: forms without a token, pages kept or framed, fields nobody offered."""

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, resolve, reverse

from branches.models import Commitment, Employer, Membership, Reply, RoleGrant, User
from reports.models import ApiToken
from surveys.models import Wave
from tests import factories
from tests.attacks import samples
from tests.attacks.test_access_matrix import named_routes
from tests.branches import records
from tests.surveys import making

pytestmark = pytest.mark.django_db
# Respondents' pages carry a sealed draft and refuse what another site sends; the API is read only; a file of answers
# is asked for its token by its own view, after it has said where the file may go.
NO_TOKEN_NEEDED = re.compile(r"surveys:(survey|try)-|surveys:wave-answers$|reports:api:")
ELSEWHERE = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}


def views(resolver=None, namespaces=()):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern, (*namespaces, *([pattern.namespace] if pattern.namespace else [])))
        else:
            yield ":".join([*namespaces, pattern.name]), pattern.callback


def address(route):
    """An address of the route, with values of which there is no object. None when no such value fits."""
    values = {
        name: samples.ABSENT[
            type(converter).__name__.removesuffix("Converter").replace("String", "Str").lower()
        ]
        for name, converter in named_routes()[route].items()
    }
    try:
        return reverse(route, kwargs=values)
    except NoReverseMatch:
        return None


def test_every_form_wants_its_token_but_those_that_are_safe_without():
    exempt = {name for name, view in views() if getattr(view, "csrf_exempt", False)}
    assert {name for name in exempt if not NO_TOKEN_NEEDED.match(name)} == set()


def test_a_form_sent_without_its_token_is_refused_at_every_address():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.admin())
    let_in = {}
    for route, _ in views():
        path = address(route)
        if path is None or getattr(resolve(path).func, "csrf_exempt", False):
            continue
        status = client.post(path, {"name": "x"}, headers=ELSEWHERE).status_code
        if status != 403:
            let_in[route] = status
    assert let_in == {}


def test_what_needs_no_token_refuses_another_website():
    slug, client = making.opened().slug, Client(enforce_csrf_checks=True)
    client.force_login(factories.staff())
    let_in = {}
    for route, view in views():
        if not getattr(view, "csrf_exempt", False):
            continue
        values = {"slug": slug, "name": "you"}
        wanted = named_routes()[route]
        path = reverse(route, kwargs={key: values.get(key, "1") for key in wanted})
        status = client.post(path, {"draft": "x"}, headers=ELSEWHERE).status_code
        if status not in (403, 404, 405):
            let_in[route] = status
    assert let_in == {}


PEOPLE = {"anonymous": lambda: None, "secretary": factories.alice, "staff": factories.staff}


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_forbids_frames_and_a_signed_in_page_is_kept_by_nobody(client, who):
    person = PEOPLE[who]()
    if person:
        client.force_login(person)
    faults = []
    for route in named_routes():
        path = address(route)
        if path is None or path.startswith("/account/logout"):
            continue
        faults += [f"{path}: {fault}" for fault in header_faults(client.get(path), signed_in=bool(person))]
    assert faults == []


def header_faults(response, signed_in):
    policy = response.headers.get("Content-Security-Policy", "")
    if "frame-ancestors 'none'" not in policy or "'unsafe" in policy:
        yield f"policy {policy}"
    if response.headers.get("X-Frame-Options") != "DENY":
        yield "no X-Frame-Options"
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    kept = response.headers.get("Cache-Control", "")
    # A respondent's page asks for no session, so it is the same for everyone.
    apart = getattr(response.wsgi_request, "path", "").startswith("/survey/")
    if signed_in and "no-store" not in kept and not apart:
        yield f"signed in, and kept: {kept!r}"
    if apart and (b"alice" in response.content.lower() or b"Sign out" in response.content):
        yield "a respondent's page knows who is signed in"
    personal = b"csrfmiddlewaretoken" in response.content and "no-store" not in kept
    if personal and "Cookie" not in response.headers.get("Vary", ""):
        yield "holds a token of one person and varies by nothing"


def test_a_token_s_answer_is_no_answer_for_everyone(client):
    _, text = ApiToken.make(owner=factories.staff(), label="a program")
    own = client.get("/api/v1/releases", headers={"authorization": f"Bearer {text}"})
    assert own.headers["Cache-Control"].startswith("private")
    assert "Authorization" in own.headers["Vary"]


def test_after_signing_out_the_old_cookie_opens_nothing(client):
    client.force_login(factories.alice())
    old = client.cookies["session"].value
    client.post("/account/logout/")
    client.cookies["session"] = old
    assert client.get("/branches/").status_code == 302


# --- Fields that no form offers ---
MORE_POWER = {
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "on",
    "email": "mallory@example.org",
    "roles": "administrator",
    "role": "administrator",
    "branch": "1",
    "pk": "1",
    "id": "1",
    "user": "1",
    "by": "1",
}


def powers(person):
    person = User.objects.get(pk=person.pk)
    seats = list(Membership.objects.filter(user=person).values_list("branch__slug", flat=True))
    return (
        person.email,
        person.is_active,
        seats,
        list(RoleGrant.objects.filter(user=person).values_list("role")),
    )


def test_nobody_gains_power_by_a_field_that_was_not_offered(client):
    alice = factories.alice()
    before, names = powers(alice), {field.name for field in User._meta.get_fields()}
    client.force_login(alice)
    for path in ("/account/me/", "/account/email/", "/branches/", "/branches/contacts/"):
        client.post(path, {"weekly_mail": "on", "wanted": "on", **MORE_POWER})
    assert powers(alice) == before
    assert not names & {"is_superuser", "is_staff"} or not User.objects.get(pk=alice.pk).is_superuser


def test_an_invited_secretary_does_not_become_more(client):
    token = samples.invitation_link()["token"]
    client.post(
        f"/branches/join/{token}/",
        {"name": "New", "password1": factories.PASSWORD, "password2": factories.PASSWORD, **MORE_POWER},
    )
    new = User.objects.get(email="new@example.org")
    assert powers(new)[2:] == (["south-lanarkshire"], [])


def test_an_answer_is_not_checked_marked_or_moved_by_its_own_form(client):
    made = records.reply(records.ask(records.campaign()))
    alice, glasgow = factories.alice(), factories.branch("Glasgow City")
    client.force_login(alice)
    values = {
        "answer": "yes", "said_on": made.said_on, "grade": "meeting", "audience": "branches",
        "checked_by": alice.pk, "checked_at": "2026-03-05", "simulated": "on", "branch": glasgow.pk, "logged_by": factories.bob().pk,
    }  # fmt: skip
    client.post(f"/branches/replies/{made.pk}/edit/", values)
    after = Reply.objects.get(pk=made.pk)
    assert (after.checked_by, after.asked.branch_id, after.logged_by) == (
        None,
        made.asked.branch_id,
        made.logged_by,
    )


def test_a_commitment_gets_no_verdict_by_its_own_form(client):
    pk = samples.SAMPLES["commitment"]()["pk"]
    client.force_login(factories.alice())
    employer = Employer.objects.get()
    client.post(
        f"/branches/commitments/{pk}/edit/",
        {
            "what": "A seat",
            "who": "Head",
            "employer": employer.pk,
            "verdict": "kept",
            "verdict_checked_by": "1",
        },
    )
    assert Commitment.objects.get(pk=pk).verdict == ""


def test_a_wave_is_not_opened_loosened_or_made_real_by_the_form_that_plans_it(client):
    version = making.version()
    client.force_login(factories.staff())
    client.post(
        "/waves/new/",
        {
            "title": "Autumn 2031", "questionnaire": version.questionnaire.pk, "mode": "open", "expected_size": "300",
            "retention_until": "2033-01-01", "state": "open", "k": "1", "public_key": "00", "simulated": "on",
        },
    )  # fmt: skip
    wave = Wave.objects.get(title="Autumn 2031")
    assert (wave.state, wave.k >= 20, wave.simulated) == ("draft", True, False)
