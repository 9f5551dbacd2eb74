"""One form acts once, however often it is sent: a browser that lost the answer, a double tap, a killed server.

The page carries a key; the same person sending the same key with the same content gets the record of the first time.
Something else sent from the same page (after the Back button, say) is another record.
"""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from branches.models.once import FormTaken

FIELD = "sent_as"
KEPT_FOR = timedelta(days=30)
NOT_CONTENT = ("csrfmiddlewaretoken",)


def new_key():
    return secrets.token_urlsafe(16)


def act_once(sent, by, action, /, **values):
    """What the action returned, now or when this very form came before. `sent`: the posted fields (a QueryDict)."""
    if not sent.get(FIELD):
        return action(**values)
    with transaction.atomic():
        # A second one beside the first waits here until the first is committed, or takes its place if it failed.
        taken, is_first = FormTaken.objects.get_or_create(digest=_digest(sent, by))
        if is_first:
            taken.became = action(**values)
            taken.save(update_fields=["content_type", "object_id"])
        return taken.became


def _digest(sent, by):
    content = sorted((name, values) for name, values in sent.lists() if name not in NOT_CONTENT)
    return hashlib.sha256(json.dumps([by.pk, content]).encode()).hexdigest()


def forget_old_forms():
    """Duty: nobody sends a form again after a month."""
    FormTaken.objects.filter(taken_at__lt=timezone.now() - KEPT_FOR).delete()
