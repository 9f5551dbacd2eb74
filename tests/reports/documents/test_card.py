"""Cards for social media: 1200 by 630, the release's figure, "Simulated" where it is, no word run."""

import io
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from PIL import Image

from reports import freshness
from reports.documents import blocks, card
from reports.documents.basis import gather
from reports.documents.card import Card
from reports.models import Benchmark, Finding
from tests import factories
from tests.reports import samples, shelves
from tests.reports.documents.samples import HOSTILE, sample


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


def picture(**changes):
    words = {"figure": "74 %", "sentence": "In short", "base": "Opt-in survey", "publisher": "Us"}
    return card.render(Card(**words | changes))


def test_a_card_is_1200_by_630_and_the_same_each_time():
    assert Image.open(io.BytesIO(picture())).size == (1200, 630)
    assert picture() == picture()


def test_a_simulated_card_looks_other_than_a_real_one():
    assert Card("1 %", "x", "y", "z", True).words["mark"] == "Simulated"
    assert picture(simulated=True) != picture()


@pytest.mark.parametrize("sentence", [HOSTILE, "word " * 5000, "", "#panic()", "x" * 9000])
def test_any_words_give_a_card(sentence):
    assert Image.open(io.BytesIO(picture(sentence=sentence, base=sentence))).size == (1200, 630)


def test_a_document_s_card_is_its_first_finding_or_its_title():
    assert card.card_of(sample()).figure == "74 %"
    bare = card.card_of(sample(blocks=()))
    assert (bare.figure, bare.sentence) == ("", "Simulated: Briefing for Sampleshire")


@pytest.mark.django_db
def test_a_finding_s_card_tells_the_release_s_figure_with_its_base(client):
    shelves.release()
    basis = gather(factories.staff())
    drawn = blocks.card_of_finding(basis, basis.shelf.findings[0], "Us")
    assert drawn.figure == "74 %"
    assert drawn.sentence == f"Simulated: Across Scotland, 74 % {shelves.SAID} (between 68 and 79 %)."
    assert "survey of 260 social workers" in drawn.base
    assert drawn.simulated
    answer = client.get("/national/cards/team-has-enough-staff.png")
    assert answer["Content-Type"] == "image/png"
    assert "team-has-enough-staff-simulated.png" in answer["Content-Disposition"]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nothing", "x" * 3000])
def test_a_card_of_no_finding_is_not_found(client, slug):
    assert client.get(f"/national/cards/{slug}.png").status_code == 404


@pytest.mark.django_db
def test_pages_name_their_finding_s_card_with_the_whole_address(client, settings):
    settings.SITE_URL = "https://promise.example/"
    shelves.release()
    slug = Finding.objects.get().slug
    address = f"/national/cards/{slug}.png?wave=autumn-2025"
    national = client.get("/national/").content.decode()
    explore = client.get("/national/explore/?question=team_has_enough_staff").content.decode()
    for page in (national, explore):
        assert f'<meta property="og:image" content="https://promise.example{address}">' in page
        assert f'<a href="{address}">Picture to share' in page
    other = client.get("/national/explore/?question=caseload_system").content.decode()
    assert "og:image" not in other


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/national/?", "/national/explore/?question=team_has_enough_staff&"])
def test_each_survey_s_page_leads_to_the_card_of_that_survey(client, page):
    shelves.release()
    newer = {"wave": "spring-2026", "release": "spring-2026/1", "simulated": True}
    shelves.release("spring-2026", made=[samples.table([samples.row(yes=61)], **newer)])
    address = "/national/cards/team-has-enough-staff.png"
    for wave, shown in (("autumn-2025", "74 %"), ("spring-2026", "61 %")):
        words = client.get(f"{page}wave={wave}").content.decode()
        assert f'href="{address}?wave={wave}">Picture to share' in words
        basis = gather(AnonymousUser(), wave=wave)
        drawn = blocks.card_of_finding(basis, basis.shelf.findings[0], settings.ORG_NAME)
        assert drawn.figure == shown
        assert client.get(f"{address}?wave={wave}").content == card.render(drawn)
    newest = client.get(f"{address}?wave=spring-2026").content
    assert newest == client.get(address).content != client.get(f"{address}?wave=autumn-2025").content
    assert f'href="{address}?wave=spring-2026">Picture to share' in client.get(page).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("wave", ["never", "spring-2026", "x" * 3000, "%00"])
def test_a_card_of_a_survey_without_a_public_release_is_not_found(client, wave):
    shelves.release()
    shelves.release("spring-2026", state="frozen")
    assert client.get(f"/national/cards/team-has-enough-staff.png?wave={wave}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("published", [True, False])
def test_a_card_is_offered_where_one_can_be_made(client, published):
    kept_back = samples.row(note="c", yes=None)
    shelves.release(made=[samples.table([kept_back], wave="autumn-2025", release="autumn-2025/1")])
    if not published:
        Benchmark.objects.all().delete()
    for page in ("/national/", "/national/explore/?question=team_has_enough_staff"):
        cards = re.findall(r'"([^"]*/national/cards/[^"]*)"', client.get(page).content.decode())
        assert bool(cards) is published
        assert {client.get(one.removeprefix("http://localhost:8000")).status_code for one in cards} <= {200}


@pytest.mark.django_db
def test_the_page_of_an_unpublished_release_offers_no_card(client):
    shelves.release(state="frozen")
    client.force_login(factories.staff())
    page = client.get("/national/?wave=autumn-2025").content.decode()
    assert "pt-chart" in page
    assert "national/cards" not in page
