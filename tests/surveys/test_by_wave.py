"""The tables that grow with responses can be divided by wave: each key names the wave, and no key points from or to them."""

import pytest
from django.db import connection

from surveys.models import Invitation, RetryMark, SealedResponse, WithdrawalRequest

pytestmark = pytest.mark.django_db
GROWING = [model._meta.db_table for model in (Invitation, RetryMark, SealedResponse, WithdrawalRequest)]
KEYS = """
SELECT conname, ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('p', 'u')
"""
POINTING = "SELECT conname FROM pg_constraint WHERE confrelid = %s::regclass AND contype = 'f'"
POINTED_AT = (
    "SELECT confrelid::regclass::text FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
)


def rows(sql, table):
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        return cursor.fetchall()


@pytest.mark.parametrize("table", GROWING)
def test_a_growing_table_can_be_divided_by_wave(table):
    keys = rows(KEYS, table)
    assert keys
    assert all("wave_id" in columns for _, columns in keys), keys
    assert rows(POINTING, table) == []
    assert rows(POINTED_AT, table) == []
