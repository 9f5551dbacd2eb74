"""Who runs children's social work, as a file: one row for each council area and employer."""

from datetime import date

from branches.audit import record_event
from branches.bulk.rows import Councils, Faults, day, place_cells, yes, yes_or_no
from branches.models import ChildrensSocialWork, Employer

COLUMNS = ("council_code", "council", "employer_key", "since", "until", "source", "checked")


def export():
    runners = ChildrensSocialWork.objects.select_related("council", "employer").order_by(
        "council__name", "since"
    )
    for runner in runners:
        yield {
            **place_cells(runner.council),
            "employer_key": runner.employer.slug,
            "since": runner.since or "",
            "until": runner.until or "",
            "source": runner.source,
            "checked": yes(runner.checked),
        }
    yield from map(place_cells, Councils().without(runners.values_list("council_id", flat=True)))


def take(rows, by):
    faults, councils = Faults(), Councils()
    employers = {employer.slug: employer for employer in Employer.objects.all()}
    wanted = [
        _wanted(row, record, councils, employers, faults) for row, record in rows if record["employer_key"]
    ]
    faults.refuse()
    _refuse_overlaps(wanted, faults)
    # Ends first: the database holds that nobody runs a service beside another at any moment.
    ordered = sorted(wanted, key=lambda each: each[1].until is None)
    return sum(_store(runner, by) for _, runner in ordered)


def _wanted(row, record, councils, employers, faults):
    """(row, the record as it should be): an existing one is known by area, employer and first day."""
    council = councils.find(row, record, faults)
    employer = employers.get(record["employer_key"])
    if council is None and not record["council_code"]:
        faults.add(row, "The council area is missing.")
    if employer is None:
        faults.add(row, f"There is no employer with the key {record['employer_key']}.")
    if not record["source"]:
        faults.add(row, "The source is missing: how do we know?")
    since, until = day(row, record, "since", faults), day(row, record, "until", faults)
    if since and until and until <= since:
        faults.add(row, "It ends before it begins.")
    runner = (
        ChildrensSocialWork(council=council, employer=employer, since=since) if council and employer else None
    )
    if runner:
        runner = (
            ChildrensSocialWork.objects.filter(council=council, employer=employer, since=since).first()
            or runner
        )
        runner.until, runner.source = until, record["source"]
        runner.checked = yes_or_no(row, record, "checked", faults)
    return row, runner


def _refuse_overlaps(wanted, faults):
    """One at a time runs a service, counting those that the file leaves out."""
    named = {runner.pk for _, runner in wanted if runner.pk}
    left_out = ChildrensSocialWork.objects.filter(council__in=[r.council for _, r in wanted]).exclude(
        pk__in=named
    )
    spans = {}
    for row, runner in [*((None, runner) for runner in left_out), *wanted]:
        span = (runner.since or date.min, runner.until or date.max)
        for other in spans.setdefault(runner.council_id, []):
            if span[0] < other[1] and other[0] < span[1]:
                faults.add(
                    row,
                    f"Two employers would run the service in {runner.council} at once: end the one before.",
                )
                break
        spans[runner.council_id].append(span)
    faults.refuse()


def _store(runner, by):
    """Write what differs; says whether anything did."""
    stored = ChildrensSocialWork.objects.filter(pk=runner.pk).first() if runner.pk else None
    fields = ("until", "source", "checked")
    if stored and all(getattr(stored, field) == getattr(runner, field) for field in fields):
        return False
    runner._history_user = by
    runner.save()
    record_event(by=by, verb="changed who runs children's social work in", subject=runner.council)
    return True
