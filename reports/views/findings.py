"""Staff's pages about findings and about the workforce totals that responses are weighted to."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches.permissions import Permission, require
from reports.findings import save_finding
from reports.forms.releases import FindingForm, WorkforceForm
from reports.models import Finding, WorkforceTable
from reports.workforce import WorkforceFaults, import_workforce


@require(Permission.FINDING_EDIT)
@require_safe
def finding_list(request):
    return render(
        request, "reports/finding_list.html", {"findings": Finding.objects.prefetch_related("benchmarks")}
    )


@require(Permission.FINDING_EDIT)
@require_http_methods(["GET", "POST"])
def finding_edit(request, slug=None):
    finding = get_object_or_404(Finding, slug=slug) if slug else Finding()
    form = FindingForm(request.POST if request.method == "POST" else None, instance=finding)
    if request.method == "POST" and form.is_valid():
        save_finding(by=request.user, finding=form.instance, statements=form.cleaned_data["statements"])
        messages.success(request, "Saved. The next release counts it.")
        return redirect("reports:finding-list")
    return render(request, "reports/finding_edit.html", {"form": form, "finding": finding})


@require(Permission.RELEASE_PROPOSE)
@require_http_methods(["GET", "POST"])
def workforce(request):
    posted = request.method == "POST"
    form = WorkforceForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        values = form.cleaned_data
        try:
            import_workforce(
                content=values["file"].read(), source=values["source"], as_of=values["as_of"], by=request.user
            )
            messages.success(request, "Uploaded. Releases proposed from now on are weighted to these totals.")
            return redirect("reports:workforce")
        except WorkforceFaults as refused:
            for fault in refused.faults:
                form.add_error("file", fault)
    table = WorkforceTable.objects.first()
    return render(request, "reports/workforce.html", {"form": form, "table": table})
