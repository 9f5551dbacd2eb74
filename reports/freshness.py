"""Keeps what public pages gather until something has changed; one statement asks whether it has.

Releases are immutable and the record writes a history row with each change, so the highest row numbers of those
tables say whether a page gathered earlier still holds. Signed-in pages are gathered afresh.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable

from django.apps import apps
from django.db import connection, connections, router

MOST = 400
WATCHED = (
    "branches.AuditEvent",
    "branches.Asked",
    "branches.HistoricalAsked",
    "branches.Reply",
    "branches.HistoricalReply",
    "branches.Commitment",
    "branches.HistoricalCommitment",
    "branches.Paper",
    "branches.HistoricalPaper",
    "branches.Campaign",
    "branches.HistoricalCampaign",
    "branches.CouncilArea",
    "reports.Release",
    "reports.Finding",
    "reports.HistoricalFinding",
    "reports.Benchmark",
)
_kept: OrderedDict = OrderedDict()


def stamp() -> tuple:
    """The highest row number of each watched table, and how many releases stand in which state: one statement."""
    release = apps.get_model("reports", "Release")
    with connections[router.db_for_read(release)].cursor() as cursor:  # where the page itself reads
        cursor.execute(_question())
        return cursor.fetchone()


@functools.cache
def _question() -> str:
    parts = [
        f"(SELECT max({_quoted(model._meta.pk.column)}) FROM {_quoted(model._meta.db_table)})"
        for model in map(apps.get_model, WATCHED)
    ]
    release = _quoted(apps.get_model("reports", "Release")._meta.db_table)
    parts.append(f"(SELECT string_agg(id || state, ',' ORDER BY id) FROM {release})")
    return "SELECT " + ", ".join(parts)


def kept(key: tuple, make: Callable, *, public: bool = True):
    """What `make()` gave for this key the last time, or gives now; never kept for a signed-in reader."""
    if not public:
        return make()
    if key not in _kept:
        _kept[key] = make()
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def forget():
    """Drop everything kept, for tests and after reference data were loaded."""
    _kept.clear()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
