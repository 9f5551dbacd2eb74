"""Reads one uploaded file's lines in a process of its own, under hard limits; must import no Django and open no network."""

import io
import json
import resource
import sys
import zipfile

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
MAX_PAGES = 400
MAX_TEXT = 2_000_000
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ENTRIES = 3_000
MAX_SIDE = 12_000
MAX_PIXELS = 60_000_000
WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Refused(Exception):
    """The file cannot be read; the sentence says why and what to do."""


class Wordless(Refused):
    """The file opened well and holds no text, such as a scan or a poster: no paper, but a file to hand on."""


def limit_this_process() -> None:
    """512 MB of address space, 5 s of CPU, no file written, no core dumped."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf_lines(data: bytes) -> list[str]:
    """The text of a PDF, page by page, with the blank lines that part its paragraphs."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise Refused("This PDF is locked with a password. Save a copy without the password and try again.")
    if len(reader.pages) > MAX_PAGES:
        raise Refused(f"This PDF has more than {MAX_PAGES} pages. Upload only the paper that you need.")
    lines = []
    for page in reader.pages:
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
        lines += text.splitlines()
        _check_length(lines)
    if not any(line.strip() for line in lines):
        raise Wordless(
            "No text was found in this PDF; it may be a scan. Keep the file and type in the paragraphs that matter."
        )
    return lines


def docx_lines(data: bytes) -> list[str]:
    """The text of a Word file, one line a paragraph, with the numbers that Word itself would show."""
    import docx

    archive = checked_zip(data)
    document = docx.Document(io.BytesIO(data))
    archive.close()
    numbers = WordNumbers(document)
    lines = []
    for block in document.iter_inner_content():
        texts = (
            [numbers.label(block) + block.text]
            if hasattr(block, "style") and hasattr(block, "runs")
            else _cells(block)
        )
        for text in texts:
            lines += [*text.splitlines(), ""]
        _check_length(lines)
    return lines


def _cells(table) -> list[str]:
    return [
        " | ".join(dict.fromkeys(cell.text.replace("\n", " ") for cell in row.cells)) for row in table.rows
    ]


class WordNumbers:
    """Counts Word's automatic numbers ("5.1."), which stand in no text."""

    def __init__(self, document):
        self.counts = {}
        self.formats = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {node.get(_w("abstractNumId")): node for node in root.findall(_w("abstractNum"))}
        for num in root.findall(_w("num")):
            key = num.find(_w("abstractNumId")).get(_w("val"))
            if key in abstract:
                self.formats[num.get(_w("numId"))] = (key, _levels(abstract[key]))

    def label(self, paragraph) -> str:
        """ "5.1. " for a numbered paragraph, "- " for a bullet, nothing for plain text."""
        number = _numbering(paragraph)
        if number is None or number[0] not in self.formats:
            return ""
        key, levels = self.formats[number[0]]
        level = number[1]
        kind, text = levels.get(level, ("bullet", ""))
        counts = self.counts.setdefault(key, {})
        counts[level] = counts.get(level, 0) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if kind == "bullet":
            return "- "
        for upper in range(level + 1):
            text = text.replace(f"%{upper + 1}", str(counts.get(upper, 1)))
        return f"{text} "


def _w(name: str) -> str:
    return WORD_NAMESPACE + name


def _levels(abstract) -> dict[int, tuple[str, str]]:
    levels = {}
    for level in abstract.findall(_w("lvl")):
        kind, text = level.find(_w("numFmt")), level.find(_w("lvlText"))
        levels[int(level.get(_w("ilvl")))] = (
            kind.get(_w("val")) if kind is not None else "decimal",
            text.get(_w("val")) if text is not None else "",
        )
    return levels


def _numbering(paragraph) -> tuple[str, int] | None:
    for owner in (paragraph._p.pPr, getattr(paragraph.style.element, "pPr", None)):
        number = owner.numPr if owner is not None else None
        if number is not None and number.numId is not None:
            return str(number.numId.val), number.ilvl.val if number.ilvl is not None else 0
    return None


def odt_lines(data: bytes) -> list[str]:
    """The text of an OpenDocument file, one line a heading or paragraph."""
    from defusedxml.ElementTree import fromstring

    with checked_zip(data) as archive:
        root = fromstring(archive.read("content.xml"))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    lines = []
    for node in root.iter():
        if node.tag in (f"{text}h", f"{text}p"):
            lines += ["".join(node.itertext()), ""]
    _check_length(lines)
    return lines


def html_lines(data: bytes) -> list[str]:
    """The words of a web page, without scripts, styles and menus."""
    from lxml import html

    root = html.document_fromstring(data or b"<p></p>")
    for node in root.xpath("//script|//style|//nav|//noscript|//head"):
        node.drop_tree()
    for node in root.iter(
        "p",
        "div",
        "li",
        "tr",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "td",
    ):
        node.tail = "\n\n" + (node.tail or "")
        node.text = "\n" + (node.text or "")
    lines = root.text_content().splitlines()
    _check_length(lines)
    return lines


def email_lines(data: bytes) -> list[str]:
    """The words of a saved email: subject, date and body; addresses and attachments are left out."""
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(data, policy=default)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise Refused("No text was found in this email. Copy its words into the reply instead.")
    content = body.get_content()
    lines = html_lines(content.encode()) if body.get_content_type() == "text/html" else content.splitlines()
    _check_length(lines)
    return [
        f"Subject: {message.get('subject', '')}",
        f"Date: {message.get('date', '')}",
        "",
        *lines,
    ]


def image_lines(data: bytes) -> list[str]:
    """No lines: only the picture's size is checked, from its header; a person types in the words."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(
            f"This picture is {width} by {height} pixels, too large to open safely. Save a smaller copy."
        )
    return []


def checked_zip(data: bytes) -> zipfile.ZipFile:
    """An office file's archive, refused when it would unpack to far more than it is or carries macros or entities."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused(
            "This file would unpack to far more than its size, so it was not opened. Save it again as PDF."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("This file is locked with a password. Save a copy without the password and try again.")
    if any(
        entry.filename.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "Basic/" in entry.filename
        for entry in entries
    ):
        raise Refused(
            "This file carries macros (small programs), so it was not opened. Save it as PDF and try again."
        )
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            try:
                fromstring(archive.read(entry), forbid_dtd=True)
            except DefusedXmlException:
                raise Refused(
                    "This file holds text that grows when it is read, so it was not opened."
                ) from None
    return archive


def _check_length(lines: list[str]) -> None:
    if sum(map(len, lines)) > MAX_TEXT:
        raise Refused(
            "This file holds more text than a committee paper would. Upload only the paper that you need."
        )


READERS = {
    "pdf": pdf_lines,
    "docx": docx_lines,
    "odt": odt_lines,
    "html": html_lines,
    "eml": email_lines,
    "image": image_lines,
}


def main(kind: str) -> None:
    """Reads the file from standard input and answers with one JSON object on standard output."""
    limit_this_process()
    data = sys.stdin.buffer.read()
    try:
        answer = {"lines": READERS[kind](data)}
    except Refused as refusal:
        answer = {"refused": str(refusal), "wordless": isinstance(refusal, Wordless)}
    except MemoryError:
        answer = {
            "refused": "This file needs more memory than a paper should, so it was not opened. Save it again as PDF."
        }
    except Exception:
        # The libraries raise many kinds of error on damaged files; none of their words helps a secretary.
        answer = {
            "refused": "This file is damaged or not what its name says. Save it again, as PDF, and try once more."
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
