"""Makes the tally's bar: how many of the 32 councils are in each state of one question put to employers."""

from collections.abc import Mapping

from reports import theme
from reports.charts.model import Chart, Point, Series


def tally(
    part: str,
    counts: Mapping[str, int],
    sentence: str,
    *,
    subtitle: str,
    source: str,
    simulated: bool,
    labels: Mapping[str, str],
) -> Chart:
    """One part of a question as a bar of councils, in a fixed order from yes to not asked; the sentence is its title.

    `labels` names each state.
    """
    states = [state for state in theme.STATES if counts.get(state)]
    series = tuple(Series(labels[state], (Point("", counts[state]),), key=state) for state in states)
    total = sum(counts.values())
    return Chart(
        kind="tally",
        key=f"employers-{part}",
        title=sentence if not simulated or "simulated" in sentence.lower() else f"Simulated: {sentence}",
        subtitle=subtitle,
        source=source,
        base_line=f"All {total} council areas, whether asked or not",
        alt=f"{sentence} " + ", ".join(f"{labels[state]} {counts[state]}" for state in states) + ".",
        series=series,
        columns=("Answer", "Council areas"),
        rows=tuple((labels[state], str(counts[state])) for state in states),
        total=total,
        simulated=simulated,
    )
