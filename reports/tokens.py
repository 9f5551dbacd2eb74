"""Making and ending the keys with which a person's programs read the API; the text of a key is told once."""

from django.db import transaction
from django.utils import timezone

from branches.audit import record_event
from reports.models import ApiToken


@transaction.atomic
def make_token(*, label, by) -> tuple[ApiToken, str]:
    """A new key of `by`, and its text, which is stored nowhere."""
    token, text = ApiToken.make(owner=by, label=label)
    record_event(by=by, verb="made the API token", subject=token)
    return token, text


@transaction.atomic
def end_token(*, token, by) -> ApiToken:
    """The key opens nothing from now on; ending it twice changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.ended_at is None:
        token.ended_at = timezone.now()
        token.save(update_fields=["ended_at"])
        record_event(by=by, verb="ended the API token", subject=token)
    return token
