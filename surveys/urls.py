"""The surveys app's addresses."""

from django.urls import include, path

from surveys.routes import respond

app_name = "surveys"
urlpatterns = [
    *respond.urlpatterns,  # not one level further down: they are asked for most
    path("", include("surveys.routes.manage")),
    path("", include("surveys.routes.interface")),
    path("", include("surveys.routes.questionnaires")),
    path("", include("surveys.routes.comments")),
]
