"""Registers the app with Django: its reference data, its pages in the navigation, its items of the digest."""

from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "branches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Importing registers the loaders; campaigns cite statements and come last.
        from branches import (  # noqa: F401
            reference_campaigns,
            reference_places,
            reference_statements,
        )
