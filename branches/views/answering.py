"""The employer's right of reply: the secretary's preview, and the one page that the link leads to."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches import access
from branches.actions import answering as actions
from branches.forms.answering import CommentForm, OpenForm
from branches.guessing import guessable
from branches.permissions import Permission, public, require
from branches.views.acting import acted, pressed

FOUND_BY = {"reply": access.reply_for, "commitment": access.commitment_for}


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def right_of_reply(request, kind, pk):
    """What the employer will see, and the button that opens the link."""
    record = _own(request.user, kind, pk)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        initial={"closes_on": timezone.localdate() + timedelta(days=28)},
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.open_right, record=record, by=request.user, **form.cleaned_data):
        return redirect("branches:right-of-reply", kind, pk)
    right = actions.open_rights(record).first()
    link = (
        settings.SITE_URL + reverse("branches:employers-page", args=[actions.token_for(right)])
        if right
        else ""
    )
    context = {"record": record, "kind": kind, "form": form, "right": right, "link": link}
    context |= actions.invitation_mail(record, right, link) if right else {}
    return render(request, "branches/record/right_of_reply.html", context)


@require(Permission.RECORD_EDIT)
@require_POST
def right_withdraw(request, kind, pk):
    record = _own(request.user, kind, pk)
    for right in actions.open_rights(record):
        pressed(request, actions.withdraw_right, "The link no longer works.", right=right, by=request.user)
    return redirect("branches:right-of-reply", kind, pk)


@guessable
@public
@require_http_methods(["GET", "POST"])
def employers_page(request, token):
    """For the employer, without an account: one record, one comment, once."""
    right = actions.right_behind(token, timezone.localdate())
    if right is None:
        raise Http404
    record = right.commitment or right.reply
    form = CommentForm(request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.answer_right, right=right, **form.cleaned_data):
        return render(request, "branches/record/employers_thanks.html", {"record": record})
    context = {"record": record, "kind": record._meta.model_name, "form": form, "right": right}
    return render(request, "branches/record/employers_page.html", context)


def _own(user, kind, pk):
    if kind not in FOUND_BY:
        raise Http404
    return access.own(user, FOUND_BY[kind](user, pk))
