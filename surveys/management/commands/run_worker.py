"""Runs the background work: for ever, or one pass."""

import signal

from django.core.management.base import BaseCommand

from branches import worker
from surveys.mixing import forbid_core_dumps
from surveys.terms import refuse_broken_terms


class Command(BaseCommand):
    help = "Run the background work; with --once a single pass over what is due."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, *, once, **options):
        forbid_core_dumps()
        refuse_broken_terms()
        if once:
            self.stdout.write(f"{worker.run_due()} duties done")
            return
        asked = []
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: asked.append(True))
        worker.run_forever(stop=lambda: bool(asked))
