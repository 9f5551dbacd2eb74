"""Who knocks at each door: nobody, a branch secretary at home and away, and the union's staff."""

from branches.models import User
from tests import factories

PEOPLE = {
    "anonymous": lambda: None,
    "owner": factories.alice,
    "stranger": factories.charlie,
    "staff": factories.staff,
    "approver": factories.approver,
    "admin": factories.admin,
}


def knocking(client, who):
    """The client, signed in as that person."""
    user: User | None = PEOPLE[who]()
    if user:
        client.force_login(user)
    return client


def outcome(response):
    """One word for an answer: "sign-in", "no" (403), "hidden" (404), "yes" for whatever lets one in.

    None when the page has no such method (405), which says nothing about who may come in.
    """
    if response.status_code in (301, 302, 303) and response.headers["Location"].startswith(
        "/account/login/?next="
    ):
        return "sign-in"
    return {403: "no", 404: "hidden", 405: None}.get(response.status_code, "yes")
