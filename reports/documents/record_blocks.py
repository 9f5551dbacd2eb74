"""Blocks about the branches' record: replies, what to ask next, neighbours, commitments, papers, statements, method."""

from branches.days import day_in_words
from branches.rows import ANSWERED, State
from reports import agreement, narrative
from reports import contradictions as rules
from reports.documents.blocks import HIDDEN, chosen
from reports.documents.content import Bullets, Heading, Note, Paragraph, Table

TO_ASK = (State.NOT_ASKED, State.OVERDUE, State.UNCLEAR, State.REFUSED, State.NO, State.PARTLY, State.PLANNED)
IN_BRIEF = ("Simulated", "Who answered", "How sure a figure is", "Who paid")
WHY = {
    State.NOT_ASKED: "not asked yet",
    State.OVERDUE: "asked, and the answer is overdue",
    State.UNCLEAR: "answered, but not clearly",
    State.REFUSED: "they would not answer",
    State.NO: "they said no; ask what would change that",
    State.PARTLY: "they said partly; ask what is missing",
    State.PLANNED: "promised; ask by when and how we will know",
}


def replies(basis, entry, told):
    """What this council's managers answered, part by part, with the source and its paragraph."""
    if not basis.record:
        return []
    rows = tuple(_reply_row(part) for part in basis.record.parts)
    caption = f"What managers in {basis.council.name} answered"
    return (
        [Table(caption, ("What was asked", "Answer", "In their words", "How we know"), rows)] if rows else []
    )


def _reply_row(part):
    label = part.stance_label or part.state.label
    answer = narrative.told(label, part.simulated) if part.state in ANSWERED else label
    return (part.part.label, answer, part.said or "–", _known(part))


def _known(part):
    if part.state is State.WAITING and part.due_on:
        return f"Due {day_in_words(part.due_on)}"
    if part.state is State.OVERDUE and part.due_on:
        return f"Was due {day_in_words(part.due_on)}"
    if not part.said_on:
        return "–"
    where = f", paragraph {part.paragraph}" if part.paragraph else ""
    unchecked = "" if part.checked else " (logged, not yet checked)"
    source = "" if part.source in ("", part.grade) else f": {part.source}"
    return f"{part.grade}{source}{where}, {day_in_words(part.said_on)}{unchecked}"


def ask_next(basis, entry, told):
    """What to put to managers at the next meeting: the open parts first, each with why."""
    if not basis.record:
        return []
    ranked = sorted(
        (part for part in basis.record.parts if part.state in TO_ASK),
        key=lambda part: TO_ASK.index(part.state),
    )
    items = tuple(f"{part.part.label} – {WHY[part.state]}." for part in ranked[: entry.get("most", 20)])
    if not items:
        return [Paragraph("Every question has a clear answer. Ask how each promise is being kept.")]
    return [Bullets(items, numbered=True)]


def neighbours(basis, entry, told):
    """What the other councils of the family group answered, with how many have not replied in the same sentence."""
    if not basis.place or not basis.grid:
        return []
    group = [row for row in basis.grid if basis.shelf.place(row.council.gss_code).group == basis.place.group]
    others = [row for row in group if row.council.gss_code != basis.council.gss_code]
    parts = [tally.part for tally in basis.tallies]
    simulated = any(tally.simulated for tally in basis.tallies)
    rows = tuple(_neighbour_row(part, others) for part in parts)
    caption = narrative.told(
        f"What councils in the same family group answered ({len(others)} others)", simulated
    )
    names = ", ".join(row.council.name for row in others)
    head = ("What was asked", "Yes", "Partly or promised", "No or refused", "Not yet answered")
    return [Table(caption, head, rows, note=f"Compared with: {names}.", numeric=True)]


def _neighbour_row(part, others):
    states = [row.states[part.ref] for row in others]

    def count(*wanted):
        return str(sum(state in wanted for state in states))

    return (
        part.label,
        count(State.YES),
        count(State.PARTLY, State.PLANNED),
        count(State.NO, State.REFUSED),
        count(State.NOT_ASKED, State.WAITING, State.OVERDUE, State.UNCLEAR),
    )


def commitments(basis, entry, told):
    """The employer's commitments with what, who, by when, how we will know, and the verdict."""
    if not basis.record or not basis.record.commitments:
        return []
    rows = tuple(
        (
            one.sentence,
            one.who,
            day_in_words(one.by) if one.by else "no date",
            one.verdict_words or one.state_label,
        )
        for one in basis.record.commitments
    )
    head = ("What was promised", "By whom", "By when", "What happened")
    return [Table(f"Commitments in {basis.council.name}", head, rows)]


def papers(basis, entry, told):
    """Committee papers and what their numbered paragraphs bear on; a real paper stands beside published figures only."""
    if not basis.record:
        return []
    blocks = []
    for paper in basis.record.papers:
        if not paper.bears_on or paper.is_sample:
            continue
        rows = tuple((one.paragraph, one.part_label, one.summary) for one in paper.bears_on)
        title = narrative.told(f"{paper.title}, {day_in_words(paper.date)}", paper.simulated)
        blocks.append(
            Table(title, ("Paragraph", "Bears on", "What it says, in short"), rows, note=paper.source)
        )
        if not paper.simulated:
            blocks.extend(_published_beside(basis))
    return blocks


def _published_beside(basis):
    """Real words beside real figures only: those of a real wave for this area, else the published ones for Scotland."""
    beside = tuple(
        f"{narrative.standing_sentence(finding.sentence, found)} ({found.base_line})"
        for finding in basis.shelf.findings
        if (found := basis.real_standings[finding.question]).share is not None
        and (found.level != "published" or found.where == "Scotland")
    )
    if not beside:
        return []
    return [Paragraph("", lead="What social workers said, from real surveys only:"), Bullets(beside)]


