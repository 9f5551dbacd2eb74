"""Makes charts that set groups side by side without ranking them: dot plot and funnel plot."""

from collections.abc import Mapping

from reports.charts.answers import group_name
from reports.charts.model import Chart, Mark, Point, Series
from reports.charts.words import FIGURE, build, cells, point
from reports.safe_tables import YES, SafeTable
from reports.statistics import funnel_limits, shrunk_rates

ALPHABETICAL = "Alphabetical: ranges overlap, so this is no ranking."
LEVEL = (
    "Once each share is drawn towards the middle, the more so the fewer answered, all are the same: they differ no "
    "more than chance alone could explain, so the order stays alphabetical."
)
SHRUNK = (
    "Ordered by share once each is drawn towards the middle, the more so the fewer answered; those without a figure "
    "come last. "
    "Ranges overlap, so neighbours in this order need not differ."
)
LIMITS = {"95": 0.95, "99.8": 0.998}
SPLIT_WORDS = {"council": "council areas", "named_group": "family groups", "role": "roles"}
PAIRED = "roles in family groups"


def dot_plot(
    table: SafeTable,
    names: Mapping[str, str],
    statement: str,
    *,
    choice: str = YES,
    scotland: SafeTable | None = None,
    own: str = "",
    only: frozenset[str] | None = None,
    shrunk: bool = False,
) -> Chart:
    """One side's share with its range for each group, alphabetical; Scotland is a labelled line.

    `own` is the code set in bold (the page's council), `only` limits the rows (a family group). `shrunk` orders by
    each share drawn towards the groups' common one, the more so the fewer answered, so that small groups lead no list.
    """
    listed = _points(table, names, choice, own, only)
    points = in_shrunk_order(listed) if shrunk else listed
    title = _dots_title(table, points, statement)
    order = ALPHABETICAL if not shrunk else LEVEL if _level(points) else SHRUNK
    return build(
        "dots",
        table,
        title=title,
        subtitle=f"Share of social workers who answered, with its range. {order}",
        alt=f"{title}. " + " ".join(f"{one.label} {one.words}." for one in points),
        series=(Series("Share", points),),
        columns=("Group", *FIGURE),
        rows=tuple((one.label, *cells(one)) for one in points),
        marks=_scotland(scotland, choice),
        key=f"{table.provenance.wave}-{table.question}-{'-'.join(table.by)}-dots{'-shrunk' if shrunk else ''}",
    )


def _dots_title(table: SafeTable, points: tuple[Point, ...], statement: str) -> str:
    shown = sum(one.value is not None for one in points)
    kinds = PAIRED if len(table.by) > 1 else SPLIT_WORDS.get(table.by[0] if table.by else "", "groups")
    return f"{shown} of {len(points)} {kinds} have a figure that shows how many {plain(statement)}"


def _scotland(scotland: SafeTable | None, choice: str) -> tuple[Mark, ...]:
    row = scotland.row() if scotland else None
    share = row.shares.get(choice) if row and not row.hidden else None
    return (Mark(share, f"Scotland {share} %"),) if share is not None else ()


def _points(
    table: SafeTable, names: Mapping[str, str], choice: str, own: str, only: frozenset[str] | None
) -> tuple[Point, ...]:
    rows = [row for row in table.rows if only is None or set(row.group.values()) & only]
    made = [
        point(
            row, choice, group_name(row, table, names), key="own" if own and own in row.group.values() else ""
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: one.label))


