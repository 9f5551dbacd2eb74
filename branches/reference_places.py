"""Loads the 32 council areas, their families, employers, placeholder branches and who runs children's social work.

A council's facts are put right at each load; what people may edit (employers, branches, who runs the service) is
only ever added where it is missing.
"""

from datetime import date

from django.utils.text import slugify

from branches.models import Branch, ChildrensSocialWork, CouncilArea, Employer, FamilyGroup
from branches.reference import register, rows


@register
def load_councils():
    records = rows("councils.csv")
    for number in sorted({int(row["family_group"]) for row in records}):
        FamilyGroup.objects.get_or_create(number=number)
    groups = {group.number: group for group in FamilyGroup.objects.all()}
    for row in records:
        CouncilArea.objects.update_or_create(
            gss_code=row["gss_code"],
            defaults={
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
            },
        )
    return f"{len(records)} council areas in {len(groups)} family groups"


@register
def load_employers():
    councils = {council.gss_code: council for council in CouncilArea.objects.all()}
    records = rows("employers.csv")
    for row in records:
        employer, created = Employer.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "slug": slugify(row["name"]),
                "kind": row["kind"],
                "covered_by_foisa": row["covered_by_foisa"] == "yes",
            },
        )
        if created:
            employer.councils.set(councils[code] for code in row["council_codes"].split())
    return f"{len(records)} employers"


@register
def load_childrens_social_work():
    employers = {employer.code: employer for employer in Employer.objects.exclude(code="")}
    known = set(ChildrensSocialWork.objects.values_list("council__gss_code", flat=True))
    councils = {council.gss_code: council for council in CouncilArea.objects.all()}
    for row in rows("childrens_social_work.csv"):
        if row["council_code"] not in known:
            ChildrensSocialWork.objects.create(
                council=councils[row["council_code"]],
                employer=employers[row["employer_code"]],
                since=_day(row["since"]),
                until=_day(row["until"]),
                source=row["source"],
                checked=row["checked"] == "yes",
            )
    unchecked = ChildrensSocialWork.objects.current().filter(checked=False).count()
    return f"who runs children's social work in {len(councils)} areas ({unchecked} still to be checked)"


@register
def load_branches():
    """A placeholder branch for each council that no branch covers, so that every area can be worked at once."""
    for council in CouncilArea.objects.filter(branches__isnull=True):
        name = f"{council.name} branch"
        branch = Branch.objects.create(name=name, slug=council.slug, placeholder=True)
        branch.councils.add(council)
    return f"{Branch.objects.count()} branches"


def _day(text):
    return date.fromisoformat(text) if text else None
