"""Staff's pages beside a questionnaire: its codebook as files, what changed from version to version, its pages."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, require
from surveys import codebook, editing
from surveys.access import latest_version
from surveys.models import QuestionnaireVersion
from surveys.questionnaire import DefinitionFaults
from surveys.version_changes import changes
from surveys.versions import save_version


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def questionnaire_codebook(request, slug, form):
    """The codebook as csv or docx."""
    version = latest_version(slug)
    if form == "csv":
        data, media_type = codebook.as_csv(version.loaded), media_types.CSV
    elif form == "docx":
        data = codebook.as_docx(version.questionnaire.title, version.loaded)
        media_type = media_types.DOCX
    else:
        raise Http404
    return attachment(data, media_type, f"{slug}-version-{version.number}-codebook.{form}")


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def questionnaire_changes(request, slug):
    """Each version against the one before, with the changes that break a series."""
    questionnaire = latest_version(slug).questionnaire
    versions = list(questionnaire.versions.order_by("-number")[:20])
    pairs = zip(versions, versions[1:], strict=False)
    rows = [{"version": new, "changes": changes(old.loaded, new.loaded)} for new, old in pairs]
    rows += [{"version": version, "is_first": True} for version in versions[-1:] if version.number == 1]
    return render(
        request, "surveys/questionnaire_changes.html", {"questionnaire": questionnaire, "rows": rows}
    )


@require(Permission.QUESTIONNAIRE_EDIT)
@require_POST
def version_restore(request, slug, number):
    """Make an earlier version the newest again; every version in between stays."""
    found = get_object_or_404(QuestionnaireVersion, questionnaire__slug=slug, number=number)
    made = save_version(by=request.user, slug=slug, definition=found.loaded, note=f"version {number} again")
    messages.success(request, f"Version {number} is the newest again, as version {made.number}.")
    return redirect("surveys:questionnaire-detail", slug=slug)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_POST
def page_change(request, slug, name):
    """Move a page up or down, by the button that was pressed."""
    definition = latest_version(slug).loaded
    if name not in {page.name for page in definition.pages}:
        raise Http404
    change, steps = request.POST.get("change", ""), {"up": -1, "down": 1}
    if change not in steps:
        raise Http404
    try:
        changed = editing.with_page_moved(definition, name, steps[change])
    except DefinitionFaults as error:
        messages.error(request, f"Not done: {'; '.join(error.faults)}.")
    else:
        save_version(by=request.user, slug=slug, definition=changed, note=f"page {name}: {change}")
    return redirect("surveys:questionnaire-detail", slug=slug)
