"""Whom a branch writes to; each branch sees its own contacts only."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, directory, media_types
from branches.actions import places as actions
from branches.bulk.contacts import COLUMNS, export_contacts, import_contacts
from branches.downloads import attachment
from branches.faults import FileRefused
from branches.forms.files import FileForm
from branches.forms.places import ContactForm
from branches.models import Employer
from branches.permissions import Permission, require
from branches.views.files import result_words


@require(Permission.RECORD_EDIT)
@require_safe
def contacts(request):
    context = {"branches": directory.contacts_by_branch(request.user)}
    return render(request, "branches/places/contacts.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def contact_add(request, slug):
    return _edit(request, access.own_branch(request.user, slug), None)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def contact_edit(request, pk):
    contact = access.contact(request.user, pk)
    return _edit(request, contact.branch, contact)


@require(Permission.RECORD_EDIT)
@require_POST
def contact_end(request, pk):
    contact = access.contact(request.user, pk)
    actions.end_contact(contact=contact, by=request.user, on=timezone.localdate())
    messages.success(request, f"{contact} is no longer offered for letters.")
    return redirect("branches:contacts")


def _edit(request, branch, contact):
    form = ContactForm(request.POST if request.method == "POST" else None, instance=contact)
    form.fields["employer"].queryset = Employer.objects.filter(councils__branches=branch).distinct()
    form.fields["employer"].empty_label = "Choose an employer"
    if request.method == "POST" and form.is_valid():
        stored = access.contact(request.user, contact.pk) if contact else None
        actions.save_contact(branch=branch, contact=stored, by=request.user, **form.cleaned_data)
        messages.success(request, "The contact is saved.")
        return redirect("branches:contacts")
    return render(
        request, "branches/places/contact.html", {"form": form, "branch": branch, "contact": contact}
    )


@require(Permission.RECORD_EDIT)
@require_safe
def contacts_out(request):
    name = f"contacts-{timezone.localdate():%Y-%m-%d}.csv"
    return attachment(export_contacts(request.user), media_types.CSV, name)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def contacts_in(request):
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES if posted else None)
    faults = ()
    if posted and form.is_valid():
        try:
            changes = import_contacts(content=form.cleaned_data["file"].read(), by=request.user)
        except FileRefused as refused:
            faults = refused.faults
        else:
            messages.success(request, result_words(changes))
            return redirect("branches:contacts")
    context = {"form": form, "columns": COLUMNS, "faults": faults}
    return render(request, "branches/places/contacts_in.html", context, status=422 if faults else 200)
