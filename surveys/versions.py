"""Keeps questionnaires: what is new becomes the next version, what is the same changes nothing."""

from django.db import transaction

from branches.audit import record_event
from surveys import translations
from surveys.models import CheckedTranslation, Questionnaire, QuestionnaireVersion
from surveys.questionnaire import dump
from surveys.short_names import check_questionnaire_name

LONGEST_NOTE = QuestionnaireVersion._meta.get_field("note").max_length


class NotCheckable(Exception):
    """A translation that can't be called checked; the sentence says why."""


@transaction.atomic
def save_version(*, by, slug, definition, note=""):
    """Return the newest `QuestionnaireVersion` of a questionnaire, made from the definition unless it asks the same.

    Makes the questionnaire when there is none of that name. Raises ValidationError when the slug can't be one.
    """
    check_questionnaire_name(slug)
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
        note=note[:LONGEST_NOTE],
    )
    Questionnaire.objects.filter(pk=questionnaire.pk).update(title=definition.title)
    record_event(
        by=by,
        verb="saved the questionnaire",
        subject=made,
        detail={"slug": slug, "number": made.number},
    )
    return made


@transaction.atomic
def check_translation(*, by, version, language):
    """Say that a second person read a complete translation and found it right: respondents are then offered it.

    Raises `NotCheckable` when it is incomplete, or `by` made the version. Doing it twice changes nothing.
    """
    if language not in translations.complete(version.loaded):
        raise NotCheckable("the translation is not complete")
    if version.created_by_id is not None and version.created_by_id == by.pk:
        raise NotCheckable("a second person checks a translation: you made this version")
    found, is_new = CheckedTranslation.objects.get_or_create(
        version=version, language=language, defaults={"checked_by": by}
    )
    if is_new:
        record_event(by=by, verb="checked a translation of", subject=version, detail={"language": language})
    return found


def translation_rows(version, user):
    """Return what the questionnaire's page says of each translation: its state, and whether this person may check it."""
    definition = version.loaded
    checks = {check.language: check for check in version.checked_translations.select_related("checked_by")}
    whole = translations.complete(definition)
    return [
        {
            "language": language,
            "name": translations.name_of(language),
            "is_code": bool(translations.CODE.fullmatch(language)),
            "missing": translations.missing(definition, language),
            "check": checks.get(language),
            "may_check": language in whole and language not in checks and version.created_by_id != user.pk,
            "texts": translations.side_by_side(definition, language),
        }
        for language in sorted(definition.translations)
    ]
