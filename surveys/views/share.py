"""Pages from which branches and staff invite people: texts to copy, and the poster. They show no answer and no count."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from branches.permissions import Permission, require
from surveys import sharing, wave_pages
from surveys.models import Wave


@require(Permission.RECORD_VIEW)
@require_safe
def share(request):
    branch = sharing.chosen_branch(request.user, request.GET.get("branch", ""))
    page = {
        "branch": branch,
        "branches": sharing.branches_for(request.user),
        "shared": sharing.shared(branch),
    }
    return render(request, "surveys/share.html", page)


@require(Permission.RECORD_VIEW)
@require_safe
def wave_poster(request, slug):
    wave = get_object_or_404(Wave.objects.open(), slug=slug)
    return render(request, "surveys/wave_poster.html", wave_pages.poster(wave))
