"""Loads the 32 council areas, their families, employers, placeholder branches and who runs children's social work.

A council's facts are put right at each load; what people may edit (employers, branches, who runs the service) is
only ever added where it is missing.
"""

from datetime import date

from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from branches.models import Branch, ChildrensSocialWork, CouncilArea, Employer, FamilyGroup
from branches.reference import register, rows, store


@register
def load_councils():
    records = rows("councils.csv")
    numbers = sorted({int(row["family_group"]) for row in records})
    FamilyGroup.objects.bulk_create([FamilyGroup(number=number) for number in numbers], ignore_conflicts=True)
    groups = {group.number: group for group in FamilyGroup.objects.all()}
    councils = store(CouncilArea, "gss_code", [_council(row, groups) for row in records])
    return f"{len(councils)} council areas in {len(groups)} family groups"


def _council(row, groups):
    return {
        "gss_code": row["gss_code"],
        "name": row["name"],
        "slug": slugify(row["name"]),
        "short_name": row["short_name"],
        "code3": row["code3"],
        "former_codes": row["former_codes"].split(),
        "hex_col": int(row["hex_col"]),
        "hex_row": int(row["hex_row"]),
        "population": int(row["population_2020"]),
        "nhs_board": row["nhs_board"],
        "family_group": groups[int(row["family_group"])],
    }


@register
def load_employers():
    known = set(Employer.objects.values_list("code", flat=True))
    records = rows("employers.csv")
    missing = [row for row in records if row["code"] not in known]
    made = bulk_create_with_history([_employer(row) for row in missing], Employer)
    councils = {council.gss_code: council for council in CouncilArea.objects.all()}
    areas = Employer.councils.through
    areas.objects.bulk_create(
        areas(employer=employer, councilarea=councils[code])
        for employer, row in zip(made, missing, strict=True)
        for code in row["council_codes"].split()
    )
    return f"{len(records)} employers"


def _employer(row):
    return Employer(
        code=row["code"],
        name=row["name"],
        slug=slugify(row["name"]),
        kind=row["kind"],
        covered_by_foisa=row["covered_by_foisa"] == "yes",
    )


@register
def load_childrens_social_work():
    employers = {employer.code: employer for employer in Employer.objects.exclude(code="")}
    known = set(ChildrensSocialWork.objects.values_list("council__gss_code", flat=True))
    councils = {council.gss_code: council for council in CouncilArea.objects.all()}
    missing = [row for row in rows("childrens_social_work.csv") if row["council_code"] not in known]
    bulk_create_with_history([_runner(row, councils, employers) for row in missing], ChildrensSocialWork)
    unchecked = ChildrensSocialWork.objects.current().filter(checked=False).count()
    return f"who runs children's social work in {len(councils)} areas ({unchecked} still to be checked)"


def _runner(row, councils, employers):
    return ChildrensSocialWork(
        council=councils[row["council_code"]],
        employer=employers[row["employer_code"]],
        since=_day(row["since"]),
        until=_day(row["until"]),
        source=row["source"],
        checked=row["checked"] == "yes",
    )


@register
def load_branches():
    """A placeholder branch for each council that no branch covers, so that every area can be worked at once."""
    uncovered = list(CouncilArea.objects.filter(branches__isnull=True))
    made = bulk_create_with_history(
        [Branch(name=f"{area.name} branch", slug=area.slug, placeholder=True) for area in uncovered], Branch
    )
    areas = Branch.councils.through
    areas.objects.bulk_create(
        areas(branch=branch, councilarea=council) for branch, council in zip(made, uncovered, strict=True)
    )
    return f"{Branch.objects.count()} branches"


def _day(text):
    return date.fromisoformat(text) if text else None
