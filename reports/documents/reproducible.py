"""Rewrites a zip (DOCX, PPTX, XLSX) so that the same content gives the same bytes. Pure: no Django."""

import io
import re
import zipfile

FIXED = (1980, 1, 1, 0, 0, 0)
# A chart's workbook inside a presentation carries the moment of its making; nobody can set it from outside.
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def fixed_zip(data: bytes, inner: bool = False) -> bytes:
    """The same zip with every entry dated 1980 and in name order; workbooks inside it (`inner`) are treated likewise."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        # Office wants [Content_Types].xml first.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = fixed_zip(content, inner=True)
            elif inner and name == "docProps/core.xml":
                content = MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return out.getvalue()
