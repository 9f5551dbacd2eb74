"""Registers the project itself with Django, for its commands and its checks of the database server."""

from django.apps import AppConfig


class PromiseTrackerConfig(AppConfig):
    name = "promise_tracker"

    def ready(self):
        from promise_tracker import database_checks  # noqa: F401 - registers the checks
