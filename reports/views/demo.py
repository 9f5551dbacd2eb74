"""Pages that exist in a demonstration only: enter as somebody, the tour, the mails sent, the components."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from branches.mail import sent_mails
from branches.models import User
from branches.permissions import public
from reports import demo, gallery, tour

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def in_demo_only(view):
    """Outside a demonstration the page does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO_MODE:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public
@require_POST
@in_demo_only
def enter(request):
    try:
        person = demo.person(request.POST.get("person", ""))
    except KeyError:
        raise Http404 from None
    login(request, get_object_or_404(User, email=person.email, is_active=True), backend=BACKEND)
    messages.success(request, f"You are now signed in as {person.who}.")
    return redirect(_next(request) or person.starts_at)


@public
@require_safe
@in_demo_only
def tour_page(request):
    found = tour.wave()
    return render(request, "demo/tour.html", {"steps": tour.steps(found), "wave": found})


@public
@require_POST
@in_demo_only
def tour_begin(request):
    return redirect("surveys:survey-start", tour.begin().slug)


@public
@require_safe
@in_demo_only
def mails(request):
    return render(request, "demo/mails.html", {"mails": sent_mails()})


@public
@require_safe
@in_demo_only
def components(request):
    return render(request, "demo/components.html", gallery.examples(request.GET))


def _next(request):
    """Where a tour's button leads; only to this site."""
    url = request.POST.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}) else ""
