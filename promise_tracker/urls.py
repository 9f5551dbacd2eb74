"""Which app answers which address. An app's own urls.py names the pages."""

from django.urls import include, path

from promise_tracker.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # In the order in which they are asked for most: each request tries them from above.
    path("", include("surveys.urls")),
    path("", include("reports.urls")),
    path("", include("branches.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "promise_tracker.errors.bad_request"
handler403 = "promise_tracker.errors.forbidden"
handler404 = "promise_tracker.errors.not_found"
handler500 = "promise_tracker.errors.server_error"
