"""The findings and published benchmarks that ship with the project, and the action by which staff add or change one."""

from pathlib import Path

from django.db import transaction

from branches.audit import record_event
from branches.models import Statement, Theme
from branches.reference import register, rows
from reports.models import Benchmark, Finding

FOLDER = Path(__file__).parent / "reference"
KEPT = ("order", "title", "sentence", "question", "no_label", "wording")


@register
def load_findings():
    """Adds what is missing and leaves what staff changed as it is."""
    statements = {statement.number: statement for statement in Statement.objects.select_related("theme")}
    for row in rows("findings.csv", FOLDER):
        values = {name: row[name] for name in KEPT} | {"counting_choices": row["counting_choices"].split()}
        finding, made = Finding.objects.get_or_create(slug=row["slug"], defaults=values)
        if made:
            cited = [
                statements[int(number)] for number in row["statements"].split() if int(number) in statements
            ]
            finding.statements.set(cited)
            finding.themes.set({statement.theme for statement in cited})
    return f"{Finding.objects.count()} findings and {_load_benchmarks()} published benchmarks"


def _load_benchmarks() -> int:
    findings = {finding.slug: finding for finding in Finding.objects.all()}
    for row in rows("benchmarks.csv", FOLDER):
        values = {name: row[name] or None for name in ("share", "mean", "base")}
        values |= {name: row[name] for name in ("words", "place", "year", "when", "population", "source")}
        Benchmark.objects.update_or_create(
            slug=row["slug"], defaults=values | {"finding": findings.get(row["finding"])}
        )
    return Benchmark.objects.count()


@transaction.atomic
def save_finding(*, by, finding: Finding, statements=(), themes: tuple[Theme, ...] = ()) -> Finding:
    """Adds or changes a finding; the next release counts it, those that are frozen stay as they are."""
    verb = "finding-changed" if finding.pk else "finding-added"
    finding.full_clean()
    finding.save()
    finding.statements.set(statements)
    finding.themes.set(themes or {statement.theme for statement in statements})
    record_event(by=by, verb=verb, subject=finding, detail={"question": finding.question})
    return finding
