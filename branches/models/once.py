"""Forms that were taken: so that one sent again, because its answer was lost on the way, acts once."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class FormTaken(models.Model):
    """A hash of one form as one person sent it, and the record it became; kept for a month."""

    digest = models.CharField(max_length=64, primary_key=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True)
    object_id = models.PositiveBigIntegerField(null=True)
    became = GenericForeignKey("content_type", "object_id")
    taken_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name_plural = "forms taken"

    def __str__(self):
        return f"form taken on {self.taken_at:%Y-%m-%d}"
