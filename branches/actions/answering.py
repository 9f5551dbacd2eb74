"""An employer's right of reply: a signed link to one page about one record, shown beside it, never over it."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from branches.actions import refuse_unless, set_fields
from branches.audit import record_event
from branches.deadlines import in_words
from branches.models import RightOfReply

SALT = "branches.right-of-reply"


def token_for(right: RightOfReply) -> str:
    return signing.dumps(right.pk, salt=SALT)


def right_behind(token: str, day) -> RightOfReply | None:
    """The open right of reply behind a link, or None when forged, withdrawn, used or past its day."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rights = RightOfReply.objects.filter(
        pk=pk, withdrawn_at__isnull=True, answered_at__isnull=True, closes_on__gte=day
    )
    return rights.select_related("reply__asked__part__question", "commitment").first()


@transaction.atomic
def open_right(*, record, closes_on, by):
    """The secretary has seen the preview and opens the link; nothing is sent by itself."""
    refuse_unless(closes_on >= timezone.localdate(), "The last day is over already: choose a later one.")
    refuse_unless(not open_rights(record).exists(), "There is an open link already. Withdraw it first.")
    right = RightOfReply.objects.create(**_about(record), closes_on=closes_on, opened_by=by)
    record_event(by=by, verb="opened a right of reply to", subject=record, detail={"until": closes_on})
    return right


@transaction.atomic
def withdraw_right(*, right, by):
    set_fields(right, {"withdrawn_at": timezone.now()})
    record_event(by=by, verb="withdrew the right of reply to", subject=right.commitment or right.reply)
    return right


@transaction.atomic
def answer_right(*, right, comment):
    """The employer's words, once, beside the record; who typed them is not known, so nobody is named."""
    right = RightOfReply.objects.select_for_update().get(pk=right.pk)
    refuse_unless(right.answered_at is None and right.withdrawn_at is None, "This link was used already.")
    set_fields(right, {"answered_at": timezone.now()})
    record = right.commitment or right.reply
    set_fields(record, {"employers_comment": comment.strip(), "employers_comment_on": timezone.localdate()})
    record_event(by=None, verb="took the employer's comment on", subject=record)
    return record


def open_rights(record):
    """Links about this record that still work."""
    rights = RightOfReply.objects.filter(
        **_about(record), withdrawn_at__isnull=True, answered_at__isnull=True
    )
    return rights.filter(closes_on__gte=timezone.localdate())


def _about(record):
    return {"commitment" if record._meta.model_name == "commitment" else "reply": record}


def invitation_mail(record, right, link) -> dict:
    """Subject and text for the secretary's own email to the employer."""
    return {
        "mail_subject": f"{record.branch}: your comment on our record",
        "mail_body": (
            "Dear colleague,\n\n"
            f"our branch has recorded the following: {_on_record(record)}\n\n"
            f"If you would like to comment, you can do so until {in_words(right.closes_on)} using this link:\n{link}\n\n"
            f"Yours sincerely,\n{record.branch}"
        ),
    }


def _on_record(record) -> str:
    if hasattr(record, "asked"):
        return f"{record.asked.part.label}: {record.stance_label}."
    return record.sentence
