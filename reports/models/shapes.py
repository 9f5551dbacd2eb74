"""The outlines of the council areas that staff uploaded for the geographic map; the newest row is the one drawn."""

from django.conf import settings
from django.db import models

__all__ = ["MapShapes"]


class MapShapes(models.Model):
    """One upload: rings of points in the map's units by GSS code, and where they are from."""

    rings = models.JSONField()
    source = models.CharField(max_length=200)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "outlines of the council areas"

    def __str__(self):
        return f"Outlines of the council areas ({self.source})"
