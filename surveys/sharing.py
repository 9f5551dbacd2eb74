"""Words for a branch to copy: invitation, reminder, social post. Reads waves and branches; sends nothing to anybody.

Reminders go to all, since nobody knows who has answered.
"""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from branches.models import Branch
from surveys import wording
from surveys.models import Wave
from surveys.open_waves import wave_for
from surveys.wave_pages import start_address

KINDS = (
    ("email", "Email to members", 22),
    ("reminder", "Reminder, to everybody", 18),
    ("social", "Post for social media", 9),
)


@dataclass(frozen=True)
class Words:
    """One text to copy, and how many lines it needs on a page."""

    name: str
    label: str
    text: str
    lines: int


def branches_for(user):
    """Return the branches that somebody may choose from: their own, or all for those who sit in none."""
    own = Branch.objects.filter(pk__in=user.memberships.current().values("branch"))
    return own if own.exists() else Branch.objects.all()


def chosen_branch(user, slug: str):
    """Return the branch asked for if it is among theirs, else the first of their own, else None."""
    choices = branches_for(user)
    found = choices.filter(slug=slug).first()
    return found or (choices.first() if user.memberships.current().exists() else None)


def texts(wave, branch=None) -> list[Words]:
    """Return every text of an open wave, worded for one branch or for the union as a whole."""
    address = start_address(wave)
    words = {
        "wave": wave,
        "place": branch.name.removesuffix(" branch") if branch else "",
        "address": address,
        "organisation": settings.ORG_NAME,
        "minutes": wording.minutes(wave_for(wave.slug).way),
    }
    return [
        Words(
            f"{wave.slug}-{name}", label, render_to_string(f"surveys/texts/{name}.txt", words).strip(), lines
        )
        for name, label, lines in KINDS
    ]


def shared(branch) -> list[dict]:
    """Return each open wave with its texts."""
    return [{"wave": wave, "texts": texts(wave, branch)} for wave in Wave.objects.open()]
