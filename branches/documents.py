"""Owns what an uploaded file may be and the words read from it, in a limited child process; stores nothing itself."""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from branches import media_types
from branches.paragraphs import Structure, read_structure

MAX_BYTES = 25 * 1024 * 1024
CHILD_SECONDS = 20
READER = Path(__file__).with_name("document_reader.py")
CLEANER = Path(__file__).with_name("document_cleaner.py")
STRIPPED = frozenset({"pdf", "docx", "odt", "image"})
KINDS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".eml": "eml",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
}
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": media_types.DOCX,
    ".odt": "application/vnd.oasis.opendocument.text",
    ".html": "text/html",
    ".htm": "text/html",
    ".eml": "message/rfc822",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
CALLED = {
    "pdf": "a PDF",
    "docx": "a Word file",
    "odt": "an OpenDocument file",
    "html": "a web page",
    "eml": "an email",
    "image": "a picture",
    "old-office": "an older or locked Office file",
    "zip": "a zip archive",
    "program": "a program",
    "unknown": "none of the kinds that can be read",
}
# Marks that turn the direction of text round can make "gpj.exe" look like "exe.jpg".
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Refused(Exception):
    """The file is not taken; the sentence is for the person who uploaded it."""


class Wordless(Refused):
    """The file was opened and found whole but holds no text."""


@dataclass(frozen=True)
class DocumentText:
    """What was read from a file: its kind, media type, SHA-256 and numbered structure."""

    kind: str
    media_type: str
    sha256: str
    structure: Structure


@dataclass(frozen=True)
class TakenFile:
    """What can be told of an uploaded file without opening it: its kind, media type and SHA-256."""

    kind: str
    media_type: str
    sha256: str


def taken_file(data: bytes, name: str) -> TakenFile:
    """Looks at a file's name, size and first bytes, or `Refused` with a sentence that says what to do."""
    suffix = checked_suffix(name)
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise Refused(
            f"This file is {size:.0f} MB. Files can be up to {MAX_BYTES // 1024 // 1024} MB: upload only the paper that you need."
        )
    if not data:
        raise Refused("This file is empty. Choose it again.")
    kind = KINDS[suffix]
    found = kind_found(data)
    if found != kind and not (kind == "eml" and found == "unknown"):
        raise Refused(
            f"This file is called {suffix} but is {CALLED[found]}. Save it as what it is and try again."
        )
    return TakenFile(kind, MEDIA_TYPES[suffix], hashlib.sha256(data).hexdigest())


def read_document(data: bytes, name: str) -> DocumentText:
    """The sections and paragraphs of an uploaded file, or `Refused` with a sentence that says what to do."""
    taken = taken_file(data, name)
    structure = read_structure(_lines(taken.kind, data))
    return DocumentText(taken.kind, taken.media_type, taken.sha256, structure)


def checked_suffix(name: str) -> str:
    """The file name's ending, or `Refused` for names that could lead outside their folder or deceive a reader."""
    if "/" in name or "\\" in name or name.startswith(".") or ".." in name:
        raise Refused("The file's name leads to another folder. Rename the file and try again.")
    if TURNING & set(name) or any(unicodedata.category(mark) == "Cc" for mark in name):
        raise Refused("The file's name holds hidden marks. Rename the file with plain letters and try again.")
    if len(name.encode()) > 200:
        raise Refused("The file's name is too long. Give it a shorter name and try again.")
    suffix = Path(name).suffix.lower()
    if suffix in (".docm", ".dotm", ".xlsm"):
        raise Refused("This file carries macros (small programs). Save it as PDF and try again.")
    if suffix not in KINDS:
        raise Refused(
            "This kind of file cannot be read. Upload a PDF, Word, OpenDocument, HTML, email (.eml), PNG or JPEG file."
        )
    return suffix


def kind_found(data: bytes) -> str:
    """What a file is by its first bytes, whatever its name says."""
    start = data[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    if start.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return "image"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "old-office"
    if start.startswith((b"MZ", b"\x7fELF", b"#!")):
        return "program"
    if re.search(rb"<(?:!doctype\s+html|html|head|body)\b", start, re.IGNORECASE):
        return "html"
    return (
        "eml"
        if re.search(
            rb"^(?:from|received|subject|date|mime-version|return-path):",
            start,
            re.I | re.M,
        )
        else "unknown"
    )


def _archive_kind(data: bytes) -> str:
    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return "odt"
    return "docx" if b"word/" in data[:65536] or b"word/" in data[-65536:] else "zip"


def served_copy(kind: str, data: bytes) -> bytes:
    """What readers get of an uploaded file: without its authors' names and other hidden data."""
    if kind not in STRIPPED:
        return data
    child = _child(CLEANER, kind, data)
    if child.returncode or not child.stdout:
        raise Refused(
            "The names and hidden data in this file could not be removed. Save it again, as PDF, and try once more."
        )
    return child.stdout


def _child(program: Path, kind: str, data: bytes) -> subprocess.CompletedProcess:
    # `-I`: the child sees neither this project nor its environment, so no setting, key or database address.
    command = [sys.executable, "-I", str(program), kind]
    try:
        return subprocess.run(
            command, input=data, capture_output=True, timeout=CHILD_SECONDS, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise Refused(
            "This file takes too long to read, so it was not opened. Save it again as PDF."
        ) from None


def _lines(kind: str, data: bytes) -> list[str]:
    child = _child(READER, kind, data)
    if child.returncode:
        raise Refused(
            "This file needs more time or memory than a paper should, so it was not opened. Save it again as PDF."
        )
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise (Wordless if answer.get("wordless") else Refused)(answer["refused"])
    return answer["lines"]
