"""Owns the colours, type sizes and patterns of every chart and map; draws nothing and knows no data.

Every colour is a presentation attribute first, so that a chart is whole without a stylesheet; the class beside it
lets static/css/charts.css turn the same drawing dark or print-ready.
"""

from dataclasses import dataclass

FONT = "'Source Sans 3', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
# Type sizes in drawing units; nothing in a chart is set smaller than SMALL.
TITLE, BODY, SMALL = 17.0, 13.0, 12.0


@dataclass(frozen=True)
class Ink:
    """One paint: the class that a stylesheet may restyle, the fill, and the text colour that stays 4.5:1 on it."""

    css: str
    fill: str
    text: str = "#ffffff"
    pattern: str = ""  # "", "hatch", "dots" or "outline": told apart without colour


PAPER = Ink("pt-c-paper", "#ffffff", "#1d1a26")
INK = Ink("pt-c-ink", "#1d1a26")
MUTED = Ink("pt-c-muted", "#4a4756")
GRID = Ink("pt-c-grid", "#dddbe4", "#1d1a26")
TRACK = Ink("pt-c-track", "#efedf3", "#1d1a26")
PRIMARY = Ink("pt-c-primary", "#3c1053")
SECOND = Ink("pt-c-second", "#00705a")
MARK = Ink("pt-c-mark", "#b54708")
COUNTRY = Ink("pt-c-country", "#8a8795")

LIKERT = (
    Ink("pt-c-l1", "#7a1f3d"),
    Ink("pt-c-l2", "#d98ba5", "#1d1a26"),
    Ink("pt-c-l3", "#c9c9d1", "#1d1a26"),
    Ink("pt-c-l4", "#7fb5ad", "#1d1a26"),
    Ink("pt-c-l5", "#005b50"),
)
SEQUENCE = (
    Ink("pt-c-s1", "#3c1053"),
    Ink("pt-c-s2", "#7d57a0"),
    Ink("pt-c-s3", "#b79ccb", "#1d1a26"),
    Ink("pt-c-s4", "#dccfe6", "#1d1a26"),
    Ink("pt-c-s5", "#efedf3", "#1d1a26"),
)
LINES = (PRIMARY, SECOND, MARK, Ink("pt-c-line4", "#1c5d99"))

STATES = {
    "yes": Ink("pt-c-yes", "#00705a"),
    "partly": Ink("pt-c-partly", "#7fb5ad", "#1d1a26", "hatch"),
    "planned": Ink("pt-c-planned", "#cfe4e0", "#1d1a26", "dots"),
    "no": Ink("pt-c-no", "#7a1f3d"),
    "refused": Ink("pt-c-refused", "#b3001b", "#ffffff", "hatch"),
    "unclear": Ink("pt-c-unclear", "#d98ba5", "#1d1a26"),
    "overdue": Ink("pt-c-overdue", "#f4c9a4", "#1d1a26", "hatch"),
    "waiting": Ink("pt-c-waiting", "#fae6d3", "#1d1a26"),
    "not_asked": Ink("pt-c-none", "#ffffff", "#1d1a26", "outline"),
    "not_applicable": Ink("pt-c-na", "#efedf3", "#1d1a26", "dots"),
}

BANDS = (
    Ink("pt-c-b1", "#efe8f3", "#1d1a26"),
    Ink("pt-c-b2", "#d3bfe0", "#1d1a26"),
    Ink("pt-c-b3", "#b08cc6", "#1d1a26"),
    Ink("pt-c-b4", "#6f3f92"),
    Ink("pt-c-b5", "#3c1053"),
)


def ramp(size: int, diverging: bool) -> tuple[Ink, ...]:
    """`size` inks (1–5): the diverging ramp from its two ends inward, or the sequence from dark to light."""
    if not diverging:
        return SEQUENCE[: max(size, 1)] if size != 2 else (SEQUENCE[0], SEQUENCE[2])
    picks = {1: (4,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    return tuple(LIKERT[index] for index in picks[min(max(size, 1), 5)])


def band(share: float) -> Ink:
    """The map's ink for a share of 0–100 per cent: five equal steps, so that two maps can be compared."""
    return BANDS[min(4, max(0, int(share // 20)))]


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours, 1–21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
