"""Staff's pages about translations of the survey's own words: load a catalogue, read it beside the English, check it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, require
from surveys import interface_versions, interface_words, translations
from surveys.interface_forms import CatalogueForm
from surveys.models import InterfaceTranslation
from surveys.versions import NotCheckable


@require(Permission.QUESTIONNAIRE_EDIT)
@require_http_methods(["GET", "POST"])
def interface_list(request):
    form = CatalogueForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = interface_versions.load_interface(by=request.user, words=form.words)
        messages.success(request, "Uploaded. Respondents see it once a second person has checked it.")
        return redirect("surveys:interface-detail", language=made.language)
    page = {"form": form, "rows": interface_versions.rows(), "texts": len(interface_words.texts())}
    return render(request, "surveys/interface_list.html", page)


def _newest(language):
    found = InterfaceTranslation.objects.filter(language=language).first()
    if found is None:
        raise Http404
    return found


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def interface_detail(request, language):
    made = _newest(language)
    words = interface_versions.words_of(made)
    page = {
        "made": made,
        "words": words,
        "name": translations.name_of(language),
        "right_to_left": language in translations.RIGHT_TO_LEFT,
        "may_check": made.checked_at is None and not words.missing and made.loaded_by_id != request.user.pk,
    }
    return render(request, "surveys/interface_detail.html", page)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_POST
def interface_check(request, language):
    """Note that a second person has read a catalogue; the form names the one that was read."""
    made = _newest(language)
    if request.POST.get("read") != str(made.pk):
        messages.error(request, "There is a newer one by now: read that first.")
        return redirect("surveys:interface-detail", language=language)
    try:
        interface_versions.check_interface(by=request.user, made=made)
    except NotCheckable as error:
        messages.error(request, f"Not marked as checked: {error}.")
    else:
        messages.success(request, "Marked as checked. Surveys in this language now speak it on every page.")
    return redirect("surveys:interface-detail", language=language)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def interface_catalogue(request):
    """Hand out the catalogue to be translated: the newest of a language, or the empty one."""
    language = request.GET.get("language", "")
    if language and not translations.CODE.fullmatch(language):
        raise Http404
    made = InterfaceTranslation.objects.filter(language=language).first()
    words = interface_versions.words_of(made) if made else None
    data, name = interface_words.written(words, language), f"survey-pages-{language or 'new'}.po"
    return attachment(data, media_types.PO, name)
