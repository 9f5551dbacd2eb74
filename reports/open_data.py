"""Everything public as tidy CSV files in one zip, with a dictionary that explains every column; public eyes only."""

import csv
import io
import zipfile

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from branches import rows
from branches.models import CouncilArea
from reports import freshness, open_data_metadata, shown
from reports.documents.csv import safe_cell
from reports.documents.reproducible import FIXED
from reports.models import Edition
from reports.safe_tables import NO, YES

KINDS = {"council": "council area", "named_group": "family group", "role": "role"}
# File → column → what it holds; the files are written in this order and hold these columns only.
DICTIONARY = {
    "survey.csv": {
        "release": "Wave and number of the frozen release, such as autumn-2025/1.",
        "simulated": "yes when the answers were simulated for a demonstration; no otherwise.",
        "question": "Short name of the question.",
        "wording": "The question as it was asked.",
        "split": "What the groups are: Scotland, council area, family group, role, two of them, or a second question.",
        "group": "Code of the group; empty for Scotland.",
        "group_name": "The group in words.",
        "weighted": "yes when weighted to the workforce; no otherwise.",
        "measure": "share (per cent who gave this answer), mean or median.",
        "answer": "Short name of the answer; finding_yes and finding_no are the two sides of a headline finding.",
        "answer_label": "The answer in words.",
        "value": "The figure, rounded: whole per cent, means to one decimal. Empty when it may not be shown.",
        "low": "Lower end of the 95 % range, rounded outward; empty without one.",
        "high": "Upper end of the 95 % range, rounded outward; empty without one.",
        "base": "How many answered, to the nearest 10; empty when hidden.",
        "note": "c: hidden, because fewer than 10 answered or a small group could be worked out. u: too few to print. "
        "Empty beside an empty value: under 50 answered a question that no finding splits, so only their base is shown.",
    },
    "findings.csv": {
        "finding": "Short name of the finding.",
        "title": "The finding in a few words.",
        "sentence": "What those who are counted say.",
        "question": "The question in survey.csv that it counts.",
        "published_share": "A share that somebody published before, in per cent; to stand beside, never to subtract.",
        "published_words": "That published figure as it was worded.",
        "published_place": "Where it was measured.",
        "published_year": "When it was measured.",
        "published_base": "How many answered then.",
        "published_source": "Where it was published.",
    },
    "answers.csv": {
        "campaign": "The campaign in which branches put the questions.",
        "council": "GSS code of the council area.",
        "council_name": "The council area.",
        "part": "Short name of what was asked.",
        "asked": "What was asked, in a few words.",
        "state": "not asked, waiting, overdue, refused, yes, partly, planned, no, unclear or not applicable.",
        "said": "The employer's words as the branch logged them, where they are public.",
        "said_on": "The day of that answer.",
        "source": "How we know: said in a meeting, email or letter, minute, published paper.",
        "checked": "yes when a second person has checked it; no otherwise.",
        "simulated": "yes when it was simulated for a demonstration; no otherwise.",
    },
    "commitments.csv": {
        "council": "GSS code of the council area.",
        "council_name": "The council area.",
        "promised": "What was promised.",
        "by_whom": "Who promised it.",
        "by_when": "The day by which it was promised; empty without one.",
        "how_we_know": "How we will know.",
        "state": "Where it stands today.",
        "simulated": "yes when it was simulated for a demonstration; no otherwise.",
    },
    "editions.csv": {
        "report": "Address name of the report.",
        "edition": "Its number.",
        "title": "Its title.",
        "state": "published, superseded or withdrawn.",
        "published_on": "The day it was published.",
        "sha256": "SHA-256 of the frozen content.",
        "address": "The address of its page.",
        "simulated": "yes when it holds simulated data; no otherwise.",
    },
}


def file_name(shelf) -> str:
    simulated = any(one.provenance.simulated for one in shelf.readings)
    return f"promise-tracker-open-data{'-simulated' if simulated else ''}-{shelf.today.isoformat()}.zip"


def as_zip(shelf) -> bytes:
    """The zip; kept until something public changes."""
    editions = Edition.objects.filter(state__in=Edition.PUBLIC).order_by("pk")
    stamp = tuple(editions.values_list("pk", "state"))
    return freshness.kept(shelf.key("open-data", stamp), lambda: _zip(shelf))


def public_shelf():
    return shown.shelf(AnonymousUser())


