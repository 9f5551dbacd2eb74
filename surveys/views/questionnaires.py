"""Staff's pages about questionnaires: list, read, take in, hand out, change a question. Waves keep their own copy."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, require
from surveys import conditions, editing, served
from surveys.access import latest_version
from surveys.models import Questionnaire
from surveys.question_form import QuestionForm
from surveys.questionnaire import DefinitionFaults, Question
from surveys.questionnaire_forms import WORDS_OF_TYPES, ImportForm
from surveys.versions import NotCheckable, check_translation, save_version, translation_rows
from surveys.xlsform_writing import write_workbook

CHANGES = (
    ("up", "Move up"),
    ("down", "Move down"),
    ("copy", "Copy"),
    ("add", "Add one after it"),
    ("remove", "Take out"),
)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_http_methods(["GET", "POST"])
def questionnaire_list(request):
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"]
        version = save_version(by=request.user, slug=slug, definition=form.definition, note="from a file")
        if form.not_carried:
            return _left_behind(request, version, form.not_carried)
        messages.success(request, f"Imported as version {version.number}.")
        return redirect("surveys:questionnaire-detail", slug=slug)
    questionnaires = Questionnaire.objects.filter(archived_at=None).prefetch_related("versions__waves")
    return render(
        request, "surveys/questionnaire_list.html", {"form": form, "questionnaires": questionnaires}
    )


def _left_behind(request, version, not_carried):
    context = {"version": version, "questionnaire": version.questionnaire, "not_carried": not_carried}
    return render(request, "surveys/questionnaire_taken.html", context)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def questionnaire_detail(request, slug):
    version = latest_version(slug)
    definition, known = version.loaded, served.findings()
    pages = [
        {
            "page": page,
            "shown_if": conditions.in_words(definition, page.relevant),
            "questions": [_row(definition, q, known) for q in page.questions],
        }
        for page in definition.pages
    ]
    context = {"version": version, "questionnaire": version.questionnaire, "pages": pages, "changes": CHANGES}
    context["translations"] = translation_rows(version, request.user)
    return render(request, "surveys/questionnaire_detail.html", context)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_POST
def translation_check(request, slug, language):
    """Note that a second person has read a translation; the form names the version that was read."""
    version = latest_version(slug)
    if request.POST.get("version") != str(version.number):
        messages.error(request, "There is a newer version by now: read its translation first.")
        return redirect("surveys:questionnaire-detail", slug=slug)
    try:
        check_translation(by=request.user, version=version, language=language)
    except NotCheckable as error:
        messages.error(request, f"Not marked as checked: {error}.")
    else:
        messages.success(request, "Marked as checked. Surveys with this version now offer the language.")
    return redirect("surveys:questionnaire-detail", slug=slug)


def _row(definition, question, known):
    return {
        "shown_if": conditions.in_words(definition, question.relevant),
        "finding": known.get(question.finding, ""),
        "question": question,
        "kind": WORDS_OF_TYPES[question.type],
        "apart": [question.label_of(a) for a in question.apart],
    }


@require(Permission.QUESTIONNAIRE_EDIT)
@require_safe
def questionnaire_export(request, slug):
    version = latest_version(slug)
    name = f"{slug}-version-{version.number}.xlsx"
    return attachment(write_workbook(version.loaded), media_types.XLSX, name)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_http_methods(["GET", "POST"])
def question_edit(request, slug, name):
    version = latest_version(slug)
    definition = version.loaded
    question = _question(definition, name)
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, question=question, definition=definition)
    if request.method == "POST" and form.is_valid():
        changed = tried(form, lambda: editing.with_question(definition, name, form.changed()))
        if changed:
            return saved(request, slug, changed, f"changed {name}", place=name)
    context = {"form": form, "question": question, "questionnaire": version.questionnaire}
    return render(request, "surveys/question_edit.html", context)


def _question(definition, name):
    if name not in definition.questions:
        raise Http404
    return definition.questions[name]


def tried(form, change):
    """Return the changed definition, or None with its faults on the form."""
    try:
        return change()
    except DefinitionFaults as error:
        form.add_error(None, error.faults)
        return None


def chosen(request, changes):
    """Return (the name of the pressed change, what it makes of the questionnaire), None for what was refused and said so."""
    change = request.POST.get("change", "")
    if change not in changes:
        raise Http404
    try:
        return change, changes[change]()
    except DefinitionFaults as error:
        messages.error(request, f"Not done: {'; '.join(error.faults)}.")
        return change, None


def saved(request, slug, definition, note, name=None, place=""):
    """Keep a definition as the next version; go on to the new question `name`, or back to `place` on the page."""
    version = save_version(by=request.user, slug=slug, definition=definition, note=note)
    messages.success(
        request, f"Saved as version {version.number}. Surveys that have begun keep their own questions."
    )
    if name:
        return redirect("surveys:question-edit", slug=slug, name=name)
    address = reverse("surveys:questionnaire-detail", args=[slug])
    return redirect(f"{address}#{place}" if place else address)


@require(Permission.QUESTIONNAIRE_EDIT)
@require_POST
def question_change(request, slug, name):
    """Move, copy, add after or take out a question, by the button that was pressed."""
    definition = latest_version(slug).loaded
    _question(definition, name)
    new = editing.free_name(definition, "question")
    fresh = Question(new, "text", "New question", longest=300)
    changes = {
        "up": lambda: editing.moved(definition, name, -1),
        "down": lambda: editing.moved(definition, name, 1),
        "copy": lambda: editing.with_copy(definition, name),
        "add": lambda: editing.with_new(definition, name, fresh),
        "remove": lambda: editing.without(definition, name),
    }
    change, changed = chosen(request, changes)
    if changed is None:
        return redirect("surveys:questionnaire-detail", slug=slug)
    there = "" if change == "remove" else name
    return saved(request, slug, changed, f"{change} {name}", new if change == "add" else None, there)
