"""A stored picture is shown only when it holds nothing that our renderer does not write."""

import pytest

from reports.documents import stored_svg
from reports.documents.stored_svg import NotOurPicture
from tests.reports.documents.samples import SVG


def picture(inside):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inside}</svg>'


def test_our_own_picture_passes_unchanged():
    assert stored_svg.read(SVG) == SVG


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<rect style="fill:red"/>',
        "<foreignObject/>",
        '<a href="https://elsewhere.example/"><text>x</text></a>',
        '<a href="//elsewhere.example/"><text>x</text></a>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<image href="/x.png"/>',
        "<rect",
    ],
)
def test_anything_else_is_refused(inside):
    with pytest.raises(NotOurPicture):
        stored_svg.read(picture(inside))


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
    with pytest.raises(NotOurPicture):
        stored_svg.read(bomb)
