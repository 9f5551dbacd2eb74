"""Moderators' pages about quotes: proposing one, agreeing as a second person, withdrawing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.permissions import Permission, require
from surveys import comments, moderating
from surveys.access import released_comment_for
from surveys.comment_forms import QuoteForm, WithdrawForm
from surveys.models import Quote
from surveys.views.comments import detail_context

moderator = require(Permission.COMMENT_MODERATE)


@moderator
@require_safe
def quotes(request):
    rows = [
        {"quote": quote, "role": comments.role_words(quote.comment.wave, quote.comment.role)}
        for quote in Quote.objects.select_related("comment__wave", "proposed_by", "approved_by")
    ]
    return render(request, "surveys/quotes.html", {"rows": rows})


@moderator
@require_POST
def quote_propose(request, slug, pk):
    comment = released_comment_for(slug, pk)
    form = QuoteForm(request.POST, role=comment.role)
    if form.is_valid():
        given = {"tells_role": False, **form.cleaned_data}
        try:
            moderating.propose_quote(comment=comment, by=request.user, **given)
        except moderating.ModerationError as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, "Proposed. A second person has to agree before it may be printed.")
            return redirect("surveys:quotes")
    return render(request, "surveys/comment.html", detail_context(comment, quote_form=form))


@moderator
@require_POST
def quote_approve(request, pk):
    quote = get_object_or_404(Quote, pk=pk)
    try:
        moderating.approve_quote(quote=quote, by=request.user)
    except moderating.ModerationError as error:
        messages.error(request, str(error))
    return redirect("surveys:quotes")


@moderator
@require_http_methods(["GET", "POST"])
def quote_withdraw(request, pk):
    quote = get_object_or_404(Quote.objects.exclude(state=Quote.State.WITHDRAWN), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        moderating.withdraw_quote(quote=quote, by=request.user, **form.cleaned_data)
        return redirect("surveys:quotes")
    return render(request, "surveys/quote_withdraw.html", {"quote": quote, "form": form})
