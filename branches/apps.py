"""Registers the app with Django: its reference data, its pages in the navigation, its items of the digest."""

from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "branches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from branches import reference_places, reference_statements  # noqa: F401  (registers the loaders)
