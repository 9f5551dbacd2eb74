"""Makes the help pages in templates/guides from docs/guides/*.md, so that both say the same; the suite runs it too.

`python docs/make_guides.py` writes them. The pages are plain templates: the site itself reads no Markdown.
"""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image

DOCS = Path(__file__).parent
GUIDES = DOCS / "guides"
TEMPLATES = DOCS.parent / "templates" / "guides"
STATIC = DOCS.parent / "static"
PAGE = """{{% extends "base.html" %}}
{{% load static %}}
{{% block title %}}{title}{{% endblock %}}
{{% block before %}}{{% include "components/back_link.html" with url="/help/" label="Help" %}}{{% endblock %}}
{{% block content %}}
<div class="pt-guide">
{body}</div>
{{% endblock %}}
"""


def page_of(markdown: str) -> str:
    """The template of one guide. Raises ValueError when the text holds what a template would run."""
    if "{{" in markdown or "{%" in markdown:
        raise ValueError("a guide may not hold template signs")
    body = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table").render(markdown)
    body = re.sub(r'<img src="\.\./\.\./static/([\w/.-]+)"', _picture, body)
    body = re.sub(r'href="([\w-]+)\.md"', r"""href="{% url 'reports:guide' '\1' %}" """.strip(), body)
    body = re.sub(r"<code>(/[\w/-]+)</code>", r'<a href="\1">\1</a>', body)
    body = body.replace(
        "<table>",
        '<div class="pt-scroll" role="region" tabindex="0" aria-label="Table">\n<table class="pt-table">',
    )
    body = body.replace("<th>", '<th scope="col">').replace("</table>", "</table>\n</div>")
    title = re.match(r"# (.+)", markdown)[1]
    return PAGE.format(title=title, body=body)


def _picture(found) -> str:
    """Its size goes along, so that the words do not jump when it comes."""
    with Image.open(STATIC / found[1]) as picture:
        width, height = picture.size
    return f"""<img src="{{% static '{found[1]}' %}}" width="{width}" height="{height}" loading="lazy\""""


def main() -> None:
    TEMPLATES.mkdir(exist_ok=True)
    for guide in sorted(GUIDES.glob("*.md")):
        (TEMPLATES / f"{guide.stem}.html").write_text(page_of(guide.read_text()))
        print(f"templates/guides/{guide.stem}.html")


if __name__ == "__main__":
    main()
