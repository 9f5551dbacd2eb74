"""The shapes that the API answers with; field names are part of its contract."""

from datetime import date

from ninja import Schema


class ReleaseOut(Schema):
    """A numbered, frozen set of tables of one wave."""

    id: str
    wave: str
    wave_title: str
    state: str
    simulated: bool
    responses: int
    released_on: date
    fieldwork: str
    mode: str
    sha256: str
    method: list[list[str]]


class TableRow(Schema):
    """One group's figures; null where nothing may be shown, `note` says why: c hidden, u few."""

    group: dict[str, str]
    base: int | None
    shares: dict[str, int | None]
    low: dict[str, int | None]
    high: dict[str, int | None]
    mean: float | None = None
    median: int | None = None
    quartiles: list[int] | None = None
    note: str | None = None


class TableOut(Schema):
    """One question split one way, rounded and protected."""

    question: str
    wording: str
    kind: str
    by: list[str]
    weighted: bool
    choices: list[list[str]]
    rows: list[TableRow]
    release: str
    simulated: bool


class PublishedFigure(Schema):
    """A figure that somebody published before, to stand beside and never to subtract."""

    words: str
    share: int | None
    place: str
    year: int
    base: int | None
    source: str


class FindingOut(Schema):
    """What a headline counts, and its figure for Scotland in the newest release."""

    slug: str
    title: str
    sentence: str
    question: str
    wording: str
    told: str
    share: int | None
    low: int | None
    high: int | None
    base: int | None
    simulated: bool
    release: str | None
    published: list[PublishedFigure]


class CouncilOut(Schema):
    gss_code: str
    name: str
    slug: str
    family_group: str


class AnswerOut(Schema):
    """One part of a question put to the employer and where it stands."""

    part: str
    asked: str
    state: str
    answer: str
    said: str
    said_on: date | None
    source: str
    paragraph: str
    checked: bool
    simulated: bool


class CommitmentOut(Schema):
    what: str
    who: str
    by: date | None
    state: str
    verdict: str
    simulated: bool


class CouncilRecordOut(CouncilOut):
    """A council area's record as the reader may see it."""

    campaign: str | None
    answers: list[AnswerOut]
    commitments: list[CommitmentOut]


class EditionOut(Schema):
    report: str
    number: int
    title: str
    state: str
    published_on: date
    simulated: bool
    sha256: str
    address: str
    reason: str


class Problem(Schema):
    detail: str
