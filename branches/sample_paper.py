"""A committee paper in the project's own words, as text, PDF and DOCX: for people to try and for tests; marked a sample."""

import io
import json
from pathlib import Path

import docx
import typst

TEXT = Path(__file__).parent / "reference" / "sample_paper.txt"
TITLE = "Sample: what The Promise asks of us next"
PAGE = b"""#set page(paper: "a4", margin: 2.5cm)
#set text(size: 11pt)
#set par(spacing: 1.6em)
#for block in json(bytes(sys.inputs.blocks)) [#par(block)]
"""


def sample_text() -> str:
    return TEXT.read_text(encoding="utf-8")


def as_pdf(text: str) -> bytes:
    """A PDF with one paragraph for each line of a text."""
    blocks = json.dumps([line.strip() for line in text.splitlines() if line.strip()])
    return typst.compile(PAGE, sys_inputs={"blocks": blocks})


def as_docx(text: str) -> bytes:
    """A Word file with one paragraph for each line of a text."""
    document = docx.Document()
    document.core_properties.title = TITLE
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(line.strip())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
