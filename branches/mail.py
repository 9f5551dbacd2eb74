"""Mail: written in the act's own transaction under a unique effect key, sent later by the worker.

A row is locked while its mail leaves, so that two workers never send it both; a worker killed between the mail
server's yes and our commit repeats that one mail, with the same Message-ID.
"""

import hashlib
import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from branches.models import OutgoingMail
from branches.models.mail import MOST_ATTEMPTS

LONGEST_PAUSE = timedelta(hours=6)


class OutsideTransaction(RuntimeError):
    """A mail was about to be written outside the transaction of the act that it tells of."""


def enqueue(*, to, subject, template, context, effect_key, due_at=None, confidential=False):
    """Write a mail to be sent; a key that was used before changes nothing. Returns the OutgoingMail.

    `template` is plain text, rendered now, so that what leaves is what was true at the act. A confidential
    mail (one that carries a link or code to sign in by) loses its body once it has left, outside a demo.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"Enqueue “{subject}” inside the action's transaction.")
    body = render_to_string(
        template, {"site_url": settings.SITE_URL, "org_name": settings.ORG_NAME, **context}
    )
    mail, _ = OutgoingMail.objects.get_or_create(
        effect_key=effect_key,
        defaults={
            "to": to,
            "subject": subject,
            "body": body,
            "confidential": confidential,
            **({"due_at": due_at} if due_at else {}),
        },
    )
    return mail


def send_due_mails(limit=100):
    """Send what is due; returns how many left. A failed mail is tried again later, and after 12 times no more."""
    waiting = OutgoingMail.objects.still_to_send().order_by("due_at", "id").values_list("pk", flat=True)
    return sum(send_mail_now(pk) for pk in list(waiting[:limit]))


@transaction.atomic
def send_mail_now(pk):
    """Send one mail if it is due and nobody else has it in hand; says whether it left."""
    mail = OutgoingMail.objects.still_to_send().select_for_update(skip_locked=True).filter(pk=pk).first()
    if mail is None:
        return False
    try:
        _message(mail).send()
    except Exception as error:  # any failure of the mail server's is a reason to wait, not to stop the worker
        _put_off(mail, error)
        return False
    mail.sent_at, mail.failure = timezone.now(), ""
    if mail.confidential and not settings.DEMO_MODE:
        mail.body = ""
    mail.save()
    return True


def send_soon(pk):
    """Send one mail in a thread of its own once it is committed; the worker repeats what that could not."""
    if settings.MAIL_BESIDE_THE_ANSWER:
        transaction.on_commit(threading.Thread(target=_send_apart, args=(pk,), daemon=True).start)
    else:
        send_mail_now(pk)


def _send_apart(pk):
    try:
        send_mail_now(pk)
    finally:
        connection.close()


def sent_mails(limit=100):
    """The newest mails that have left, for the demo's page."""
    return OutgoingMail.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-id")[:limit]


def _message(mail):
    digest = hashlib.sha256(f"{settings.SITE_URL} {mail.effect_key}".encode()).hexdigest()[:32]
    sender = settings.DEFAULT_FROM_EMAIL
    host = sender.rpartition("@")[2].strip(" >") or "localhost"
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.body, sender, [mail.to], headers=headers)


def _put_off(mail, error):
    """Only the kind of error is kept: its words could quote an address or a code."""
    mail.attempts = MOST_ATTEMPTS if isinstance(error, SMTPRecipientsRefused) else mail.attempts + 1
    mail.failure = type(error).__name__
    mail.due_at = timezone.now() + min(timedelta(minutes=2**mail.attempts), LONGEST_PAUSE)
    mail.save()
