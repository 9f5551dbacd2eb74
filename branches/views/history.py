"""The history of any record of a branch, and undo of its last change."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from branches import access
from branches.actions.history import changes_of, undo_last_change, undo_words
from branches.models import CaseloadReturn, OverloadConcern, UnmetNeed
from branches.permissions import Permission, require
from branches.views.acting import pressed

FOUND_BY = {
    "reply": access.reply_for,
    "asked": access.asked_for,
    "commitment": access.commitment_for,
    "paper": access.paper_for,
    "meeting": access.meeting_for,
    "note": access.note_for,
    "letter": access.letter_for,
    "unmet-need": partial(access.entry_for, UnmetNeed),
    "caseloads": partial(access.entry_for, CaseloadReturn),
    "overload": partial(access.entry_for, OverloadConcern),
}


@require(Permission.RECORD_VIEW)
@require_safe
def history(request, kind, pk):
    record = _record(request.user, kind, pk)
    changes = changes_of(record)
    mine = access.is_secretary_of(request.user, record.branch)
    context = {
        "record": record,
        "kind": kind,
        "changes": changes,
        "undo": undo_words(record, changes) if mine else "",
    }
    return render(request, "branches/record/history.html", context)


@require(Permission.RECORD_EDIT)
@require_POST
def undo(request, kind, pk):
    record = access.own(request.user, _record(request.user, kind, pk))
    removes = len(changes_of(record)) < 2
    done = "Removed. Its history is kept." if removes else "The last change is undone."
    pressed(request, undo_last_change, done, record=record, by=request.user)
    if getattr(record, "taken_back_at", None):
        return redirect("branches:today")
    return redirect("branches:history", kind, pk)


def _record(user, kind, pk):
    if kind not in FOUND_BY:
        raise Http404
    return FOUND_BY[kind](user, pk)
