"""`manage.py migrate`, as Django has it, but it gives up on a lock rather than make the whole site wait behind it."""

import contextlib

from django.core.management.commands import migrate
from django.db import Error, connections

LONGEST_WAIT = "10s"  # for one lock; whoever asks for the table meanwhile queues behind the migration


class Command(migrate.Command):
    def handle(self, *args, **options):
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LONGEST_WAIT])
        try:
            return super().handle(*args, **options)
        finally:
            with contextlib.suppress(Error), connections[options["database"]].cursor() as cursor:
                cursor.execute("RESET lock_timeout")
