"""The front page: three doors, and in a demonstration five people to be."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from branches.permissions import public
from reports import demo
from reports.front import open_surveys, placard


@public
@require_safe
def home(request):
    context = {
        "surveys": open_surveys(timezone.now()),
        "placard": placard(),
        "people": demo.PEOPLE if settings.DEMO_MODE else (),
    }
    return render(request, "reports/home.html", context)
