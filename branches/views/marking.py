"""The blind second mark, and the moderator's page where two marks differ."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from branches import marking
from branches.actions import marking as actions
from branches.forms.marking import MarkForm, SettleForm
from branches.permissions import Permission, require
from branches.views.acting import acted

QUEUE = reverse_lazy("reports:checks")


@require(Permission.VERDICT_CHECK)
@require_http_methods(["GET", "POST"])
def second_mark(request, pk):
    """The question and the words that were said, never the first mark."""
    mark = marking.mark_for(request.user, pk)
    choices = marking.choices_for(mark.reply.asked.part)
    form = MarkForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        given = acted(form, actions.give_mark, mark=mark, by=request.user, **form.cleaned_data)
        if given:
            messages.success(request, _said(given))
            return redirect(QUEUE)
    context = {"mark": mark, "reply": mark.reply, "form": form, "queue": QUEUE}
    return render(request, "branches/record/second_mark.html", context)


@require(Permission.MARK_SETTLE)
@require_http_methods(["GET", "POST"])
def second_mark_settle(request, pk):
    """Both marks beside the words; the moderator says which stands."""
    mark = marking.difference_for(request.user, pk)
    choices = marking.choices_for(mark.reply.asked.part)
    form = SettleForm(request.POST if request.method == "POST" else None, choices=choices)
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.settle_mark, mark=mark, by=request.user, **form.cleaned_data):
        messages.success(request, "Settled. The answer's history says so.")
        return redirect(QUEUE)
    words = dict(choices)
    context = {
        "mark": mark,
        "reply": mark.reply,
        "form": form,
        "first": words[mark.first_stance],
        "second": words[mark.stance],
        "queue": QUEUE,
    }
    return render(request, "branches/record/second_mark_settle.html", context)


def _said(mark):
    if mark.agrees:
        return "You marked it as the first person did. The answer now counts as checked."
    return "You marked it differently. A moderator settles which one stands; nothing has changed until then."
