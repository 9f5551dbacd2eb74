"""The guards of releases and editions under names that are watched, and against emptying a table whole."""

from importlib import import_module

from django.db import migrations

from reports.guards import INSTALL_SQL, REMOVE_SQL

RELEASES = import_module("reports.migrations.0002_release_guards")
EDITIONS = import_module("reports.migrations.0003_edition_guards")


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_briefing_packs")]

    operations = [
        migrations.RunSQL(RELEASES.REMOVE + EDITIONS.REMOVE, RELEASES.INSTALL + EDITIONS.INSTALL),
        migrations.RunSQL(INSTALL_SQL, REMOVE_SQL),
    ]
