"""Pages about people for staff to read and for administrators to edit."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, directory
from branches.actions import people as actions
from branches.audit import events_about
from branches.forms.people import InviteForm, NameForm, SeatForm
from branches.permissions import Permission, has_permission, require
from branches.roles import role_table
from branches.views.acting import pressed


@require(Permission.PEOPLE_VIEW)
@require_safe
def people(request):
    wanted = request.GET.get("find", "")
    context = {
        "people": directory.people(wanted),
        "invitations": directory.open_invitations(),
        "wanted": wanted,
        "may_edit": has_permission(request.user, Permission.PEOPLE_EDIT),
    }
    return render(request, "branches/people/people.html", context)


@require(Permission.PEOPLE_VIEW)
@require_safe
def roles(request):
    return render(request, "branches/people/roles.html", {"roles": role_table()})


@require(Permission.PEOPLE_VIEW)
@require_safe
def person(request, pk):
    shown = access.person(pk)
    context = {
        "person": shown,
        "seats": directory.seats_of(shown),
        "grants": directory.grants_of(shown),
        "events": events_about(shown)[:50],
        "may_edit": has_permission(request.user, Permission.PEOPLE_EDIT),
        "name_form": NameForm(initial={"name": shown.name}, prefix="name"),
        "seat_form": SeatForm(prefix="seat"),
    }
    return render(request, "branches/people/person.html", context)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def invite(request):
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"branch": request.GET.get("branch")}
    )
    if request.method == "POST" and form.is_valid():
        invitation = actions.invite_person(by=request.user, **form.cleaned_data)
        messages.success(request, f"A link is on its way to {invitation.email}.")
        return redirect("branches:people")
    return render(request, "branches/people/invite.html", {"form": form})


@require(Permission.PEOPLE_EDIT)
@require_POST
def invitation_renew(request, pk):
    """The old link stops working; a new one goes out."""
    old = access.invitation(pk)
    actions.invite_person(
        email=old.email,
        name=old.name,
        branch=old.branch,
        role=old.role,
        hands_over=old.hands_over,
        by=request.user,
    )
    messages.success(request, f"A new link is on its way to {old.email}.")
    return redirect("branches:people")


@require(Permission.PEOPLE_EDIT)
@require_POST
def invitation_withdraw(request, pk):
    invitation, done = access.invitation(pk), "The link no longer works."
    pressed(request, actions.withdraw_invitation, done, invitation=invitation, by=request.user)
    return redirect("branches:people")


@require(Permission.PEOPLE_EDIT)
@require_POST
def person_rename(request, pk):
    shown = access.person(pk)
    form = NameForm(request.POST, prefix="name")
    if form.is_valid():
        actions.rename_person(user=shown, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
    else:
        messages.error(request, "A name is needed.")
    return redirect("branches:person", pk=pk)


@require(Permission.PEOPLE_EDIT)
@require_POST
def person_give(request, pk):
    shown = access.person(pk)
    form = SeatForm(request.POST, prefix="seat")
    if form.is_valid() and form.cleaned_data["branch"]:
        seat = actions.give_seat(user=shown, branch=form.cleaned_data["branch"], by=request.user)
        messages.success(request, f"{shown} now has a seat in {seat.branch}.")
    elif form.is_valid():
        grant = actions.give_role(user=shown, role=form.cleaned_data["role"], by=request.user)
        messages.success(request, f"{shown} now has the role {grant.get_role_display()}.")
    else:
        messages.error(request, "Choose either a branch or a role.")
    return redirect("branches:person", pk=pk)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def seat_end(request, pk):
    seat = access.seat(pk)
    if request.method == "POST":
        actions.end_seat(membership=seat, by=request.user)
        messages.success(request, f"{seat.user} no longer has a seat in {seat.branch} and is signed out.")
        return redirect("branches:person", pk=seat.user_id)
    context = {"person": seat.user, "what": f"the seat in {seat.branch}"}
    return render(request, "branches/people/end.html", context)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def role_end(request, pk):
    grant = access.grant(pk)
    if request.method == "POST":
        done = f"{grant.user} no longer has the role {grant.get_role_display()}."
        pressed(request, actions.end_role, done, grant=grant, by=request.user)
        return redirect("branches:person", pk=grant.user_id)
    context = {"person": grant.user, "what": f"the role “{grant.get_role_display()}”"}
    return render(request, "branches/people/end.html", context)
