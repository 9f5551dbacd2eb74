"""Registers the app with Django: its reference data and its pages in the navigation."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from branches import digest, overview
        from branches.navigation import register
        from branches.permissions import SIGNED_IN, Permission
        from reports import checks, findings, following, second_eyes  # noqa: F401
        from reports.after_thanks import last_results
        from reports.guards import EDITION_GUARDS, RELEASE_GUARDS
        from reports.release_pages import outcome
        from reports.workforce import newest
        from surveys import after_thanks, guards, monitor, released, served

        guards.watch(*RELEASE_GUARDS, EDITION_GUARDS[0])
        after_thanks.register(last_results)
        overview.count_with(second_eyes.number)
        monitor.register(newest)
        released.register(outcome)
        served.register(findings.titles_by_question)
        digest.register(following.what_is_followed)
        register("Second pair of eyes", "reports:checks", Permission.QUEUE_VIEW, 11, "Today")
        register("National picture", "reports:national", SIGNED_IN, 40, "Results")
        register("Council areas", "reports:councils", SIGNED_IN, 41, "Results")
        register("What I follow", "reports:following", Permission.RECORD_VIEW, 46, "Results")
        register("Releases", "reports:release-list", Permission.RELEASE_VIEW, 43, "Results")
        register("Documents", "reports:document-choose", Permission.RECORD_VIEW, 44, "Results")
        register("Reports", "reports:report-list", Permission.REPORT_EDIT, 45, "Results")
        register("Findings", "reports:finding-list", Permission.FINDING_EDIT, 42, "Results")
