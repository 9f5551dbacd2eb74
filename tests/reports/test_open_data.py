"""The zip of everything public: every column explained, every figure the release's, nothing that is not public."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest

from reports import freshness
from reports.open_data import DICTIONARY
from tests import factories
from tests.branches import records
from tests.reports import shelves

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


def fetched(client):
    answer = client.get("/published/open-data.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return answer, {name: found.read(name).decode("utf-8-sig") for name in found.namelist()}


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_column_of_every_file_is_explained(client):
    shelves.release()
    _, files = fetched(client)
    told = [(line["file"], line["column"]) for line in table(files["data-dictionary.csv"])]
    there = [(name, column) for name in DICTIONARY for column in next(csv.reader(io.StringIO(files[name])))]
    assert told == there
    assert set(files) == {*DICTIONARY, "README.txt", "data-dictionary.csv", "csv-metadata.json"}


def test_programs_are_told_each_column_s_type_and_every_cell_is_of_it(client):
    shelves.release()
    records.reply(records.ask(records.campaign()), audience="public")
    _, files = fetched(client)
    told = json.loads(files["csv-metadata.json"])
    assert [one["url"] for one in told["tables"]] == list(DICTIONARY)
    for one in told["tables"]:
        columns = {column["name"]: column["datatype"] for column in one["tableSchema"]["columns"]}
        lines = table(files[one["url"]])
        assert list(columns) == next(csv.reader(io.StringIO(files[one["url"]])))
        for line in lines:
            for name, value in line.items():
                assert not value or fits(value, columns[name]), (one["url"], name, value)


def fits(value, datatype):
    """Whether a cell is of its type, as a program would read it."""
    if isinstance(datatype, dict):
        return value in datatype["format"].split("|")
    try:
        {"number": float, "integer": int, "date": date.fromisoformat, "string": str}[datatype](value)
    except ValueError:
        return False
    return True


def test_every_figure_is_the_release_s_and_none_is_missing(client):
    release = shelves.release()
    _, files = fetched(client)
    shown = {
        (line["question"], line["split"], line["group"], line["answer"]): line["value"]
        for line in table(files["survey.csv"])
        if line["measure"] == "share"
    }
    assert shown["team_has_enough_staff", "Scotland", "", "finding_yes"] == "74"
    assert shown["team_has_enough_staff", "council area", "S12000049", "finding_yes"] == "81"
    assert shown["team_has_enough_staff", "council area", "S12000013", ""] == ""
    held = [
        share
        for one in release.tables
        for row in one["rows"]
        for part in (row, row.get("finding") or {})
        for share in part.get("shares", {}).values()
        if share is not None
    ]
    assert sorted(int(value) for value in shown.values() if value) == sorted(held)


def test_simulated_stands_in_the_file_s_name_in_the_words_and_in_each_line(client):
    shelves.release()
    answer, files = fetched(client)
    assert "open-data-simulated-" in answer["Content-Disposition"]
    assert files["README.txt"].startswith("Simulated data")
    assert {line["simulated"] for line in table(files["survey.csv"])} == {"yes"}


def test_what_only_branches_share_and_an_unpublished_release_are_not_in_it(client):
    shelves.release("autumn-2025", state="frozen")
    asked = records.ask(records.campaign(), branch=factories.branch("South Lanarkshire"))
    records.reply(asked, said="Only shared with branches.")
    client.force_login(factories.staff())
    _, files = fetched(client)
    assert "Only shared with branches." not in "".join(files.values())
    assert table(files["survey.csv"]) == []
    states = {line["state"] for line in table(files["answers.csv"])}
    assert states == {"not asked"}


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(client):
    shelves.places()
    made = records.campaign()
    branch = factories.branch("South Lanarkshire")
    records.reply(
        records.ask(made, branch=branch, audience="public"), said="=HYPERLINK(1)", audience="public"
    )
    _, files = fetched(client)
    assert "'=HYPERLINK(1)" in [line["said"] for line in table(files["answers.csv"])]


def test_nothing_changed_is_gathered_once(client, django_assert_max_num_queries):
    shelves.release()
    fetched(client)
    with django_assert_max_num_queries(3):
        fetched(client)
