"""A council area's page, the list and the grid: nearest figure marked, replies by who may see them, never mixed."""

import csv
import io
import re
from datetime import date

import pytest

from branches.actions import papers
from branches.models import Paper, Role
from reports import freshness
from tests import factories
from tests.branches import records
from tests.reports import samples, shelves

pytestmark = pytest.mark.django_db
LANARK = "/councils/south-lanarkshire/"


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_council_with_answers_of_its_own_shows_them(client):
    shelves.release()
    words = text(client.get("/councils/glasgow-city/"))
    assert f"Simulated: In Glasgow City, 81 % {shelves.SAID} (between 75 and 86 %)." in words
    assert "stands in" not in words


def test_a_council_without_falls_back_plainly_marked(client):
    shelves.release()
    words = text(client.get("/councils/na-h-eileanan-siar/"))
    assert (
        "All of Scotland stands in: figures for Na h-Eileanan Siar and for its family group would say too much "
        "about a few people" in words
    )
    assert f"Simulated: Across Scotland, 74 % {shelves.SAID}" in words


def test_a_release_that_may_show_nothing_is_not_said_to_be_missing(client):
    kept_back = samples.row(note="c", yes=None)
    shelves.release(made=[samples.table([kept_back], wave="autumn-2025", release="autumn-2025/1")])
    words = text(client.get("/councils/glasgow-city/"))
    assert "a figure from the survey used here would say too much about a few people" in words
    assert "no survey release yet" not in words


def test_before_any_release_the_published_figure_stands_there(client):
    shelves.places()
    shelves.finding()
    assert f"In the published survey for Scotland, 74 % {shelves.PUBLISHED}." in text(client.get(LANARK))


@pytest.mark.parametrize("slug", ["atlantis", "glasgow", "S12000049", "x" * 5000])
def test_an_unknown_council_is_not_found(client, slug):
    shelves.places()
    assert client.get(f"/councils/{slug}/").status_code == 404


def answered(**values):
    shelves.places()
    made = records.ask(
        records.campaign(),
        branch=factories.branch("South Lanarkshire"),
        audience=values.get("audience", "shared"),
    )
    return records.reply(made, said="There is a group of six.", **values)


def test_what_managers_answered_is_shown_with_stance_and_source(client):
    answered(audience="public")
    words = text(client.get(LANARK))
    assert "Working group Yes" in words
    assert "There is a group of six." in words
    assert "Said in a meeting, 10 March 2026" in words
    assert "not yet checked by a second person" in words


def test_a_reply_shared_with_branches_is_not_shown_to_strangers(client):
    answered()
    assert "There is a group of six." not in text(client.get(LANARK))
    client.force_login(factories.charlie())
    assert "There is a group of six." in text(client.get(LANARK))
    client.force_login(factories.user(roles=[Role.SWIG_EDITOR]))
    assert "There is a group of six." in text(client.get(LANARK))


@pytest.mark.parametrize("address", [LANARK, "/national/", "/national/grid.csv", "/national/grid/"])
def test_a_page_made_for_staff_is_never_kept_for_strangers(client, address):
    answered()
    before = client.get(address).content
    freshness.forget()
    client.force_login(factories.user(roles=[Role.SWIG_EDITOR]))
    assert client.get(address).content != before
    client.logout()
    assert client.get(address).content == before


def test_the_family_group_is_compared_with_the_silent_in_the_same_sentence(client):
    factories.council("Falkirk", family_group=factories.family_group(3))
    answered(audience="public")
    assert "Working group: of 2 council areas 1 yes; 0 did not reply, 1 not asked." in text(
        client.get(LANARK)
    )


def test_a_comparison_with_simulated_neighbours_says_so_on_the_page_of_an_area_that_was_not_asked(client):
    shelves.places()
    factories.council("Falkirk", family_group=factories.family_group(3))
    branch = factories.branch("South Lanarkshire")
    asked = records.ask(records.campaign(), branch=branch, audience="public", simulated=True)
    records.reply(asked, audience="public")
    words = text(client.get("/councils/falkirk/"))
    assert "Simulated: Working group: of 2 council areas 1 yes; 0 did not reply, 1 not asked." in words
    assert not re.search(r"(?<!Simulated: )Working group: of 2", words)


