"""Staff's pages about waves: list, make, open, watch in bands, close. No answer and no exact count reaches them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, has_permission, require
from surveys import invitations, practice, released, wave_pages, waves
from surveys.keys import KeyNotWritten
from surveys.models import Wave
from surveys.wave_forms import CodesForm, ColleaguesForm, WaveForm


@require(Permission.WAVE_EDIT)
@require_safe
def wave_list(request):
    return render(request, "surveys/wave_list.html", {"waves": wave_pages.cards(Wave.objects.all())})


@require(Permission.WAVE_EDIT)
@require_http_methods(["GET", "POST"])
def wave_new(request):
    form = WaveForm(request.POST if request.method == "POST" else None, like=request.GET)
    if request.method == "POST" and form.is_valid():
        wave = waves.new_wave(by=request.user, **form.terms())
        messages.success(request, "The survey is saved as a draft. A second person opens it.")
        return redirect(wave)
    return render(request, "surveys/wave_new.html", {"form": form})


@require(Permission.WAVE_EDIT)
@require_POST
def wave_practice(request):
    try:
        wave = practice.make_practice_wave(by=request.user)
    except (waves.WaveError, KeyNotWritten) as error:
        messages.error(request, f"No practice survey was made: {error}.")
        return redirect("surveys:wave-list")
    messages.success(request, "The practice survey is open. Everything in it is marked simulated, for ever.")
    return redirect(wave)


@require(Permission.WAVE_EDIT)
@require_safe
def wave_detail(request, slug):
    wave = get_object_or_404(Wave, slug=slug)
    outcome = released.outcome(wave)
    page = {
        "wave": wave,
        "rows": wave_pages.facts(wave),
        "steps": wave_pages.steps(wave, published=bool(outcome and outcome.published)),
        "address": wave_pages.start_address(wave),
        "colleagues": ColleaguesForm(),
        "may_import": wave.state in Wave.TAKES_FILES and not wave.responses_fixed,
        "planned_it": waves.planned_by(wave, request.user),
        "outcome": outcome,
        "may_propose": has_permission(request.user, Permission.RELEASE_PROPOSE),
    }
    return render(request, "surveys/wave_detail.html", page)


@require(Permission.WAVE_EDIT)
@require_POST
def wave_open(request, slug):
    wave = get_object_or_404(Wave, slug=slug)
    try:
        wave = practice.open_now_or_soon(wave=wave, by=request.user)
    except (waves.WaveError, KeyNotWritten) as error:
        messages.error(request, f"It was not opened: {error}.")
        return redirect(wave)
    messages.success(request, wave_pages.after_opening(wave))
    return redirect(wave)


@require(Permission.WAVE_EDIT)
@require_http_methods(["GET", "POST"])
def wave_close(request, slug):
    wave = get_object_or_404(Wave, slug=slug)
    if request.method == "GET":
        return render(request, "surveys/wave_close.html", {"wave": wave})
    try:
        wave = practice.close_and_mix(wave=wave, by=request.user)
    except waves.WaveError as error:
        messages.error(request, f"It was not closed: {error}.")
        return redirect(wave)
    messages.success(request, wave_pages.after_closing(wave))
    return redirect(wave)


@require(Permission.WAVE_EDIT)
@require_POST
def wave_colleagues(request, slug):
    wave = get_object_or_404(Wave.objects.filter(simulated=True), slug=slug)
    form = ColleaguesForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["count"][0])
        return redirect(wave)
    try:
        practice.add_colleagues(wave=wave, count=form.cleaned_data["count"], by=request.user)
    except waves.WaveError as error:
        messages.error(request, f"Nobody was added: {error}.")
        return redirect(wave)
    messages.success(request, f"{form.cleaned_data['count']} simulated colleagues have answered.")
    return redirect(wave)


@require(Permission.WAVE_EDIT)
@require_http_methods(["GET", "POST"])
def wave_invitations(request, slug):
    wave = _by_invitation(slug)
    form = CodesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        codes = invitations.issue_codes(wave=wave, count=form.cleaned_data["count"], by=request.user)
        return _mail_merge(wave, codes)
    return render(
        request,
        "surveys/wave_invitations.html",
        {"wave": wave, "form": form, "issued": invitations.issued(wave)},
    )


def _by_invitation(slug):
    wave = get_object_or_404(Wave, slug=slug, mode=Wave.Mode.INVITATION)
    if wave.is_closed:
        raise Http404("this survey has closed")
    return wave


def _mail_merge(wave, codes):
    made = invitations.mail_merge(codes, wave_pages.start_address(wave))
    return attachment(made, media_types.CSV, f"{wave_pages.file_name(wave, 'codes')}.csv")
