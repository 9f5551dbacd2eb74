"""Lists of branches, employers, services and people as CSV files that go out, are edited and come back in.

A file that comes back unchanged changes nothing; one with a fault is refused whole, with every fault by its row.
"""

from dataclasses import dataclass

from django.db import transaction

from branches.audit import record_event
from branches.bulk import branches, employers, people, services
from branches.csv_files import read, write


@dataclass(frozen=True)
class BulkFile:
    """`subject` writes records (`export`) and takes rows (`take`, which returns the number of changes)."""

    slug: str
    title: str
    hint: str
    subject: object

    @property
    def columns(self):
        return self.subject.COLUMNS


FILES = {
    file.slug: file
    for file in (
        BulkFile("branches", "Branches", "One row for each branch and council area.", branches),
        BulkFile("employers", "Employers", "One row for each employer and council area.", employers),
        BulkFile(
            "childrens-social-work",
            "Who runs children's social work",
            "One row for each council area and employer, with dates and source.",
            services,
        ),
        BulkFile(
            "people",
            "People",
            "One row for each seat and role. A new address gets an invitation; a day under “until” ends a seat.",
            people,
        ),
    )
}


def export_file(slug):
    file = FILES[slug]
    return write(file.columns, file.subject.export())


@transaction.atomic
def import_file(*, slug, content, by):
    """Take a CSV file given as bytes; returns how many things changed. All or nothing (FileRefused)."""
    file = FILES[slug]
    changes = file.subject.take(read(content, file.columns), by)
    if changes:
        record_event(by=by, verb=f"uploaded the file of {file.title.lower()}", detail={"changes": changes})
    return changes
