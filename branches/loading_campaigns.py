"""Takes the full wording of a campaign from a CSV that the user supplies; refused whole, with every fault and its row."""

import csv
import io

from django.db import transaction

from branches.audit import record_event
from branches.faults import Fault, FileRefused
from branches.models import Campaign

KINDS = ("campaign_action", "question")
NEEDED = ("ref", "kind", "atomic_part")


@transaction.atomic
def load_campaign_wording(*, content, by=None):
    """Fill in the full wording of every campaign whose numbers are all in the file; returns those campaigns.

    `content`: a CSV in UTF-8 with the columns ref, kind (campaign_action or question), atomic_part and one whose name
    begins with "text". A number stands once for each of its parts, always with the same text.
    """
    texts = _read(content)
    filled = [campaign for campaign in Campaign.objects.all() if _fill(campaign, texts)]
    if not filled:
        raise FileRefused(
            [
                Fault(
                    None,
                    "No campaign has these numbers. The file must hold every question and action of one.",
                )
            ]
        )
    for campaign in filled:
        record_event(by=by, verb="loaded the wording of", subject=campaign, detail={"texts": len(texts)})
    return filled


def _read(content):
    rows, column = _rows(content)
    faults, texts = [], {}
    for place, row in rows:
        ref, text = (row.get("ref") or "").strip(), (row.get(column) or "").strip()
        faults += _faults(place, row, ref, text, texts)
        texts.setdefault(ref, text)
    if faults:
        raise FileRefused(faults)
    return texts


def _rows(content):
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise FileRefused(
            [Fault(None, "This is not a CSV in UTF-8. Save it as CSV (UTF-8) and try again.")]
        ) from None
    except csv.Error as error:
        raise FileRefused([Fault(None, f"This is not a CSV that can be read ({error}).")]) from None
    names = reader.fieldnames or []
    missing = [name for name in NEEDED if name not in names]
    column = next((name for name in names if name and name.startswith("text")), None)
    if missing or column is None:
        wanted = ", ".join([*missing, *([] if column else ["text"])])
        raise FileRefused([Fault(None, f"Columns are missing: {wanted}.")])
    if not rows:
        raise FileRefused([Fault(None, "The file has a heading and no rows.")])
    return rows, column


def _faults(place, row, ref, text, texts):
    if not ref:
        yield Fault(place, "The number (ref) is missing.", "row")
    if not text:
        yield Fault(place, "The text is missing.", "row")
    if len(text) > 5_000:
        yield Fault(place, "The text is longer than a question could be.", "row")
    if row.get("kind") not in KINDS:
        yield Fault(place, f"The kind must be {' or '.join(KINDS)}.", "row")
    if None in row or None in row.values():
        yield Fault(place, "The row has more or fewer columns than the heading.", "row")
    if ref in texts and texts[ref] != text:
        yield Fault(place, f"{ref} has another text here than further up.", "row")


def _fill(campaign, texts):
    items = [*campaign.questions.all(), *campaign.actions.all()]
    if not items or not {item.ref for item in items} <= texts.keys():
        return False
    for item in items:
        if item.full_text != texts[item.ref]:
            item.full_text = texts[item.ref]
            item.save()
    return True
