"""Reads a stored picture back as an Svg: only what our own renderer writes passes, anything else is refused."""

from defusedxml import ElementTree

from reports.svg.shapes import Svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "rect",
        "line",
        "circle",
        "path",
        "polygon",
        "polyline",
        "ellipse",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "pattern",
        "a",
        "marker",
        "clipPath",
    ]
)
REFUSED_STARTS = ("on", "style", "xlink", "src")


class NotOurPicture(ValueError):
    """The stored picture holds something that our renderer never writes."""


def read(text: str) -> Svg:
    """The same SVG, checked. Raises NotOurPicture for scripts, handlers, styles, other hosts and broken markup."""
    if isinstance(text, Svg):
        return text
    try:
        root = ElementTree.fromstring(text)
    except Exception as problem:
        raise NotOurPicture("A stored picture can't be read.") from problem
    for node in root.iter():
        _check(node)
    return Svg(text)


def _check(node):
    name = str(node.tag).removeprefix(NAMESPACE)
    if name not in ELEMENTS:
        raise NotOurPicture(f"A stored picture holds <{name}>.")
    for attribute, value in node.attrib.items():
        plain = attribute.lower()
        if plain.startswith(REFUSED_STARTS) or plain.startswith("{"):
            raise NotOurPicture(f"A stored picture holds the attribute {attribute}.")
        if plain == "href" and not (value.startswith("/") and not value.startswith("//")):
            raise NotOurPicture("A stored picture leads to another site.")
