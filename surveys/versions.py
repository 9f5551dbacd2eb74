"""Keeps questionnaires: what is new becomes the next version, what is the same changes nothing."""

from django.db import transaction

from branches.audit import record_event
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.questionnaire import dump


@transaction.atomic
def save_version(*, by, slug, definition, note=""):
    """Return the newest `QuestionnaireVersion` of a questionnaire, made from the definition unless it asks the same.

    Makes the questionnaire when there is none of that name.
    """
    questionnaire, _ = Questionnaire.objects.get_or_create(slug=slug, defaults={"title": definition.title})
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    latest = questionnaire.latest_version()
    if latest is not None and latest.definition_hash == definition.hash:
        return latest
    made = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=latest.number + 1 if latest else 1,
        definition=dump(definition),
        definition_hash=definition.hash,
        created_by=by,
        note=note,
    )
    Questionnaire.objects.filter(pk=questionnaire.pk).update(title=definition.title)
    record_event(
        by=by,
        verb="saved a questionnaire's version",
        subject=made,
        detail={"slug": slug, "number": made.number},
    )
    return made
