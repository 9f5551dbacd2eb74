"""Mail: written in the act's own transaction under a unique effect key, sent later by the worker."""

from django.template.loader import render_to_string

from branches.models import OutgoingMail


def enqueue(*, to, subject, template, context, effect_key, due_at=None):
    """Write a mail to be sent; a key that was used before changes nothing. Call inside the action's transaction.

    `template` is a plain-text template, rendered now, so that what leaves is what was true at the act.
    """
    body = render_to_string(template, context)
    when = {"due_at": due_at} if due_at else {}
    mail, _ = OutgoingMail.objects.get_or_create(
        effect_key=effect_key, defaults={"to": to, "subject": subject, "body": body, **when}
    )
    return mail


def sent_mails(limit=100):
    """The newest mails that have left, for the demo's page."""
    return OutgoingMail.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-id")[:limit]
