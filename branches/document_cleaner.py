"""Makes the copy of an uploaded file that readers get: without authors, places, hidden files or scripts.

Runs in a process of its own under the reader's limits; must import no Django and open no network. Web pages and
emails pass unchanged: what they say of their author is their text.
"""

import io
import re
import sys
import zipfile
from pathlib import Path

BLANK_PROPERTIES = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
}
PICTURES_OF_PAGES = ("docProps/thumbnail.", "Thumbnails/")
WRITERS = re.compile(rb'\b(w(?:15)?:(?:author|initials|userId|providerId))="[^"]*"')
CREATORS = re.compile(rb"<(dc:creator|meta:initial-creator)(\s[^>]*)?>[^<]*</\1>")
PAGE_EXTRAS = ("/Metadata", "/AA", "/PieceInfo", "/LastModified", "/AF")


def pdf_copy(data: bytes) -> bytes:
    """The same pages, without properties, XMP, scripts, files inside and who wrote a comment."""
    from pypdf import PdfReader, PdfWriter

    # Only the pages and what they need come over; scripts, attachments and properties hang on the old file's root.
    writer = PdfWriter()
    writer.metadata = None
    for page in PdfReader(io.BytesIO(data)).pages:
        _clean_page(page)
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _clean_page(page) -> None:
    for name in PAGE_EXTRAS:
        page.pop(name, None)
    for note in page.get("/Annots") or ():
        for name in ("/T", "/AA", "/FS"):
            note.get_object().pop(name, None)


def office_copy(data: bytes) -> bytes:
    """A Word or OpenDocument file with blank properties and no names beside comments and changes."""
    from document_reader import checked_zip

    out = io.BytesIO()
    with checked_zip(data) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            # A fresh entry: the old one's date and platform say something of its author's machine too.
            fresh = zipfile.ZipInfo(entry.filename)
            fresh.compress_type = entry.compress_type
            copy.writestr(fresh, _clean_part(entry.filename, archive.read(entry)))
    return out.getvalue()


def _clean_part(name: str, content: bytes) -> bytes:
    if name in BLANK_PROPERTIES:
        return BLANK_PROPERTIES[name]
    if name.startswith(PICTURES_OF_PAGES):
        return b""  # the entry stays, since other parts name it
    if not name.endswith(".xml"):
        return content
    return CREATORS.sub(rb"<\1></\1>", WRITERS.sub(rb'\1=""', content))


def image_copy(data: bytes) -> bytes:
    """The picture alone, turned the right way up: no place, camera, date or comment."""
    from PIL import Image, ImageOps

    picture = Image.open(io.BytesIO(data))
    kind = picture.format
    upright = ImageOps.exif_transpose(picture)
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.mode == "P":
        bare.putpalette(upright.getpalette())
    out = io.BytesIO()
    bare.save(out, kind, **({"quality": 92} if kind == "JPEG" else {}))
    return out.getvalue()


COPIES = {"pdf": pdf_copy, "docx": office_copy, "odt": office_copy, "image": image_copy}


def main(kind: str) -> None:
    """Reads the file from standard input and writes its copy to standard output."""
    sys.path.append(str(Path(__file__).parent))
    from document_reader import limit_this_process

    limit_this_process()
    copy = COPIES[kind](sys.stdin.buffer.read())
    sys.stdout.buffer.write(copy)


if __name__ == "__main__":
    main(sys.argv[1])
