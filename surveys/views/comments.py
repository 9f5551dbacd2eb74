"""Moderators' pages about comments: what waits, one comment after another, the released ones, their themes."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.models import CouncilArea
from branches.permissions import Permission, require
from surveys import coding, comment_words, comments, moderating, reading, redaction
from surveys.access import readable_wave_for, released_comment_for
from surveys.comment_forms import QuoteForm, ReleaseForm, ThemeForm, ThemesForm
from surveys.models import CommentTheme

moderator = require(Permission.COMMENT_MODERATE)


def _read(request, wave):
    """Return (the wave's comments, "reading"), or (None, why not): "shut", "asked", "gone"."""
    try:
        found = reading.opened(wave=wave, by=request.user, secret=request.COOKIES.get(reading.COOKIE, ""))
    except reading.NotReading:
        return None, "shut"
    except reading.NotYet:
        return None, "asked"
    except reading.Gone:
        return None, "gone"
    return found, "reading"


@moderator
@require_safe
def comment_waves(request):
    rows = []
    for wave in comments.waves_with_comments():
        decided = Counter(wave.comment_decisions.values_list("state", flat=True))
        rows.append({"wave": wave, "released": decided["released"], "held": decided["held"]})
    return render(request, "surveys/comment_waves.html", {"rows": rows})


@moderator
@require_POST
def comment_open(request, slug):
    """Ask for the comments: they come sealed to a key that goes into this browser's cookie and is kept nowhere else."""
    wave = readable_wave_for(slug)
    response = redirect("surveys:comments", slug=slug)
    response.set_cookie(
        reading.COOKIE,
        reading.begin(wave=wave, by=request.user),
        path=reverse("surveys:comments", args=[slug]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@moderator
@require_POST
def comment_shut(request, slug):
    """End the reading: the sealed comments and the browser's key go."""
    reading.end(wave=readable_wave_for(slug), by=request.user)
    response = redirect("surveys:comments", slug=slug)
    response.delete_cookie(reading.COOKIE, path=reverse("surveys:comments", args=[slug]), samesite="Strict")
    return response


@moderator
@require_safe
def comment_list(request, slug):
    wave = readable_wave_for(slug)
    released = coding.released(wave).prefetch_related("codings__theme", "coded", "quotes")
    by_pk = {each.pk: each for each in released}
    pairs = [
        (by_pk[a], by_pk[b], round(100 * alike))
        for a, b, alike in comment_words.near_duplicates(wave)
        if a in by_pk and b in by_pk
    ]
    found, state = _read(request, wave)
    context = {
        "wave": wave,
        "state": state,
        "waiting": len(comments.waiting(wave, found)) if found is not None else None,
        "rows": [_row(each) | {"themes": coding.themes_seen_by(request.user, each)} for each in released],
        "to_code": len(coding.to_code(wave, request.user)),
        "held": wave.comment_decisions.filter(state="held").count(),
        "words": comment_words.common_words(wave),
        "pairs": pairs,
    }
    return render(request, "surveys/comments.html", context)


def _row(each):
    return {
        "comment": each,
        "question": comments.question_words(each.wave, each.question),
        "role": comments.role_words(each.wave, each.role),
    }


@moderator
@require_http_methods(["GET", "POST"])
def comment_next(request, slug):
    """One waiting comment: released in the words of the form, held back, or left for later."""
    wave = readable_wave_for(slug)
    found, _ = _read(request, wave)
    if found is None:
        return redirect("surveys:comments", slug=slug)
    if request.method == "POST" and (done := _decided(request, wave, found)):
        return done
    waiting = comments.waiting(wave, found)
    if not waiting:
        return redirect("surveys:comments", slug=slug)
    after = request.GET.get("after", "")
    comment = next((each for each in waiting if each.fingerprint > after), waiting[0])
    pieces = redaction.suggestions(comment.text, CouncilArea.objects.values_list("short_name", flat=True))
    text = redaction.redacted(comment.text, pieces)
    context = {
        "wave": wave,
        "comment": comment,
        "pieces": pieces,
        "left": len(waiting),
        "question": comments.question_words(wave, comment.question),
        "role": comments.role_words(wave, comment.role),
        "form": ReleaseForm(initial={"fingerprint": comment.fingerprint, "text": text}),
    }
    return render(request, "surveys/comment_next.html", context)


def _decided(request, wave, among):
    """Act on the button; returns where to go next, or None when it could not be done."""
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That was not taken: shorten the words, and decide again.")
        return None
    fingerprint, text = form.cleaned_data["fingerprint"], form.cleaned_data["text"]
    try:
        if request.POST.get("go") == "hold":
            moderating.hold_back(wave=wave, fingerprint=fingerprint, by=request.user, among=among)
        else:
            moderating.release(wave=wave, fingerprint=fingerprint, text=text, by=request.user, among=among)
    except moderating.ModerationError as error:
        messages.error(request, str(error))
        return None
    return redirect("surveys:comment-next", slug=wave.slug)


@moderator
@require_http_methods(["GET", "POST"])
def comment_detail(request, slug, pk):
    comment = released_comment_for(slug, pk)
    mine = CommentTheme.objects.filter(codings__comment=comment, codings__coder=request.user)
    form = ThemesForm(request.POST if request.method == "POST" else None, initial={"themes": mine})
    if request.method == "POST" and form.is_valid():
        coding.code(comment=comment, themes=form.cleaned_data["themes"], by=request.user)
        return redirect("surveys:comments", slug=slug)
    return render(request, "surveys/comment.html", detail_context(comment, form))


def detail_context(comment, themes_form=None, quote_form=None):
    """What the page of one released comment shows."""
    return _row(comment) | {
        "wave": comment.wave,
        "form": themes_form or ThemesForm(),
        "quote_form": quote_form or QuoteForm(initial={"words": comment.text}, role=comment.role),
        "quotes": comment.quotes.all(),
        "has_themes": CommentTheme.objects.exists(),
    }


@moderator
@require_http_methods(["GET", "POST"])
def comment_code(request, slug):
    """One comment after another for this coder alone; what others said of it stays out of sight."""
    wave = readable_wave_for(slug)
    left = coding.to_code(wave, request.user)
    if request.method == "POST":
        form, comment = ThemesForm(request.POST), released_comment_for(slug, request.POST.get("comment") or 0)
        if form.is_valid():
            coding.code(comment=comment, themes=form.cleaned_data["themes"], by=request.user)
            return redirect("surveys:comment-code", slug=slug)
    if not left:
        return redirect("surveys:comments", slug=slug)
    context = _row(left[0]) | {"wave": wave, "form": ThemesForm(), "left": len(left)}
    context["has_themes"] = CommentTheme.objects.exists()
    return render(request, "surveys/comment_code.html", context)


@moderator
@require_POST
def comment_take_back(request, slug, pk):
    try:
        moderating.take_back(decision=released_comment_for(slug, pk), by=request.user)
    except moderating.ModerationError as error:
        messages.error(request, str(error))
        return redirect("surveys:comment", slug=slug, pk=pk)
    return redirect("surveys:comments", slug=slug)


@moderator
@require_http_methods(["GET", "POST"])
def codebook(request):
    form = ThemeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        moderating.add_theme(by=request.user, **form.cleaned_data)
        return redirect("surveys:comment-codebook")
    return render(
        request, "surveys/comment_codebook.html", {"form": form, "themes": CommentTheme.objects.all()}
    )
