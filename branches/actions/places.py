"""Acts on branches, employers, who runs children's social work, and a branch's contacts."""

from django.db import transaction
from django.utils.text import slugify

from branches.actions import ActionRefused
from branches.audit import record_event
from branches.days import day_in_words
from branches.models import Branch, ChildrensSocialWork, Contact, Employer


class PlaceError(ActionRefused):
    """Another employer cannot run the service from that day."""

    field = "since"


@transaction.atomic
def save_branch(*, by, branch=None, name, councils, placeholder=False):
    """Add a branch or change one; saving what stands already writes nothing."""
    return _save(branch or Branch(), by, {"name": name, "placeholder": placeholder}, councils)


@transaction.atomic
def save_employer(*, by, employer=None, name, kind, code, councils, covered_by_foisa):
    values = {"name": name, "kind": kind, "code": code, "covered_by_foisa": covered_by_foisa}
    return _save(employer or Employer(), by, values, councils)


@transaction.atomic
def change_runner(*, council, employer, since, source, checked, by):
    """From `since` another employer runs children's social work in the area; the one before ends that day."""
    before = ChildrensSocialWork.objects.select_for_update().filter(council=council, until=None).first()
    if before and before.since and before.since >= since:
        raise PlaceError(f"The one before began on {day_in_words(before.since)}. Give a later day.")
    if before:
        before.until = since
        before._history_user = by
        before.save()
    runner = ChildrensSocialWork(
        council=council, employer=employer, since=since, source=source, checked=checked
    )
    runner._history_user = by
    runner.save()
    change = [str(before.employer) if before else "", str(employer)]
    record_event(
        by=by, verb="changed who runs children's social work in", subject=council, detail={"run by": change}
    )
    return runner


@transaction.atomic
def correct_runner(*, runner, by, **values):
    """Put right what is known about an employer that runs the service; `values` are fields of the model."""
    runner = ChildrensSocialWork.objects.select_for_update().get(pk=runner.pk)
    changes = _set(runner, values)
    if changes:
        runner._history_user = by
        runner.save()
        verb = "corrected who runs children's social work in"
        record_event(by=by, verb=verb, subject=runner.council, detail=changes)
    return runner


@transaction.atomic
def save_contact(*, by, branch, contact=None, **values):
    """Add or change whom a branch writes to; `values` are fields of the model."""
    contact = contact or Contact(branch=branch)
    changes = _set(contact, values)
    if changes:
        contact._history_user = by
        contact.save()
        # Only which fields changed: the audit is never altered, and a contact may ask to be forgotten.
        detail = {"fields": ", ".join(sorted(changes))}
        record_event(by=by, verb="saved contact at", subject=contact.employer, detail=detail)
    return contact


@transaction.atomic
def end_contact(*, contact, by, on):
    contact.ended_on = on
    contact._history_user = by
    contact.save()
    record_event(by=by, verb="ended contact at", subject=contact.employer)
    return contact


def _save(place, by, values, councils):
    is_new = place.pk is None
    place = place if is_new else type(place).objects.select_for_update().get(pk=place.pk)
    before = set() if is_new else set(place.councils.all())
    changes = _set(place, values)
    if is_new:
        place.slug = _free_slug(type(place), place.name)
    if changes:
        place._history_user = by
        place.save()
    if before != set(councils):
        place.councils.set(councils)
        changes["councils"] = [_names(before), _names(councils)]
    if changes:
        record_event(by=by, verb="added" if is_new else "changed", subject=place, detail=changes)
    return place


def _set(thing, values):
    """Set what differs; returns {field: [before, after]} in words that fit into JSON."""
    changes = {}
    for name, value in values.items():
        before = getattr(thing, name, None)
        if before != value:
            setattr(thing, name, value)
            changes[name.replace("_", " ")] = [_word(before), _word(value)]
    return changes


def _word(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _names(councils):
    return ", ".join(sorted(council.name for council in councils))


def _free_slug(model, name):
    """An address that no other place has; it stays when the name changes, so that links go on working."""
    base = slugify(name)[:110] or "place"
    taken = {"new", *model.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
