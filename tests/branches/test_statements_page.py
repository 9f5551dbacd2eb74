import pytest
from django.core.management import call_command
from django.urls import reverse

from branches.models import Statement
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client):
    call_command("load_reference", verbosity=0)
    client.force_login(factories.alice())

    def answer(**wanted):
        return client.get(reverse("branches:statements"), wanted)

    return answer


def test_all_91_statements_stand_under_the_12_themes_that_have_some(find):
    page = find()
    assert page.context["count"] == 91
    assert len(page.context["themes"]) == 12


def test_a_page_finds_its_statements(find):
    page = find(page="97")
    assert page.context["count"] == Statement.objects.filter(page=97).count() == 2


def test_words_are_sought_in_the_full_text_too(find):
    Statement.objects.filter(number=91).update(full_text="A sentence about zebras")
    assert find(words="zebras SENTENCE").context["count"] == 1


def test_a_theme_and_words_narrow_together(find):
    theme = Statement.objects.get(number=10).theme
    assert find(theme=theme.pk).context["count"] == 9
    assert find(theme=theme.pk, words="appeal").context["count"] == 1


def test_nothing_found_says_what_to_try(find):
    assert b"No statement says that" in find(words="xylophone").content


@pytest.mark.parametrize("page", ["abc", "-1", "99999999999999999999"])
def test_a_page_that_is_none_is_told_so_and_everything_stays(find, page):
    answer = find(page=page)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["count"] == 91


def test_administrators_and_strangers_stay_out(find, client):
    client.force_login(factories.admin())
    assert client.get(reverse("branches:statements")).status_code == 403
    client.logout()
    assert client.get(reverse("branches:statements")).status_code == 302
