"""Registers the app with Django: its reference data, its pages in the navigation, its items of the digest."""

from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "branches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Importing registers the loaders (campaigns cite statements and come last) and the weekly mail's items.
        from branches import (  # noqa: F401
            digest_today,
            reference_campaigns,
            reference_places,
            reference_statements,
        )
        from branches.navigation import register
        from branches.permissions import Permission

        register("Today", "branches:today", Permission.RECORD_VIEW, 10)
        register("Papers", "branches:papers", Permission.RECORD_VIEW, 20)
        register("All councils", "branches:grid", Permission.RECORD_VIEW, 30)
        register("Campaigns", "branches:campaigns", Permission.RECORD_VIEW, 40)
        register("The Promise", "branches:statements", Permission.RECORD_VIEW, 45)
        register("Contacts", "branches:contacts", Permission.RECORD_EDIT, 50)
        register("People", "branches:people", Permission.PEOPLE_VIEW, 80)
        register("Places", "branches:places", Permission.PEOPLE_VIEW, 81)
