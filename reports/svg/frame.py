"""Owns what the drawings share: the column of row labels, the 0–100 axis, legends, and the words round a picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports import theme
from reports.svg.shapes import Svg, element, label, line, pattern, rect
from reports.svg.text import width_of, wrap
from reports.theme import Ink

NARROW = 480  # a drawing narrower than this puts its row labels above the bars
LEADING = 1.28


@dataclass(frozen=True)
class Columns:
    """Where row labels and the plot stand in a drawing of `width`."""

    width: float
    left: float
    right: float
    above: bool
    most: float = 100

    @property
    def plot(self) -> float:
        return self.width - self.left - self.right

    @property
    def label_width(self) -> float:
        return self.width - 8 if self.above else self.left - 14

    def x(self, share: float, low: float = 0, high: float | None = None) -> float:
        return self.left + self.plot * (share - low) / ((high or self.most) - low)

    def lines(self, words: str) -> list[str]:
        return wrap(words, theme.BODY, self.label_width, most=3)


def columns(width: float, labels: Iterable[str], right: float = 50) -> Columns:
    """Labels left of the plot when there is room for them, above it when there is not."""
    if width < NARROW:
        return Columns(width, 2, right, True)
    wanted = max((width_of(text, theme.BODY) for text in labels), default=0) + 16
    return Columns(width, min(max(wanted, 60), width * 0.36), right, False)


def height_of(lines: list[str], size: float = theme.BODY) -> float:
    return len(lines) * size * LEADING


def paragraph(
    x: float, y: float, lines: Iterable[str], size: float = theme.BODY, ink: Ink = theme.INK, **more
) -> list[Svg]:
    """Lines of text one under another; y is the first baseline."""
    return [
        label(x, y + at * size * LEADING, words, size=size, ink=ink, **more) for at, words in enumerate(lines)
    ]


def row_label(grid: Columns, middle: float, top: float, words: str, bold: bool = False) -> list[Svg]:
    """A row's name, right-aligned beside its bar, or above it on a phone."""
    lines = grid.lines(words)
    if grid.above:
        return paragraph(grid.left, top + theme.BODY, lines, bold=bold, halo=True)
    first = middle - height_of(lines) / 2 + theme.BODY * 1.0
    return paragraph(grid.left - 12, first, lines, anchor="end", bold=bold)


def axis(
    grid: Columns, top: float, bottom: float, ticks: Iterable[float] = (0, 25, 50, 75, 100), unit: str = " %"
) -> list[Svg]:
    """Upright grid lines from a zero baseline, the figures underneath."""
    parts: list[Svg] = []
    for tick in ticks:
        parts.append(line(grid.x(tick), top, grid.x(tick), bottom, theme.GRID if tick else theme.MUTED))
        anchor = "start" if tick == 0 else "middle"
        words = f"{tick:g}{unit if tick in (0, 100) and grid.most == 100 else ''}"
        parts.append(
            label(grid.x(tick), bottom + 16, words, size=theme.SMALL, ink=theme.MUTED, anchor=anchor)
        )
    return parts


def upright_axis(width: float, left: float, right: float, top: float, bottom: float) -> list[Svg]:
    """Level grid lines of 0–100 per cent, the figures left of them."""
    parts: list[Svg] = []
    for tick in (0, 25, 50, 75, 100):
        y = bottom - (bottom - top) * tick / 100
        parts.append(line(left, y, width - right, y, theme.GRID if tick else theme.MUTED))
        parts.append(
            label(
                left - 8,
                y + 4,
                f"{tick} %" if tick in (0, 100) else f"{tick}",
                size=theme.SMALL,
                ink=theme.MUTED,
                anchor="end",
            )
        )
    return parts


def ticks(most: float) -> list[float]:
    """Round figures from zero to `most`, at most seven of them; quarters for a scale of 100."""
    if most == 100:
        return [0, 25, 50, 75, 100]
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
    step = next((step for step in steps if most / step <= 6), 50000)
    return [step * at for at in range(int(most // step) + 1)]


def apart(wanted: list[float], gap: float) -> list[float]:
    """Heights as near to the wanted as they can be with `gap` between neighbours; same order of answer as of question."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed: dict[int, float] = {}
    least = float("-inf")
    for at in order:
        placed[at] = least = max(wanted[at], least + gap)
    drift = sum(placed[at] - wanted[at] for at in order) / max(len(order), 1)
    return [placed[at] - drift for at in range(len(wanted))]


def swatch(x: float, y: float, ink: Ink, fill: str) -> Svg:
    return rect(
        x,
        y,
        13,
        13,
        ink,
        fill=fill,
        stroke="#4a4756" if ink.pattern == "outline" else None,
        rx=2,
        **_painted(ink),
    )


def legend(
    entries: list[tuple[str, Ink, str]], width: float, top: float, left: float = 2
) -> tuple[list[Svg], float]:
    """Swatches with their names, as many to a line as fit; returns the parts and the height they took."""
    parts: list[Svg] = []
    x, y = left, top
    for name, ink, fill in entries:
        wide = 19 + width_of(name, theme.SMALL) + 14
        if x > left and x + wide > width:
            x, y = left, y + 20
        parts += [swatch(x, y, ink, fill), label(x + 19, y + 11, name, size=theme.SMALL)]
        x += wide
    return parts, y - top + 24


def fills(inks: Iterable[Ink], prefix: str) -> tuple[list[Svg], dict[str, str]]:
    """Pattern definitions for the inks that need one, and the fill to use for each ink's class."""
    used = {ink.css: ink for ink in inks}
    patterned = {css: f"{prefix}-{css}" for css, ink in used.items() if ink.pattern in ("hatch", "dots")}
    shapes = [pattern(identity, used[css]) for css, identity in patterned.items()]
    paint = {css: f"url(#{patterned[css]})" if css in patterned else ink.fill for css, ink in used.items()}
    return ([element("defs", *shapes)] if shapes else []), paint


def _painted(ink: Ink) -> dict:
    """A patterned shape keeps its pattern under a stylesheet: the class would paint it flat."""
    return {"class_": f"{ink.css}-box" if ink.pattern else ink.css}


def segment(x: float, y: float, width: float, height: float, ink: Ink, fill: str) -> Svg:
    """A piece of a bar with a hairline of paper round it, so that neighbours part without colour too."""
    edge = "#8a8795" if ink.pattern == "outline" else theme.PAPER.fill
    return rect(x, y, width, height, ink, fill=fill, stroke=edge, stroke_width=1, **_painted(ink))
