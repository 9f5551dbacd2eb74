"""Writes what is public as plain files, so that published pages are readable when the database is not."""

import shutil
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from branches import media_types
from reports.documents import card, csv, docx, html, json, pdf, pptx, xlsx
from reports.documents.content import document_from_json
from reports.models import Correction, Edition
from reports.whole_files import write_whole

FORMATS = {"pdf": pdf, "docx": docx, "pptx": pptx, "xlsx": xlsx, "csv": csv, "json": json}
LABELS = {
    "pdf": "PDF, to print or send",
    "docx": "Word",
    "pptx": "PowerPoint, one finding per slide",
    "xlsx": "Excel, the tables",
    "csv": "CSV, the tables",
    "json": "JSON, for programs",
}
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "pdf": "application/pdf",
    "docx": media_types.DOCX,
    "pptx": media_types.PPTX,
    "xlsx": media_types.XLSX,
    "csv": media_types.CSV,
    "json": media_types.JSON,
    "png": "image/png",
    "xml": "application/atom+xml; charset=utf-8",
}


def folder() -> Path:
    return Path(settings.MEDIA_ROOT, "published")


def path_of(*parts: str) -> Path | None:
    """The public file at this address, or None; an address can't leave the folder."""
    try:
        path = folder().joinpath(*parts).resolve()
        return path if path.is_relative_to(folder().resolve()) and path.is_file() else None
    except (OSError, ValueError):  # a name too long for the disk, or with a NUL in it
        return None


def write_report(report):
    """Write every public edition of one report, its own page and the list of everything published."""
    editions = list(
        report.editions.filter(state__in=Edition.PUBLIC)
        .select_related("report")
        .prefetch_related("corrections")
    )
    for edition in editions:
        _write_edition(edition, editions)
    _write(
        folder() / report.slug / "index.html",
        _page("reports/published_report.html", report=report, editions=editions),
    )
    write_index()


def write_index():
    """The list of everything published, as a page and as an Atom feed."""
    editions = list(
        Edition.objects.filter(state__in=[Edition.State.PUBLISHED, Edition.State.WITHDRAWN])
        .select_related("report")
        .prefetch_related("corrections")
        .order_by("-published_at")
    )
    corrections = Correction.objects.filter(edition__state__in=Edition.PUBLIC).select_related(
        "edition__report"
    )
    context = {"editions": editions, "corrections": corrections.order_by("-made_on", "-id")}
    _write(folder() / "index.html", _page("reports/published_index.html", **context))
    feed = render_to_string("reports/published_feed.xml", _context(**context))
    _write(folder() / "feed.xml", feed.encode())
    _write(folder() / "document.css", Path(settings.BASE_DIR, "static", "css", "document.css").read_bytes())


def _write_edition(edition, editions):
    place = folder() / edition.report.slug / str(edition.number)
    document = document_from_json(edition.document)
    withdrawn = edition.state == Edition.State.WITHDRAWN
    if withdrawn:
        shutil.rmtree(place, ignore_errors=True)
    newest = next((one for one in editions if one.state == Edition.State.PUBLISHED), None)
    files = {} if withdrawn else {kind: document.file_name(kind) for kind in FORMATS}
    page = _page(
        "reports/published_edition.html",
        edition=edition,
        document=document,
        blocks=html.body(document),
        contents=html.contents(document),
        files=[(LABELS[kind], name) for kind, name in files.items()],
        newest=newest,
        withdrawn=withdrawn,
        card="" if withdrawn else f"{edition.get_absolute_url()}card.png",
    )
    _write(place / "index.html", page)
    if not withdrawn and not (place / "card.png").exists():
        _write(place / "card.png", card.render(card.card_of(document)))
    for kind, name in files.items():
        if not (place / name).exists():
            _write(place / name, FORMATS[kind].render(document))


def _page(template, **context) -> bytes:
    return render_to_string(template, _context(**context)).encode()


def _context(**context):
    return context | {
        "organisation": settings.ORG_NAME,
        "site": settings.SITE_URL.rstrip("/"),
        "now": timezone.now(),
        "licence": settings.LICENCE_TEXT,
    }


def _write(path: Path, data: bytes):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
