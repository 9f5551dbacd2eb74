"""An object for each address of documents, reports, editions and what is published."""

from reports import outline_editing, packs, published_files, publishing
from reports.models import ApiToken, Report
from tests import factories
from tests.reports import shelves
from tests.reports.documents.samples import sample


def document():
    return {"slug": "key-findings", "kind": "json"}


def _report():
    made = Report.objects.filter(slug="our-report").first()
    return made or outline_editing.create_report(
        title="Our report", template="national-report", council=None, by=factories.staff()
    )


def report():
    return {"slug": _report().slug}


def block():
    """The first block of the report that has something to set; the title page has nothing."""
    outline = _report().outline
    return report() | {
        "number": next(at for at, one in enumerate(outline) if one["kind"] in outline_editing.SETTINGS)
    }


def edition():
    made = publishing.propose_edition(report=_report(), document=sample(), by=factories.staff())
    return {"slug": made.report.slug, "number": made.number}


def published_edition():
    """A published edition with its files, which are written only when a transaction ends."""
    made = publishing.propose_edition(report=_report(), document=sample(), by=factories.staff())
    publishing.approve_edition(edition=made, by=factories.approver())
    published_files.write_report(made.report)
    return {"slug": made.report.slug, "number": made.number, "name": sample().file_name("pdf")}


def published_feed():
    return published_edition() | {"name": "feed.xml"}


def api_release():
    found = shelves.release()
    return {"wave": found.wave.slug, "number": found.number}


def api_council():
    return {"gss_code": factories.council().gss_code}


def pack():
    made = packs.ask_for_pack(by=factories.staff())
    return {"pk": made.pk}


def finished_pack():
    shelves.release()
    made = packs.ask_for_pack(by=factories.staff())
    packs.make(made)
    return {"pk": made.pk}


def own_token():
    made, _ = ApiToken.make(owner=factories.staff(), label="Ours")
    return {"pk": made.pk}


def told_finding():
    shelves.release()
    return {"slug": "team-has-enough-staff"}


SAMPLES = {
    function.__name__.replace("_", " "): function
    for function in (
        document,
        report,
        block,
        edition,
        published_edition,
        published_feed,
        api_release,
        api_council,
        pack,
        told_finding,
        own_token,
        finished_pack,
    )
}
