"""The chart component: `{% chart chart %}` is a whole figure, `{% hex_map layer %}` a map with its table."""

from django import template

from reports import maps, svg

register = template.Library()
FILES = (("csv", "CSV"), ("xlsx", "Excel"), ("svg", "SVG"), ("png", "PNG"))


@register.filter
def tight(words):
    """The sentence with each per cent sign held to its figure, so that no line begins with one."""
    return words.replace(" %", "\u00a0%")


@register.inclusion_tag("components/chart.html")
def chart(chart, level=3, cite="", explore="", card=""):
    """The finding as heading, the picture in two widths, its words, its table and its files."""
    return {
        "chart": chart,
        "level": level,
        "wide": svg.draw(chart, svg.WIDE),
        "phone": svg.draw(chart, svg.PHONE),
        "files": [(chart.file(ending), name) for ending, name in FILES] if chart.address else [],
        "data": chart.plotly() if not chart.is_empty else None,
        "cite": cite,
        "explore": explore,
        "card": card,
    }


@register.inclusion_tag("components/hex_map.html")
def hex_map(layer, level=2, shapes=None):
    """A layer as a map of links, its legend, and the same view as a table; `shapes` (MapShapes) draws it geographically."""
    legend = [
        (name, maps.legend_swatch(ink, ring, f"swatch-{layer.key}-{at}"))
        for at, (name, ink, ring) in enumerate(layer.legend)
    ]
    picture = maps.geographic_map(layer, shapes.rings) if shapes else maps.hex_map(layer)
    return {"layer": layer, "level": level, "picture": picture, "legend": legend, "shapes": shapes}


@register.inclusion_tag("components/chart_scripts.html")
def chart_scripts():
    """What wakes the charts; nothing of it is needed to read the page."""
    return {}
