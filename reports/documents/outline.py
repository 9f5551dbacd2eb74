"""Turns an outline (plain data: a list of entries, each naming its kind) into a Document's blocks."""

from reports.documents import blocks, quoting, record_blocks
from reports.documents.basis import Basis, CannotBuild
from reports.documents.content import Heading

KINDS = {
    "heading": blocks.heading,
    "text": blocks.text,
    "bullets": blocks.bullets,
    "note": blocks.note,
    "page_break": blocks.page_break,
    "contents": blocks.contents,
    "headlines": blocks.headlines,
    "charts": blocks.finding_charts,
    "answers": blocks.answer_charts,
    "group_dots": blocks.group_dots,
    "map": blocks.finding_map,
    "quotes": quoting.quotes,
    "tallies": blocks.tallies,
    "tally_sentences": blocks.tally_sentences,
    "replies": record_blocks.replies,
    "ask_next": record_blocks.ask_next,
    "neighbours": record_blocks.neighbours,
    "commitments": record_blocks.commitments,
    "papers": record_blocks.papers,
    "benchmarks": record_blocks.benchmarks,
    "statements": record_blocks.statements,
    "method": record_blocks.method,
    "annex": record_blocks.annex,
    "comparison": record_blocks.comparison,
    "contradictions": record_blocks.contradictions,
    "progress": record_blocks.progress,
}


def render(outline: list[dict], basis: Basis) -> tuple:
    """The outline's blocks in order. Raises CannotBuild for an unknown kind and UnknownFigure for an unknown name."""
    made = []
    told = set()
    for entry in outline:
        kind = entry.get("kind")
        if kind not in KINDS:
            raise CannotBuild(
                f"There is no kind of block called “{kind}”. Choose one of: {', '.join(KINDS)}."
            )
        made.extend(KINDS[kind](basis, entry, told))
    return _without_empty_sections(made)


def _without_empty_sections(made):
    """Drop a heading under which nothing stands; an empty section would look like a missing answer."""
    kept = []
    for block in made:
        while (
            kept
            and isinstance(block, Heading)
            and isinstance(kept[-1], Heading)
            and block.level <= kept[-1].level
        ):
            kept.pop()
        kept.append(block)
    while kept and isinstance(kept[-1], Heading):
        kept.pop()
    return tuple(kept)
