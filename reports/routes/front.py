"""Addresses of the front page and the plain public pages."""

from django.urls import path

from reports.views import home, pages, second_eyes

urlpatterns = [
    path("", home.home, name="home"),
    path("branches/checks/", second_eyes.checks, name="checks"),
    path("how-we-protect-answers/", pages.protection, name="protection"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("sources/", pages.sources, name="sources"),
    path("method/", pages.method, name="method"),
]
