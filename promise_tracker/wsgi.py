"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application


def start():
    """The database is running and keeps no traces, or the start stops here; waiting for it is bounded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
    from promise_tracker.database import ensure_running

    ensure_running()
    application = get_wsgi_application()

    from django.db import connection

    from promise_tracker import database_checks, database_wait
    from reports.demo import refuse_real_answers
    from surveys.terms import refuse_broken_terms

    bounded = database_wait.install(application)
    refuse_real_answers()
    refuse_broken_terms()
    database_checks.refuse_traces(connection)  # last: it closes the connection, which no worker may inherit
    return bounded


application = start()
