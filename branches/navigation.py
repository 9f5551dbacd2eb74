"""The signed-in navigation: apps register their pages in `ready()`; each person sees those they may open."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from branches.permissions import SIGNED_IN, permissions_of

_ENTRIES = []


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    permission: str
    order: int


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


def register(label, url_name, permission, order):
    """Add a page to the navigation. `permission` is a Permission or permissions.SIGNED_IN; lower order stands first."""
    entry = Entry(label, url_name, permission, order)
    if entry not in _ENTRIES:
        _ENTRIES.append(entry)
        _ENTRIES.sort(key=lambda each: (each.order, each.label))


def items_for(user, path):
    if not user.is_authenticated:
        return ()
    held = permissions_of(user)
    shown = (entry for entry in _ENTRIES if entry.permission == SIGNED_IN or entry.permission in held)
    found = [(entry.label, _address(entry.url_name)) for entry in shown]
    here = _longest_prefix([url for _, url in found if url], path)
    return tuple(NavItem(label, url, url == here) for label, url in found if url)


def navigation(request):
    """Context processor: `nav_items` for base.html."""
    user = getattr(request, "user", None)
    return {"nav_items": items_for(user, request.path) if user is not None else ()}


def _address(url_name):
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _longest_prefix(urls, path):
    return max((url for url in urls if path.startswith(url)), key=len, default=None)
