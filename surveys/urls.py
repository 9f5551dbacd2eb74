"""The surveys app's addresses."""

from django.urls import include, path

app_name = "surveys"
urlpatterns = [
    path("", include("surveys.routes.respond")),
    path("", include("surveys.routes.manage")),
    path("", include("surveys.routes.interface")),
    path("", include("surveys.routes.questionnaires")),
    path("", include("surveys.routes.comments")),
]
