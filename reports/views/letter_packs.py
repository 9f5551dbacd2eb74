"""A branch's letters that wait to be sent: all in one zip with their hand-outs, then logged as sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from branches.permissions import Permission, require
from reports import letter_packs


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def letter_packs_page(request):
    """Shows the drafts; POST logs the ticked ones as sent today."""
    drafts = letter_packs.drafts(request.user)
    if request.method == "POST":
        ticked = {number for number in request.POST.getlist("letter") if number.isdecimal()}
        letters = [letter for letter in drafts if str(letter.pk) in ticked]
        count = letter_packs.mark_all_sent(letters=letters, on=timezone.localdate(), by=request.user)
        told = f"{count} logged as sent today." if count else "Tick the letters that were sent."
        (messages.success if count else messages.error)(request, told)
        return redirect("reports:letter-packs")
    return render(request, "reports/letter_packs.html", {"letters": drafts})


@require(Permission.RECORD_EDIT)
@require_safe
def letter_packs_file(request):
    letters = list(letter_packs.drafts(request.user))
    if not letters:
        return redirect("reports:letter-packs")
    response = HttpResponse(letter_packs.letters_zip(letters, request.user), content_type="application/zip")
    mark = "simulated-" if any(letter.simulated for letter in letters) else ""
    response["Content-Disposition"] = (
        f'attachment; filename="{mark}letters-{timezone.localdate().isoformat()}.zip"'
    )
    return response
