"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")

from promise_tracker.database import ensure_running

ensure_running()
application = get_wsgi_application()
