"""The findings and published benchmarks that ship with the project, and the action by which staff add or change one."""

from pathlib import Path

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from branches.audit import record_event
from branches.models import Statement, Theme
from branches.reference import register, rows, store
from reports.models import Benchmark, Finding

FOLDER = Path(__file__).parent / "reference"
KEPT = ("order", "title", "sentence", "question", "no_label", "wording")


@register
def load_findings():
    """Adds what is missing and leaves what staff changed as it is."""
    known = set(Finding.objects.values_list("slug", flat=True))
    missing = [row for row in rows("findings.csv", FOLDER) if row["slug"] not in known]
    made = bulk_create_with_history([_finding(row) for row in missing], Finding)
    _cite(made, missing)
    return f"{len(known) + len(made)} findings and {_load_benchmarks()} published benchmarks"


def _finding(row) -> Finding:
    values = {name: row[name] for name in KEPT}
    return Finding(slug=row["slug"], counting_choices=row["counting_choices"].split(), **values)


def _cite(findings, records):
    """The statements that each finding rests on, and their themes."""
    statements = Statement.objects.in_bulk(field_name="number")
    cited, themes = Finding.statements.through, Finding.themes.through
    pairs = [
        (finding, statements[int(number)])
        for finding, row in zip(findings, records, strict=True)
        for number in row["statements"].split()
        if int(number) in statements
    ]
    cited.objects.bulk_create(cited(finding=finding, statement=statement) for finding, statement in pairs)
    named = {(finding.pk, statement.theme_id) for finding, statement in pairs}
    themes.objects.bulk_create(themes(finding_id=finding, theme_id=theme) for finding, theme in sorted(named))


def _load_benchmarks() -> int:
    findings = {finding.slug: finding for finding in Finding.objects.all()}
    return len(
        store(Benchmark, "slug", [_benchmark(row, findings) for row in rows("benchmarks.csv", FOLDER)])
    )


def _benchmark(row, findings) -> dict:
    values = {name: row[name] or None for name in ("share", "mean", "base")}
    words = {name: row[name] for name in ("slug", "words", "place", "year", "when", "population", "source")}
    return values | words | {"finding": findings.get(row["finding"])}


@transaction.atomic
def save_finding(*, by, finding: Finding, statements=(), themes: tuple[Theme, ...] = ()) -> Finding:
    """Adds or changes a finding; the next release counts it, those that are frozen stay as they are."""
    verb = "changed the finding" if finding.pk else "added the finding"
    finding.full_clean()
    finding.save()
    finding.statements.set(statements)
    finding.themes.set(themes or {statement.theme for statement in statements})
    record_event(by=by, verb=verb, subject=finding, detail={"question": finding.question})
    return finding


def titles_by_question() -> list[tuple[str, str]]:
    """Return [(what a question names as its finding, the finding's title)], in the findings' order."""
    return list(Finding.objects.values_list("question", "title"))
