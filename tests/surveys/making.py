"""Small questionnaires and waves for tests: a role, a council, a scale, several choices, a number, a comment."""

import contextlib
import secrets

from django.db import connection

from surveys import intake, mixing, waves
from surveys.models import Questionnaire, QuestionnaireVersion, Wave
from surveys.questionnaire import dump, load
from tests import factories

ROLES = ("social_worker", "senior", "assistant")
SCALE = ("agree", "neither", "disagree")


def definition(councils=("S12900001", "S12900002")):
    """Return the JSON of a questionnaire with one question of each stored kind."""

    def choices(names):
        return [{"name": name, "label": name.replace("_", " ").title()} for name in names]

    return {
        "title": "Small",
        "pages": [
            {
                "name": "you",
                "questions": [
                    {"name": "role", "type": "select_one", "label": "Role?", "choices": choices(ROLES)},
                    {
                        "name": "council",
                        "type": "select_one",
                        "label": "Where?",
                        "choices": choices(councils),
                    },
                ],
            },
            {
                "name": "work",
                "questions": [
                    {
                        "name": "staffing",
                        "type": "select_one",
                        "label": "Enough staff?",
                        "choices": choices(SCALE),
                        "apart": ["prefer_not_to_say", "does_not_apply"],
                    },
                    {
                        "name": "changes",
                        "type": "select_multiple",
                        "label": "What would help?",
                        "choices": choices(("staff", "time", "training")),
                    },
                    {
                        "name": "caseload",
                        "type": "integer",
                        "label": "How many?",
                        "minimum": 0,
                        "maximum": 200,
                    },
                ],
            },
            {
                "name": "words",
                "questions": [{"name": "more", "type": "text", "label": "Anything else?", "longest": 200}],
            },
        ],
    }


def version(slug="small", **options):
    questionnaire = Questionnaire.objects.get_or_create(slug=slug, defaults={"title": slug.title()})[0]
    loaded = load(definition(**options))
    number = questionnaire.versions.count() + 1
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=number, definition=dump(loaded), definition_hash=loaded.hash
    )


def draft(slug="one", mode=Wave.Mode.OPEN, simulated=False, **terms):
    factories.council("Glasgow City", gss_code="S12900001")
    factories.council("South Lanarkshire", gss_code="S12900002")
    return waves.new_wave(
        by=None,
        slug=slug,
        title=slug.title(),
        version=version(f"for-{slug}"),
        mode=mode,
        simulated=simulated,
        **terms,
    )


def opened(slug="one", **options):
    return waves.open_wave(wave=draft(slug, **options), by=None)


def answers(number=0, **changed):
    """Return a response's answers, different for each number."""
    given = {
        "role": ROLES[number % 3],
        "council": ("S12900001", "S12900002")[number % 2],
        "staffing": SCALE[number % 3],
        "changes": ["staff"] if number % 2 else ["staff", "time"],
        "caseload": str(number % 30),
    }
    return {**given, **changed}


def send(wave, number=0, **options):
    options.setdefault("key", secrets.token_bytes(32))
    return intake.submit(wave=wave, answers=options.pop("answers", answers(number)), **options)


def mixed(slug="one", responses=25, **options):
    """Return a wave that was answered, closed and mixed."""
    wave = opened(slug, **options)
    for number in range(responses):
        send(wave, number)
    return mixing.mix_wave(waves.close_wave(wave=wave, by=None))


def emptied(table):
    """Give a table a new file: in room that earlier tests left behind, rows do not lie in the order they are written."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


@contextlib.contextmanager
def guard_off(table, guard):
    """Switch one guard off as a table's owner can, and give a cursor to do mischief with."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        try:
            yield cursor
        finally:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")
