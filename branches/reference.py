"""Facts that ship with the project: the registry of loaders that `load_reference` runs, and its CSV reader."""

import csv
from pathlib import Path

from django.db import transaction

FOLDER = Path(__file__).parent / "reference"
_LOADERS = []


def register(loader):
    """Add a loader: a callable without arguments that writes its rows idempotently and returns one sentence."""
    if loader not in _LOADERS:
        _LOADERS.append(loader)
    return loader


@transaction.atomic
def load_all():
    """Run every loader in the order of registration, all or nothing; returns their sentences."""
    return [loader() for loader in _LOADERS]


def rows(name, folder=FOLDER):
    """The rows of a reference CSV as dictionaries; empty cells are empty strings."""
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def store(model, key, records):
    """Insert rows or put them right by their unique `key` in one statement; returns {key: object}."""
    fields = [field for field in records[0] if field != key]
    made = model.objects.bulk_create(
        [model(**record) for record in records],
        update_conflicts=True,
        unique_fields=[key],
        update_fields=fields,
    )
    return {getattr(each, key): each for each in made}