def in_shrunk_order(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Highest first by the shrunk share, worked out from the rounded figures that anybody can read."""
    placed = _shrunk(points)
    return tuple(sorted(points, key=lambda one: (-placed.get(one.label, -1), one.label)))


def _level(points: tuple[Point, ...]) -> bool:
    """Whether nothing but chance parts the groups, so that every shrunk share is the same."""
    return len(set(_shrunk(points).values())) < 2


def _shrunk(points: tuple[Point, ...]) -> dict[str, float]:
    """By label, the shrunk rate (0–1, four places) of each group with a figure and a base."""
    shown = [one for one in points if one.value is not None and one.base]
    rates = shrunk_rates([one.value / 100 * one.base for one in shown], [one.base for one in shown])
    return {one.label: round(rate, 4) for one, rate in zip(shown, rates, strict=True)}


def number_plot(table: SafeTable, names: Mapping[str, str], title: str) -> Chart:
    """Medians of a number with the middle half of the answers as their range, a dot a group."""
    points = tuple(
        sorted((_median(row, group_name(row, table, names)) for row in table.rows), key=lambda one: one.label)
    )
    most = max((one.high or one.value or 0 for one in points), default=0) * 1.15 or 10
    means = [
        f"{row.mean:g}" if row.mean is not None else "–"
        for row in sorted(table.rows, key=lambda row: group_name(row, table, names))
    ]
    return build(
        "dots",
        table,
        title=title,
        subtitle=f"{table.wording} Median, and the range of the middle half of the answers.",
        alt=f"{title}. " + " ".join(f"{one.label} {one.words}." for one in points),
        series=(Series("Median", points),),
        columns=("Group", "Median", "Middle half", FIGURE[2], "Mean"),
        rows=tuple((one.label, *cells(one), mean) for one, mean in zip(points, means, strict=True)),
        total=most,
        key=f"{table.provenance.wave}-{table.question}-{'-'.join(table.by) or 'scotland'}-median",
    )


def _median(row, label: str) -> Point:
    low, high = row.quartiles or (None, None)
    value = None if row.hidden else row.median
    return Point(label, value, low, high, row.base, note=row.note or "c", unit="")


def funnel(
    table: SafeTable, scotland: SafeTable, names: Mapping[str, str], statement: str, choice: str = YES
) -> Chart | None:
    """Councils by base against Scotland's share; None when Scotland's own figure may not be shown."""
    country = scotland.row()
    share = country.shares.get(choice) if country and not country.hidden else None
    if share is None:
        return None
    points = tuple(_placed(row, table, names, share / 100, choice) for row in table.rows)
    shown = [one for one in points if one.value is not None]
    outside = [one.label for one in shown if one.key == "outside"]
    most = max((one.x for one in shown), default=50)
    return build(
        "funnel",
        table,
        title=_funnel_title(len(outside), len(shown), statement),
        subtitle="Share of answers against how many answered. Inside the dashed lines, chance alone could explain the differences.",
        alt=f"Funnel plot of {len(shown)} councils round Scotland's {share} %. Outside the 95 % limits: {', '.join(outside) or 'none'}.",
        series=(Series("Councils", points), *_limit_series(share / 100, most * 1.05)),
        columns=("Council", *FIGURE, "Outside 95 % limits"),
        rows=tuple(
            (
                one.label,
                *cells(one),
                "yes" if one.key == "outside" else "no" if one.value is not None else "–",
            )
            for one in points
        ),
        key=f"{table.provenance.wave}-{table.question}-funnel",
    )


def _placed(row, table: SafeTable, names: Mapping[str, str], rate: float, choice: str) -> Point:
    made = point(row, choice, group_name(row, table, names))
    if made.value is None or not made.base:
        return made
    low, high = funnel_limits(rate, made.base, LIMITS["95"])
    key = "" if low <= made.value / 100 <= high else "outside"
    return Point(made.label, made.value, made.low, made.high, made.base, x=made.base, key=key)


def _limit_series(rate: float, most: float) -> tuple[Series, ...]:
    bases = [10 + (most - 10) * (step / 24) ** 2 for step in range(25)]
    made = [Series("Scotland", (Point("", rate * 100, x=0), Point("", rate * 100, x=most)), key="middle")]
    for name, level in LIMITS.items():
        for side, which in ((0, "low"), (1, "high")):
            points = tuple(
                Point("", round(100 * funnel_limits(rate, base, level)[side], 1), x=round(base, 1))
                for base in bases
            )
            made.append(Series(f"{name} % limit", points, key=f"{name} {which}"))
    return tuple(made)


def _funnel_title(outside: int, shown: int, statement: str) -> str:
    if not shown:
        return "No council area has a figure that can be shown yet"
    if not outside:
        return f"The {shown} council areas shown differ no more than chance alone could explain"
    return f"{outside} of {shown} council areas shown lie outside what chance alone could explain: how many {plain(statement)}"


def plain(statement: str) -> str:
    return statement.replace("{share} % ", "").replace("{share} ", "").strip().rstrip(".")
