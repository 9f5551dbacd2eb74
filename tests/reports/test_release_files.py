"""A release as files: every row of a table is there, one with its base alone too."""

import csv
import io
from dataclasses import replace

import pytest

from reports.disclosure import protect
from reports.release_files import all_csv
from tests.reports.figures import PROVENANCE, SPLITS, question


@pytest.mark.parametrize("counts", [question(), replace(question(), headline=None), question(kind="number")])
def test_every_group_has_its_line_with_its_base(counts):
    tables = protect(counts, SPLITS, PROVENANCE).tables
    lines = list(csv.DictReader(io.StringIO(all_csv(list(tables)))))
    found = {(line["by"], line["group"], line["base"]) for line in lines}
    for table in tables:
        for row in table.rows:
            group = ", ".join(row.group[column] for column in table.by) or "Scotland"
            base = "[c]" if row.hidden else str(row.base)
            assert (" × ".join(table.by) or "Scotland", group, base) in found
