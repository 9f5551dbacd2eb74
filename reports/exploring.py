"""Explore: reads a view of one question from the address, says which views there are, and makes its chart."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from branches.days import day_in_words
from reports import charts, narrative
from reports.charts import Chart
from reports.charts.groups import SPLIT_WORDS, plain
from reports.safe_tables import YES, SafeTable
from reports.shown import Reading, Shelf

SPLITS = {
    "scotland": "Scotland",
    "named_group": "Family groups of councils",
    "council": "Council areas",
    "role": "Roles",
    "named_group_role": "Roles by family group",
    "waves": "Waves, one after another",
    "waves_by_group": "Waves, by family group",
}
KEYS = {
    "scotland": (),
    "named_group_role": ("named_group", "role"),
}  # a split's keys where they aren't its name
ORDERS = (("name", "Alphabetical"), ("shrunk", "Share, shrunk"))
VIEWS = {
    "headline": "The finding as one bar",
    "bars": "Every answer",
    "stack": "Answers, stacked",
    "dots": "One answer",
    "funnel": "Funnel against chance",
    "lines": "Lines, with ranges",
    "heat": "Shaded table",
    "number": "Median and middle half",
}
WAVES = ("waves", "waves_by_group")
MOST_STACKED = 5


@dataclass(frozen=True)
class State:
    """A view as its address holds it; every value is one that the release really has."""

    wave: str
    question: str
    by: str = "scotland"
    view: str = "bars"
    answer: str = ""
    order: str = ""

    @property
    def query(self) -> str:
        held = {
            "wave": self.wave,
            "question": self.question,
            "by": self.by,
            "view": self.view,
            "answer": self.answer,
            "order": self.order,
        }
        return urlencode({name: value for name, value in held.items() if value})

    @property
    def url(self) -> str:
        return f"{reverse('reports:explore')}?{self.query}"

    def file_url(self) -> str:
        """The chart's files, with {ending} for the format."""
        return (
            reverse("reports:explore-file", args=["ENDING"]).replace("ENDING", "{ending}") + f"?{self.query}"
        )


@dataclass(frozen=True)
class Options:
    """What the controls offer for this question: (value, words) each."""

    waves: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]
    splits: tuple[tuple[str, str], ...]
    views: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    orders: tuple[tuple[str, str], ...]


def read_state(params: QueryDict, shelf: Shelf) -> tuple[Reading, State]:
    """The view asked for. An unknown wave or question is a 404; a split or view that doesn't fit gives way to one that does."""
    reading = shelf.reading(params.get("wave", ""))
    if reading is None:
        raise Http404("Nothing has been published yet.")
    names = [name for name, _ in reading.questions]
    question = params.get("question") or _first(shelf, names)
    if question not in names:
        raise Http404("That release has no such question.")
    by = _fitting(params.get("by"), splits(reading, question, shelf))
    view = _fitting(params.get("view"), views(reading, question, by))
    answer = (
        _fitting(params.get("answer"), answers(reading, question))
        if view in ("dots", "funnel", "lines")
        else ""
    )
    order = "shrunk" if view == "dots" and params.get("order") == "shrunk" else ""
    return reading, State(reading.provenance.wave, question, by, view, answer, order)


def options(shelf: Shelf, reading: Reading, state: State) -> Options:
    waves = tuple((one.provenance.wave, _wave_words(one)) for one in shelf.readings)
    offered = answers(reading, state.question) if state.view in ("dots", "funnel", "lines") else ()
    return Options(
        waves,
        reading.questions,
        splits(reading, state.question, shelf),
        views(reading, state.question, state.by),
        offered,
        ORDERS if state.view == "dots" else (),
    )


def keys(by: str) -> tuple[str, ...]:
    """A split's group keys as a release has them."""
    return KEYS.get(by, (by,))


def splits(reading: Reading, question: str, shelf: Shelf) -> tuple[tuple[str, str], ...]:
    """The splits that this question was released by, waves where two have it, and its declared pairs."""
    found = [("scotland", SPLITS["scotland"])]
    found += [
        (name, SPLITS[name])
        for name in ("named_group", "council", "role", "named_group_role")
        if reading.table(question, keys(name))
    ]
    if sum(one.table(question) is not None for one in shelf.readings) > 1:
        found.append(("waves", SPLITS["waves"]))
    if sum(one.table(question, ("named_group",)) is not None for one in shelf.readings) > 1:
        found.append(("waves_by_group", SPLITS["waves_by_group"]))
    wordings = dict(reading.questions)
    pairs = [table for table in reading.pairs if table.question == question]
    return tuple(
        found
        + [(table.by[0], f"Those who answered: {wordings.get(table.by[0], table.by[0])}") for table in pairs]
    )


def views(reading: Reading, question: str, by: str) -> tuple[tuple[str, str], ...]:
    """The views that suit a split, the best one first."""
    table = reading.table(question)
    few = len(table.choices) <= MOST_STACKED
    if table.kind == "number":
        names = ["number"]
    elif by == "scotland":
        names = ["headline", "bars"] if table.headline else ["bars"]
    elif by in WAVES:
        names = ["lines"]
    elif by == "council":
        names = ["dots", "funnel", *(["stack"] if few else [])]
    elif by == "named_group_role":
        names = ["dots"]
    elif by in SPLITS:
        names = [*(["stack"] if few else []), "dots"]
    else:
        names = ["heat", *(["stack"] if few else [])]
    return tuple((name, VIEWS[name]) for name in names)


def answers(reading: Reading, question: str) -> tuple[tuple[str, str], ...]:
    """The sides of the finding, then each answer on its own."""
    table = reading.table(question)
    return (tuple(table.headline) if table.headline else ()) + table.choices


