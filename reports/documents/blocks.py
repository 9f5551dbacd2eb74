"""Blocks of words, findings, charts and tallies; one function a kind of outline entry, each reading the Basis only."""

import re

from branches.days import day_in_words
from branches.rows import State
from reports import charts, maps, narrative, shown, svg
from reports.documents.basis import Basis, CannotBuild
from reports.documents.card import Card
from reports.documents.content import (
    Bullets,
    Contents,
    Figure,
    Finding,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
)

FIGURE_NAME = re.compile(r"\{(?P<kind>share|range|base|benchmark):(?P<name>[\w-]+)\}|\{(?P<word>[a-z]+)\}")
PICTURE_WIDTH = 640
HIDDEN = (
    "[c] hidden: fewer than 10 people, or it would let a small group be worked out. [u] too few to print."
)


class UnknownFigure(CannotBuild):
    """A text asks for a figure that does not exist."""


def filled(text: str, basis: Basis) -> str:
    """The text with its figures put in by name, such as `{share:short-of-staff}` or `{council}`."""
    words = {
        "council": basis.council.name if basis.council else "Scotland",
        "campaign": str(basis.campaign) if basis.campaign else "the campaign",
        "fieldwork": basis.reading.provenance.fieldwork if basis.reading else "no survey yet",
        "responses": f"{basis.reading.provenance.responses:,}" if basis.reading else "no",
        "release": basis.reading.release if basis.reading else "none",
    }

    def put(match):
        value = words.get(match["word"]) if match["word"] else basis.figure(match["kind"], match["name"])
        if value is None:
            raise UnknownFigure(
                f"The text asks for {match[0]}, which does not exist. Use share, range, base or benchmark and a finding's name."
            )
        return value

    return FIGURE_NAME.sub(put, text)


def heading(basis, entry, told):
    return [Heading(filled(entry["text"], basis), entry.get("level", 1))]


def text(basis, entry, told):
    lead = filled(entry.get("lead", ""), basis)
    return [
        Paragraph(filled(one, basis), lead if not number else "")
        for number, one in enumerate(_paragraphs(entry["text"]))
    ]


def _paragraphs(text):
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def bullets(basis, entry, told):
    return [Bullets(tuple(filled(item, basis) for item in entry["items"]), entry.get("numbered", False))]


def note(basis, entry, told):
    return [Note(filled(entry["text"], basis), filled(entry.get("title", ""), basis))]


def page_break(basis, entry, told):
    return [PageBreak()]


def contents(basis, entry, told):
    return [Contents()]


def chosen(basis, entry, told):
    """The findings that an entry speaks of, each told once in a document: by name, by foundation, or all."""
    findings = basis.shelf.findings
    if entry.get("finding"):
        findings = [one for one in findings if one.slug == entry["finding"]]
        if not findings:
            raise UnknownFigure(f"There is no finding called “{entry['finding']}”.")
    elif entry.get("foundations"):
        findings = [one for one in findings if set(one.foundations) & set(entry["foundations"])]
    findings = [one for one in findings if one.slug not in told and (basis.has_figure(one) or one.benchmark)]
    findings = findings[: entry.get("most", len(findings))]
    told.update(one.slug for one in findings)
    return findings


def headlines(basis, entry, told):
    """Findings set large; in a council's document the nearest figure, marked when it stands in."""
    return [_headline(basis, finding) for finding in chosen(basis, entry, told)]


def _headline(basis, finding):
    found = basis.nearest(finding)
    marks = [published.label for published in finding.published if found.level != "published"]
    # In a national document Scotland's figure stands for itself, not in for a council's.
    marked = found.marked if basis.council or found.level == "published" else ""
    lines = [line for line in (marked, found.base_line, *marks) if line]
    return Finding(
        narrative.percent(found.share), narrative.standing_sentence(finding.sentence, found), ". ".join(lines)
    )


def card_of_finding(basis, finding, publisher) -> Card:
    """The finding as a picture for social media, told as in a document."""
    told = _headline(basis, finding)
    return Card(told.figure, told.sentence, told.base, publisher, basis.nearest(finding).simulated)


def finding_charts(basis, entry, told):
    """Scotland's figure of each finding as a chart, with its published mark."""
    drawn = []
    for finding in chosen(basis, entry, told):
        if basis.has_figure(finding):
            drawn.append(
                _figure(
                    charts.headline(basis.reading.table(finding.question), finding.sentence, finding.marks)
                )
            )
        else:
            drawn.append(_headline(basis, finding))
    return drawn


def answer_charts(basis, entry, told):
    """Every answer to one question, for Scotland."""
    question = entry.get("question")
    table = basis.reading.table(question) if basis.reading and question else None
    return [_figure(charts.answers(table))] if table else []


def group_dots(basis, entry, told):
    """One finding by family group as a dot plot, for comparison without ranking."""
    if not basis.reading:
        return []
    drawn = []
    for finding in chosen(basis, entry, set()):
        table = basis.reading.table(finding.question, ("named_group",))
        if table:
            names = basis.shelf.names(basis.reading)
            scotland = basis.reading.table(finding.question)
            drawn.append(_figure(charts.dot_plot(table, names, finding.sentence, scotland=scotland)))
    return drawn


def finding_map(basis, entry, told):
    """One finding on the hex map, each council with its nearest figure."""
    drawn = []
    for finding in chosen(basis, entry, set()):
        figures = shown.standings(finding, basis.reading, basis.shelf.places)
        source = narrative.source(basis.reading.provenance) if basis.reading else "Published figures"
        layer = maps.finding_layer(
            finding.slug,
            finding.title,
            "Nearest figure that may be shown",
            basis.shelf.places,
            figures,
            source,
        )
        table = Table(layer.title, ("Council area", "Figure"), layer.rows, note=HIDDEN)
        rings = [name for name, _, ring in layer.legend if ring]
        words = ". ".join(["The darker a cell, the larger the share", *rings, layer.source])
        drawn.append(Figure(maps.hex_map(layer), _map_alt(layer), layer.title, words, table))
    return drawn


def _map_alt(layer):
    return f"{layer.title}. Map of 32 council areas; the table gives each figure in words."


def _figure(chart):
    table = Table(
        chart.title,
        tuple(cell or "Group" for cell in chart.columns),
        chart.rows,
        "; ".join(chart.notes),
        numeric=True,
    )
    source = ". ".join(part.rstrip(".") for part in (chart.subtitle, chart.base_line, chart.source) if part)
    return Figure(svg.draw(chart, PICTURE_WIDTH), chart.alt, chart.title, source, table)


def tallies(basis, entry, told):
    """What employers answered, a sentence and a bar for each question."""
    labels = {state.value: state.label for state in State}
    blocks = []
    for tally in basis.tallies:
        chart = charts.tally(
            tally.part.ref,
            {state.value: count for state, count in tally.counts.items()},
            tally.sentence,
            subtitle=tally.part.label,
            source=f"Branches' record of {day_in_words(basis.today)}",
            simulated=tally.simulated,
            labels=labels,
        )
        blocks.append(_figure(chart) if entry.get("draw", True) else None)
    return [block for block in blocks if block] or [Bullets(tuple(tally.sentence for tally in basis.tallies))]


def tally_sentences(basis, entry, told):
    return [Bullets(tuple(tally.sentence for tally in basis.tallies))] if basis.tallies else []
