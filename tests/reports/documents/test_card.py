"""Cards for social media: 1200 by 630, the release's figure, "Simulated" where it is, no word run."""

import io

import pytest
from PIL import Image

from reports import freshness
from reports.documents import blocks, card
from reports.documents.basis import gather
from reports.documents.card import Card
from reports.models import Finding
from tests import factories
from tests.reports import shelves
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
    address = f"/national/cards/{slug}.png"
    national = client.get("/national/").content.decode()
    explore = client.get("/national/explore/?question=team_has_enough_staff").content.decode()
    for page in (national, explore):
        assert f'<meta property="og:image" content="https://promise.example{address}">' in page
        assert f'<a href="{address}">Picture to share' in page
    other = client.get("/national/explore/?question=caseload_system").content.decode()
    assert "og:image" not in other


@pytest.mark.django_db
def test_an_older_survey_s_page_names_no_card_since_a_card_tells_the_newest_figure(client):
    shelves.release()
    shelves.release("spring-2026", released_on="2026-06-01")
    page = client.get("/national/explore/?question=team_has_enough_staff&wave=autumn-2025").content.decode()
    assert "og:title" in page
    assert "national/cards" not in page
