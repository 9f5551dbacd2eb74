"""A moderator's reading of comments: the worker seals them to a key that lies in the moderator's browser and nowhere else.

Whoever takes the database, a backup or the log finds sealed bytes; the key ends with the browser or after four hours.
"""

import json
import zlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from branches.audit import record_event
from branches.permissions import Permission, has_permission
from surveys import comments, keys, sealing
from surveys.models import CommentReading, Wave

READS_FOR = timedelta(hours=4)
COOKIE = "reading"


class NotReading(Exception):
    """This moderator has no reading of this wave under way, or it is not from this browser."""


class NotYet(Exception):
    """The worker has not sealed the comments yet."""


class Gone(Exception):
    """The comments can't be opened any more: their key is not there."""


def begin(*, wave, by) -> str:
    """Ask for a wave's comments; return the secret, which the browser keeps. Seals at once where the key is in reach."""
    secret, public = sealing.new_inbox_pair()
    with transaction.atomic():
        CommentReading.objects.filter(wave=wave, reader=by).delete()
        asked = CommentReading.objects.create(wave=wave, reader=by, public_key=public.hex())
        record_event(by=by, verb="began to read the comments of", subject=wave)
    if keys.has_key(wave, "comments") or keys.can_write():
        _seal(asked)
    return secret.hex()


def opened(*, wave, by, secret: str) -> list:
    """Return the wave's comments as this reading has them. Raises NotReading, NotYet or Gone."""
    since = timezone.now() - READS_FOR
    found = CommentReading.objects.filter(wave=wave, reader=by, begun_at__gt=since).first()
    if found is None or not secret:
        raise NotReading
    if found.body is None:
        raise NotYet
    try:
        body = sealing.unseal(bytes.fromhex(secret), bytes(found.body))
    except (sealing.SealingError, ValueError):
        raise NotReading from None
    said = json.loads(zlib.decompress(body))
    if said is None:
        raise Gone
    return [comments.Comment(**each) for each in said]


def end(*, wave, by) -> None:
    """End a moderator's reading: the sealed comments go."""
    CommentReading.objects.filter(wave=wave, reader=by).delete()


def seal_waiting() -> None:
    """Seal the comments that moderators asked for, and end what was begun four hours ago or by who is no moderator now."""
    CommentReading.objects.filter(begun_at__lte=timezone.now() - READS_FOR).delete()
    for asked in CommentReading.objects.filter(body=None).select_related("wave", "reader"):
        if not has_permission(asked.reader, Permission.COMMENT_MODERATE):
            asked.delete()
        else:
            _seal(asked)


def _seal(asked) -> None:
    wave = Wave.objects.get(pk=asked.wave_id)
    try:
        said = [vars(each) for each in comments.comments_of(wave)]
    except comments.CANT_OPEN:
        said = None
    body = zlib.compress(json.dumps(said).encode())
    asked.body = sealing.seal(bytes.fromhex(asked.public_key), body)
    asked.save(update_fields=["body"])
