"""The page of the second pair of eyes."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.permissions import Permission, require
from reports import agreement, second_eyes


@require(Permission.QUEUE_VIEW)
@require_safe
def checks(request):
    """Everything that waits for this person as the second, and how well second marks agree with first ones."""
    context = {"kinds": second_eyes.queue(request.user), "agreements": agreement.told()}
    return render(request, "reports/checks.html", context)
