"""Turns what the pages read into the API's answers; asks the same functions for the same visibility."""

from branches import rows
from reports import narrative, releasing
from reports.safe_tables import YES


def release_out(release) -> dict:
    provenance = releasing.tables(release)[0].provenance
    return {
        "id": str(release),
        "wave": release.wave.slug,
        "wave_title": provenance.wave_title,
        "state": release.state,
        "simulated": provenance.simulated,
        "responses": provenance.responses,
        "released_on": provenance.released_on,
        "fieldwork": provenance.fieldwork,
        "mode": provenance.mode,
        "sha256": release.sha256,
        "method": [list(paragraph) for paragraph in release.method],
    }


def table_out(table) -> dict:
    data = table.to_json()
    provenance = data.pop("provenance")
    return data | {"release": provenance["release"], "simulated": provenance["simulated"]}


def finding_out(finding, reading) -> dict:
    table = reading.table(finding.question) if reading else None
    row = table.row() if table else None
    shown = row if row and not row.hidden and row.shares.get(YES) is not None else None
    return {
        "slug": finding.slug,
        "title": finding.title,
        "sentence": finding.sentence,
        "question": finding.question,
        "wording": finding.wording,
        "told": narrative.finding_sentence(finding.sentence, row, table.provenance) if row else "",
        "share": shown.shares[YES] if shown else None,
        "low": shown.low.get(YES) if shown else None,
        "high": shown.high.get(YES) if shown else None,
        "base": shown.base if shown else None,
        "simulated": bool(table and table.provenance.simulated),
        "release": reading.release if table else None,
        "published": [
            {
                "words": one.words,
                "share": one.share,
                "place": one.place,
                "year": one.year,
                "base": one.base,
                "source": one.source,
            }
            for one in finding.published
        ],
    }


def council_out(place) -> dict:
    return {
        "gss_code": place.gss_code,
        "name": place.name,
        "slug": place.slug,
        "family_group": place.group_label,
    }


def record_out(place, council, viewer, today) -> dict:
    record = rows.council_record(council, viewer, today)
    return council_out(place) | {
        "campaign": str(record.campaign) if record.campaign else None,
        "answers": [_answer(one) for one in record.parts],
        "commitments": [_commitment(one) for one in record.commitments],
    }


def _answer(part) -> dict:
    return {
        "part": part.part_ref,
        "asked": part.part.label,
        "state": part.state.value,
        "answer": part.stance_label,
        "said": part.said,
        "said_on": part.said_on,
        "source": part.source,
        "paragraph": part.paragraph,
        "checked": part.checked,
        "simulated": part.simulated,
    }


def _commitment(commitment) -> dict:
    return {
        "what": commitment.sentence,
        "who": commitment.who,
        "by": commitment.by,
        "state": commitment.state_label,
        "verdict": commitment.verdict,
        "simulated": commitment.simulated,
    }


def edition_out(edition) -> dict:
    return {
        "report": edition.report.slug,
        "number": edition.number,
        "title": edition.document["title"],
        "state": edition.state,
        "published_on": edition.published_at.date(),
        "simulated": edition.document["simulated"],
        "sha256": edition.sha256,
        "address": edition.get_absolute_url(),
        "reason": edition.reason,
    }
