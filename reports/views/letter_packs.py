"""A branch's letters that wait to be sent: whom to, all in one zip with their hand-outs, then logged as sent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, require
from reports import letter_packs


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def letter_packs_page(request):
    """Shows the drafts with whom they may go to; POST logs the ticked ones as sent today."""
    waiting = letter_packs.waiting(request.user)
    if request.method == "POST":
        chosen = _chosen(waiting, request.POST)
        count = letter_packs.mark_all_sent(chosen=chosen, on=timezone.localdate(), by=request.user)
        told = f"{count} logged as sent today." if count else "Tick the letters that were sent."
        (messages.success if count else messages.error)(request, told)
        return redirect("reports:letter-packs")
    return render(request, "reports/letter_packs.html", {"waiting": waiting})


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_packs_file(request):
    """POST: the ticked letters, each to those ticked under it. GET: all that wait, each to its usual contacts."""
    waiting = letter_packs.waiting(request.user)
    # A POST because a form's answer in the address would carry its token there; it writes nothing.
    chosen = _chosen(waiting, request.POST) if request.method == "POST" else _usual(waiting)
    if not chosen:
        messages.error(request, "Tick the letters that you want to send.")
        return redirect("reports:letter-packs")
    mark = "simulated-" if any(letter.simulated for letter, _ in chosen) else ""
    name = f"{mark}letters-{timezone.localdate().isoformat()}.zip"
    return attachment(letter_packs.letters_zip(chosen, request.user), media_types.ZIP, name)


def _chosen(waiting, sent):
    letters, to = set(sent.getlist("letter")), set(sent.getlist("to"))
    return [(one.letter, one.chosen(to)) for one in waiting if str(one.letter.pk) in letters]


def _usual(waiting):
    return [(one.letter, [contact for contact, usual in one.to if usual]) for one in waiting]
