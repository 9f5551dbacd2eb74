"""Staff's pages about releases: list, propose, audit, approve, publish, withdraw; and everyone's downloads."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, public, require
from reports import access, release_files, release_pages, releasing
from reports.forms.releases import ProposeForm, WithdrawForm
from reports.releasing import ReleaseRefused
from surveys import keys

# Responses that are counted and audited while the proposer waits; more are left to the worker.
AT_ONCE = 2_000


@require(Permission.RELEASE_VIEW)
@require_safe
def release_list(request):
    page = {"cards": release_pages.cards(), "ready": release_pages.ready_waves()}
    return render(request, "reports/release_list.html", page)


@require(Permission.RELEASE_PROPOSE)
@require_http_methods(["GET", "POST"])
def release_new(request):
    form = ProposeForm(
        request.POST if request.method == "POST" else None, initial={"wave": request.GET.get("wave")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            release = releasing.propose_release(wave=form.cleaned_data["wave"], by=request.user)
            return _audit_if_here(request, release)
        except ReleaseRefused as reason:
            form.add_error("wave", str(reason))
    return render(request, "reports/release_new.html", {"form": form})


def _audit_if_here(request, release):
    if release.wave.responses <= AT_ONCE and keys.has_key(release.wave, "store"):
        release = releasing.audit_release(release=release, by=request.user)
        if release.audit["passed"]:
            messages.success(request, "Counted, protected and audited. A second person can approve it now.")
    else:
        messages.success(request, "Proposed. The worker counts and audits it within a minute.")
    return redirect(release)


@require(Permission.RELEASE_VIEW)
@require_safe
def release_detail(request, wave, number):
    release = access.staff_release(wave, number)
    tag, label = release_pages.tag_of(release)
    page = {
        "release": release,
        "tag": tag,
        "label": label,
        "facts": release_pages.facts(release),
        "audit": release_pages.audit_words(release),
        "steps": release_pages.steps(release),
        "headlines": release_pages.headlines(release),
        "changes": release_pages.shown_changes(release),
        "may": release_pages.may(request.user, release),
    }
    return render(request, "reports/release_detail.html", page)


def _act(request, action, release, success, **values):
    try:
        release = action(release=release, by=request.user, **values)
        messages.success(request, success)
    except ReleaseRefused as reason:
        messages.error(request, str(reason))
    return redirect(release)


@require(Permission.RELEASE_PROPOSE)
@require_POST
def release_audit(request, wave, number):
    release = access.staff_release(wave, number)
    try:
        return _audit_if_here(request, release)
    except ReleaseRefused as reason:
        messages.error(request, str(reason))
    return redirect(release)


@require(Permission.RELEASE_APPROVE)
@require_POST
def release_approve(request, wave, number):
    release = access.staff_release(wave, number)

    def approve_and_freeze(*, release, by):
        return releasing.freeze_release(release=releasing.approve_release(release=release, by=by), by=by)

    return _act(request, approve_and_freeze, release, "Approved and frozen. Publish it when you are ready.")


@require(Permission.RELEASE_APPROVE)
@require_POST
def release_publish(request, wave, number):
    release = access.staff_release(wave, number)
    return _act(request, releasing.publish_release, release, "Published: it stands on the national page now.")


@require(Permission.RELEASE_APPROVE)
@require_http_methods(["GET", "POST"])
def release_withdraw(request, wave, number):
    release = access.staff_release(wave, number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _act(request, releasing.withdraw_release, release, "Withdrawn.", **form.cleaned_data)
    return render(request, "reports/release_withdraw.html", {"release": release, "form": form})


@require(Permission.RELEASE_PROPOSE)
@require_POST
def release_remove(request, wave, number):
    release = access.staff_release(wave, number)
    try:
        releasing.remove_proposal(release=release, by=request.user)
        messages.success(request, "The proposal is gone. The answers stay as they are.")
    except ReleaseRefused as reason:
        messages.error(request, str(reason))
        return redirect(release)
    return redirect("reports:release-list")


@public
@require_safe
def release_file(request, wave, number, ending):
    release = access.readable_release(request.user if request.user.is_authenticated else None, wave, number)
    kinds = {
        "json": (media_types.JSON, release_files.tables_json),
        "csv": (media_types.CSV, lambda one: release_files.all_csv(releasing.tables(one))),
        "xlsx": (
            media_types.XLSX,
            lambda one: release_files.workbook(one, releasing.tables(one)),
        ),
    }
    if ending not in kinds:
        raise Http404("There is no such file.")
    content_type, make = kinds[ending]
    simulated = "-simulated" if release.simulated else ""
    return attachment(make(release), content_type, f"{wave}-{number}{simulated}.{ending}")
