"""Choosing the statements of The Promise that an answer or a commitment bears on."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from branches import access
from branches.actions.campaigns import edit_part
from branches.actions.citing import cite_statements
from branches.forms.statements import CiteForm
from branches.permissions import Permission, require
from branches.views.acting import acted

# An employer's answer or promise is cited by its branch, a campaign's question by SWIG.
FOUND_BY = {"reply": access.reply_for, "commitment": access.commitment_for}


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def cite(request, kind, pk):
    if kind not in FOUND_BY:
        raise Http404
    record = access.own(request.user, FOUND_BY[kind](request.user, pk))
    cited = record.statements.all()
    form = CiteForm(
        request.POST if request.method == "POST" else None,
        initial={"statements": cited},
        near=_rests_on(record),
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, cite_statements, record=record, by=request.user, **form.cleaned_data):
        return redirect(record)
    context = {
        "form": form,
        "title": "What in The Promise is this about?",
        "intro": str(record),
        "back": record.get_absolute_url(),
    }
    return render(request, "branches/record/cite.html", context)


def _rests_on(record):
    """What the question rests on that was answered, or that the promise goes back to."""
    part = record.asked.part if hasattr(record, "asked") else record.part
    return part.statements.all() if part else ()


@require(Permission.CAMPAIGN_EDIT)
@require_http_methods(["GET", "POST"])
def part_cite(request, pk):
    """What in The Promise a campaign's question rests on."""
    part = access.part_for(request.user, pk)
    campaign = part.question.campaign
    form = CiteForm(
        request.POST if request.method == "POST" else None, initial={"statements": part.statements.all()}
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, edit_part, part=part, by=request.user, **form.cleaned_data):
        return redirect(campaign)
    context = {
        "form": form,
        "title": "What in The Promise does this question rest on?",
        "intro": str(part),
        "back": campaign.get_absolute_url(),
    }
    return render(request, "branches/record/cite.html", context)
