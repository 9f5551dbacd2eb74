"""Registers the app with Django: its reference data, its pages in the navigation, its items of the digest."""

from django.apps import AppConfig

# Pages about one council, reached from the grid: the menu lights "All councils" on them.
OF_A_COUNCIL = (
    "/branches/record/",
    "/branches/meetings/",
    "/branches/notes/",
    "/branches/replies/",
    "/branches/asked/",
    "/branches/letters/",
    "/branches/actions/",
)


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

        register("Today", "branches:today", Permission.RECORD_VIEW, 10, "Today")
        register("All councils", "branches:grid", Permission.RECORD_VIEW, 20, "Record", OF_A_COUNCIL)
        register("Papers", "branches:papers", Permission.RECORD_VIEW, 21, "Record")
        register("Commitments", "branches:commitments", Permission.RECORD_VIEW, 22, "Record")
        register("Registers", "branches:registers", Permission.RECORD_VIEW, 23, "Record")
        register("Contacts", "branches:contacts", Permission.RECORD_EDIT, 24, "Record")
        register(
            "Campaigns", "branches:campaigns", Permission.RECORD_VIEW, 25, "Record", ("/branches/parts/",)
        )
        register("The Promise", "branches:statements", Permission.RECORD_VIEW, 26, "Record")
        register("People", "branches:people", Permission.PEOPLE_VIEW, 80, "People")
        register("Places", "branches:places", Permission.PEOPLE_VIEW, 81, "People")
