"""The stylesheet's address."""

from django.urls import path

from branches.views import look

urlpatterns = [path("look/<slug:digest>.css", look.stylesheet_page, name="stylesheet")]
