"""Files of a campaign's pack: taking one in, checked and cleaned as papers are, and taking one out again."""

from contextlib import suppress

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from branches.actions import ActionRefused, refuse_unless, set_fields
from branches.audit import record_event
from branches.documents import STRIPPED, Refused, Wordless, read_document, served_copy, taken_file
from branches.models import Campaign, CampaignFile

CLOSED = "A closed campaign is an archive: its files stay as they are."
KINDS = "A pack holds PDF, Word, OpenDocument, PNG or JPEG files. Save this one as PDF and try again."


@transaction.atomic
def add_campaign_file(*, campaign, title, name, data, by):
    """Add a file to the pack, opened and cleaned at once in the child process that reads papers.

    Raises ActionRefused with the sentence that a paper's upload would give.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    refuse_unless(campaign.state != Campaign.State.CLOSED, CLOSED)
    taken, copy = _checked(campaign, name, data)
    made = CampaignFile(
        campaign=campaign,
        title=title,
        original_name=name,
        media_type=taken.media_type,
        size=len(copy),
        sha256=taken.sha256,
        added_by=by,
    )
    made.file.save(name, ContentFile(copy), save=False)
    made.save()
    detail = {"file": title, "sha256": taken.sha256, "size": len(copy)}
    record_event(by=by, verb="added a file to", subject=campaign, detail=detail)
    return made


def _checked(campaign, name, data):
    """What the file is and its copy without hidden data; nothing is opened that stands in the pack already."""
    try:
        taken = taken_file(data, name)
        refuse_unless(taken.kind in STRIPPED, KINDS)
        same = campaign.files.standing().filter(sha256=taken.sha256).first()
        refuse_unless(same is None, f"This file is in the pack already: {same}.")
        with suppress(Wordless):  # a poster is a fine thing to hand on, though it is no evidence
            read_document(data, name)
        return taken, served_copy(taken.kind, data)
    except Refused as refusal:
        raise ActionRefused(str(refusal)) from None


@transaction.atomic
def take_out_campaign_file(*, pack_file, by):
    """Branches find it no more; its row, its bytes and its history stay."""
    refuse_unless(pack_file.campaign.state != Campaign.State.CLOSED, CLOSED)
    set_fields(pack_file, {"taken_back_at": timezone.now(), "taken_back_by": by})
    detail = {"file": pack_file.title, "sha256": pack_file.sha256}
    record_event(by=by, verb="removed a file from", subject=pack_file.campaign, detail=detail)
    return pack_file
