"""A word that no file, log or table may hold, sent through success and every kind of failure, then searched for."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.db import connection, transaction

from surveys.intake import hold_shut
from surveys.models import SealedResponse
from tests.surveys import attackers, making

pytestmark = pytest.mark.django_db(transaction=True)


def run(wave, fault, word, settings):
    database = {
        key: str(connection.settings_dict[key]) for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    }
    given = {"database": database, "key_folders": [str(folder) for folder in settings.KEY_FOLDERS]}
    command = [sys.executable, "-X", "dev", "-m", "tests.surveys.submit_until", wave.slug, fault, word]
    environment = {**os.environ, "SUBMIT_UNTIL": json.dumps(given), "LOG_LEVEL": "DEBUG"}
    return subprocess.run(command, env=environment, capture_output=True, timeout=60)


@pytest.fixture
def word():
    return f"heron{os.urandom(6).hex()}"


@pytest.fixture
def refusing_database():
    """A database that refuses the row and would quote it in the error's detail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE surveys_sealedresponse ADD CONSTRAINT refuses CHECK (octet_length(body) < 5) NOT VALID"
        )
        yield
        cursor.execute("ALTER TABLE surveys_sealedresponse DROP CONSTRAINT refuses")


@pytest.mark.parametrize(
    ("fault", "stored", "ends"),
    [("success", 1, 0), ("validation", 0, 1), ("kill", 0, -9), ("kill after the commit", 1, -9)],
)
def test_a_word_leaves_no_trace(fault, stored, ends, word, settings):
    wave = making.opened()
    ended = run(wave, fault, word, settings)
    assert (ended.returncode, SealedResponse.objects.count()) == (ends, stored)
    _nowhere(word, ended, settings)


def test_a_word_leaves_no_trace_when_the_database_refuses_it(word, settings, refusing_database):
    ended = run(making.opened(), "database error", word, settings)
    assert (ended.returncode, SealedResponse.objects.count()) == (1, 0)
    assert b"NotSaved" in ended.stderr
    _nowhere(word, ended, settings)


def test_a_word_leaves_no_trace_when_the_database_takes_too_long(word, settings):
    wave = making.opened()
    with transaction.atomic():
        hold_shut(wave)
        ended = run(wave, "time-out", word, settings)
    assert (ended.returncode, SealedResponse.objects.count()) == (1, 0)
    assert b"NotSaved" in ended.stderr
    _nowhere(word, ended, settings)


def test_the_search_finds_what_a_talkative_build_logs(word, settings):
    ended = run(making.opened(), "talkative build", word, settings)
    with pytest.raises(AssertionError):
        _nowhere(word, ended, settings)


def _nowhere(word, ended, settings):
    spoken = ended.stdout + ended.stderr
    assert word.encode() not in spoken
    assert attackers.files_with(word.encode(), *settings.KEY_FOLDERS, project.VAR_DIR / "media") == []
