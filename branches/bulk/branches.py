"""Branches as a file."""

from branches.actions.places import save_branch
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
from branches.models import Branch

COLUMNS = ("branch_key", "branch", "placeholder", "council_code", "council")


def export():
    councils = Councils()
    covered = []
    for branch in Branch.objects.prefetch_related("councils"):
        own = {"branch_key": branch.slug, "branch": branch.name, "placeholder": yes(branch.placeholder)}
        places = list(branch.councils.all())
        covered += [council.pk for council in places]
        yield from ({**own, **place_cells(council)} for council in places)
        if not places:
            yield own
    yield from map(place_cells, councils.without(covered))


def take(rows, by):
    faults, councils, plans = Faults(), Councils(), []
    for members in grouped(rows, "branch_key", "branch", faults):
        row, record = same(members, "placeholder", faults)
        plans.append(
            {
                "branch": known_place(Branch, row, record["branch_key"], record["branch"], faults),
                "name": record["branch"],
                "placeholder": yes_or_no(row, record, "placeholder", faults),
                "councils": areas(members, councils, faults),
            }
        )
    faults.refuse()
    return sum(_differs(plan) and bool(save_branch(by=by, **plan)) for plan in plans)


def _differs(plan):
    branch = plan["branch"]
    return branch is None or (branch.name, branch.placeholder, set(branch.councils.all())) != (
        plan["name"],
        plan["placeholder"],
        set(plan["councils"]),
    )
