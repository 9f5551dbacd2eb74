"""The minimal Django twin that the survey is measured against: its own settings, startproject's middleware, one insert.

It shows the survey's own pages from strings compiled once, carries the answers in a signed hidden field, checks
nothing, seals nothing and stores the same number of bytes. Served by gunicorn as `benchmarks.twin:application`.
TWIN names a JSON file: {"database": …, "pages": [[before the draft, after it], …], "bytes": of a stored response}.
"""

import json
import os
from pathlib import Path

from django.conf import settings

given = json.loads(Path(os.environ["TWIN"]).read_text())
PAGES, SIZE = given["pages"], given["bytes"]
FIRST, LAST = 1, len(PAGES) - 2  # before them the start page, after them the thanks

settings.configure(
    SECRET_KEY="the twin keeps no secret " * 2,
    ROOT_URLCONF="benchmarks.twin",
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": given["database"] | {"CONN_MAX_AGE": 600}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    USE_TZ=True,
)

from django.core import signing  # noqa: E402 (the settings stand above)
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


@csrf_exempt  # the cheaper way for the twin: no token to make
def page(request, number):
    """Show a page; a posted one is answered with the next, or with the insert and a redirect to the thanks."""
    if request.method != "POST":
        return _shown(number, {})
    held = signing.loads(request.POST["draft"]) if request.POST.get("draft") else {}
    if number == LAST:
        return _inserted()
    held |= {name: value for name, value in request.POST.items() if name != "draft"}
    return _shown(number + 1, held)


def _shown(number, held):
    before, after = PAGES[number]
    token = signing.dumps(held) if FIRST <= number <= LAST else ""
    return HttpResponse(f"{before}{token}{after}")


def _inserted():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_twin VALUES (gen_random_uuid(), %s)", [os.urandom(SIZE)])
    return HttpResponseRedirect(f"/{LAST + 1}/")


urlpatterns = [path("<int:number>/", page)]
application = get_wsgi_application()
