"""Letters ready to send: one for each reader, as Word and as text for an email, with the hand-out attached."""

import io
import zipfile
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from branches import unanswered
from branches.actions.letters import mark_sent
from branches.letter_file import file_name, letter_docx
from branches.models import Contact, Letter
from branches.recipients import addressed, recipients, suggested
from branches.simulated import marked
from reports.documents.basis import gather
from reports.documents.build import assemble, rendered
from reports.documents.outlines import OUTLINES
from reports.documents.reproducible import FIXED, fixed_zip

HANDOUT = "council-handout"


@dataclass(frozen=True)
class Waiting:
    """A draft with whom it may go to: (contact, whether the step is usually for them)."""

    letter: Letter
    to: tuple[tuple[Contact, bool], ...]

    def chosen(self, keys) -> list[Contact]:
        """The contacts whose keys, as `key` gives them, are among these."""
        return [one for one, _ in self.to if self.key(one) in keys]

    def key(self, contact) -> str:
        return f"{self.letter.pk}-{contact.pk}"

    @property
    def choices(self):
        return [(self.key(one), one, usual) for one, usual in self.to]


def waiting(person) -> list[Waiting]:
    """The drafts of this person's branches whose questions still wait, each with its recipients."""
    drafts = Letter.objects.visible_to(person).filter(state=Letter.State.DRAFT)
    drafts = drafts.select_related("branch", "council__family_group", "employer", "campaign").order_by("pk")
    return [
        Waiting(letter, tuple((one, suggested(letter, one)) for one in recipients(letter)))
        for letter in drafts
        if not unanswered.since(letter).nothing_left
    ]


def letters_zip(chosen, viewer) -> bytes:
    """One folder per letter: the letter and the email's text for each reader, and the hand-out as the viewer may see it.

    `chosen` holds (letter, contacts); without contacts the letter goes to the job that it names. Raises CannotBuild.
    """
    ground = gather(viewer)
    handouts = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for letter, contacts in chosen:
            if letter.council_id not in handouts:
                handouts[letter.council_id] = _handout(ground, letter.council)
            for name, data in _files(letter, contacts, *handouts[letter.council_id]):
                made.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _handout(ground, council):
    document = assemble(OUTLINES[HANDOUT], ground.about(council))
    return document.file_name("pdf"), rendered(document, "pdf")


def _files(letter, contacts, handout_name, handout):
    mark = "simulated-" if letter.simulated else ""
    folder = f"{mark}{slugify(letter.council.name)}-{slugify(letter.get_step_display())}-{letter.pk}"
    for number, contact in enumerate(contacts or [None], 1):
        whom = f"{number:02d}-{slugify(str(contact))[:60]}-" if contact else ""
        yield f"{folder}/{whom}{file_name(letter)}", fixed_zip(letter_docx(letter, contact))
        yield f"{folder}/{whom}{mark}email.txt", _email(letter, contact, handout_name).encode()
    yield f"{folder}/{handout_name}", handout


def _email(letter, contact, handout_name):
    to = addressed(letter, contact)
    subject = marked(letter.subject, letter.simulated)
    head = ("To: " + (to.email or ", ".join(to.lines)), f"Subject: {subject}", f"Attach: {handout_name}")
    lines = [" ".join(line.split()) for line in head]
    return "\n".join(lines) + f"\n\n{to.body}\n".replace("\r\n", "\n")


@transaction.atomic
def mark_all_sent(*, chosen, on, by) -> int:
    """Log that these letters were sent on that day, each to its contacts; all or none. Returns how many."""
    return len([mark_sent(letter=letter, on=on, by=by, to=to) for letter, to in chosen])
