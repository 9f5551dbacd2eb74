"""Which releases a person may read: everyone the published ones, SWIG's staff also frozen ones not yet published."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from branches.permissions import Permission, has_permission
from reports.models import Release

LARGE = ("tables", "changes", "method", "audit", "sealed", "geography")


def visible_releases(viewer=None):
    """Releases whose tables `viewer` may read; None is any reader."""
    if _sees_unpublished(viewer):
        return Release.objects.filter(state__in=["frozen", "published"]).select_related("wave")
    return Release.objects.published().select_related("wave")


def newest_releases(viewer=None) -> list[Release]:
    """The newest readable release of each wave, newest wave first; what is large in them is read when it is asked for."""
    newest = {}
    for release in visible_releases(viewer).defer(*LARGE).newest_first():
        newest.setdefault(release.wave_id, release)
    return list(newest.values())


def release_named(name: str) -> Release:
    """The release with an id such as "autumn-2025/1", in whatever state. Raises Release.DoesNotExist."""
    slug, _, number = name.strip("/").rpartition("/")
    if not number.isdigit():
        raise Release.DoesNotExist(f"There is no release “{name}”.")
    return Release.objects.select_related("wave").get(wave__slug=slug, number=int(number))


def staff_release(wave: str, number: int) -> Release:
    """A release for the staff pages, in whatever state; the view has asked for the permission."""
    found = Release.objects.select_related("wave", "proposed_by", "approved_by")
    return get_object_or_404(found, wave__slug=wave, number=number)


def readable_release(viewer, wave: str, number: int) -> Release:
    """A release whose tables this viewer may read, as if absent otherwise."""
    found = visible_releases(viewer).filter(wave__slug=wave, number=number).first()
    if found is None:
        raise Http404("There is no such release.")
    return found


def _sees_unpublished(viewer) -> bool:
    return viewer is not None and has_permission(viewer, Permission.RELEASE_VIEW)
