"""A frozen, unpublished release and a finding, for the addresses about figures."""

from branches.models import Role
from reports import releasing
from reports.models import Finding
from surveys.simulate import add_simulated
from tests import factories
from tests.surveys import making


def frozen_release():
    wave = add_simulated(wave=making.draft(slug="spring", simulated=True), count=60, seed=3, by=None)
    staff = factories.user("proposer@example.org", roles=[Role.SWIG_EDITOR])
    approver = factories.user("second@example.org", roles=[Role.SWIG_APPROVER])
    release = releasing.audit_release(release=releasing.propose_release(wave=wave, by=staff), by=staff)
    release = releasing.approve_release(release=release, by=approver)
    releasing.freeze_release(release=release, by=approver)
    return {"wave": "spring", "number": 1, "ending": "json"}


def finding():
    made = Finding.objects.create(
        slug="staffing",
        title="Staff",
        sentence="agree",
        question="staffing",
        counting_choices=["agree"],
        wording="?",
    )
    return {"slug": made.slug}


SAMPLES = {"frozen release": frozen_release, "finding": finding}
