"""Letters ready to send: each as Word and as text for an e-mail, with the hand-out for its council area attached."""

import io
import zipfile

from django.db import transaction
from django.utils.text import slugify

from branches.actions.letters import mark_sent
from branches.letter_file import file_name, letter_docx
from branches.models import Letter
from reports.documents.basis import gather
from reports.documents.build import assemble, rendered
from reports.documents.outlines import OUTLINES
from reports.documents.reproducible import FIXED, fixed_zip

HANDOUT = "council-handout"


def drafts(person):
    """The letters of this person's branches that were not sent yet."""
    waiting = Letter.objects.visible_to(person).filter(state=Letter.State.DRAFT)
    return waiting.select_related("branch", "council__family_group", "employer", "campaign").order_by("pk")


def letters_zip(letters, viewer) -> bytes:
    """A folder a letter: the letter, the e-mail's text, and the hand-out as the viewer may see the record.

    Raises CannotBuild.
    """
    ground = gather(viewer)
    handouts = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for letter in letters:
            if letter.council_id not in handouts:
                handouts[letter.council_id] = _handout(ground, letter.council)
            for name, data in _files(letter, *handouts[letter.council_id]):
                made.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _handout(ground, council):
    document = assemble(OUTLINES[HANDOUT], ground.about(council))
    return document.file_name("pdf"), rendered(document, "pdf")


def _files(letter, handout_name, handout):
    mark = "simulated-" if letter.simulated else ""
    folder = f"{mark}{slugify(letter.council.name)}-{slugify(letter.get_step_display())}-{letter.pk}"
    subject = f"Simulated: {letter.subject}" if letter.simulated else letter.subject
    text = f"To: {letter.to_role}, {letter.employer}\nSubject: {subject}\n\n{letter.body}\n"
    yield f"{folder}/{file_name(letter)}", fixed_zip(letter_docx(letter))
    yield f"{folder}/{mark}e-mail.txt", text.replace("\r\n", "\n").encode()
    yield f"{folder}/{handout_name}", handout


@transaction.atomic
def mark_all_sent(*, letters, on, by) -> int:
    """Log that these letters were sent on that day; all or none. Returns how many."""
    return len([mark_sent(letter=letter, on=on, by=by) for letter in letters])
