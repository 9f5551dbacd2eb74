"""Loads the demonstration: its people, the record, two simulated waves with their published releases. Idempotent."""

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from branches import demo as people
from branches import demo_record
from branches.models import CouncilArea, User
from reports import outline_editing, publishing
from reports.documents.outlines import OUTLINES
from reports.models import Edition, Finding, Release, Report
from reports.releasing import whole_life
from surveys.demo import EARLIER, LATER, load_waves
from surveys.models import Questionnaire, Wave

PROPOSER, APPROVER = "staff@demo.example", "approver@demo.example"
PUBLISHED = ("key-findings", "national-report")
STARTER = settings.BASE_DIR / "surveys" / "questionnaires" / "starter.xlsx"


def load(*, responses=None, seed=2026, real_only=False, say=print) -> None:
    """Everything the demonstration shows; with `real_only` people and what is real, no simulated wave or reply."""
    if not (CouncilArea.objects.exists() and Finding.objects.exists()):
        call_command("load_reference", verbosity=0)
    password = people.load_people(settings.DEMO_PASSWORD)
    if not settings.DEMO_PASSWORD:
        say(f"Password of the demo's people: {password}")
    demo_record.load_real()
    if not real_only:
        demo_record.load_simulated(timezone.localdate())
    if not Questionnaire.objects.filter(slug="starter").exists():
        call_command("import_questionnaire", str(STARTER), slug="starter", verbosity=0, stdout=_Quiet())
    load_waves(responses=responses, seed=seed, real_only=real_only)
    if not real_only:
        release_waves(say)
        publish_editions(say)


def release_waves(say=print) -> list[Release]:
    """Publishes a release of each simulated wave that has none, the earlier first so that the later is compared."""
    staff, approver = (User.objects.get(email=email) for email in (PROPOSER, APPROVER))
    made = []
    for demo in (EARLIER, LATER):
        wave = Wave.objects.get(slug=demo.slug)
        wave.releases.filter(state__in=["proposed", "audited"]).delete()
        if not wave.releases.exists():
            say(f"Making the simulated release of {wave.title}")
            made.append(whole_life(wave=wave, proposed_by=staff, approved_by=approver))
    return made


def publish_editions(say=print) -> list[Edition]:
    """Publishes the first edition of each report of the demonstration that does not exist yet."""
    staff, approver = (User.objects.get(email=email) for email in (PROPOSER, APPROVER))
    made = []
    for template in PUBLISHED:
        if Report.objects.filter(template=template).exists():
            continue
        say(f"Publishing the simulated {OUTLINES[template].title}")
        with transaction.atomic():
            report = outline_editing.create_report(
                title=OUTLINES[template].title, template=template, council=None, by=staff, slug=template
            )
            edition = publishing.propose_edition(
                report=report, document=outline_editing.document_for(report), by=staff
            )
            made.append(publishing.approve_edition(edition=edition, by=approver))
    return made


class _Quiet:
    def write(self, text):
        """Drops a command's words."""
