"""What a document says, apart from how it looks: a title, what it rests on, and blocks in reading order.

Pure: no Django, no models. The builders in `build.py` make a Document; `pdf`, `docx`, `html`, `xlsx`, `csv` and
`json` each render the same one, so a figure cannot differ between two formats of the same document.
"""

import re
from dataclasses import asdict, dataclass, field, fields
from datetime import date

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text without the control, surrogate and direction-turning characters that no document may hold."""
    return UNPRINTABLE.sub("", text)


def printable_data(data):
    """The same JSON-able data with every string printable; tuples become lists."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, dict):
        return {key: printable_data(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [printable_data(value) for value in data]
    return data


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section of the document (the title itself is not a Heading)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; `lead` is printed in bold before it."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Finding:
    """A headline figure set large: `figure` ("74 %"), the sentence that gives it meaning, and what it rests on."""

    figure: str
    sentence: str
    base: str


@dataclass(frozen=True)
class Table:
    """A table of words; every row is as long as `head`, and the first cell of a row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numeric: bool = False

    def __post_init__(self):
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(f"{self.caption}: a row of {len(row)} cells under {len(self.head)} headings")


@dataclass(frozen=True)
class Figure:
    """A chart as SVG with its words: the finding as caption, alt text, source and base, and the same figures as a table."""

    svg: str
    alt: str
    caption: str
    source: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Quote:
    """Words from the quote bank; `bank_id` tells later whether they were withdrawn."""

    text: str
    attribution: str
    bank_id: int | None = None


@dataclass(frozen=True)
class Note:
    """A boxed remark: a caveat, a contradiction, what to ask next."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Contents:
    """The list of sections; as the first block it makes the title a page of its own."""


Block = Heading | Paragraph | Bullets | Finding | Table | Figure | Quote | Note | PageBreak | Contents


@dataclass(frozen=True)
class Document:
    """One document, complete. `rests_on` says which release and which day's record its figures come from."""

    slug: str
    title: str
    subtitle: str
    dated: date
    rests_on: str
    blocks: tuple[Block, ...]
    publisher: str
    simulated: bool = False
    language: str = "en-GB"
    contact: str = ""
    council: str = ""
    tables: tuple[dict, ...] = field(default=(), compare=False)

    @property
    def mark(self) -> str:
        """The line that stands on each page."""
        return "Simulated data, for demonstration only" if self.simulated else ""

    @property
    def full_title(self) -> str:
        return f"Simulated: {self.title}" if self.simulated else self.title

    def file_name(self, extension: str) -> str:
        """A file name that says what is inside, the word "simulated" included when it is."""
        parts = [self.slug, self.council, "simulated" if self.simulated else "", self.dated.isoformat()]
        return "-".join(part for part in parts if part) + f".{extension}"

    def sections(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1)

    def all_tables(self) -> tuple[Table, ...]:
        """Every table, those behind figures included, in reading order."""
        found = []
        for block in self.blocks:
            if isinstance(block, Table):
                found.append(block)
            elif isinstance(block, Figure) and block.table is not None:
                found.append(block.table)
        return tuple(found)

    def quoted(self) -> frozenset[int]:
        """The ids of the bank's quotes in it."""
        return frozenset(one.bank_id for one in self.blocks if isinstance(one, Quote) and one.bank_id)

    def to_json(self) -> dict:
        """The whole document as JSON data, printable throughout; `document_from_json` reads it back."""
        data = {one.name: getattr(self, one.name) for one in fields(self)}
        data["dated"] = self.dated.isoformat()
        data["blocks"] = [{"kind": type(block).__name__} | asdict(block) for block in self.blocks]
        return printable_data(data | {"tables": self.tables})


KINDS = {kind.__name__: kind for kind in Block.__args__}


def document_from_json(data: dict) -> Document:
    """Raises KeyError for a kind of block that does not exist, TypeError for a field that does not."""
    return Document(
        **{
            **data,
            "dated": date.fromisoformat(data["dated"]),
            "blocks": tuple(_block_from_json(block) for block in data["blocks"]),
            "tables": tuple(data.get("tables", ())),
        }
    )


def _block_from_json(data):
    data = dict(data)
    kind = KINDS[data.pop("kind")]
    if data.get("table"):
        data["table"] = _block_from_json({"kind": "Table"} | data["table"])
    for name in ("items", "head"):
        if name in data:
            data[name] = tuple(data[name])
    if "rows" in data:
        data["rows"] = tuple(tuple(row) for row in data["rows"])
    return kind(**data)
