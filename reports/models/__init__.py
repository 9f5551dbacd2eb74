"""The reports app's models, by subject."""

from reports.models.editions import Correction, Edition, Report
from reports.models.findings import Benchmark, Finding
from reports.models.follows import Follow
from reports.models.packs import BriefingPack
from reports.models.releases import Release
from reports.models.shapes import MapShapes
from reports.models.tokens import ApiToken
from reports.models.workforce import WorkforceMargin, WorkforceTable

__all__ = [
    "ApiToken",
    "Benchmark",
    "BriefingPack",
    "Correction",
    "Edition",
    "Finding",
    "Follow",
    "MapShapes",
    "Release",
    "Report",
    "WorkforceMargin",
    "WorkforceTable",
]
