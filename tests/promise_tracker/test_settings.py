"""A setting that is missing or contradicts another stops the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "SECRET_KEY": "x" * 60,
    "SITE_URL": "https://promise.example",
    "SWIG_EMAIL": "swig@example.org",
    "PRESS_CONTACT": "press@example.org",
    "EMAIL_HOST": "mail.example",
    "KEY_FOLDERS": "/one/keys,/two/keys",
}


def read_settings(tmp_path, print_what="'fine'", **environment):
    """What a fresh process says when it reads the settings under this environment alone."""
    code = f"from django.conf import settings as s; s.SECRET_KEY; print({print_what})"
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "promise_tracker.settings",
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_a_complete_production_starts_with_secure_cookies(tmp_path):
    asked = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG, s.DEMO_MODE"
    assert read_settings(tmp_path, asked, **PRODUCTION) == (0, "True True True False False")
    assert list(tmp_path.iterdir()) == []  # nothing was made up and kept


@pytest.mark.parametrize("missing", ["SECRET_KEY", "SITE_URL", "SWIG_EMAIL", "EMAIL_HOST", "KEY_FOLDERS"])
def test_production_does_not_start_without(tmp_path, missing):
    code, said = read_settings(tmp_path, **{k: v for k, v in PRODUCTION.items() if k != missing})
    assert code == 1
    assert missing in said


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SITE_URL", "http://promise.example"),
        ("DEBUG", "true"),
        ("BRAND_COLOUR", "#ffff00"),
        ("BRAND_COLOUR", "red; } body { display: none"),
        ("KEY_FOLDERS", "/one/keys"),
        ("KEY_FOLDERS", "/one/keys,/one/keys"),
        ("DATABASE_URL", "sqlite:///here.db"),
        ("SECOND_FACTOR_REQUIRED", "false"),
        ("SENDINGS_AN_HOUR", "59"),
        ("DATABASE_REPLICA_URL", "sqlite:///here.db"),
    ],
)
def test_production_refuses_an_unsafe_setting(tmp_path, setting, value):
    code, said = read_settings(tmp_path, **PRODUCTION | {setting: value})
    assert code == 1
    assert "ImproperlyConfigured" in said
    assert setting in said


def test_without_any_environment_it_is_a_demo_that_keeps_its_secret(tmp_path):
    first = read_settings(tmp_path, "s.DEMO_MODE, s.SECRET_KEY, s.DEMO_PASSWORD")
    assert first[0] == 0
    assert first[1].startswith("True ")
    assert read_settings(tmp_path, "s.DEMO_MODE, s.SECRET_KEY, s.DEMO_PASSWORD") == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_reading_the_settings_starts_no_database(tmp_path):
    assert read_settings(tmp_path)[0] == 0
    assert not (tmp_path / "postgres").exists()


def test_psycopg_3_is_refused(tmp_path):
    (tmp_path / "psycopg.py").write_text("")
    code, said = read_settings(tmp_path / "var", PYTHONPATH=str(tmp_path))
    assert code == 1
    assert "psycopg" in said


def test_production_passes_the_deployment_check(tmp_path):
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "PYTHONPATH": str(BASE)}
    environment |= PRODUCTION | {
        "DJANGO_SETTINGS_MODULE": "promise_tracker.settings",
        "SECRET_KEY": "aZ3$b" * 20,
    }
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
