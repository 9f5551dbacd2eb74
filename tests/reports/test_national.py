"""The national page, Explore and what we ask for: who sees which release, what they say, what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from branches.models import Foundation, Reply, Role, Theme
from reports import freshness
from reports.chart_files import TYPES
from reports.models import Finding
from tests import factories
from tests.branches import records
from tests.reports import samples, shelves

pytestmark = pytest.mark.django_db
PAGES = (
    "/national/",
    "/national/explore/",
    "/national/what-we-ask/",
    "/national/grid/",
    "/national/grid.csv",
    "/councils/",
)


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


@pytest.fixture
def people_foundation():
    foundation = Foundation.objects.create(number=4, name="People", wording="Workers are supported.")
    Theme.objects.create(number=13, wording="Support the workforce.", foundation=foundation)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_something_true_to_say_before_anything_is_published(client, address):
    shelves.places()
    assert client.get(address).status_code == 200


def test_without_a_release_the_published_figure_stands_in(client, people_foundation):
    shelves.places()
    shelves.finding()
    words = text(client.get("/national/"))
    assert "No survey figures have been published yet" in words
    assert f"Published 2021: 74 % {shelves.PUBLISHED} (Scotland, 261 answers)" in words


def test_a_headline_has_its_range_base_and_benchmark_and_says_simulated(client, people_foundation):
    shelves.release()
    words = text(client.get("/national/"))
    assert f"Simulated: 74 % {shelves.SAID}" in words
    assert "68–79 %" in words
    assert "Simulated opt-in survey of 260 social workers" in words
    assert "Published 2021: 74 % (Scotland, 261 answers)" in words
    assert "margin of error" not in words.lower()


def test_the_tables_of_two_questions_are_told_as_a_sentence(client):
    shelves.release()
    told = text(client.get("/national/")).split("Two questions together")[-1]
    assert "80 % of those who answered" in told
    assert shelves.SAID in told


def test_the_map_never_has_an_empty_cell(client):
    shelves.release()
    page = client.get("/national/").content.decode()
    spoken = re.findall(r'aria-label="([^"]+: Simulated: [^"]+figure)"', page)
    assert {words.split(":")[0] for words in spoken} >= {
        "Glasgow City",
        "South Lanarkshire",
        "Na h-Eileanan Siar",
    }
    assert any("Scotland&#x27;s figure" in words or "Scotland's figure" in words for words in spoken)


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("secretary", False), ("staff", True)])
def test_a_release_not_yet_published_is_for_staff_alone(client, who, sees):
    shelves.release("autumn-2025", state="frozen")
    if who == "secretary":
        client.force_login(factories.user(branches=[factories.branch()]))
    if who == "staff":
        client.force_login(factories.user(roles=[Role.SWIG_EDITOR]))
    assert (f"74 % {shelves.SAID}" in text(client.get("/national/"))) is sees
    assert client.get("/national/?wave=autumn-2025").status_code == (200 if sees else 404)
    assert client.get("/national/explore/chart.csv?wave=autumn-2025").status_code == (200 if sees else 404)


def test_a_release_withdrawn_while_somebody_reads_is_gone_at_the_next_click(client):
    release = shelves.release()
    assert client.get("/national/?wave=autumn-2025").status_code == 200
    shelves._step(release, "withdrawn", [])
    assert client.get("/national/?wave=autumn-2025").status_code == 404
    assert "Simulated: 74 %" not in text(client.get("/national/"))


@pytest.mark.parametrize("name", ["wave", "layer"])
@pytest.mark.parametrize("value", ["nowhere", "x" * 10_000, "\x00", "'; --", "../..", "<script>"])
def test_an_unknown_value_is_not_found_and_never_a_fault(client, name, value):
    shelves.release()
    assert client.get("/national/", {name: value}).status_code == 404


@pytest.mark.parametrize("name", ["wave", "question"])
@pytest.mark.parametrize("value", ["nowhere", "x" * 10_000, "\x00"])
def test_explore_answers_the_same_way(client, name, value):
    shelves.release()
    assert client.get("/national/explore/", {name: value}).status_code == 404
    assert client.get("/national/explore/chart.svg", {name: value}).status_code == 404


@pytest.mark.parametrize("name", ["by", "view", "answer"])
@pytest.mark.parametrize("value", ["nowhere", "x" * 10_000, "\x00"])
def test_a_split_that_does_not_fit_gives_way_to_one_that_does(client, name, value):
    shelves.release()
    assert client.get("/national/explore/", {name: value}).status_code == 200


def test_a_repeated_parameter_counts_once(client):
    shelves.release()
    assert (
        client.get("/national/explore/?wave=nowhere&wave=autumn-2025&by=council&by=role").status_code == 200
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Simulated: 74 % say their team does not have enough staff"),
        ("view=bars", "answered “No” (Scotland)"),
        ("by=council", "2 of 3 council areas have a figure that shows how many"),
        ("by=council&view=funnel", "council areas shown"),
        ("by=named_group&view=stack", "Family group 3"),
        ("by=caseload_system", "of those who answered"),
        ("question=promise_supported&by=role", "Strongly disagree"),
    ],
)
def test_every_split_has_its_chart_with_the_state_in_the_address(client, query, words):
    shelves.release()
    response = client.get(f"/national/explore/?{query}")
    assert words in text(response)
    assert "Cite this" in text(response)


def test_two_waves_make_a_line_and_a_real_one_never_joins_a_simulated(client):
    shelves.release("autumn-2025")
    shelves.release("spring-2026")
    assert "Waves, one after another" in text(client.get("/national/explore/"))
    assert "polyline" not in text(client.get("/national/explore/?by=waves"))
    shelves.release("real", simulated=False)
    words = text(client.get("/national/explore/?by=waves&wave=real"))
    assert "Autumn-2025" not in words.split("Share of social workers")[-1].split("Download")[0]


def test_family_groups_have_a_line_over_two_waves_and_are_named_by_their_members(client):
    shelves.release("autumn-2025")
    shelves.release("spring-2026")
    words = text(client.get("/national/explore/?by=waves_by_group"))
    assert "Waves, by family group" in words
    assert "Grey line: Scotland" in words
    assert "Family group 3 (South Lanarkshire" in words
    assert client.get("/national/explore/chart.png?by=waves_by_group").status_code == 200


@pytest.mark.parametrize("ending", sorted(TYPES))
def test_a_chart_can_be_taken_along_with_simulated_in_its_name(client, ending):
    shelves.release()
    response = client.get(f"/national/explore/chart.{ending}?by=council")
    assert response["Content-Type"] == TYPES[ending]
    assert 'filename="simulated-autumn-2025' in response["Content-Disposition"]
    starts = {"png": b"\x89PNG", "svg": b"<svg", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}
    assert response.content.startswith(starts[ending])


def test_another_ending_is_not_found(client):
    shelves.release()
    assert client.get("/national/explore/chart.exe").status_code == 404


def test_the_tally_counts_all_areas_and_its_chart_can_be_taken_along(client):
    shelves.places()
    records.reply(records.ask(records.campaign()), audience="public")
    words = text(client.get("/national/"))
    assert "What employers answered" in words
    chart = client.get("/national/employers/Q1.csv")
    assert chart.status_code == 200
    assert "Not asked" in chart.content.decode()
    assert client.get("/national/employers/Q99.csv").status_code == 404


def test_before_anything_was_asked_the_questions_stand_there_instead_of_empty_bars(client):
    shelves.places()
    records.campaign()
    words = text(client.get("/national/"))
    assert "No question has been put yet" in words
    assert "Working group in 2027/28?" in words
    assert "0 of 3" not in words
    assert "has been asked yet" in text(client.get("/councils/glasgow-city/"))


def test_without_a_release_the_map_says_that_every_cell_shows_the_published_figure(client):
    shelves.places()
    shelves.finding()
    assert "every cell shows the published figure. Published 2021: 74 %" in text(client.get("/national/"))


def test_each_recommendation_says_how_far_it_has_come(client):
    shelves.places()
    shelves.finding()
    campaign = records.campaign()
    for ref in ("Q1", "Q3"):
        part = records.part(campaign, ref)
        part.question.ref = {"Q1": "Q3c", "Q3": "Q3d"}[ref]
        part.question.save()
    records.reply(records.ask(campaign, "Q3d", audience="public"), audience="public")
    words = text(client.get("/national/what-we-ask/"))
    assert "Of 6 possible answers on its 2 questions from 3 council areas: 1 yes; 5 not asked." in words
    assert "The campaign puts no question on this." in words
    assert "Published 2021: 74 % (Scotland, 261 answers)" in words


def test_voice_stands_among_the_five_foundations_though_its_figures_are_told_elsewhere(client):
    people = Foundation.objects.create(number=4, name="People", wording="Workers are supported.")
    voice = Foundation.objects.create(number=1, name="Voice", wording="Children are heard.")
    ours = Theme.objects.create(number=13, wording="Support the workforce.", foundation=people)
    theirs = Theme.objects.create(number=1, wording="Listen.", foundation=voice)
    shelves.release()
    Finding.objects.get().themes.set([ours, theirs])
    freshness.forget()
    page = client.get("/national/").content.decode()
    assert "What bears on Voice" in page
    told = page.split("What bears on Voice")[1].split("</ul>")[0]
    anchor = re.search(r'href="#([^"]+)"', told)[1]
    assert f'id="{anchor}"' in page
    assert "Simulated: 74\N{NO-BREAK SPACE}%" in told


SIMULATED_PAGES = (
    "/national/",
    "/national/explore/",
    "/national/explore/?view=bars",
    "/national/explore/?by=council",
    "/national/explore/?by=council&view=funnel",
    "/national/explore/?by=named_group",
    "/national/explore/?by=waves_by_group",
    "/national/explore/?by=waves",
    "/national/explore/?by=caseload_system",
    "/national/what-we-ask/",
    "/councils/",
    "/councils/falkirk/",
    "/councils/glasgow-city/",
)


@pytest.mark.parametrize("address", SIMULATED_PAGES)
def test_the_word_simulated_stands_in_every_title_sentence_and_file_name(client, address):
    shelves.release("autumn-2025")
    shelves.release("spring-2026")
    factories.council("Falkirk", family_group=factories.family_group(3))
    asked = records.ask(records.campaign(), audience="public", simulated=True)
    records.reply(asked, audience="public")
    page = client.get(address).content.decode()
    titles = re.findall(r'class="pt-chart__title">([^<]+)<', page)
    said = re.findall(r'class="pt-say">([^<]+)<', page) + re.findall(
        r"<li><p>([^<]+council areas[^<]+)</p>", page
    )
    assert titles + said
    assert [words for words in titles + said if "simulated" not in words.lower()] == []
    assert all(
        "simulated" in name
        for name in re.findall(r'<section class="pt-figure pt-chart[^>]+id="([^"]+)"', page)
    )
    for link in set(re.findall(r'href="([^"]+\.(?:csv|svg)\?[^"]+)"', page)):
        answer = client.get(link.replace("&amp;", "&"))
        assert 'filename="simulated-' in answer["Content-Disposition"]
        assert "imulated" in answer.content.decode()


def test_a_change_shows_at_once_though_pages_are_kept(client):
    shelves.places()
    before = text(client.get("/national/grid/"))
    records.reply(records.ask(records.campaign()), audience="public")
    assert text(client.get("/national/grid/")) != before


@pytest.mark.parametrize(
    "address",
    [
        "/national/",
        "/national/explore/?by=council",
        "/national/grid/",
        "/councils/",
        "/councils/glasgow-city/",
    ],
)
def test_a_dashboard_costs_at_most_two_statements(client, address):
    shelves.release()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 2


def test_what_a_page_costs_does_not_depend_on_how_many_answered(client):
    counts = []
    for slug, responses in (("small", 1_000), ("large", 1_000_000)):
        shelves.release(
            slug,
            made=[
                samples.table(
                    [samples.row(base=responses)], wave=slug, release=f"{slug}/1", responses=responses
                )
            ],
        )
        freshness.forget()
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/national/?wave={slug}")
        counts.append(len(asked))
    assert abs(counts[0] - counts[1]) <= 1


def test_a_page_is_sent_zipped_and_whole_to_those_who_do_not_take_it(client):
    shelves.release()
    zipped = client.get("/national/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/national/")
    assert zipped["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain["Vary"]
    assert len(zipped.content) < len(plain.content) / 4


def test_nothing_kept_for_strangers_is_shown_to_staff_or_the_other_way_round(client):
    shelves.release("autumn-2025", state="frozen")
    client.get("/national/")
    staff = factories.user(roles=[Role.SWIG_EDITOR])
    client.force_login(staff)
    assert f"74 % {shelves.SAID}" in text(client.get("/national/"))
    client.logout()
    assert f"74 % {shelves.SAID}" not in text(client.get("/national/"))


def test_no_page_writes_a_style_or_a_script_into_itself(client):
    shelves.release()
    page = client.get("/national/").content.decode()
    assert not re.search(r'\sstyle="', page)
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_only_read(client, address):
    assert client.post(address).status_code == 405


LAYERS = ("evidence", "promises-kept", "unmet-need")


def test_the_records_layers_have_all_areas_in_words(client):
    shelves.places()
    ask = records.ask(records.campaign(), audience="public")
    records.reply(ask, audience="public")
    for key, words in zip(
        LAYERS, ("email or letter|said in a meeting", "no promise on record", "not known"), strict=True
    ):
        told = text(client.get("/national/", {"layer": key})).split("The map as a table")[-1]
        assert re.search(words, told), key


def test_the_evidence_layer_shows_nobody_a_reply_that_is_not_public(client):
    shelves.places()
    records.reply(records.ask(records.campaign(), audience="public"), audience="shared")
    table = text(client.get("/national/", {"layer": "evidence"})).split("The map as a table")[-1]
    assert "email or letter" not in table
    assert "said in a meeting" not in table


def test_the_week_tells_a_public_answer_of_yesterday_and_leaves_a_shared_one_out(client):
    shelves.places()
    ask = records.ask(records.campaign(), audience="public")
    records.reply(ask, audience="public", on=timezone.localdate() - timedelta(days=1))
    assert "What changed this week" in text(client.get("/national/"))
    Reply.objects.update(audience="shared")
    freshness.forget()
    assert "What changed this week" not in text(client.get("/national/"))


def test_an_older_answer_is_the_newest_and_no_change_of_this_week(client):
    shelves.places()
    ask = records.ask(records.campaign(), audience="public")
    records.reply(ask, audience="public", on=timezone.localdate() - timedelta(days=8))
    words = text(client.get("/national/"))
    assert "Newest answers" in words
    assert "What changed this week" not in words


def test_findings_of_which_nothing_is_known_share_one_line(client, people_foundation):
    shelves.places()
    made = Finding.objects.create(
        slug="kinship",
        title="Kinship carers",
        sentence="say so",
        question="kinship",
        counting_choices=["no"],
        wording="?",
    )
    made.themes.set(Theme.objects.all())
    assert "No figure has been published yet on: Kinship carers." in text(client.get("/national/"))


def test_the_bands_tell_how_many_areas_answered_and_no_exact_number(client):
    shelves.release()
    words = text(client.get("/national/"))
    assert "Who answered the simulated survey" in words
    assert "council areas with about 50 or more" in words


def test_roles_in_each_family_group_have_a_split_of_their_own(client):
    made = [*shelves.tables(wave="autumn-2025", release="autumn-2025/1", simulated=True)]
    rows = [
        samples.row({"named_group": "3", "role": "social_worker"}, yes=70, base=60),
        samples.row({"named_group": "4", "role": "social_worker"}, yes=90, base=50),
    ]
    about = {"wave": "autumn-2025", "release": "autumn-2025/1", "simulated": True}
    shelves.release(made=[*made, samples.table(rows, ("named_group", "role"), **about)])
    words = text(client.get("/national/explore/?by=named_group_role"))
    assert "2 of 2 roles in family groups have a figure that shows how many" in words
    assert "Family group 3, " in words


def test_the_shrunk_order_is_offered_for_dots_and_kept_in_the_address(client):
    shelves.release()
    response = client.get("/national/explore/?by=council&order=shrunk")
    assert "In the order of" in text(response)
    assert "order=shrunk" in response.content.decode()
    assert "order=shrunk" not in client.get("/national/explore/?order=shrunk").content.decode()


def test_the_grid_can_be_limited_to_one_question(client):
    shelves.places()
    records.ask(records.campaign(), audience="public")
    page = client.get("/national/grid/?part=Q1").content.decode()
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.count("<th ") == 2


@pytest.mark.parametrize("name", ["state", "part", "order"])
@pytest.mark.parametrize("value", ["nowhere", "x" * 10_000, "\x00", "<script>"])
def test_the_grid_shows_all_areas_for_a_value_it_does_not_know(client, name, value):
    shelves.places()
    records.ask(records.campaign(), audience="public")
    response = client.get("/national/grid/", {name: value})
    assert response.status_code == 200
    assert response.content.decode().count('<th scope="row">') == len(shelves.COUNCILS)


def test_parameters_given_a_thousand_times_are_no_fault(client):
    shelves.release()
    many = "&".join(["by=council", "view=dots", "answer=x", "order=shrunk", "part=Q1", "state=no"] * 150)
    assert client.get(f"/national/explore/?{many}").status_code in (200, 400)
    assert client.get(f"/national/grid/?{many}").status_code in (200, 400)


@pytest.mark.parametrize("address", ["/national/explore/", "/national/explore/chart.csv"])
def test_a_release_withdrawn_while_somebody_explores_is_gone_at_the_next_click(client, address):
    release = shelves.release()
    assert client.get(f"{address}?wave=autumn-2025&by=council").status_code == 200
    shelves._step(release, "withdrawn", [])
    assert client.get(f"{address}?wave=autumn-2025&by=council").status_code == 404


@pytest.mark.parametrize("part", ["Q99", "x" * 5_000, "%00", "..%2F..", "Q1 "])
def test_an_unknown_question_of_employers_is_not_found(client, part):
    shelves.places()
    records.ask(records.campaign(), audience="public")
    assert client.get(f"/national/employers/{part}.svg").status_code == 404