def contradictions(basis, entry, told):
    """Where what employers said meets what workers experience: the rules' sentences."""
    if not basis.record:
        return []
    found = rules.contradictions(rules.said_by(basis.record), basis.standings, basis.real_standings)
    return [Note(one.sentence) for one in found]


def benchmarks(basis, entry, told):
    """Every published figure that this document may be read beside, with place, year, base and source."""
    rows = tuple(
        (
            finding.title,
            narrative.percent(one.share) if one.share is not None else one.words,
            f"{one.place}, {one.year}",
            f"{one.base:,}" if one.base else "–",
            one.source,
        )
        for finding in basis.shelf.findings
        for one in finding.published
    )
    head = ("Finding", "Figure", "Where and when", "Answers", "Source")
    note = "Published figures whose wording is not known are shown beside a new survey; no difference is worked out from them."
    return [Table("Published figures", head, rows, note=note)] if rows else []


def statements(basis, entry, told):
    """The statements of The Promise that the findings bear on, with the page."""
    seen = {}
    for finding in basis.shelf.findings:
        for wording, page in finding.statements:
            seen.setdefault((page, wording), None)
    items = tuple(f"{wording} (The Promise, p. {page})" for page, wording in sorted(seen))
    return [Bullets(items[: entry.get("most", len(items))])] if items else []


def method(basis, entry, told):
    """How the survey was done and what a range takes for granted, from the release's own statement."""
    if basis.release is None:
        return [
            Paragraph(
                "No survey has been released yet. The figures above are published ones, with their source."
            )
        ]
    wanted = IN_BRIEF if entry.get("brief") else None
    parts = [
        Paragraph(words, lead=f"{name}.")
        for name, words in basis.release.method
        if not wanted or name in wanted
    ]
    marks = [] if wanted else [each for each in agreement.told() if each.marks]
    return parts + [Paragraph(each.sentence, lead="Answers marked twice.") for each in marks]


def annex(basis, entry, told):
    """Every question of the release for Scotland, each answer with its range and base."""
    if not basis.reading:
        return []
    tables = [(basis.reading.table(question), wording) for question, wording in basis.reading.questions]
    notes = {table.weight_note for table, _ in tables}
    # What holds for every table is said once, above them.
    common = notes.pop() if len(notes) == 1 else ""
    blocks = [
        Heading("Every question, Scotland", 2),
        Paragraph(" ".join(one for one in (common, HIDDEN) if one)),
    ]
    blocks.extend(
        _annex_table(table, wording, "" if common else table.weight_note) for table, wording in tables
    )
    return blocks


def _annex_table(table, wording, weighting):
    row = table.row()
    shown = [(name, label) for name, label in table.choices if name in row.shares]
    if table.headline and not shown:
        shown = [(name, label) for name, label in table.headline]
    rows = [(label, _share(row.shares.get(name)), _range(row, name)) for name, label in shown]
    if row.mean is not None:
        rows.append(("Mean", f"{row.mean:g}", "–"))
    if row.median is not None:
        rows.append(("Median", f"{row.median:g}", "–"))
    base = f"Base {row.base:,} (to the nearest 10)" if row.base else "Base hidden"
    title = narrative.told(wording, table.provenance.simulated)
    return Table(title, ("Answer", "%", "Between"), tuple(rows), f"{base}. {weighting}".strip(), numeric=True)


def _share(share):
    return str(share) if share is not None else "[u]"


def _range(row, name):
    low, high = row.low.get(name), row.high.get(name)
    return f"{low} and {high}" if low is not None and high is not None else "–"


def comparison(basis, entry, told):
    """This council's own figures beside Scotland's, for the findings where both may be shown."""
    if not basis.place or not basis.reading:
        return []
    rows = []
    for finding in chosen(basis, entry, set()):
        near, country = basis.nearest(finding), basis.scotland(finding)
        if near.share is None:
            continue
        where = near.where if near.own else f"{near.where.split(' (')[0]} (stands in)"
        rows.append((finding.title, where, narrative.percent(near.share), narrative.percent(country.share)))
    simulated = basis.reading.provenance.simulated
    caption = narrative.told(f"{basis.council.name} beside Scotland", simulated)
    return (
        [Table(caption, ("Finding", "Figure for", "Share", "Scotland"), tuple(rows), HIDDEN)] if rows else []
    )


def progress(basis, entry, told):
    """Each finding in two waves with the change that the release worked out; a broken series says so."""
    changes = {
        one["question"]: one for one in (basis.release.changes if basis.release else []) if not one["by"]
    }
    if not changes:
        return [Paragraph("There is one wave so far. A second one will show what has changed.")]
    rows = tuple(
        _change_row(finding.title, changes[finding.question])
        for finding in basis.shelf.findings
        if finding.question in changes
    )
    caption = narrative.told("Two waves side by side, Scotland", basis.reading.provenance.simulated)
    note = (
        "Percentage points. Different people may have answered. With so many findings compared, a range may exclude "
        "zero by chance alone; a change is named only where it holds up among all of them."
    )
    return [Table(caption, ("Finding", "Before", "Now", "Change"), rows, note, numeric=True)]


def _change_row(title, change):
    earlier = change.get("earlier")
    before = f"{earlier['share']} %" if earlier else "–"
    return (title, before, f"{change['later']['share']} %", _change_words(change))


def _change_words(change):
    if change["note"]:
        return change["note"]
    spread = f"between {change['low']:+d} and {change['high']:+d}"
    return f"{change['difference']:+d} ({spread})" if change["changed"] else f"no clear change ({spread})"
