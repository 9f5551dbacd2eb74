"""Lists out as CSV files and, edited, in again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from branches import media_types
from branches.bulk import FILES, export_file, import_file
from branches.downloads import attachment
from branches.faults import FileRefused
from branches.forms.files import FileForm
from branches.permissions import Permission, require


@require(Permission.PEOPLE_EDIT)
@require_safe
def files(request):
    return render(request, "branches/places/files.html", {"files": FILES.values()})


@require(Permission.PEOPLE_EDIT)
@require_safe
def file_out(request, slug):
    _known(slug)
    name = f"{slug}-{timezone.localdate():%Y-%m-%d}.csv"
    return attachment(export_file(slug), media_types.CSV, name)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def file_in(request, slug):
    file = _known(slug)
    form = FileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    faults = ()
    if request.method == "POST" and form.is_valid():
        try:
            changes = import_file(slug=slug, content=form.cleaned_data["file"].read(), by=request.user)
        except FileRefused as refused:
            faults = refused.faults
        else:
            messages.success(request, result_words(changes))
            return redirect("branches:files")
    context = {"form": form, "file": file, "faults": faults}
    return render(request, "branches/places/file_in.html", context, status=422 if faults else 200)


def _known(slug):
    if slug not in FILES:
        raise Http404
    return FILES[slug]


def result_words(changes):
    if not changes:
        return "The file matches what is already here, so nothing changed."
    return f"{changes} {'change is' if changes == 1 else 'changes are'} saved."
