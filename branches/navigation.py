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
    group: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool
    group: str


@dataclass(frozen=True)
class NavGroup:
    """One word of the first row; its pages are the second row while one of them is open."""

    label: str
    url: str
    current: bool
    items: tuple[NavItem, ...]


def register(label, url_name, permission, order, group="More", covers=()):
    """Add a page to the navigation. `permission` is a Permission or permissions.SIGNED_IN; lower order stands first.

    Pages of one `group` share a word in the first row; a group stands where its first page would. `covers` are the
    beginnings of further addresses that are reached from this page and light it.
    """
    entry = Entry(label, url_name, permission, order, group, covers)
    if entry not in _ENTRIES:
        _ENTRIES.append(entry)
        _ENTRIES.sort(key=lambda each: (each.order, each.label))


def items_for(user, path):
    if not user.is_authenticated:
        return ()
    held = permissions_of(user)
    shown = (entry for entry in _ENTRIES if entry.permission == SIGNED_IN or entry.permission in held)
    found = [(entry, _address(entry.url_name)) for entry in shown]
    lit = {start: url for entry, url in found if url for start in (url, *entry.covers)}
    here = lit.get(_longest_prefix(lit, path))
    return tuple(NavItem(entry.label, url, url == here, entry.group) for entry, url in found if url)


def groups_of(items):
    """The first row: each group leads to its first page."""
    grouped = {}
    for item in items:
        grouped.setdefault(item.group, []).append(item)
    return tuple(
        NavGroup(label, pages[0].url, any(page.current for page in pages), tuple(pages))
        for label, pages in grouped.items()
    )


def navigation(request):
    """Context processor: `nav_groups` and `nav_section`, the group that the page belongs to, for base.html."""
    user = getattr(request, "user", None)
    groups = groups_of(items_for(user, request.path)) if user is not None else ()
    section = next((group for group in groups if group.current and len(group.items) > 1), None)
    return {"nav_groups": groups, "nav_section": section}


def _address(url_name):
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _longest_prefix(urls, path):
    return max((url for url in urls if path.startswith(url)), key=len, default=None)
