"""Papers: upload, read with numbered paragraphs, search, and mark what a paragraph bears on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, media_types, sample_paper
from branches.actions import papers as actions
from branches.downloads import attachment
from branches.forms.papers import BearingForm, PaperForm, WordsForm
from branches.forms.replies import ReasonForm
from branches.models import CouncilArea, Paper, PaperParagraph, QuestionPart
from branches.permissions import Permission, has_permission, public, require
from branches.rows import shown_campaign
from branches.suggesting import suggested_for, suggestions
from branches.views.acting import acted, pressed
from branches.views.downloads import download


@require(Permission.RECORD_VIEW)
@require_safe
def papers(request):
    """All papers this person may read, or the paragraphs that hold the words they look for."""
    words = request.GET.get("words", "").replace("\x00", "").strip()[:120]
    hits = (
        PaperParagraph.objects.visible_to(request.user).matching(words).select_related("paper__council")[:50]
        if words
        else None
    )
    listed = Paper.objects.visible_to(request.user).select_related("council")
    may_add = has_permission(request.user, Permission.RECORD_EDIT)
    context = {
        "words": words,
        "hits": hits,
        "may_add": may_add,
        "page": Paginator(listed, 25).get_page(request.GET.get("page")),
    }
    return render(request, "branches/record/papers.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def paper_new(request):
    councils = CouncilArea.objects.filter(branches__in=access.branches_of(request.user)).distinct()
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        councils=councils,
        initial={"council": _council(request, councils)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper = acted(form, _store, form=form, user=request.user)
        except actions.SamePaper as same:
            messages.info(request, str(same))
            return redirect(same.paper)
        if paper:
            messages.success(request, "The paper is saved and is now being read.")
            return redirect(paper)
    return render(request, "branches/record/paper_new.html", {"form": form})


def _store(*, form, user):
    values = dict(form.cleaned_data)
    upload = values.pop("file")
    return actions.take_paper(
        branch=access.own_branch_for(user, values["council"]),
        name=upload.name,
        data=upload.read(),
        by=user,
        **values,
    )


def _council(request, councils):
    return councils.filter(slug=request.GET.get("council", "")).first() or councils.first()


@public
@require_safe
def paper(request, pk):
    """The paper with its paragraphs; everyone may read it once it is published."""
    shown = access.paper_for(request.user, pk)
    mine = access.is_secretary_of(request.user, shown.branch)
    paragraphs = shown.paragraphs.prefetch_related(
        "bearings__part__question", "replies", "suggestions_refused"
    )
    context = {
        "paper": shown,
        "paragraphs": paragraphs,
        "suggestions": _suggestions(request.user, shown, paragraphs) if mine else (),
        "numbered": shown.has_numbers,
        "mine": mine,
        "may_type": mine and shown.is_read and shown.media_type.startswith("image/"),
        "reason_form": ReasonForm() if mine else None,
    }
    return render(request, "branches/record/paper.html", context)


def _suggestions(user, shown, paragraphs):
    """Only paragraphs that a stance can point at are suggested, where the paper numbers any."""
    campaign = shown_campaign(user)
    if campaign is None:
        return ()
    numbered = [paragraph for paragraph in paragraphs if paragraph.ref]
    return suggested_for(numbered or paragraphs, campaign.parts())


@require(Permission.RECORD_EDIT)
@require_POST
def suggestion_refuse(request, pk, paragraph, part):
    """The paragraph does not bear on that question: it is not suggested again."""
    shown = access.own(request.user, access.paper_for(request.user, pk))
    paragraph = get_object_or_404(shown.paragraphs, pk=paragraph)
    part = access.part_for(request.user, part)
    actions.refuse_suggestion(paragraph=paragraph, part=part, by=request.user)
    return redirect(f"{shown.get_absolute_url()}#suggestions")


@require(Permission.RECORD_EDIT)
@require_POST
def paper_take_back(request, pk):
    """Added by mistake: gone from every list, with its reason in the history."""
    shown = access.own(request.user, access.paper_for(request.user, pk))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why you are removing it.")
        return redirect(shown)
    done = pressed(
        request,
        actions.take_back_paper,
        "Removed. Its history is kept.",
        paper=shown,
        by=request.user,
        **form.cleaned_data,
    )
    return redirect("branches:papers") if done else redirect(shown)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def paper_words(request, pk):
    """The words of a picture, typed in after it was stored."""
    shown = access.own(request.user, access.paper_for(request.user, pk))
    if not shown.media_type.startswith("image/"):
        raise Http404
    before = "\n\n".join(shown.paragraphs.values_list("text", flat=True))
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"typed": before})
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.type_words, paper=shown, by=request.user, **form.cleaned_data):
        messages.success(request, "Saved. Search can now find these words.")
        return redirect(shown)
    context = {
        "form": form,
        "title": "Type in the words",
        "intro": str(shown),
        "back": shown.get_absolute_url(),
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.RECORD_EDIT)
@require_safe
def sample_paper_file(request):
    """The project's own sample paper as a Word file, for whoever wants to try an upload."""
    data = sample_paper.as_docx(sample_paper.sample_text())
    return attachment(data, media_types.DOCX, "sample-paper.docx")


@public
@require_safe
def paper_file(request, pk):
    """The copy without hidden data, always as a download: a web page among the papers must never run here."""
    shown = access.paper_for(request.user, pk)
    if not shown.served:
        raise Http404
    return download(shown.served, media_type=shown.media_type, name=shown.original_name)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def bearing(request, pk, paragraph):
    """Mark which question a paragraph bears on."""
    shown = access.own(request.user, access.paper_for(request.user, pk))
    paragraph = get_object_or_404(shown.paragraphs, pk=paragraph)
    campaign = shown_campaign(request.user)
    parts = campaign.parts() if campaign else QuestionPart.objects.none()
    asked_for = [part for part in parts if str(part.pk) == request.GET.get("part")]
    near = asked_for or suggestions(f"{paragraph.heading} {paragraph.text}", parts, at_most=1)
    form = BearingForm(
        request.POST if request.method == "POST" else None,
        parts=parts,
        initial={"part": near[0] if near else None},
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.mark_bearing, paragraph=paragraph, by=request.user, **form.cleaned_data):
        return redirect(paragraph.get_absolute_url())
    context = {
        "form": form,
        "title": "What does this paragraph bear on?",
        "intro": paragraph.text,
        "back": paragraph.get_absolute_url(),
    }
    return render(request, "branches/record/form.html", context)
