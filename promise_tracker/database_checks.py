"""What we require of the database server at start: nothing written down about a respondent, nothing lost."""

import logging

from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

logger = logging.getLogger(__name__)

# Each of these would write rows, values or statements of a respondent into the server's log.
KEEPS_NO_TRACES = {"log_statement": {"none"}, "log_min_duration_statement": {"-1"}}
SHOULD_KEEP_NO_TRACES = {"log_error_verbosity": {"terse"}, "log_min_error_statement": {"panic"}}
LOSES_NOTHING = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply", "remote_write"},
    "data_checksums": {"on"},
}


def differing(connection, wanted):
    """(setting, value) of each server setting that is not one of those wanted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)])
        return [(name, value) for name, value in cursor.fetchall() if value not in wanted[name]]


def is_superuser(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


@register(Tags.database)
def server_settings(app_configs, databases, **kwargs):
    """Refuses a server that logs statements, and one of our own that could lose something; warns of the rest."""
    messages = []
    for alias in databases or []:
        messages += check_connection(connections[alias])
    return messages


def check_connection(connection):
    messages = [
        Error(
            f"The database server has {name} = {value}: it would write answers into its log.",
            id="promise.E001",
        )
        for name, value in differing(connection, KEEPS_NO_TRACES)
    ]
    messages += _differences(connection, SHOULD_KEEP_NO_TRACES, Warning, "promise.W001")
    messages += _losses(connection)
    if differing(connection, {"archive_mode": {"off"}}):
        text = "The database server archives its log, in which sealed responses stand: keep none older than 14 days."
        messages.append(Warning(text, id="promise.W003"))
    if is_superuser(connection):
        text = "The software connects as a superuser, whom no guard in the database holds back."
        messages.append(Warning(text, id="promise.W002"))
    return messages


def _losses(connection):
    """A server of our own is refused when it could lose what it took; about another's we can only warn."""
    if is_ours(connection):
        return _differences(connection, LOSES_NOTHING, Error, "promise.E002")
    return _differences(connection, LOSES_NOTHING, Warning, "promise.W001")


def is_ours(connection):
    """Whether it is the embedded server with data that are kept, whose settings nobody else has a hand in."""
    cluster = connection.settings_dict.get("EMBEDDED")
    return bool(cluster) and not cluster.for_tests


def _differences(connection, settings, kind, number):
    return [
        kind(f"The database server has {name} = {value}; set it to {' or '.join(good)}.", id=number)
        for name, value in differing(connection, settings)
        for good in [sorted(settings[name])]
    ]


def refuse_traces(connection):
    """For a server's start: raises ImproperlyConfigured, logs warnings; a database that is down is for later."""
    try:
        messages = check_connection(connection)
    except DatabaseError as error:
        logger.warning("the database cannot be asked for its settings yet: %s", type(error).__name__)
        return
    finally:
        connection.close()
    for message in messages:
        if message.is_serious():
            raise ImproperlyConfigured(message.msg)
        logger.warning(message.msg)
