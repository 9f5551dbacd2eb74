"""Get a document: choose it, its council area and its form, and download it."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches.access import branches_of
from branches.downloads import attachment
from branches.models import CouncilArea
from branches.permissions import Permission, has_permission, require
from reports.documents.basis import CannotBuild
from reports.documents.build import RENDERERS, build, rendered
from reports.forms.documents import DocumentForm
from reports.published_files import TYPES


@require(Permission.RECORD_VIEW)
@require_http_methods(["GET", "POST"])
def document_choose(request):
    own = CouncilArea.objects.filter(branches__in=branches_of(request.user)).first()
    form = DocumentForm(
        request.POST if request.method == "POST" else None,
        initial={
            "council": own,
            "document": "council-briefing" if own else "national-report",
            "format": "pdf",
        },
    )
    if request.method == "POST" and form.is_valid():
        return redirect(_address(**form.cleaned_data))
    context = {
        "form": form,
        "may_make_packs": has_permission(request.user, Permission.REPORT_EDIT),
        "may_send_letters": has_permission(request.user, Permission.RECORD_EDIT),
    }
    return render(request, "reports/document_choose.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def document_file(request, slug, kind):
    if kind not in RENDERERS:
        raise Http404
    try:
        document = build(
            slug, viewer=request.user, council=_council(request.GET.get("council", "")), wave=None
        )
    except CannotBuild as problem:
        return render(request, "reports/document_refused.html", {"problem": problem}, status=404)
    return attachment(rendered(document, kind), TYPES[kind], document.file_name(kind))


def _address(document, council, format):
    address = reverse("reports:document-file", args=[document, format])
    return f"{address}?{urlencode({'council': council.gss_code})}" if council else address


def _council(code):
    if not code:
        return None
    council = CouncilArea.objects.filter(gss_code=code[:12]).first()
    if council is None:
        raise Http404
    return council
