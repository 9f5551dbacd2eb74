"""Says of which findings a picture for social media can be made, and its address; draws none."""

from urllib.parse import urlencode

from django.urls import reverse

from reports.safe_tables import YES
from reports.shown import FindingFacts, Reading


def has_figure(finding: FindingFacts, reading: Reading | None) -> bool:
    """Whether the release may show the finding for all Scotland."""
    table = reading.table(finding.question) if reading else None
    row = table.row() if table else None
    return bool(row and not row.hidden and row.shares.get(YES) is not None)


def can_be_made(finding: FindingFacts, reading: Reading | None) -> bool:
    """With the release's figure, else with a published one."""
    return has_figure(finding, reading) or finding.benchmark is not None


def address(finding: FindingFacts, reading: Reading | None) -> str:
    """Where the picture of this survey's figure is; empty where there is none. It is public, so its release must be."""
    if not can_be_made(finding, reading) or not (reading is None or reading.published):
        return ""
    held = "?" + urlencode({"wave": reading.provenance.wave}) if reading else ""
    return reverse("reports:finding-card", args=[finding.slug]) + held
