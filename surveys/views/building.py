"""Staff's pages for building a questionnaire: beginning one, a page of it, questions from the bank."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from branches.permissions import Permission, require
from surveys import bank, editing, served
from surveys.access import latest_version
from surveys.questionnaire import DefinitionFaults, Question
from surveys.questionnaire_forms import BeginForm, PageForm
from surveys.short_names import short_name_of
from surveys.versions import save_version
from surveys.views.questionnaires import chosen, saved, tried

editor = require(Permission.QUESTIONNAIRE_EDIT)


@editor
@require_http_methods(["GET", "POST"])
def questionnaire_new(request):
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        slug = short_name_of(title)
        save_version(by=request.user, slug=slug, definition=_beginning(form.cleaned_data), note="begun here")
        messages.success(request, "Begun. Every change is kept as a new version, so nothing is ever lost.")
        return redirect("surveys:questionnaire-detail", slug=slug)
    return render(request, "surveys/questionnaire_new.html", {"form": form})


def _beginning(values):
    for key, _, definition in bank.sources():
        if key == values["source"]:
            return editing.retitled(definition, values["title"])
    return editing.begun(values["title"])


@editor
@require_http_methods(["GET", "POST"])
def page_edit(request, slug, name):
    version = latest_version(slug)
    definition = version.loaded
    page = _page(definition, name)
    form = PageForm(request.POST if request.method == "POST" else None, page=page, definition=definition)
    if request.method == "POST" and form.is_valid():
        changed = tried(form, lambda: editing.with_page(definition, name, lambda old: _as_said(old, form)))
        if changed:
            return saved(request, slug, changed, f"changed page {name}", place=f"page-{name}")
    context = {"form": form, "page": page, "questionnaire": version.questionnaire}
    return render(request, "surveys/page_edit.html", context)


def _page(definition, name):
    found = next((page for page in definition.pages if page.name == name), None)
    if found is None:
        raise Http404
    return found


def _as_said(page, form):
    values = form.cleaned_data
    return replace(page, title=values["title"].strip(), exit=values["exit"], relevant=values["relevant"])


@editor
@require_POST
def page_grow(request, slug, name):
    """Add a question to a page or a page after it, or take the page out, by the button that was pressed."""
    definition = latest_version(slug).loaded
    _page(definition, name)
    fresh = Question(editing.free_name(definition, "question"), "text", "New question", longest=300)
    changes = {
        "question": lambda: editing.with_new_on_page(definition, name, fresh),
        "page": lambda: editing.with_new_page(definition, name, ""),
        "remove": lambda: editing.without_page(definition, name),
    }
    change, changed = chosen(request, changes)
    if changed is None:
        return redirect("surveys:questionnaire-detail", slug=slug)
    new = fresh.name if change == "question" else None
    return saved(request, slug, changed, f"{change} at page {name}", new)


@editor
@require_http_methods(["GET", "POST"])
def question_bank(request, slug):
    """Look a question up in the bank, and take it into this questionnaire after the question named in the address."""
    version = latest_version(slug)
    definition = version.loaded
    after = request.POST.get("after") or request.GET.get("after") or list(definition.questions)[-1]
    if after not in definition.questions:
        raise Http404
    if request.method == "POST":
        return _take(request, slug, definition, after)
    words, source = request.GET.get("q", "")[:100], request.GET.get("source", "")
    known, said = served.findings(), served.statements()
    context = {
        "questionnaire": version.questionnaire,
        "after": definition.questions[after],
        "words": words,
        "source": source,
        "sources": [(key, title) for key, title, _ in bank.sources()],
        "rows": [_entry(each, known, said) for each in bank.entries(words, source)],
    }
    return render(request, "surveys/question_bank.html", context)


def _entry(each, known, said):
    return {
        "entry": each,
        "finding": known.get(each.question.finding, ""),
        "statements": [said[number] for number in each.question.statements if number in said],
    }


def _take(request, slug, definition, after):
    question = bank.question_of(request.POST.get("source", ""), request.POST.get("name", ""))
    if question is None:
        raise Http404
    try:
        changed, left_behind = bank.taken_into(definition, after, question)
    except DefinitionFaults as error:
        messages.error(request, f"Not done: {'; '.join(error.faults)}.")
        return redirect("surveys:questionnaire-detail", slug=slug)
    if left_behind:
        messages.warning(
            request, "Its condition asked about a question that is not here, and was left behind."
        )
    return saved(request, slug, changed, f"{question.name} from the bank")
