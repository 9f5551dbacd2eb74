"""The addresses of the translations of the survey's own pages, beside the questionnaires: read before those."""

from django.urls import path

from surveys.views import interface

urlpatterns = [
    path("questionnaires/in-other-languages/", interface.interface_list, name="interface-list"),
    path(
        "questionnaires/in-other-languages/catalogue.po",
        interface.interface_catalogue,
        name="interface-catalogue",
    ),
    path(
        "questionnaires/in-other-languages/<slug:language>/",
        interface.interface_detail,
        name="interface-detail",
    ),
    path(
        "questionnaires/in-other-languages/<slug:language>/check/",
        interface.interface_check,
        name="interface-check",
    ),
]
