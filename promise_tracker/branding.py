"""The union's own colour, refused when text in it could not be read on white."""

import re

from django.core.exceptions import ImproperlyConfigured

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def checked_colour(colour):
    """The colour as given ("#3c1053"), if its contrast with white is enough for small text."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ImproperlyConfigured(f"BRAND_COLOUR must look like #3c1053, not {colour!r}.")
    contrast = contrast_with_white(colour)
    if contrast < LEAST_CONTRAST:
        raise ImproperlyConfigured(
            f"BRAND_COLOUR {colour} has a contrast of {contrast:.1f} with white; text needs {LEAST_CONTRAST}."
        )
    return colour


def contrast_with_white(colour):
    """WCAG's contrast ratio, 1 to 21."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
