"""Who sees what the branch has logged: many records ticked, one choice for all of them."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from branches import shown_to as listing
from branches.actions.sharing import show_to
from branches.forms.base import PromiseForm
from branches.models import Audience
from branches.permissions import Permission, require


class ShownToForm(PromiseForm):
    audience = forms.ChoiceField(
        label="Who may see what is ticked?", choices=Audience, widget=forms.RadioSelect
    )


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def shown_to(request):
    """A list to tick; nothing of another branch is in it or can be slipped in."""
    form = ShownToForm(request.POST if request.method == "POST" else None)
    ticked = request.POST.getlist("records")
    council, audience = _filter(request)
    if request.method == "POST" and form.is_valid():
        found = listing.records(request.user, ticked, council, audience)
        if found:
            changed = show_to(records=found, by=request.user, **form.cleaned_data)
            messages.success(request, _said(changed, len(found)))
            return redirect(request.get_full_path())
        form.add_error(None, "Tick at least one of the records below.")
    context = {
        "form": form,
        "kinds": listing.lines(request.user, council, audience),
        "councils": listing.own_councils(request.user),
        "audiences": Audience.choices,
        "council": council,
        "audience": audience,
        "ticked": ticked,
    }
    return render(request, "branches/record/shown_to.html", context)


def _filter(request):
    """The list's own filter, kept in the address while the form is sent."""
    return tuple(request.GET.get(name, "").replace("\x00", "")[:60] for name in ("council", "audience"))


def _said(changed, ticked):
    if not changed:
        return "All of them were shown to those people already: nothing changed."
    same = ticked - changed
    told = f"{changed} record{'s' if changed > 1 else ''} changed"
    return f"{told}, {same} stayed as {'it was' if same == 1 else 'they were'}." if same else f"{told}."
