"""A branch's contacts as a file; each person has the contacts of their own branches only."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from branches.access import branches_of
from branches.actions.places import end_contact, save_contact
from branches.bulk.rows import Faults, day
from branches.csv_files import read, write
from branches.models import Contact, Employer

COLUMNS = (
    "contact_key",
    "branch_key",
    "employer_key",
    "employer",
    "role",
    "job_title",
    "name",
    "email",
    "address",
    "ended_on",
)
VALUES = ("role", "job_title", "name", "email", "address")


def export_contacts(person) -> str:
    """CSV text with the standing contacts of this person's branches, and a row for each employer without any."""
    return write(COLUMNS, _rows(branches_of(person)))


def _rows(branches):
    contacts = Contact.objects.filter(branch__in=branches, ended_on=None).select_related("branch", "employer")
    for one in contacts:
        values = {name: getattr(one, name) for name in VALUES}
        yield {"contact_key": one.pk, **_place(one.branch, one.employer), **values}
    for branch in branches:
        served = {one.employer_id for one in contacts if one.branch_id == branch.pk}
        for employer in _employers(branch):
            if employer.pk not in served:
                yield _place(branch, employer)


def _place(branch, employer):
    return {"branch_key": branch.slug, "employer_key": employer.slug, "employer": employer.name}


def _employers(branch):
    return Employer.objects.filter(councils__branches=branch).distinct()


@transaction.atomic
def import_contacts(*, content: bytes, by) -> int:
    """Take the file back: rows without a key are new. Returns how many changed; FileRefused names every fault."""
    faults = Faults()
    ground = {
        branch.slug: (branch, {one.slug: one for one in _employers(branch)}) for branch in branches_of(by)
    }
    rows = [(row, record) for row, record in read(content, COLUMNS) if any(record[name] for name in VALUES)]
    known = {str(one.pk): one for one in Contact.objects.visible_to(by).select_for_update()}
    plans = [_plan(row, record, ground, known, faults) for row, record in rows]
    faults.refuse()
    return sum(_do(plan, by) for plan in plans)


def _plan(row, record, ground, known, faults):
    branch, employers = ground.get(record["branch_key"], (None, {}))
    employer = employers.get(record["employer_key"])
    contact = known.get(record["contact_key"])
    if branch is None:
        faults.add(row, f"“{record['branch_key']}” is no branch of yours.")
    elif employer is None:
        faults.add(row, f"“{record['employer_key']}” is no employer in the area of {branch}.")
    if record["contact_key"] and (contact is None or (branch and contact.branch_id != branch.pk)):
        faults.add(row, f"There is no contact {record['contact_key']}. Leave the key empty for a new one.")
    ended = day(row, record, "ended_on", faults)
    values = {name: record[name] for name in VALUES} | {"employer": employer}
    _check(row, values, faults)
    return branch, contact, values, ended


def _check(row, values, faults):
    if values["role"] not in Contact.Role.values:
        words = " or ".join(Contact.Role.values)
        faults.add(row, f"The role should be {words}, not “{values['role']}”.")
    if not values["job_title"]:
        faults.add(row, "The job title is missing.")
    for name in VALUES:
        longest = Contact._meta.get_field(name).max_length
        if len(values[name]) > longest:
            faults.add(row, f"{name} has more than {longest} characters.")
    try:
        validate_email(values["email"] or "nobody@example.org")
    except ValidationError:
        faults.add(row, f"“{values['email']}” is no email address.")


def _do(plan, by):
    branch, contact, values, ended = plan
    changed = contact is None or any(getattr(contact, name) != value for name, value in values.items())
    if changed:
        contact = save_contact(by=by, branch=branch, contact=contact, **values)
    if ended and contact.ended_on != ended:
        end_contact(contact=contact, by=by, on=ended)
        return True
    return changed
