"""The addresses of the translations of the survey's own pages."""

from django.urls import path

from surveys.views import interface

urlpatterns = [
    path("interface/", interface.interface_list, name="interface-list"),
    path("interface/catalogue.po", interface.interface_catalogue, name="interface-catalogue"),
    path("interface/<slug:language>/", interface.interface_detail, name="interface-detail"),
    path("interface/<slug:language>/check/", interface.interface_check, name="interface-check"),
]
