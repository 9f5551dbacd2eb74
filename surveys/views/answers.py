"""Staff's page for answers from elsewhere: a file, its mapping, a dry run, the import. The rows travel in the page only."""

import json

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from branches import media_types
from branches.downloads import attachment
from branches.permissions import Permission, require
from surveys import access, carried_file, handing_over, importing, mapping_page
from surveys.answer_files import UnreadableFile
from surveys.answer_forms import AnswerFileForm
from surveys.frozen import frozen
from surveys.keys import KeyNotWritten
from surveys.mapping_suggestions import suggested
from surveys.memory_upload import in_memory
from surveys.models import Wave
from surveys.sealed_token import UnreadableToken
from surveys.waves import WaveError


@in_memory(carried_file.MOST_BYTES)
@require(Permission.WAVE_EDIT)
@require_http_methods(["GET", "POST"])
def wave_answers(request, slug):
    if request.method == "GET":
        return _first_page(request, access.importable_wave_for(slug), AnswerFileForm())
    wave = get_object_or_404(Wave, slug=slug)
    try:
        handing_over.require_importable(wave)
    except WaveError as error:  # it opened, or a release was made, since the page was fetched
        messages.error(request, f"Nothing was imported: {error}.")
        return redirect(wave)
    if "token" not in request.POST:
        return _taken(request, wave)
    try:
        file = carried_file.unseal(request.POST["token"], _binding(wave, request.user))
    except UnreadableToken:
        messages.error(request, "That page was too old. Nothing was kept: choose the file again.")
        return redirect("surveys:wave-answers", slug=slug)
    mapping = mapping_page.chosen_mapping(frozen(wave).definition, file, request.POST)
    if request.POST.get("go") == "mapping":
        return _download(wave, mapping)
    return _checked(request, wave, file, mapping)


def _binding(wave, user) -> bytes:
    return f"answers|{wave.pk}|{frozen(wave).definition.hash}|{user.pk}".encode()


def _first_page(request, wave, form):
    return render(request, "surveys/wave_answers.html", {"wave": wave, "form": form})


def _taken(request, wave):
    """The file has come: show what was recognised and suggested."""
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _first_page(request, wave, form)
    file, definition = form.file, frozen(wave).definition
    found = suggested(definition, list(file.header), file.texts, file.tool)
    try:
        return _mapping_page(request, wave, file, found.mapping)
    except UnreadableFile as error:
        form.add_error("answers", f"The file {error}.")
        return _first_page(request, wave, form)


def _mapping_page(request, wave, file, mapping, **outcome):
    used = {
        *mapping["columns"].values(),
        *(h for ticks in mapping["multiple"].values() for h in ticks.values()),
    }
    context = {
        "wave": wave,
        "file": file,
        "lines": len(file.rows),
        "token": carried_file.seal(file, _binding(wave, request.user)),
        "rows": mapping_page.rows(frozen(wave).definition, file, mapping),
        "unused": [name for name in file.header if name not in used and name != file.tool.finished],
        "finished": bool(mapping.get("finished")),
        **outcome,
    }
    return render(request, "surveys/wave_answers_map.html", context)


def _checked(request, wave, file, mapping):
    """The dry run, and the import when its button was pressed and nothing is wrong."""
    try:
        found = importing.read_table(frozen(wave), file.table, mapping)
    except importing.ImportFaults as error:
        return _mapping_page(
            request, wave, file, mapping, faults=error.faults, total=error.total, checked=True
        )
    if request.POST.get("go") != "store":
        return _mapping_page(request, wave, file, mapping, found=found, checked=True)
    try:
        done = handing_over.import_now_or_soon(wave=wave, found=found, by=request.user)
    except (WaveError, KeyNotWritten) as error:
        messages.error(request, f"Nothing was imported: {error}.")
        return _mapping_page(request, wave, file, mapping, found=found, checked=True)
    count = len(found.comments)
    said = "imported" if done else "sealed for the worker, which imports them within a minute"
    messages.success(request, f"{count} response{'' if count == 1 else 's'} {said}. The file was not kept.")
    return redirect(wave)


def _download(wave, mapping):
    text = json.dumps(mapping, indent=2, ensure_ascii=False)
    return attachment(text, media_types.JSON, f"{wave.slug}-mapping.json")
