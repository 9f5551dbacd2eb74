"""Fills a demo with hostile words: every text that somebody may type, in every row, then whole journeys of them.

    python -m tests.browser.hostile_site FIRST     (the number of the payload to begin with)

For a site that is thrown away: it goes round every form and guard, so that pages meet what no form would let in.
Prints what was filled as JSON: {"Model.field": rows}.
"""

import json
import os
import sys
from collections import Counter

import django

from tests.attacks.payloads import PAYLOADS

# Addresses, keys, codes and what the software itself writes: nobody types them, or pages could not be found again.
NOT_TYPED = {
    "password", "email", "slug", "letter", "ref", "language", "template", "release", "question", "group", "counting_choices",
    "media_type", "duty", "error_class", "band", "key_id", "public_key", "to", "effect_key", "gss_code", "code", "code3",
    "history_type", "verb", "subject_type", "subject_id", "fingerprint", "digest", "file_name", "column", "category", "name_key",
    "catalogue", "cancelled", "role",
}  # fmt: skip
FROZEN = {
    "Wave",
    "Release",
    "Edition",
    "QuestionnaireVersion",
    "SealedResponse",
    "RetryMark",
    "WithdrawalRequest",
}
ROWS_AT_MOST = 40


class Payloads:
    """The corpus over and over, beginning somewhere; `next` gives one that fits."""

    def __init__(self, first):
        self.at = first

    def next(self, longest=None, suffix=""):
        for _ in range(len(PAYLOADS)):
            self.at += 1
            words = PAYLOADS[self.at % len(PAYLOADS)] + suffix
            if longest is None or len(words) <= longest:
                return words
        return None


def fill_columns(payloads):
    """Put a payload into every text column of every row, guards switched off. Returns the count by field."""
    from django.apps import apps
    from django.db import connection

    filled = Counter()
    for app in ("branches", "surveys", "reports"):
        for model in apps.get_app_config(app).get_models():
            fields = typed_fields(model)
            if not fields or model.__name__ in FROZEN:
                continue
            with connection.cursor() as cursor:
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
            for key in list(model.objects.values_list("pk", flat=True)[:ROWS_AT_MOST]):
                for field in fields:
                    if fill_cell(model, key, field, payloads):
                        filled[f"{model.__name__}.{field.name}"] += 1
    return filled


def typed_fields(model):
    from django.db import models

    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not isinstance(field, models.SlugField)
        and field.name not in NOT_TYPED
        and not field.name.endswith(("hash", "sha256", "mac", "tag", "token"))
    ]


def fill_cell(model, key, field, payloads):
    """True when the column took it; what a constraint of the table refuses stays as it was."""
    from django.db import DatabaseError, transaction

    suffix = f" {key}" if field.unique else ""
    words = payloads.next(field.max_length, suffix)
    if words is None:
        return False
    try:
        with transaction.atomic():
            return bool(model.objects.filter(pk=key).update(**{field.name: words}))
    except DatabaseError:
        return False


def hostile_rows(payloads):
    """What the demo has none of: registers, notes, contacts, tokens, what somebody told their branch."""
    from django.utils import timezone

    from branches.actions import registers
    from branches.actions.meetings import write_note
    from branches.models import Branch, Contact, UnmetNeed
    from reports.models import ApiToken

    branch, by, day = (
        Branch.objects.get(slug="south-lanarkshire"),
        _demo("south-lanarkshire"),
        timezone.localdate(),
    )
    council = branch.councils.first()
    for _ in range(10):
        registers.tell_concern(
            council=council,
            about=payloads.next(300),
            raised_with=payloads.next(120),
            contact=payloads.next(200),
        )
        needed = {"needed": payloads.next(300), "consequence": payloads.next(300), "kind": "time"}
        registers.add_entry(model=UnmetNeed, branch=branch, council=council, happened_on=day, by=by, **needed)
        write_note(branch=branch, council=council, text=payloads.next(), by=by)
        employer = council.employers.first()
        Contact.objects.create(
            branch=branch, employer=employer, job_title=payloads.next(80), name=payloads.next(80)
        )
        ApiToken.make(owner=_demo("staff"), label=payloads.next(80))
    return {"concern": 10, "unmet need": 10, "note": 10, "contact": 10, "token": 10}


