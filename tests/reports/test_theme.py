"""Colours: readable, told apart without colour, and told apart by people who see fewer of them."""

import itertools

import pytest

from reports import theme

INKS = [*theme.LIKERT, *theme.SEQUENCE, *theme.STATES.values(), *theme.BANDS]


@pytest.mark.parametrize("ink", INKS, ids=lambda ink: ink.css)
def test_text_on_every_fill_has_a_contrast_of_4_5(ink):
    assert theme.contrast(ink.fill, ink.text) >= 4.5


@pytest.mark.parametrize(
    "ink",
    [theme.INK, theme.MUTED, theme.PRIMARY, theme.SECOND, theme.MARK, *theme.LINES],
    ids=lambda ink: ink.css,
)
def test_every_ink_that_sets_text_has_a_contrast_of_4_5_on_paper(ink):
    assert theme.contrast(ink.fill, theme.PAPER.fill) >= 4.5


def test_contrast_agrees_with_known_pairs():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert round(theme.contrast("#3c1053", "#ffffff"), 1) == 15.1
    assert round(theme.contrast("#00705a", "#ffffff"), 1) == 6.1


def seen_with_deuteranopia(colour):
    """Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light; red, green, blue 0–1."""
    matrix = (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    )
    light = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    return [
        max(0, sum(weight * part for weight, part in zip(row, light, strict=True))) ** (1 / 2.2)
        for row in matrix
    ]


@pytest.mark.parametrize(
    "ramp", [theme.LIKERT, theme.BANDS, theme.SEQUENCE], ids=("likert", "bands", "sequence")
)
def test_neighbours_in_a_ramp_differ_for_eyes_without_green(ramp):
    for first, second in itertools.pairwise(ramp):
        apart = (
            sum(
                (a - b) ** 2
                for a, b in zip(
                    seen_with_deuteranopia(first.fill), seen_with_deuteranopia(second.fill), strict=True
                )
            )
            ** 0.5
        )
        assert apart > 0.1, (first, second)


def test_states_of_like_lightness_carry_a_pattern():
    plain = [ink for ink in theme.STATES.values() if not ink.pattern]
    for first, second in itertools.combinations(plain, 2):
        apart = (
            sum(
                (a - b) ** 2
                for a, b in zip(
                    seen_with_deuteranopia(first.fill), seen_with_deuteranopia(second.fill), strict=True
                )
            )
            ** 0.5
        )
        assert apart > 0.1, (first, second)


def test_a_diverging_ramp_takes_its_two_ends_inward():
    assert theme.ramp(2, True) == (theme.LIKERT[0], theme.LIKERT[4])
    assert theme.ramp(5, True) == theme.LIKERT
    assert len(theme.ramp(3, False)) == 3
