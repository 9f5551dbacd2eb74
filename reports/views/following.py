"""What a person follows: the list, and the buttons that begin and end it; every page that has a button comes back to itself."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from branches.permissions import Permission, require
from reports import following
from reports.forms.following import FollowForm


@require(Permission.RECORD_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def following_list(request):
    form = FollowForm(request.POST if request.method == "POST" else None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        subject = following.subject_of(form.cleaned_data["subject"], request.user)
        following.follow(subject=subject, by=request.user)
        messages.success(request, f"You follow {following.named(subject)}.")
        return redirect("reports:following")
    context = {
        "form": form,
        "kinds": following.followed_by(request.user),
        "ended": _ended(request),
    }
    return render(request, "reports/following.html", context)


@require(Permission.RECORD_VIEW)
@require_POST
def follow(request):
    subject = following.subject_of(request.POST.get("subject", ""), request.user)
    following.follow(subject=subject, by=request.user)
    messages.success(
        request, f"You follow {following.named(subject)}: what changes there comes with your weekly email."
    )
    return redirect(_back(request))


@require(Permission.RECORD_VIEW)
@require_POST
def unfollow(request):
    subject = following.subject_of(request.POST.get("subject", ""), request.user)
    following.unfollow(subject=subject, by=request.user)
    back = _back(request)
    if back == reverse("reports:following"):
        return redirect(f"{back}?ended={following.key_of(subject)}")
    messages.success(request, f"You no longer follow {following.named(subject)}.")
    return redirect(back)


def _ended(request):
    """What was just ended here, with a button to take it back; nothing when the address names nothing."""
    try:
        found = following.button(request.GET.get("ended", ""), request.user)
    except Http404:
        return None
    return None if found is None or found.followed else found


def _back(request) -> str:
    """The page that had the button; another site's address leads to the list."""
    wanted = request.POST.get("back", "")
    known = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if known and wanted.startswith("/") else reverse("reports:following")
