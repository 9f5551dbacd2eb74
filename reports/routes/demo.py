"""Addresses of the demonstration's own pages."""

from django.urls import path

from reports.views import demo

urlpatterns = [
    path("demo/enter/", demo.enter, name="demo-enter"),
    path("demo/tour/", demo.tour_page, name="demo-tour"),
    path("demo/tour/begin/", demo.tour_begin, name="demo-tour-begin"),
    path("demo/mails/", demo.mails, name="demo-mails"),
    path("demo/components/", demo.components, name="demo-components"),
]