def test_a_secretary_finds_the_own_areas_first_and_a_stranger_none(client):
    shelves.places()
    assert "Your council area" not in text(client.get("/councils/"))
    client.force_login(factories.alice())
    for address in ("/councils/", "/national/"):
        own = client.get(address).content.decode().split('id="own"')[1].split("</section>")[0]
        assert "/councils/south-lanarkshire/" in own
        assert own.count("<li>") == 1
    client.force_login(factories.staff())
    assert "Your council area" not in text(client.get("/councils/"))


def test_a_real_paper_stands_beside_published_figures_alone(client):
    shelves.release()
    made = records.campaign()
    branch = factories.branch("South Lanarkshire")
    paper = papers.summarise_paper(
        branch=branch,
        council=branch.councils.first(),
        title="The real paper",
        kind=Paper.Kind.PUBLISHED,
        dated=records.ASKED_ON,
        source="Committee",
        by=factories.alice(),
        paragraphs=[(5, "Employee Implications", "5.1", "It has no implications for employees.")],
        audience="public",
    )
    papers.mark_bearing(
        paragraph=paper.paragraphs.get(),
        part=records.part(made, "Q1"),
        summary="It has no implications for employees.",
        by=factories.alice(),
    )
    words = text(client.get(LANARK))
    clash = next(
        part for part in re.split(r"(?<=\.) ", words) if "states no implications for employees" in part
    )
    assert "in the published survey (Scotland, 2021, 261 answers), 74 % said" in clash
    assert "Simulated" not in clash
    beside = words.split("Beside it, the published figures:")[1].split("Beside its family group")[0]
    assert "74 %" in beside
    assert "Simulated" not in beside


def test_the_list_leads_to_every_council(client):
    shelves.places()
    page = client.get("/councils/").content.decode()
    for slug in ("glasgow-city", "south-lanarkshire", "na-h-eileanan-siar"):
        assert f"/councils/{slug}/" in page


def test_the_grid_has_a_line_for_every_council_and_a_cell_for_every_part(client):
    answered(audience="public")
    rows = list(csv.reader(io.StringIO(client.get("/national/grid.csv").content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["code", "council area", "Q1 Working group"]
    assert len({len(row) for row in rows[1:]}) == 1
    found = {row[1]: row[2] for row in rows[2:]}
    assert found["South Lanarkshire"] == "Yes"
    assert found["Glasgow City"] == "Not asked"


def test_the_grid_can_be_filtered_and_sorted_and_ignores_nonsense(client):
    answered(audience="public")
    filtered = text(client.get("/national/grid/?state=yes"))
    assert "1 of 32 council areas" in filtered
    assert "No council area has that answer" in text(client.get("/national/grid/?state=refused"))
    sorted_page = client.get("/national/grid/?order=answered").content.decode()
    assert sorted_page.index("South Lanarkshire</a>") < sorted_page.index("Glasgow City</a>")
    assert (
        client.get("/national/grid/", {"state": "x" * 10_000, "order": "\x00", "part": "'"}).status_code
        == 200
    )


def test_the_grid_can_be_limited_to_a_family_group_and_ordered_by_what_is_late(client):
    answered(audience="public")
    only = client.get("/national/grid/?group=4").content.decode()
    assert "Glasgow City</a>" in only
    assert "South Lanarkshire</a>" not in only
    late = client.get("/national/grid/?order=overdue&part=Q3").content.decode()
    assert late.count('<th scope="row">') == len(shelves.COUNCILS)


def test_on_a_phone_each_area_says_how_much_was_answered_before_it_is_opened(client):
    answered(audience="public")
    words = text(client.get("/national/grid/"))
    assert "South Lanarkshire 1 of 3 answered" in words
    assert "Glasgow City not asked" in words


def test_a_promise_and_an_answer_tell_how_they_stand_and_when_the_questions_were_put(client):
    answered(audience="public")
    words = text(client.get(LANARK))
    assert "1 question put to managers" in words
    assert "Here: Yes" in words


@pytest.mark.parametrize(("dated", "says"), [(date(2021, 1, 20), True), (date(2026, 3, 5), False)])
def test_a_paper_older_than_the_questions_is_said_to_be_no_answer(client, dated, says):
    shelves.places()
    records.campaign()
    records.paper(branch=factories.branch("South Lanarkshire"), dated=dated, audience="public")
    words = text(client.get(LANARK))
    assert "Committee paper" in words
    assert ("Published before the branches put their questions" in words) is says
