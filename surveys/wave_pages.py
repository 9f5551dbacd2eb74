"""The words and facts on staff's wave pages: reads a wave, changes nothing, counts nobody."""

import segno
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone

from surveys import monitor, wording
from surveys.frozen import frozen
from surveys.models import Wave
from surveys.routing import route

TAGS = {
    Wave.State.DRAFT: "none",
    Wave.State.OPEN: "waiting",
    Wave.State.CLOSED: "planned",
    Wave.State.MIXED: "yes",
    Wave.State.TOO_FEW: "no",
    Wave.State.ENDED: "none",
}
WORDS = {
    Wave.State.DRAFT: "Draft",
    Wave.State.OPEN: "Open",
    Wave.State.CLOSED: "Being mixed",
    Wave.State.MIXED: "Closed",
    Wave.State.TOO_FEW: "Closed: too few",
    Wave.State.ENDED: "Answers destroyed",
}


def cards(waves) -> list[dict]:
    """Return what the list shows of each wave."""
    return [
        {"wave": wave, "tag": TAGS[wave.state], "label": WORDS[wave.state], "line": _line(wave)}
        for wave in waves
    ]


def _line(wave) -> str:
    if wave.is_open:
        return f"{monitor.participation(wave)}. {wave.get_mode_display()}."
    if wave.state == Wave.State.MIXED:
        return f"About {_rounded(wave.responses)} responses. {wave.get_mode_display()}."
    return f"{wave.get_mode_display()}."


def _rounded(count: int) -> int:
    return (count + 5) // 10 * 10


def facts(wave) -> list[dict]:
    """Return the summary list of a wave's page."""
    rows = [
        ("State", WORDS[wave.state]),
        ("Participation", monitor.participation(wave) if wave.is_open else _final(wave)),
        ("Workforce", monitor.against_workforce()),
        ("Who can answer", wave.get_mode_display()),
        ("Questionnaire", str(wave.questionnaire_version)),
        ("Opens", _moment(wave.opens_at, _elsewhere(wave) or "when a second person approves it")),
        ("Closes", _moment(wave.closes_at, _elsewhere(wave) or "when you close it")),
        ("Results for", wave.get_geography_display()),
        ("Shown against each other", _pairs(wave)),
        ("Expected responses", f"{wave.expected_size:,}"),
        ("Smallest wave that is opened", f"{wave.k} responses"),
        ("Smallest group with figures", f"{wave.threshold} responses"),
        ("Answers destroyed on", format_date(wave.retention_until, "j F Y")),
    ]
    if wave.terms_hash:
        rows.append(("Fingerprint of these terms", wave.terms_hash[:16]))
    return [{"key": key, "value": value} for key, value in rows]


def _elsewhere(wave) -> str:
    return "never here: its answers were imported" if wave.mode == wave.Mode.IMPORTED else ""


def _pairs(wave) -> str:
    asked = frozen(wave).definition.questions
    return "\n".join(" × ".join(asked[name].label for name in pair) for pair in wave.declared_pairs) or "none"


def _final(wave) -> str:
    if wave.state == Wave.State.MIXED:
        return f"about {_rounded(wave.responses)} responses"
    if wave.state == Wave.State.TOO_FEW:
        return f"fewer than {wave.k} responses: they were never opened"
    return "not known" if wave.state != Wave.State.DRAFT else "not open yet"


def _moment(moment, otherwise: str) -> str:
    return format_date(timezone.localtime(moment), "j F Y, H:i") if moment else otherwise


def steps(wave, published=False) -> list[dict]:
    """Return the way from a draft to a published release, with where this wave stands."""
    order = ["Draft", "Open", "Closed and mixed", "Release"]
    texts = [
        "Dates, size and questions are chosen.",
        "Answers come in sealed; only a band is shown.",
        "Shuffled once; the inbox key is destroyed.",
        "Tables are made once, checked and approved by a second person.",
    ]
    at = {Wave.State.DRAFT: 0, Wave.State.OPEN: 1, Wave.State.CLOSED: 2}.get(
        wave.state, 4 if published else 3
    )
    return [
        {"title": title, "text": text, "done": number < at, "current": number == at}
        for number, (title, text) in enumerate(zip(order, texts, strict=True))
    ]


def start_address(wave) -> str:
    return f"{settings.SITE_URL}{reverse('surveys:survey-start', args=[wave.slug])}"


def file_name(wave, what: str) -> str:
    return f"{wave.slug}-{what}-simulated" if wave.simulated else f"{wave.slug}-{what}"


def after_opening(wave) -> str:
    if wave.is_open:
        return "The survey is open. Its terms are fixed from now on."
    if wave.opens_at:
        return f"Approved. It opens on {_moment(wave.opens_at, '')}."
    return "Approved. The worker opens it within a minute."


def after_closing(wave) -> str:
    if wave.state == Wave.State.MIXED:
        return "Closed and mixed. You can propose a release now."
    if wave.state == Wave.State.TOO_FEW:
        return f"Closed with fewer than {wave.k} responses. They were never opened, as promised."
    return "Closed. The worker mixes it within a minute."


def poster(wave) -> dict:
    """Return what the A4 poster shows: the address, and its QR code as a picture of squares."""
    address = start_address(wave)
    matrix = [list(line) for line in segno.make(address, error="m").matrix]
    lines = [
        "".join(f"M{x} {y}h1v1h-1z" for x, bit in enumerate(line) if bit) for y, line in enumerate(matrix)
    ]
    return {
        "wave": wave,
        "address": address,
        "minutes": wording.minutes(route(frozen(wave).definition)),
        "qr_size": len(matrix),
        "qr_path": "".join(lines),
    }
