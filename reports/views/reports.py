"""Staff write a report, look at it, propose an edition; a second person publishes, withdraws or corrects it."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.permissions import Permission, require
from reports import outline_editing as editing
from reports import publishing, shown
from reports.changed_figures import changed_figures
from reports.documents import html, quoting
from reports.documents.basis import CannotBuild
from reports.forms.blocks import block_form
from reports.forms.documents import ApprovalForm, NewReportForm, ReasonForm, SendBackForm
from reports.models import Edition, Report


@require(Permission.REPORT_EDIT)
@require_safe
def report_list(request):
    waiting = Edition.objects.filter(state=Edition.State.PROPOSED).select_related("report", "proposed_by")
    reports = Report.objects.select_related("council").prefetch_related("editions")
    return render(request, "reports/report_list.html", {"reports": reports, "waiting": waiting})


@require(Permission.REPORT_EDIT)
@require_http_methods(["GET", "POST"])
def report_new(request):
    form = NewReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report = editing.create_report(by=request.user, **form.cleaned_data)
        return redirect(report)
    return render(request, "reports/report_new.html", {"form": form})


@require(Permission.REPORT_EDIT)
@require_safe
def report_edit(request, slug):
    report = get_object_or_404(Report, slug=slug)
    document, problem = _attempt(report)
    last = report.editions.filter(state__in=Edition.PUBLIC).order_by("-number").first()
    context = {
        "report": report,
        "entries": editing.described(report.outline),
        "kinds": editing.NAMES.items(),
        "blocks": html.body(document) if document else (),
        "document": document,
        "problem": problem,
        "last": last,
        "changes": changed_figures(publishing.document_of(last), document) if last and document else (),
        "editions": report.editions.select_related("proposed_by", "approved_by"),
        "gone": quoting.withdrawn_in_outline(report.outline),
    }
    return render(request, "reports/report_edit.html", context)


@require(Permission.REPORT_EDIT)
@require_http_methods(["GET", "POST"])
def block_edit(request, slug, number):
    report, entry = _entry(slug, number)
    form = block_form(entry, request.POST if request.method == "POST" else None, shown.shelf(AnonymousUser()))
    if request.method == "POST" and form.is_valid():
        outline = editing.with_settings(report.outline, number, form.cleaned_data)
        editing.change_outline(report=report, outline=outline, by=request.user)
        return redirect(report)
    return render(request, "reports/block_edit.html", {"form": form, "report": report})


@require(Permission.REPORT_EDIT)
@require_POST
def block_change(request, slug):
    report = get_object_or_404(Report, slug=slug)
    outline = _changed(report.outline, request.POST)
    if outline is None:
        messages.error(request, "That block is not there any more. Look at the outline and try again.")
    else:
        editing.change_outline(report=report, outline=outline, by=request.user)
    return redirect(report)


@require(Permission.REPORT_EDIT)
@require_POST
def edition_propose(request, slug):
    report = get_object_or_404(Report, slug=slug)
    document, problem = _attempt(report)
    if problem:
        messages.error(request, problem)
        return redirect(report)
    edition = publishing.propose_edition(report=report, document=document, by=request.user)
    messages.success(request, f"Edition {edition.number} is frozen and waits for a second person.")
    return redirect("reports:edition", slug=slug, number=edition.number)


@require(Permission.REPORT_EDIT)
@require_safe
def edition_detail(request, slug, number):
    edition = _edition(slug, number)
    document = publishing.document_of(edition)
    context = {
        "edition": edition,
        "document": document,
        "blocks": html.body(document),
        "approval": ApprovalForm(),
        "reason": ReasonForm(),
        "send_back": SendBackForm(),
        "own": edition.proposed_by_id == request.user.pk,
        "gone": quoting.withdrawn_in(document),
    }
    return render(request, "reports/edition_detail.html", context)


@require(Permission.REPORT_APPROVE)
@require_POST
def edition_approve(request, slug, number):
    form = ApprovalForm(request.POST)
    return _act(request, slug, number, form, publishing.approve_edition, _approved)


@require(Permission.REPORT_APPROVE)
@require_POST
def edition_send_back(request, slug, number):
    form = SendBackForm(request.POST)
    return _act(request, slug, number, form, publishing.send_back, _sent_back)


@require(Permission.REPORT_APPROVE)
@require_POST
def edition_withdraw(request, slug, number):
    form = ReasonForm(request.POST)
    return _act(request, slug, number, form, publishing.withdraw_edition, _withdrawn)


@require(Permission.REPORT_EDIT)
@require_POST
def edition_correct(request, slug, number):
    form = ReasonForm(request.POST)
    return _act(request, slug, number, form, _correct, _corrected)


def _correct(*, edition, by, reason):
    publishing.add_correction(edition=edition, by=by, text=reason)
    return edition


def _approved(edition):
    if edition.state == Edition.State.PUBLISHED:
        return "Published."
    when = date_format(timezone.localtime(edition.publish_at), r"j F Y \a\t H:i")
    return f"Approved. It will be published on {when}."


def _sent_back(edition):
    return "Sent back to its author."


def _withdrawn(edition):
    return "Withdrawn. The public page says so."


def _corrected(edition):
    return "The correction is on the public page."


def _act(request, slug, number, form, action, done):
    """`done` says in a sentence what became of the edition that `action` gives back."""
    edition = _edition(slug, number)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect("reports:edition", slug=slug, number=number)
    try:
        edition = action(edition=edition, by=request.user, **form.cleaned_data)
    except publishing.PublishingRefused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done(edition))
    return redirect("reports:edition", slug=slug, number=number)


def _attempt(report):
    try:
        return editing.document_for(report), ""
    except CannotBuild as problem:
        return None, str(problem)


def _edition(slug, number):
    return get_object_or_404(
        Edition.objects.select_related("report", "proposed_by", "approved_by"),
        report__slug=slug,
        number=number,
    )


def _entry(slug, number):
    report = get_object_or_404(Report, slug=slug)
    if number >= len(report.outline) or report.outline[number]["kind"] not in editing.SETTINGS:
        raise Http404
    return report, report.outline[number]


def _changed(outline, posted):
    """The outline after the posted step, or None when the step does not fit."""
    try:
        at = int(posted.get("number", ""))
    except ValueError:
        return None
    if posted.get("step") == "add" and 0 <= at <= len(outline) and posted.get("kind") in editing.NAMES:
        entry = {"kind": posted["kind"]}
        if posted["kind"] in editing.WORDED:
            entry["text"] = "To be written"
        if posted["kind"] in ("bullets",):
            entry["items"] = ["To be written"]
        return editing.with_block(outline, at, entry)
    if not 0 <= at < len(outline):
        return None
    steps = {"up": editing.moved_up, "down": editing.moved_down, "remove": editing.without_block}
    step = steps.get(posted.get("step"))
    return step(outline, at) if step else None
