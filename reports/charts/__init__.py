"""Charts: one function each from a SafeTable (or the record's tally) to a frozen Chart."""

from reports.charts.answers import answers, by_group, headline
from reports.charts.changes import wave_lines
from reports.charts.groups import dot_plot, funnel, number_plot
from reports.charts.model import Certainty, Chart, Mark, Point, Series
from reports.charts.tallies import tally

__all__ = [
    "Certainty",
    "Chart",
    "Mark",
    "Point",
    "Series",
    "answers",
    "by_group",
    "dot_plot",
    "funnel",
    "headline",
    "number_plot",
    "tally",
    "wave_lines",
]
