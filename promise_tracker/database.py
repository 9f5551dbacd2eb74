"""Which database the project uses: DATABASE_URL, or its own embedded PostgreSQL when that is unset.

Reading the settings starts nothing; `ensure_running` does, called by whoever is about to connect.
"""

import importlib.util

from django.core.exceptions import ImproperlyConfigured

from promise_tracker import embedded

ENGINE = "promise_tracker.postgresql"  # Django's own, with a check of kept connections that costs nothing
_held = []


def database_settings(env, var_dir, testing):
    """Django's DATABASES["default"].

    Connections are kept (one saves 10 ms of PostgreSQL's time a request) and tried before use, so that a
    restarted database is found again without a restart of ours.
    """
    _refuse_psycopg_3()
    settings = (
        _from_url(env, "DATABASE_URL") if env.str("DATABASE_URL", default="") else _embedded(var_dir, testing)
    )
    settings |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    settings["ENGINE"] = ENGINE
    settings["OPTIONS"] = settings.get("OPTIONS", {}) | {
        "connect_timeout": 4,
        "application_name": "promise-tracker",
    }
    # PgBouncer in transaction mode keeps no cursor and no option.
    if env.bool("DATABASE_POOLED", default=False):
        settings |= {"DISABLE_SERVER_SIDE_CURSORS": True, "CONN_MAX_AGE": 0}
    settings["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", default="test_promise_tracker")}
    return settings


def replica_settings(env):
    """Django's DATABASES["replica"]: read only, its own connections, in tests the same as the primary."""
    settings = _from_url(env, "DATABASE_REPLICA_URL")
    options = {"connect_timeout": 2, "application_name": "promise-tracker-reader"}
    return settings | {
        "ENGINE": ENGINE,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": settings.get("OPTIONS", {}) | options,
        "TEST": {"MIRROR": "default"},
    }


def _refuse_psycopg_3():
    if importlib.util.find_spec("psycopg"):
        raise ImproperlyConfigured(
            "psycopg (version 3) is installed: Django would use it instead of psycopg2 without a word. Remove it."
        )


def _from_url(env, name):
    settings = env.db_url(name)
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{name} must begin with postgresql:// (only PostgreSQL is supported).")
    settings = dict(settings)
    # postgresql://user@/name?host=/folder/of/the/socket
    if folder := settings.get("OPTIONS", {}).pop("host", ""):
        settings["HOST"] = folder
    return settings


def _embedded(var_dir, testing):
    cluster = embedded.cluster_at(var_dir, for_tests=testing)
    return {
        "NAME": embedded.DATABASE,
        "USER": embedded.ROLE,
        "PASSWORD": "",
        "HOST": str(cluster.clients_folder),
        "PORT": "",
        "EMBEDDED": cluster,
    }


def ensure_running():
    """Start the embedded server if that is the database in use, and hold it for as long as this process lives."""
    from django.conf import settings

    cluster = settings.DATABASES["default"].get("EMBEDDED")
    if cluster and not _held:
        cluster.link.parent.mkdir(parents=True, exist_ok=True)
        _held.append(embedded.hold(cluster))
        embedded.ensure_started(cluster)


def let_go():
    """Release the embedded server: this process no longer needs it."""
    while _held:
        _held.pop().close()
