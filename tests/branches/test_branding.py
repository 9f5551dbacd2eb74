"""The organisation's look: one stylesheet, colours that can be read, error pages that need nothing."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from branches import branding

TOKENS = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"(--pt-[a-z-]+): (#[0-9a-f]{3,6});", part)) for part in TOKENS.split("@media")[:2]
)
DARK = LIGHT | dict(
    re.findall(r"(--pt-[a-z-]+): (#[0-9a-f]{3,6});", TOKENS.split("@media")[1].split("/*")[0])
)
TEXT = [
    ("ink", "paper"),
    ("ink", "card"),
    ("muted", "paper"),
    ("muted", "brand-tint"),
    ("heading", "paper"),
    ("heading", "brand-tint"),
    ("link", "card"),
    ("on-brand", "brand"),
    ("on-spark", "spark"),
    ("card", "action"),
    ("card", "action-deep"),
    ("card", "red"),
    ("card", "amber"),
    ("red", "card"),
    ("red-deep", "red-tint"),
    ("action-deep", "green-tint"),
    ("ink", "amber-tint"),
    ("ink", "grey-tint"),
]


def contrast(first, second):
    """WCAG 2.2's ratio, written out plainly."""
    lights = []
    for colour in (first, second):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids="-on-".join)
def test_words_can_be_read_on_their_ground(tokens, pair):
    front, ground = (tokens[f"--pt-{name}"] for name in pair)
    assert contrast(front, ground) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_boxes_and_the_focus_ring_can_be_seen(tokens):
    assert contrast(tokens["--pt-edge"], tokens["--pt-card"]) >= 3
    assert contrast(tokens["--pt-focus"], tokens["--pt-paper"]) >= 3


def test_the_whole_look_is_one_small_file():
    assert len(branding.stylesheet().zipped) < 12 * 1024
    assert len(branding.survey_stylesheet().zipped) < 7 * 1024


def test_a_respondent_s_page_asks_for_the_short_look(client):
    address = branding.branding(None)["survey_stylesheet_url"]
    assert client.get(address).content == branding.survey_stylesheet().body


def test_colours_stand_in_the_tokens_only():
    for name in branding.SHEETS:
        if name != "tokens":
            sheet = Path(settings.BASE_DIR, f"static/css/{name}.css").read_text()
            loose = set(re.findall(r"#[0-9a-f]{3,6}\b", sheet)) - {"#fff", "#000"}
            assert not loose, f"{name}.css"


def test_every_custom_property_that_is_used_exists():
    text = branding.stylesheet().body.decode()
    assert set(re.findall(r"var\((--[a-z-]+)", text)) <= set(re.findall(r"(--[a-z-]+):", text))


def test_the_organisation_s_colour_takes_the_place_of_ours(settings):
    settings.BRAND_COLOUR = "#123456"
    assert "--pt-brand:#123456" in branding.stylesheet().body.decode()


def test_the_look_is_kept_for_good_under_its_hash_and_never_under_an_old_one(client):
    assert "immutable" in client.get(branding.branding(None)["stylesheet_url"])["Cache-Control"]
    assert "immutable" not in client.get("/look/0123456789ab.css")["Cache-Control"]


def test_the_look_is_public_and_asks_no_database(client):
    assert (
        client.get(branding.branding(None)["stylesheet_url"], headers={"Accept-Encoding": "gzip"})[
            "Content-Encoding"
        ]
        == "gzip"
    )


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "503", "csrf"])
def test_an_error_page_says_what_to_do_without_a_database(name):
    page = render_to_string(f"errors/{name}.html", branding.branding(None))
    assert page.count("<h1>") == 1
    assert "<title>" in page and 'lang="en-GB"' in page
    assert re.search(r"try|go back|Go back|Go to|Front page", page)
