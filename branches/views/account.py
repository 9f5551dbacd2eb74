"""One's own account: joining by a link, what one may do, handing one's seat over."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from branches import access
from branches.actions import people as actions
from branches.forms.people import HandOverForm, JoinForm, WeeklyMailForm
from branches.guessing import guessable
from branches.models import User
from branches.permissions import Permission, public, require, signed_in
from branches.sign_in import has_second_factor
from branches.views.acting import acted


@guessable
@public
@never_cache
@require_http_methods(["GET", "POST"])
def join(request, token):
    try:
        invitation = actions.open_invitation(token)
    except actions.InvitationOver as over:
        return render(request, "branches/people/join_over.html", {"sentence": over}, status=410)
    known = User.objects.filter(email=invitation.email).exists()
    form = JoinForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if request.method == "POST" and (known or form.is_valid()):
        values = {} if known else form.cleaned_data
        user = actions.accept_invitation(token=token, **values)
        record_authentication(request, user, method="code", email=user.email)
        return perform_login(request, user)
    context = {"invitation": invitation, "form": None if known else form}
    return render(request, "branches/people/join.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def account(request):
    form = WeeklyMailForm(
        request.POST if request.method == "POST" else None, initial={"wanted": request.user.weekly_mail}
    )
    if request.method == "POST" and form.is_valid():
        actions.choose_weekly_mail(user=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("branches:account")
    context = {
        "form": form,
        "seats": request.user.memberships.current().select_related("branch"),
        "grants": request.user.role_grants.current(),
        "second_factor": has_second_factor(request.user),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "branches/people/account.html", context)


@signed_in
@require_safe
def email_stays(request):
    """The address is what an invitation proved; a new one needs a new invitation."""
    return render(request, "branches/people/email_stays.html")


@require(Permission.SEAT_HAND_OVER)
@require_http_methods(["GET", "POST"])
def hand_over(request, slug):
    seat = access.own_seat(request.user, slug)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invitation = acted(
            form, actions.hand_over_seat, membership=seat, by=request.user, **form.cleaned_data
        )
        if invitation:
            messages.success(request, f"A link is on its way to {invitation.email}.")
            return redirect("branches:account")
    return render(request, "branches/people/hand_over.html", {"form": form, "seat": seat})
