"""Which word of the menu is lit on which address."""

import pytest

from branches.navigation import items_for
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "lit"),
    [
        ("/branches/", "Today"),
        ("/branches/record/glasgow-city/", "All councils"),
        ("/branches/meetings/new/", "All councils"),
        ("/branches/papers/3/", "Papers"),
        ("/branches/parts/3/edit/", "Campaigns"),
        ("/branches/chase/a/b/", "Today"),
        ("/national/", "National picture"),
        ("/account/me/", None),
    ],
)
def test_the_menu_lights_where_the_page_belongs(path, lit):
    found = [item.label for item in items_for(factories.staff(), path) if item.current]
    assert found == ([lit] if lit else [])
