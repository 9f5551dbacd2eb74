"""The minimal Django twin that the survey is measured against: the same middleware, a constant page, one insert."""

import os

from django.core import signing
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from branches.permissions import public

BODY = os.urandom(2000)
WORDS = "<p>A question with some choices, as plain as can be.</p>" * 60
PAGE = "<!doctype html><title>Twin</title><form method=post><input type=hidden name=draft value='%s'>" + WORDS


@csrf_exempt
@public
def page(request):
    """Carry the answers in a signed hidden field and show a constant page, as the plainest survey would."""
    held = signing.loads(request.POST["draft"]) if request.POST.get("draft") else {}
    held |= {name: value for name, value in request.POST.items() if name != "draft"}
    return HttpResponse(PAGE % signing.dumps(held))


@csrf_exempt
@public
def insert(request):
    """Store what was carried in one durable row, and say thanks."""
    signing.loads(request.POST["draft"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_twin VALUES (gen_random_uuid(), %s)", [BODY])
    return HttpResponse("<!doctype html><title>Thanks</title>" + WORDS)


urlpatterns = [
    path("twin/page/", page),
    path("twin/insert/", insert),
    path("", include("promise_tracker.urls")),
]
