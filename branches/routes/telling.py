"""The addresses of telling one's branch of an unsafe caseload."""

from django.urls import path

from branches.views import telling

urlpatterns = [
    path("tell-your-branch/", telling.tell_branch, name="tell-branch"),
    path("tell-your-branch/told/", telling.tell_branch_done, name="tell-branch-done"),
]
