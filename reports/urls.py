"""The reports app's addresses."""

from django.urls import include, path

app_name = "reports"
urlpatterns = [
    path("", include("reports.routes.front")),
    path("", include("reports.routes.guides")),
    path("", include("reports.routes.national")),
    path("", include("reports.routes.releases")),
    path("", include("reports.routes.demo")),
    path("", include("reports.routes.documents")),
    path("", include("reports.routes.coders")),
    path("", include("reports.routes.api")),
]
