"""Confidential mails, and the choice whether to get the weekly one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_ground")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail", name="confidential", field=models.BooleanField(default=False)
        ),
        migrations.AlterField(
            model_name="outgoingmail", name="body", field=models.TextField(blank=True)
        ),
        migrations.AddField(
            model_name="user",
            name="weekly_mail",
            field=models.BooleanField(default=True, verbose_name="weekly summary by email"),
        ),
    ]
