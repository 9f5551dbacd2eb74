"""What every test stands on: a running database of the tests' own, and no way out to other machines."""

import os

import pytest

# Playwright keeps an event loop running in the process that drives the browser; the tests after it in that process
# would be told that the database may not be asked from there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Start the tests' own cluster before the first test that wants a database, and copy a migrated one."""
    from django.db import connection

    from promise_tracker.database import ensure_running
    from tests.template_database import template_database

    ensure_running()
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Keys and files of a test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KEY_FOLDERS = [tmp_path / "keys-one", tmp_path / "keys-two"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with transactions empty every table, so the guards against emptying audit and editions rest meanwhile."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE branches_auditevent DISABLE TRIGGER audit_is_not_emptied")
        cursor.execute("ALTER TABLE reports_edition DISABLE TRIGGER guard_edition_not_emptied")


def _in_browser(nodeid):
    return nodeid.startswith("tests/browser/")


def pytest_collection_modifyitems(items):
    """The browser's tests come first: with several processes one has them all, and they take longest.

    The one that fills the running site with hostile words is the last of them.
    """
    items.sort(key=lambda item: (not _in_browser(item.nodeid), "test_hostile_words" in item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With several processes a file stays in one, and so do all files that share the running site."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "browser" if _in_browser(nodeid) else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)
