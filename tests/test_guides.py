"""The guides say the same in docs and on the site, and call things by the names that the pages give them."""

import re
import runpy
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[1]
GUIDES = sorted((BASE / "docs/guides").glob("*.md"))
# Quoted as speech, not as a label.
SPEECH = {
    "between 68 and 79 %",
    "of 580 social workers who chose to answer",
    "all social workers",
    "Simulated",
    "Question 2 of 30",
    "About 8 minutes.",
}


def words_of_pages():
    """Every template's and every view's words, on one line, with plain apostrophes."""
    files = [*BASE.glob("templates/**/*.html"), *BASE.glob("*/views/*.py"), *BASE.glob("*/forms/*.py")]
    files += [*BASE.glob("branches/**/*.py"), *BASE.glob("surveys/*.py"), *BASE.glob("reports/**/*.py")]
    text = " ".join(one.read_text() for one in files if "guides" not in one.parts)
    return " ".join(re.sub(r"<span class=\"pt-visually-hidden\">.*?</span>", "", text).split()).replace(
        "’", "'"
    )


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_the_page_on_the_site_is_the_guide(guide):
    made = runpy.run_path(BASE / "docs/make_guides.py")["page_of"](guide.read_text())
    page = BASE / "templates/guides" / f"{guide.stem}.html"
    assert page.read_text() == made, "run: python docs/make_guides.py"


def test_each_quoted_name_stands_on_a_page():
    pages = words_of_pages()
    quoted = {
        name for guide in GUIDES for name in re.findall(r"“([^”]+)”", " ".join(guide.read_text().split()))
    }
    assert {name for name in quoted - SPEECH if name.rstrip(".") not in pages} == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_fits_on_one_page(guide):
    assert len(guide.read_text().split()) <= 450


def test_every_picture_of_a_guide_is_one_that_the_script_takes():
    taken = {name for name, *_ in runpy.run_path(BASE / "docs/take_pictures.py")["GUIDE_PICTURES"]}
    shown = {
        name for guide in GUIDES for name in re.findall(r"static/guides/([\w-]+)\.png", guide.read_text())
    }
    assert shown == taken == {path.stem for path in (BASE / "static/guides").glob("*.png")}


@pytest.mark.django_db
@pytest.mark.parametrize("name", [guide.stem for guide in GUIDES])
def test_anyone_can_read_a_guide(client, name):
    assert client.get("/help/").status_code == 200
    assert client.get(f"/help/{name}/").status_code == 200
    assert client.get("/help/somebody-else/").status_code == 404
