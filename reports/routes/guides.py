"""Addresses of the help pages."""

from django.urls import path

from reports.views import guides

urlpatterns = [
    path("help/", guides.guides, name="guides"),
    path("help/<slug:name>/", guides.guide, name="guide"),
]
