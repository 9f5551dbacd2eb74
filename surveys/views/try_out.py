"""Trying a questionnaire as a respondent would: the same pages, for staff, with nothing stored at the end."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from branches.permissions import Permission, require
from surveys import interface
from surveys.models import Questionnaire
from surveys.open_waves import try_wave
from surveys.views import respond


def try_view(view):
    """One of the respondent's views, on the newest version of a questionnaire and for those who edit it."""

    @csrf_exempt
    @xframe_options_sameorigin  # for the phone's frame
    @require(Permission.QUESTIONNAIRE_EDIT)
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view.plain)
    def tried(request, slug, **rest):
        version = get_object_or_404(Questionnaire, slug=slug).latest_version()
        if version is None:
            raise Http404
        with interface.till_the_answer():
            return view.plain(request, respond.asked_for(request, try_wave(version)), **rest)

    return tried


start = try_view(respond.start)
page = try_view(respond.page)
look = try_view(respond.look)
send = try_view(respond.send)
thanks = try_view(respond.thanks)
clear = try_view(respond.clear)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def phone(request, slug):
    """The try inside a phone's frame, for people at a desk."""
    questionnaire = get_object_or_404(Questionnaire.objects.filter(versions__gt=0).distinct(), slug=slug)
    response = render(request, "surveys/phone.html", {"questionnaire": questionnaire})
    response.shows_own_page = True
    return response
