"""What stands in the database between a submission and the mix: sealed bodies and hashes, no person and no time.

The tables have no foreign keys in PostgreSQL: a key check would lock the wave's row for each submission, and the
tables can be spread over machines by wave.
"""

import uuid

from django.db import models
from django.db.models import Q


def wave_key():
    """Return the link of an intake row to its wave, without a constraint in the database."""
    return models.ForeignKey(
        "surveys.Wave",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


class Invitation(models.Model):
    """The ledger: the hash of a code and whether it was used; no person, no serial, no time."""

    pk = models.CompositePrimaryKey("wave_id", "code_hash")
    wave = wave_key()
    code_hash = models.CharField(max_length=64)
    used = models.BooleanField(default=False)

    def __str__(self):
        return "used" if self.used else "not used"


class SealedResponse(models.Model):
    """One response, padded to the wave's one size and sealed to the wave's public key."""

    pk = models.CompositePrimaryKey("wave_id", "id")
    wave = wave_key()
    id = models.UUIDField(default=uuid.uuid4)
    body = models.BinaryField()

    def __str__(self):
        return "a sealed response"


class RetryMark(models.Model):
    """Makes a second sending of one response harmless: hash of the page's key, keyed hash of the body."""

    pk = models.CompositePrimaryKey("wave_id", "key_hash")
    wave = wave_key()
    key_hash = models.CharField(max_length=64)
    body_mac = models.CharField(max_length=64)

    def __str__(self):
        return "a retry mark"


class WithdrawalRequest(models.Model):
    """Hash of a deletion code, queued until the wave closes; it matches a tag inside a sealed response."""

    pk = models.CompositePrimaryKey("wave_id", "tag")
    wave = wave_key()
    tag = models.CharField(max_length=64)

    def __str__(self):
        return "a request to delete one response"


class StoreBlock(models.Model):
    """At most 1,000 shuffled responses, one smallint an item, encrypted to the wave's store key."""

    pk = models.CompositePrimaryKey("wave_id", "id")
    wave = wave_key()
    id = models.UUIDField(default=uuid.uuid4)
    simulated = models.BooleanField()
    rows = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="block_of_1_to_1000", condition=Q(rows__gte=1) & Q(rows__lte=1000)),
        ]

    def __str__(self):
        return f"a block of {self.rows} responses"


class CommentBlock(models.Model):
    """Shuffled comments with one attribute only (the role), encrypted to the wave's comment key."""

    pk = models.CompositePrimaryKey("wave_id", "id")
    wave = wave_key()
    id = models.UUIDField(default=uuid.uuid4)
    simulated = models.BooleanField()
    body = models.BinaryField()

    def __str__(self):
        return "a block of comments"
