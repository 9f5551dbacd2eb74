"""Whom a letter goes to: the branch's own contacts, managers or elected members, and the letter in words for each."""

import re
from dataclasses import dataclass

from branches.models import ChaseStep, Contact, Letter

GREETING = re.compile(r"\ADear [^\n]*,[ \t]*(?=\r?\n|\Z)")


@dataclass(frozen=True)
class Addressee:
    """A letter for one reader: the lines of the address, the email address or nothing, and the whole text."""

    lines: tuple[str, ...]
    email: str
    body: str


def recipients(letter: Letter) -> list[Contact]:
    """The standing contacts this letter may go to: at its employer, and elected members of its council area."""
    standing = Contact.objects.filter(branch=letter.branch_id, ended_on=None).select_related("employer")
    own = standing.filter(employer=letter.employer_id)
    members = standing.filter(role=Contact.Role.ELECTED_MEMBER, employer__councils=letter.council_id)
    return list((own | members).distinct())


def suggested(letter: Letter, contact: Contact) -> bool:
    """Whether a step of the ladder is usually for this contact; the secretary ticks what they like."""
    wanted = Contact.Role.ELECTED_MEMBER if letter.step == ChaseStep.ELECTED else Contact.Role.MANAGER
    return contact.role == wanted


def addressed(letter: Letter, contact: Contact | None = None) -> Addressee:
    """The letter for one contact, with their name in its greeting; for none, to the job that the letter names."""
    if contact is None:
        return Addressee((letter.to_role, str(letter.employer)), "", letter.body)
    lines = [contact.name, contact.job_title, str(contact.employer), *contact.address.splitlines()]
    greeting = f"Dear {contact.name or contact.job_title},"
    body = GREETING.sub(lambda _: greeting, letter.body, count=1)
    return Addressee(tuple(line.strip() for line in lines if line.strip()), contact.email, body)
