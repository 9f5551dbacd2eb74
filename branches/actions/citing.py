"""Which of The Promise's statements an answer or a commitment bears on."""

from django.db import transaction

from branches.audit import record_event


@transaction.atomic
def cite_statements(*, record, statements, by):
    """Set the statements that a reply or commitment cites; nothing changes when they are the same."""
    before, after = set(record.statements.all()), set(statements)
    if before != after:
        record.statements.set(after)
        numbers = sorted(statement.number for statement in after)
        record_event(by=by, verb="linked statements to", subject=record, detail={"statements": numbers})
    return record