def hostile_survey(payloads, name):
    """A questionnaire whose every word is hostile, a wave of it that is open, and one with hostile comments to read."""
    from surveys import comments, mixing, moderating, waves
    from surveys.models import Questionnaire, QuestionnaireVersion
    from surveys.questionnaire import dump, load
    from tests.surveys import making

    questions = making.definition(councils=("S12000049", "S12000029"))
    questions["title"] = payloads.next()
    for page in questions["pages"]:
        page["title"] = payloads.next(100)
        for question in page["questions"]:
            question["label"], question["hint"] = payloads.next(), payloads.next()
            for choice in question.get("choices", ()):
                choice["label"] = payloads.next(80)
    questions["pages"][-1]["questions"][0].update(longest=2000, quotable=True)
    loaded = load(questions)
    asked = Questionnaire.objects.create(slug=name, title=payloads.next(200))
    version = QuestionnaireVersion.objects.create(
        questionnaire=asked,
        number=1,
        definition=dump(loaded),
        definition_hash=loaded.hash,
        note=payloads.next(200),
    )
    for slug in (f"{name}-open", name):
        wave = waves.new_wave(
            by=None, slug=slug, title=payloads.next(200), version=version, mode="open", simulated=True
        )
        wave = waves.open_wave(wave=wave, by=None)
    for number in range(40):
        given = making.answers(number, more=f"Comment {number}: {payloads.next()}")
        given["council"] = ("S12000049", "S12000029")[number % 2]
        making.send(wave, answers=given)
    mixed = mixing.mix_wave(waves.close_wave(wave=wave, by=None))
    by = _demo("staff")
    for comment in comments.waiting(mixed)[:10]:
        said = moderating.release(wave=mixed, fingerprint=comment.fingerprint, text=comment.text, by=by)
        moderating.propose_quote(comment=said, words=comment.text, tells_role=False, by=by)
    return {"questionnaire": 1, "wave": 2, "comment": 40}


def hostile_edition(payloads, name):
    """A report of hostile blocks, proposed, approved and published."""
    from reports import outline_editing, publishing

    staff, approver = _demo("staff"), _demo("approver")
    report = outline_editing.create_report(
        title=payloads.next(200), template="key-findings", council=None, by=staff, slug=name
    )
    blocks = [{"kind": "text", "lead": payloads.next(), "text": payloads.next()} for _ in range(20)]
    blocks += [
        {"kind": "heading", "text": payloads.next()},
        {"kind": "note", "title": payloads.next(), "text": payloads.next()},
    ]
    blocks += [{"kind": "bullets", "items": [payloads.next() for _ in range(20)]}]
    report = (
        outline_editing.change_outline(report=report, outline=[*report.outline, *blocks], by=staff) or report
    )
    report.refresh_from_db()
    edition = publishing.propose_edition(
        report=report, document=outline_editing.document_for(report), by=staff
    )
    publishing.approve_edition(edition=edition, by=approver)
    return {"report": 1, "block": len(blocks), "edition": 1}


def _demo(name):
    from branches.models import User

    return User.objects.get(email=f"{name}@demo.example")


def main(first):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")

    django.setup()
    payloads = Payloads(first)
    filled = fill_columns(payloads)
    filled |= hostile_rows(payloads)
    filled |= hostile_survey(payloads, f"hostile{first}")
    filled |= hostile_edition(payloads, f"hostile{first}")
    print(json.dumps(filled))


if __name__ == "__main__":
    main(int(sys.argv[1]))