def chart_for(shelf: Shelf, reading: Reading, state: State) -> Chart:
    """The chart of a view, with the address of its files."""
    made = _make(shelf, reading, state)
    return replace(made, address=state.file_url())


def cite(reading: Reading, state: State, publisher: str, site: str) -> str:
    """One line that finds the figure again."""
    provenance = reading.provenance
    kind = "Simulated data. " if provenance.simulated else ""
    day = day_in_words(provenance.released_on)
    return (
        f"{kind}{publisher}: {provenance.wave_title}, release {provenance.release}, {day}. {site}{state.url}"
    )


def statement(shelf: Shelf, table: SafeTable, answer: str) -> str:
    """What is said of the share: the finding's own words for its yes, else the answer in quotes."""
    finding = shelf.finding_for(table.question)
    if answer in (YES, "") and table.headline and finding:
        return finding.sentence
    label = dict([*table.choices, *(table.headline or ())]).get(answer, answer)
    return f"answered “{label}” to “{table.wording}”"


def _make(shelf: Shelf, reading: Reading, state: State) -> Chart:
    names = shelf.names(reading, "role" if state.by in SPLITS else state.by)
    country = reading.table(state.question)
    table = reading.table(state.question, keys(state.by)) or country
    if state.by == "named_group_role":
        names |= {one.group: one.place.group_name for one in shelf.places}
    said = statement(shelf, country, state.answer)
    if state.view == "headline":
        finding = shelf.finding_for(state.question)
        return charts.headline(country, said, finding.marks if finding else ())
    if state.view == "lines":
        return _lines(shelf, state, said)
    if state.view == "dots":
        shrunk = state.order == "shrunk"
        return charts.dot_plot(table, names, said, choice=state.answer, scotland=country, shrunk=shrunk)
    if state.view == "funnel":
        drawn = charts.funnel(table, country, names, said, state.answer)
        return drawn or charts.dot_plot(table, names, said, choice=state.answer)
    if state.view == "number":
        return charts.number_plot(table, names, _number_title(shelf, country, state))
    if table in reading.pairs:
        other = dict(reading.questions).get(state.by, state.by)
        title = pair_title(shelf, reading, table)
        return charts.by_group(table, names, title=title, kind=state.view, asked_of=other)
    if state.view in ("stack", "heat"):
        return charts.by_group(table, names, title=_groups_title(table, country, said), kind=state.view)
    return charts.answers(country)


def _groups_title(table: SafeTable, country: SafeTable, said: str) -> str:
    """The lowest and the highest of the groups' shares as one sentence; without two figures the question itself."""
    shares = sorted(
        row.shares[YES] for row in table.rows if not row.hidden and row.shares.get(YES) is not None
    )
    if len(shares) < 2 or not country.headline:
        return country.wording
    kinds = SPLIT_WORDS.get(table.by[0], "groups")
    return f"In the {len(shares)} {kinds} with a figure, {shares[0]} to {shares[-1]} % {plain(said)}"


def pair_title(shelf: Shelf, reading: Reading, table: SafeTable) -> str:
    """The first two groups that have a figure, as one sentence; without them the two questions."""
    names, finding = shelf.names(reading, table.by[0]), shelf.finding_for(table.question)
    shown = [row for row in table.rows if not row.hidden and row.shares.get(YES) is not None]
    if finding is None or len(shown) < 2:
        return f"“{table.wording}” by the answer to another question"
    told = [
        f"{row.shares[YES]} % of those who answered “{names.get(row.group[table.by[0]], '')}”"
        for row in shown[:2]
    ]
    return f"{' and '.join(told)} {plain(finding.sentence)}"


def _lines(shelf: Shelf, state: State, said: str) -> Chart:
    """Waves oldest first: simulated ones and real ones never share a line."""
    kind = shelf.reading(state.wave).provenance.simulated
    grouped = state.by == "waves_by_group"
    same = [
        one
        for one in reversed(shelf.readings)
        if one.table(state.question, ("named_group",) if grouped else ()) and one.provenance.simulated == kind
    ]
    waves = [one.levels(state.question) for one in same]
    if not grouped:
        return charts.wave_lines(waves, [("Scotland", {})], plain(said), choice=state.answer)
    groups = {one.group: one.group_label for one in shelf.places}
    lines = [
        (f"Family group {group}", {"named_group": group})
        for group in sorted(groups)
        if any(wave["named_group"].row(named_group=group) for wave in waves)
    ]
    drawn = charts.wave_lines(
        waves,
        [("Scotland", {}), *lines],
        plain(said),
        choice=state.answer,
        regrouped=tuple(at for at in range(1, len(same)) if same[at].groups != same[at - 1].groups),
    )
    members = tuple(f"{words}." for group, words in sorted(groups.items()))
    return replace(drawn, notes=(*drawn.notes, *members))


def _number_title(shelf: Shelf, country: SafeTable, state: State) -> str:
    row = country.row()
    if row is None or row.hidden or row.median is None:
        return f"{country.wording} No figure can be shown"
    mean = f", {row.mean:g} on average" if row.mean is not None else ""
    finding = shelf.finding_for(state.question)
    return f"{finding.title + ':' if finding else country.wording} {row.median:g} in the middle{mean}"


def _first(shelf: Shelf, names: list[str]) -> str:
    return next((one.question for one in shelf.findings if one.question in names), names[0])


def _fitting(asked: str | None, offered: tuple[tuple[str, str], ...]) -> str:
    values = [value for value, _ in offered]
    return asked if asked in values else (values[0] if values else "")


def _wave_words(reading: Reading) -> str:
    title = narrative.told(reading.provenance.wave_title, reading.provenance.simulated)
    return title if reading.published else f"{title} (not yet published)"
