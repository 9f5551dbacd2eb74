"""Keeps translations of what the survey's pages say, and who checked each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0003_checked_translation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InterfaceTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("catalogue", models.TextField()),
                ("loaded_at", models.DateTimeField(auto_now_add=True)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["language", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("language", "number"), name="one_catalogue_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("loaded_by", models.F("checked_by")), _negated=True),
                            ("loaded_by", None),
                            ("checked_by", None),
                            _connector="OR",
                        ),
                        name="catalogue_checked_by_a_second_person",
                    ),
                ],
            },
        ),
    ]
