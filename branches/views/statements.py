"""The Promise's statements, found by words, theme and page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import directory
from branches.forms.statements import FindStatementForm
from branches.permissions import Permission, require


@require(Permission.RECORD_VIEW)
@require_safe
def statements(request):
    form = FindStatementForm(request.GET if request.GET else None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = directory.statements(**wanted)
    context = {"form": form, "themes": found, "count": sum(len(theme.found) for theme in found)}
    return render(request, "branches/places/statements.html", context)
