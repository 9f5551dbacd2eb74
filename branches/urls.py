"""The branches app's addresses."""

from django.urls import include, path

app_name = "branches"
urlpatterns = [
    path("", include("branches.routes.places")),
    path("", include("branches.routes.people")),
    path("", include("branches.routes.record")),
    path("", include("branches.routes.look")),
    path("", include("branches.routes.telling")),
]
