"""Puts the ratchet's triggers into the database, and gives sealed bodies room in their own row."""

from django.db import migrations

from surveys.guards import INSTALL_SQL, REMOVE_SQL

# A sealed body can't be compressed; kept in its row, it costs one write instead of several in a side table.
STORAGE = """
ALTER TABLE surveys_sealedresponse ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE surveys_sealedresponse SET (toast_tuple_target = 8160);
ALTER TABLE surveys_storeblock ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE surveys_commentblock ALTER COLUMN body SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(INSTALL_SQL, REMOVE_SQL),
    ]
