"""Releases for page tests: a wave with the tables of samples.py, taken through its life as the database's guards ask."""

from django.utils import timezone

from branches.models import Theme
from reports.models import Benchmark, Finding, Release
from tests import factories
from tests.reports import samples
from tests.surveys import making

SAID = "say their team does not have enough staff"
COUNCILS = (
    ("S12000049", "Glasgow City", 4),
    ("S12000029", "South Lanarkshire", 3),
    ("S12000013", "Na h-Eileanan Siar", 4),
)
PUBLISHED = "said their team did not have enough staff"
LIFE = ("audited", "approved", "frozen", "published", "withdrawn")


def places():
    """Three council areas with their real codes, beside whatever a wave's own sample brings."""
    for at, (code, name, group) in enumerate(COUNCILS):
        cell = {"hex_col": at, "hex_row": 5}
        factories.council(name, gss_code=code, family_group=factories.family_group(group), **cell)


def finding(question="team_has_enough_staff"):
    """The staffing finding with its published figure of 2021."""
    made = Finding.objects.filter(question=question).first() or Finding.objects.create(
        slug=question.replace("_", "-"),
        title="Not enough staff",
        sentence=SAID,
        question=question,
        counting_choices=["no"],
        wording=samples.WORDING,
    )
    made.themes.set(Theme.objects.all()[:1])
    Benchmark.objects.get_or_create(
        slug=f"2021-{question}",
        defaults={
            "finding": made,
            "share": 74,
            "words": f"74 % {PUBLISHED}",
            "place": "Scotland",
            "year": 2021,
            "when": "2021",
            "base": 261,
            "population": "social workers",
            "source": "x",
        },
    )
    return made


def tables(**prov):
    pair = samples.table(
        [
            samples.row({"caseload_system": "no"}, yes=80, base=90),
            samples.row({"caseload_system": "works"}, yes=60, base=70),
        ],
        ("caseload_system",),
        **prov,
    )
    return [
        samples.table(**prov),
        samples.by_council(**prov),
        samples.by_group(**prov),
        samples.agreement(**prov),
        country_of(samples.agreement(**prov)),
        pair,
    ]


def country_of(table):
    """The scale of agreement for all Scotland."""
    data = table.to_json()
    return type(table).from_json(data | {"by": [], "rows": [data["rows"][0] | {"group": {}}]})


def release(slug="autumn-2025", state="published", simulated=True, made=None, **prov):
    """A release of its own wave in the given state."""
    places()
    finding()
    wave = making.draft(slug, simulated=simulated)
    staff = factories.user(name="Proposer")
    found = Release.objects.create(
        wave=wave, number=1, simulated=simulated, terms_hash="x", proposed_by=staff
    )
    named = {"wave": slug, "wave_title": slug.title(), "release": f"{slug}/1", "simulated": simulated} | prov
    content = [table.to_json() for table in (made or tables(**named))]
    for step in LIFE[: LIFE.index(state) + 1] if state in LIFE else ():
        _step(found, step, content)
    return found


def _step(found, step, content):
    found.state = step
    if step == "audited":
        found.tables, found.audit = content, {"passed": True, "tables": len(content)}
    if step == "approved":
        found.approved_by, found.approved_at = factories.user(name="Approver"), timezone.now()
    if step == "frozen":
        found.frozen_at, found.sha256 = timezone.now(), f"{found.pk:064d}"
    if step == "published":
        found.published_at = timezone.now()
    if step == "withdrawn":
        found.withdrawn_at, found.reason = timezone.now(), "It was wrong."
    found.save()
