"""Puts the triggers of releases and editions into the database: what was given out stays as it was."""

from django.db import migrations

from reports.guards import INSTALL_SQL, REMOVE_SQL


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("surveys", "0002_guards")]

    operations = [migrations.RunSQL(INSTALL_SQL, REMOVE_SQL)]
