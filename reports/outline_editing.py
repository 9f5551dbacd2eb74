"""Editing a report's outline: add, move, change and remove blocks; actions name who and write the audit."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.text import slugify

from branches.audit import record_event
from reports.documents import quoting, words
from reports.documents.basis import CannotBuild, gather
from reports.documents.build import assemble
from reports.documents.outline import KINDS
from reports.documents.outlines import OUTLINES, Outline
from reports.models import Report

# Addresses under /reports/ that are no report's.
TAKEN = {"new", "tokens"}
WORDED = {"heading": "The heading", "text": "The text", "note": "The remark in the box"}
# What of a block can be set: its words, its items, which finding it draws, or which question.
SETTINGS = {
    **dict.fromkeys(WORDED, "text"),
    "bullets": "items",
    **dict.fromkeys(("headlines", "charts", "group_dots", "map"), "finding"),
    "answers": "question",
    "quotes": "quotes",
}
NAMES = {
    "heading": "Heading",
    "text": "Text",
    "bullets": "List",
    "note": "Boxed remark",
    "page_break": "Page break",
    "contents": "Title page and contents",
    "headlines": "Headline findings",
    "charts": "Charts of findings",
    "answers": "Chart of one question",
    "quotes": "Quotes",
    "group_dots": "Family groups compared",
    "map": "Map",
    "tallies": "What employers answered, with bars",
    "tally_sentences": "What employers answered, in sentences",
    "replies": "This council's replies",
    "ask_next": "What to ask next",
    "neighbours": "What neighbours got",
    "commitments": "Commitments",
    "papers": "Committee papers",
    "contradictions": "Side by side",
    "benchmarks": "Figures published before",
    "statements": "Statements of The Promise",
    "method": "Method",
    "annex": "Annex of tables",
    "comparison": "This council beside Scotland",
    "progress": "Two waves side by side",
}


class OutlineRefused(Exception):
    """The change does not fit the outline; the message says what to do."""


@transaction.atomic
def create_report(*, title, template, council, by, slug="", language="en-GB") -> Report:
    """A report that begins as a copy of a shipped outline; its address is made from the title unless given."""
    report = Report.objects.create(
        slug=slug or _free_slug(title),
        title=title,
        template=template,
        council=council,
        outline=[_in_language(entry, language) for entry in OUTLINES[template].entries],
        language=language,
        created_by=by,
    )
    record_event(by=by, verb="began the report", subject=report)
    return report


def _in_language(entry, language):
    """A shipped heading as a translator's catalogue has it; everything else stays."""
    translated = entry["kind"] == "heading"
    return entry | {"text": words.said(entry["text"], language)} if translated else entry


@transaction.atomic
def change_outline(*, report, outline, by) -> Report:
    """Replace the outline by a changed one. Raises OutlineRefused for a kind of block that does not exist."""
    unknown = [entry.get("kind") for entry in outline if entry.get("kind") not in KINDS]
    if unknown:
        raise OutlineRefused(f"There is no kind of block called “{unknown[0]}”.")
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.outline = outline
    report.save()
    record_event(by=by, verb="changed the report", subject=report)
    return report


def with_block(outline, at, entry):
    """The outline with a new entry before position `at`."""
    return [*outline[:at], entry, *outline[at:]]


def without_block(outline, at):
    return [*outline[:at], *outline[at + 1 :]]


def moved_up(outline, at):
    if at == 0:
        return list(outline)
    return [*outline[: at - 1], outline[at], outline[at - 1], *outline[at + 1 :]]


def moved_down(outline, at):
    return moved_up(outline, at + 1) if at + 1 < len(outline) else list(outline)


def with_settings(outline, at, values):
    """The outline with the given values in entry `at`; an empty value takes the setting away."""
    kept = {name: value for name, value in (outline[at] | values).items() if value not in ("", None, [])}
    if values.get("finding"):
        # One finding by name: what chose among several has no say any more.
        kept = {name: value for name, value in kept.items() if name not in ("foundations", "most")}
    return [*outline[:at], kept, *outline[at + 1 :]]


def described(outline):
    """The entries as the editing page lists them."""
    return [
        {
            "number": number,
            "name": NAMES[entry["kind"]],
            "text": entry.get("text", ""),
            "settable": entry["kind"] in SETTINGS,
            "detail": _detail(entry),
        }
        for number, entry in enumerate(outline)
    ]


def _detail(entry):
    if entry.get("items"):
        return "; ".join(entry["items"])
    if entry.get("finding"):
        return f"finding: {entry['finding']}"
    if entry["kind"] == "quotes" and (entry.get("quotes") or entry.get("theme")):
        named = f"{len(entry['quotes'])} chosen" if entry.get("quotes") else f"on “{entry['theme']}”"
        gone = len(quoting.withdrawn_in_outline([entry]))
        return f"{named}; {gone} withdrawn since" if gone else named
    if entry["kind"] == "answers":
        return f"question: {entry['question']}" if entry.get("question") else "choose a question"
    return f"at most {entry['most']}" if entry.get("most") else ""


def document_for(report):
    """The report's document from its release, or the newest, as the public may read it. Raises CannotBuild.

    A report is written to be published, so not even staff's own view of the record or of an unpublished release
    gets into it.
    """
    shape = OUTLINES.get(report.template)
    if shape is None:
        raise CannotBuild("This report's outline is no longer shipped. Begin a new report.")
    wave = str(report.release) if report.release_id else None
    basis = gather(AnonymousUser(), council=report.council, wave=wave)
    about = Outline(report.slug, report.title, shape.subtitle, shape.about, tuple(report.outline), shape.to)
    return assemble(about, basis, report.language)


def _free_slug(title):
    base = slug = slugify(title)[:70] or "report"
    number = 2
    while slug in TAKEN or Report.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
