"""Files of a campaign's pack: what SWIG hands to branches beside the questions, such as a leaflet or a letter."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from branches.models.campaigns import Campaign


def stored_under(pack_file, name):
    """A file is stored by what it is, never by what somebody called it."""
    suffix = name.rpartition(".")[2].lower()
    return f"packs/{pack_file.sha256[:2]}/{pack_file.sha256}-{pack_file.campaign_id}.{suffix}"


class CampaignFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see the campaign sees what stands in its pack."""
        return self.standing().filter(campaign__in=Campaign.objects.visible_to(user))

    def standing(self):
        """Without what was taken out, which keeps its row and its history."""
        return self.filter(taken_back_at__isnull=True)


class CampaignFile(models.Model):
    """One file of a campaign's pack. Only the copy without hidden data is kept: SWIG has the file that it came from."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=120)
    file = models.FileField(upload_to=stored_under, max_length=200)
    original_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes of the copy that branches get")
    sha256 = models.CharField(max_length=64, help_text="Of the file as it came in")
    added_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    objects = CampaignFileQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") & Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="campaign_file_with_its_hash",
            ),
            models.UniqueConstraint(
                fields=["campaign", "sha256"],
                condition=Q(taken_back_at__isnull=True),
                name="one_campaign_file_a_file",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("branches:campaign-file", args=[self.campaign.slug, self.pk])
