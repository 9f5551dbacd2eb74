"""What the weekly mail tells a secretary: the lists of the Today page, in its order."""

from branches import today as today_page
from branches.access import branches_of
from branches.digest import DigestItem, register

HEADINGS = (
    ("overdue", "Overdue"),
    ("this_week", "Due this week"),
    ("verdicts", "Waiting for a verdict"),
    ("to_check", "Needs a second pair of eyes"),
    ("new", "New from SWIG"),
)


@register
def what_is_due(user, today):
    branches = branches_of(user)
    if not branches.exists():
        return
    page = today_page.for_branches(branches, user, today)
    for order, (name, heading) in enumerate(HEADINGS):
        for item in getattr(page, name):
            yield DigestItem(heading, item.title, item.url, due=item.due, order=order)
