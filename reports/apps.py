"""Registers the app with Django: its reference data and its pages in the navigation."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from branches.navigation import register
        from branches.permissions import SIGNED_IN, Permission
        from reports import findings  # noqa: F401 - registers its loader

        register("National picture", "reports:national", SIGNED_IN, 30)
        register("Council areas", "reports:councils", SIGNED_IN, 31)
        register("Releases", "reports:release-list", Permission.RELEASE_VIEW, 35)
        register("Documents", "reports:document-choose", Permission.RECORD_VIEW, 37)
        register("Reports", "reports:report-list", Permission.REPORT_EDIT, 38)
        register("Findings", "reports:finding-list", Permission.FINDING_EDIT, 36)
