"""Owns the SVG element builder: every attribute and text is escaped here, no style attribute can be written."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from reports import theme
from reports.theme import Ink


class Svg(str):
    """SVG made by `element` alone, so already escaped; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def element(name: str, /, *children: str, **attributes) -> Svg:
    """`<name …>children</name>`; `stroke_width=2` becomes `stroke-width`, None is left out, a plain str is escaped."""
    written = "".join(
        f" {_name(key)}={quoteattr(_value(value))}" for key, value in attributes.items() if value is not None
    )
    inner = "".join(child if isinstance(child, Svg) else escape(child) for child in children)
    return Svg(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def group(parts: Iterable[Svg], **attributes) -> Svg:
    return element("g", *parts, **attributes)


def rect(x: float, y: float, width: float, height: float, ink: Ink, **more) -> Svg:
    more.setdefault("fill", ink.fill)
    return element("rect", x=x, y=y, width=max(width, 0), height=height, **{"class_": ink.css} | more)


def line(
    x1: float, y1: float, x2: float, y2: float, ink: Ink, width: float = 1, dash: str | None = None
) -> Svg:
    return element(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=ink.fill,
        stroke_width=width,
        stroke_dasharray=dash,
        class_=f"{ink.css}-line",
    )


def circle(x: float, y: float, radius: float, ink: Ink, hollow: bool = False) -> Svg:
    fill = theme.PAPER if hollow else ink
    return element(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        fill=fill.fill,
        stroke=ink.fill if hollow else theme.PAPER.fill,
        stroke_width=2 if hollow else 1.5,
        class_=f"{fill.css} {ink.css}-line" if hollow else ink.css,
    )


def path(points: Iterable[tuple[float, float]], ink: Ink, width: float = 1, dash: str | None = None) -> Svg:
    d = "M" + "L".join(f"{_value(x)} {_value(y)}" for x, y in points)
    return element(
        "path",
        d=d,
        fill="none",
        stroke=ink.fill,
        stroke_width=width,
        stroke_dasharray=dash,
        class_=f"{ink.css}-line",
    )


def polygon(points: Iterable[tuple[float, float]], ink: Ink, **more) -> Svg:
    joined = " ".join(f"{_value(x)},{_value(y)}" for x, y in points)
    more.setdefault("fill", ink.fill)
    return element("polygon", points=joined, **{"class_": ink.css} | more)


def label(
    x: float,
    y: float,
    words: str,
    *,
    size: float = theme.BODY,
    ink: Ink = theme.INK,
    anchor: str | None = None,
    bold: bool = False,
    halo: bool = False,
) -> Svg:
    """One line of text with its baseline at y; `halo` paints the paper's colour round it, for text over lines."""
    around = {
        "stroke": theme.PAPER.fill,
        "stroke_width": 4,
        "paint_order": "stroke",
        "stroke_linejoin": "round",
    }
    return element(
        "text",
        words,
        x=x,
        y=y,
        font_size=size,
        fill=ink.fill,
        text_anchor=anchor,
        font_weight=600 if bold else None,
        class_=f"{ink.css} pt-c-halo" if halo else ink.css,
        **(around if halo else {}),
    )


def pattern(identity: str, ink: Ink) -> Svg:
    """The fill that tells an ink apart without its colour: diagonal lines, dots, or an outline only."""
    base = element("rect", width=8, height=8, fill=ink.fill, class_=ink.css)
    stroke = "#ffffff" if ink.text == "#ffffff" else "#5d5a69"
    if ink.pattern == "hatch":
        over = element("path", d="M-2 2L2 -2M0 8L8 0M6 10L10 6", stroke=stroke, stroke_width=1, opacity=0.55)
    else:
        over = element("circle", cx=4, cy=4, r=1.1, fill=stroke, opacity=0.6)
    return element("pattern", base, over, id=identity, width=8, height=8, patternUnits="userSpaceOnUse")


def document(
    parts: Iterable[Svg], *, width: float, height: float, alt: str, css: str = "pt-svg", role: str = "img"
) -> Svg:
    """The outer `<svg>`: scales with its box by viewBox, and speaks its alt text as one picture; without one it is silent."""
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        role=role if alt else None,
        aria_label=alt or None,
        aria_hidden=None if alt else "true",
        font_family=theme.FONT,
        font_size=theme.BODY,
        class_=css,
    )


def _name(key: str) -> str:
    if key == "style":
        raise ValueError("No style attributes: the content security policy refuses them.")
    return key.rstrip("_").replace("_", "-") if key not in ("viewBox", "patternUnits") else key


def _value(value) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return str(value)
