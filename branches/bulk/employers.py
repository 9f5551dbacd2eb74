"""Employers as a file."""

from branches.actions.places import save_employer
from branches.bulk.rows import (
    Councils,
    Faults,
    areas,
    grouped,
    known_place,
    place_cells,
    same,
    yes,
    yes_or_no,
)
from branches.models import Employer

COLUMNS = ("employer_key", "employer", "kind", "code", "freedom_of_information", "council_code", "council")


def export():
    councils = Councils()
    covered = []
    for employer in Employer.objects.prefetch_related("councils"):
        own = {
            "employer_key": employer.slug,
            "employer": employer.name,
            "kind": employer.kind,
            "code": employer.code,
            "freedom_of_information": yes(employer.covered_by_foisa),
        }
        places = list(employer.councils.all())
        covered += [council.pk for council in places]
        yield from ({**own, **place_cells(council)} for council in places)
        if not places:
            yield own
    yield from map(place_cells, councils.without(covered))


def take(rows, by):
    faults, councils = Faults(), Councils()
    plans = [_plan(group, councils, faults) for group in grouped(rows, "employer_key", "employer", faults)]
    faults.refuse()
    return sum(_differs(plan) and bool(save_employer(by=by, **plan)) for plan in plans)


def _plan(members, councils, faults):
    for column in ("kind", "code", "freedom_of_information"):
        row, record = same(members, column, faults)
    employer = known_place(Employer, row, record["employer_key"], record["employer"], faults)
    covered = yes_or_no(row, record, "freedom_of_information", faults)
    if record["kind"] not in Employer.Kind.values:
        faults.add(
            row, f"The kind should be one of {', '.join(Employer.Kind.values)}, not “{record['kind']}”."
        )
    if record["kind"] == Employer.Kind.VOLUNTARY and covered:
        faults.add(row, "Freedom of information law does not cover voluntary bodies: write no.")
    others = Employer.objects.exclude(pk=employer.pk if employer else None)
    if record["code"] and others.filter(code=record["code"]).exists():
        faults.add(row, f"Another employer has the code {record['code']}.")
    return {
        "employer": employer,
        "name": record["employer"],
        "kind": record["kind"],
        "code": record["code"],
        "covered_by_foisa": covered,
        "councils": areas(members, councils, faults),
    }


def _differs(plan):
    employer = plan["employer"]
    fields = ("name", "kind", "code", "covered_by_foisa")
    return employer is None or (
        [getattr(employer, field) for field in fields] != [plan[field] for field in fields]
        or set(employer.councils.all()) != set(plan["councils"])
    )
