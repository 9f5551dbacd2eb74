"""Makes charts of what was answered: one headline figure, one question's answers, and answers by group."""

from collections.abc import Mapping

from reports import narrative
from reports.charts.model import Chart, Mark, Point, Series
from reports.charts.words import FIGURE, build, cells, point
from reports.safe_tables import YES, SafeRow, SafeTable


def headline(table: SafeTable, statement: str, marks: tuple[Mark, ...] = ()) -> Chart:
    """A finding's share for Scotland as one bar with its range, published benchmarks as labelled marks."""
    row = table.row()
    figure = point(row, YES, narrative.split_words(table)[0])
    title = narrative.headline_title(statement, figure.value, table.provenance.simulated)
    said = narrative.range_words(figure.low, figure.high)
    return build(
        "headline",
        table,
        title=title,
        subtitle="Share of social workers who answered the question",
        alt=". ".join(filter(None, [title, said.capitalize(), *(mark.label for mark in marks)])),
        series=(Series(figure.label, (figure,)),),
        columns=("", *FIGURE),
        rows=(
            (figure.label, *cells(figure)),
            *((mark.label, f"{mark.value:g} %", "–", "–") for mark in marks),
        ),
        marks=marks,
        base=row.base,
        lead=said.capitalize(),
        key=f"{table.provenance.wave}-{table.question}-headline",
    )


def answers(
    table: SafeTable, *, title: str | None = None, row: SafeRow | None = None, where: str = "Scotland"
) -> Chart:
    """Every answer's share in one group, in the questionnaire's order; in small groups at most the finding's split."""
    row = row or table.row()
    points = tuple(point(row, name, label) for name, label in choices_of(table, row))
    top = max((one for one in points if one.value is not None), key=lambda one: one.value, default=None)
    title = title or (
        f"{top.words} answered “{top.label}” ({where})" if top else f"No figure can be shown for {where}"
    )
    listed = ", ".join(f"{one.label} {one.words}" for one in points)
    return build(
        "bars",
        table,
        title=title,
        subtitle=f"{table.wording} Share of answers, {where}.",
        alt=f"{title}. {table.wording} {listed}.",
        series=(Series(where, points),),
        columns=("Answer", *FIGURE),
        rows=tuple((one.label, *cells(one)) for one in points),
        base=row.base,
        key=f"{table.provenance.wave}-{table.question}-{where}",
    )


def by_group(
    table: SafeTable, names: Mapping[str, str], *, title: str, kind: str = "stack", asked_of: str = ""
) -> Chart:
    """Answers of each group as one stacked bar (diverging for scales with two sides) or, `kind="heat"`, shaded cells.

    `asked_of` is the other question, when the groups are its answers.
    """
    series = tuple(
        Series(label, tuple(_point_in(row, name, table, names) for row in table.rows), key=name)
        for name, label in in_drawn_order(table)
    )
    groups = tuple(group_name(row, table, names) for row in table.rows)
    rows = tuple(
        (groups[at], *(one.points[at].words for one in series), _base(row))
        for at, row in enumerate(table.rows)
    )
    return build(
        kind,
        table,
        title=title,
        subtitle=f"{table.wording} Shares among those who answered “{asked_of}”, row by row."
        if asked_of
        else f"{table.wording} Share of answers in each group.",
        alt=f"{title}. " + " ".join(f"{name}: {_listed(series, at)}." for at, name in enumerate(groups)),
        series=series,
        columns=("Group", *(one.name for one in series), FIGURE[2]),
        rows=rows,
        diverging=is_diverging(table),
        key=f"{table.provenance.wave}-{table.question}-by-{'-'.join(table.by) or 'scotland'}-{kind}",
    )


def choices_of(table: SafeTable, row: SafeRow) -> tuple[tuple[str, str], ...]:
    """The choices this row really carries: all of them, or for a small group the finding's split, if there is one."""
    full = tuple(choice for choice in table.choices if choice[0] in row.shares)
    return full or (table.headline or table.choices)


def is_diverging(table: SafeTable) -> bool:
    """Whether the choices run from one side through a middle to the other: a scale of agreement."""
    return 3 <= len(table.choices) <= 5 and any("disagree" in label.lower() for _, label in table.choices)


def in_drawn_order(table: SafeTable) -> tuple[tuple[str, str], ...]:
    """The questionnaire's order; a scale that begins with agreement is turned, so that against stands left."""
    turned = is_diverging(table) and "disagree" not in table.choices[0][1].lower()
    return table.choices[::-1] if turned else table.choices


def group_name(row: SafeRow, table: SafeTable, names: Mapping[str, str]) -> str:
    """A row's group in words; "Scotland" for the row of no group."""
    return ", ".join(names.get(row.group[key], row.group[key]) for key in table.by) or "Scotland"


def _point_in(row: SafeRow, choice: str, table: SafeTable, names: Mapping[str, str]) -> Point:
    return point(row, choice, group_name(row, table, names))


def _listed(series: tuple[Series, ...], at: int) -> str:
    return ", ".join(f"{one.name} {one.points[at].words}" for one in series)


def _base(row: SafeRow) -> str:
    return f"{row.base:,}" if row.base is not None else "[c]"
