"""Addresses of releases, their files, findings and workforce totals."""

from django.urls import path

from reports.views import findings, releases

urlpatterns = [
    path("releases/", releases.release_list, name="release-list"),
    path("releases/new/", releases.release_new, name="release-new"),
    path("releases/findings/", findings.finding_list, name="finding-list"),
    path("releases/findings/new/", findings.finding_edit, name="finding-add"),
    path("releases/findings/<slug:slug>/", findings.finding_edit, name="finding-edit"),
    path("releases/workforce/", findings.workforce, name="workforce"),
    path("releases/<slug:wave>/<int:number>/", releases.release_detail, name="release-detail"),
    path("releases/<slug:wave>/<int:number>/audit/", releases.release_audit, name="release-audit"),
    path("releases/<slug:wave>/<int:number>/approve/", releases.release_approve, name="release-approve"),
    path("releases/<slug:wave>/<int:number>/publish/", releases.release_publish, name="release-publish"),
    path("releases/<slug:wave>/<int:number>/withdraw/", releases.release_withdraw, name="release-withdraw"),
    path("releases/<slug:wave>/<int:number>/remove/", releases.release_remove, name="release-remove"),
    path(
        "releases/<slug:wave>/<int:number>/figures.<str:ending>", releases.release_file, name="release-file"
    ),
]