def _zip(shelf):
    makers = (_survey(shelf), _findings(shelf), _answers(shelf), _commitments(shelf), _editions())
    title = f"Everything public, {shelf.today.isoformat()}"
    files = {"README.txt": _readme(shelf), "data-dictionary.csv": _dictionary()}
    files[open_data_metadata.NAME] = open_data_metadata.metadata(DICTIONARY, title)
    files |= {name: _csv(DICTIONARY[name], lines) for name, lines in zip(DICTIONARY, makers, strict=True)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(zipfile.ZipInfo(name, FIXED), _encoded(name, text), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _encoded(name, text):
    # Excel reads a CSV as UTF-8 only with a byte-order mark; JSON may have none.
    return text.encode("utf-8" if name.endswith(".json") else "utf-8-sig")


def _csv(columns, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([safe_cell("" if line[name] is None else line[name]) for name in columns])
    return out.getvalue()


def _dictionary():
    lines = [
        {"file": file, "column": column, "meaning": meaning}
        for file, columns in DICTIONARY.items()
        for column, meaning in columns.items()
    ]
    return _csv(("file", "column", "meaning"), lines)


def _readme(shelf):
    marked = "Simulated data, for demonstration only.\n\n" if "simulated" in file_name(shelf) else ""
    return (
        f"{marked}{settings.ORG_NAME}: everything public, {shelf.today.isoformat()}\n\n"
        "One observation per line. data-dictionary.csv explains every column; "
        f"{open_data_metadata.NAME} says the same to programs (CSV on the Web). Survey figures were rounded and protected "
        "before they were stored; an empty value means that the figure may not be shown, and its note says why. Quote a figure with its base, "
        f"its range and its wording.\n\nLicence: {settings.LICENCE_TEXT}\n"
    )


def _yes(value):
    return "yes" if value else "no"


def _survey(shelf):
    for reading in shelf.readings:
        names = shelf.names(reading)
        for table in reading.tables.values():
            for row in table.rows:
                yield from _row_lines(table, row, names)


def _row_lines(table, row, names):
    common = {
        "release": table.provenance.release,
        "simulated": _yes(table.provenance.simulated),
        "question": table.question,
        "wording": table.wording,
        "split": " and ".join(KINDS.get(one, one) for one in table.by) or "Scotland",
        "group": "; ".join(row.group.values()),
        "group_name": "; ".join(names.get(one, one) for one in row.group.values()) or "Scotland",
        "weighted": _yes(table.weighted),
        "base": row.base,
        "note": row.note,
    }
    labels = dict(table.choices) | dict(table.headline or ())
    empty = {"answer": "", "answer_label": "", "low": None, "high": None}
    for name, share in row.shares.items():
        figures = {"value": share, "low": row.low.get(name), "high": row.high.get(name)}
        answer = {"answer": name, "answer_label": labels.get(name, {YES: "Yes", NO: "No"}.get(name, name))}
        yield common | {"measure": "share"} | answer | figures
    for measure in ("mean", "median"):
        if getattr(row, measure) is not None:
            yield common | empty | {"measure": measure, "value": getattr(row, measure)}
    if row.hidden or not (row.shares or row.mean is not None or row.median is not None):
        yield common | empty | {"measure": "share", "value": None}


def _findings(shelf):
    nothing = {name: "" for name in DICTIONARY["findings.csv"] if name.startswith("published_")}
    for one in shelf.findings:
        told = {"finding": one.slug, "title": one.title, "sentence": one.sentence, "question": one.question}
        for published in one.published:
            names = ("share", "words", "place", "year", "base", "source")
            yield told | {f"published_{name}": getattr(published, name) for name in names}
        if not one.published:
            yield told | nothing


def _records(shelf):
    viewer = AnonymousUser()
    for council in CouncilArea.objects.select_related("family_group"):
        yield council, rows.council_record(council, viewer, shelf.today)


def _answers(shelf):
    for council, record in _records(shelf):
        for one in record.parts:
            yield {
                "campaign": str(record.campaign),
                "council": council.gss_code,
                "council_name": council.name,
                "part": one.part_ref,
                "asked": one.part.label,
                "state": one.state.value.replace("_", " "),
                "said": one.said,
                "said_on": one.said_on,
                "source": one.grade,
                "checked": _yes(one.checked),
                "simulated": _yes(one.simulated),
            }


def _commitments(shelf):
    for council, record in _records(shelf):
        for one in record.commitments:
            yield {
                "council": council.gss_code,
                "council_name": council.name,
                "promised": one.sentence,
                "by_whom": one.who,
                "by_when": one.by,
                "how_we_know": one.how_we_know,
                "state": one.state_label,
                "simulated": _yes(one.simulated),
            }


def _editions():
    for one in Edition.objects.filter(state__in=Edition.PUBLIC).select_related("report"):
        yield {
            "report": one.report.slug,
            "edition": one.number,
            "title": one.document["title"],
            "state": one.state,
            "published_on": one.published_at.date(),
            "sha256": one.sha256,
            "address": f"{settings.SITE_URL.rstrip('/')}{one.get_absolute_url()}",
            "simulated": _yes(one.document["simulated"]),
        }
