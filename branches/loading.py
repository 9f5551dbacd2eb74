"""Takes documents that the user supplies: the full texts of The Promise's statements."""

from django.db import transaction

from branches.audit import record_event
from branches.briefing import read_briefing
from branches.faults import Fault, FileRefused
from branches.models import Statement, Theme


@transaction.atomic
def load_full_statements(*, content, by=None):
    """Keep the full texts of a briefing given as bytes; returns the Briefing that was read.

    Number, theme, kind and page of each statement must agree with the reference data, otherwise FileRefused
    tells every difference and nothing is kept.
    """
    briefing = read_briefing(_text(content))
    faults = list(_differences(briefing))
    if faults:
        raise FileRefused(faults)
    for number, wording in enumerate(briefing.themes, start=1):
        Theme.objects.filter(number=number).update(full_text=wording)
    for read in briefing.statements:
        Statement.objects.filter(number=read.number).update(full_text=read.text)
    record_event(by=by, verb="loaded the full statements", detail={"statements": len(briefing.statements)})
    return briefing


def _text(content):
    if content.startswith(b"%PDF"):
        raise FileRefused([Fault(None, "This is a PDF. Save its text as a plain text file first.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused([Fault(None, "This is not plain text in UTF-8.")]) from None


def _differences(briefing):
    themes = Theme.objects.count()
    if len(briefing.themes) != themes:
        yield Fault(None, f"The summary names {len(briefing.themes)} themes; there should be {themes}.")
    known = {statement.number: statement for statement in Statement.objects.select_related("theme", "parent")}
    if len(briefing.statements) != len(known):
        yield Fault(None, f"{len(briefing.statements)} statements were read; there should be {len(known)}.")
    for read in briefing.statements:
        expected = known.get(read.number)
        if expected is None:
            yield Fault(read.line, f"Statement {read.number} is one more than there should be.")
        else:
            yield from _statement_differences(read, expected)


def _statement_differences(read, expected):
    parent = expected.parent.number if expected.parent else None
    for name, found, wanted in (
        ("theme", read.theme, expected.theme.number),
        ("page", read.page, expected.page),
        ("kind", read.kind, expected.kind),
        ("list", read.parent, parent),
    ):
        if found != wanted:
            yield Fault(read.line, f"Statement {read.number} has {name} {found}; it should be {wanted}.")
