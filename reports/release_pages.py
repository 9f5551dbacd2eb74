"""The words and facts on staff's release pages: reads releases, changes nothing, shows no exact count."""

from django.utils.formats import date_format

from branches.permissions import Permission, has_permission
from reports.models import Release
from reports.releasing import tables
from reports.safe_tables import YES
from reports.tables import CUT_QUESTIONS
from surveys.models import Wave
from surveys.released import Outcome

TAGS = {
    Release.State.PROPOSED: ("planned", "Being counted"),
    Release.State.AUDITED: ("waiting", "Waiting for a second person"),
    Release.State.APPROVED: ("waiting", "Approved"),
    Release.State.FROZEN: ("waiting", "Not yet published"),
    Release.State.PUBLISHED: ("yes", "Published"),
    Release.State.WITHDRAWN: ("no", "Withdrawn"),
}
NO_BREAK = "\N{NO-BREAK SPACE}"
STANDING = ("proposed", "audited", "approved", "frozen", "published")


def cards() -> list[dict]:
    """What the list shows of each release, newest wave first."""
    return [
        _card(release) for release in Release.objects.newest_first().select_related("wave", "proposed_by")
    ]


def _card(release) -> dict:
    tag, label = tag_of(release)
    return {"release": release, "tag": tag, "label": label, "line": _line(release)}


def tag_of(release) -> tuple[str, str]:
    if release.state == Release.State.PROPOSED and release.audit:
        return "no", "Failed its audit"
    return TAGS[release.state]


def _line(release) -> str:
    if release.is_published:
        return f"Published {date_format(release.published_at, 'j F Y')}. {release.audit['tables']} tables."
    if release.state == Release.State.WITHDRAWN:
        return release.reason
    return f"Proposed by {release.proposed_by} on {date_format(release.proposed_at, 'j F Y')}."


def ready_waves():
    """Mixed waves of which no release is being prepared or out."""
    return Wave.objects.filter(state=Wave.State.MIXED).exclude(releases__state__in=STANDING)


def outcome(wave) -> Outcome | None:
    """The release of a wave that is being prepared or out, for the wave's own page."""
    found = (
        Release.objects.filter(wave=wave, state__in=STANDING)
        .defer("tables", "sealed")
        .select_related("wave")
        .order_by("number")
        .last()
    )
    if found is None:
        return None
    _, label = tag_of(found)
    words = f"Release {found.number}: {label[0].lower()}{label[1:]}"
    return Outcome(words, found.get_absolute_url(), published=found.state == Release.State.PUBLISHED)


def facts(release) -> list[dict]:
    """The summary list of a release's page."""
    rows = [
        ("Survey", str(release.wave)),
        ("Proposed by", f"{release.proposed_by}, {date_format(release.proposed_at, 'j F Y')}"),
        ("Approved by", str(release.approved_by) if release.approved_by else "nobody yet"),
    ]
    if release.published_at:
        rows.append(("Published", date_format(release.published_at, "j F Y, H:i")))
    if release.sha256:
        rows.append(("Fingerprint of the tables", release.sha256[:16]))
    return [{"key": key, "value": value} for key, value in rows]


def audit_words(release) -> list[str]:
    """What the audit found, as sentences."""
    audit = release.audit
    if not audit:
        return ["Not yet audited. The worker counts, protects and audits it; that takes less than a minute."]
    if not audit["passed"]:
        return ["The audit failed, so none of this can be published.", *audit["faults"]]
    shown = audit["cells"] - audit["hidden_base"] - audit["hidden_secondary"]
    return [
        f"{audit['tables']} tables of {audit['questions']} questions. Of {audit['cells']:,} cells {shown:,} are shown.",
        f"{audit['hidden_base']:,} are hidden because fewer than ten people answered.",
        f"{audit['hidden_secondary']:,} ({audit['hidden_secondary'] / audit['cells']:.1%}) are hidden because a smaller "
        "group could be worked out from them.",
        "Even a reader who knew every exact count could not get at the figures of fewer than ten people by adding and "
        "subtracting, nor be certain of an answer of a group of one to nine.",
    ]


def steps(release) -> list[dict]:
    """The way of a release, with where this one stands."""
    order = ["proposed", "audited", "approved", "published"]
    words = [
        ("Proposed", "Counted from the encrypted answers by the software, seen by nobody."),
        ("Audited", "Small groups hidden, figures rounded, both audits passed."),
        ("Approved by a second person", "Nobody publishes their own work."),
        ("Published", "Frozen with a fingerprint. It never changes; it can be withdrawn with a reason."),
    ]
    at = {"frozen": 2, "withdrawn": 3}.get(release.state, 0)
    at = order.index(release.state) if release.state in order else at
    return [
        {"title": title, "text": text, "done": place <= at, "current": place == at + 1}
        for place, (title, text) in enumerate(words)
    ]


def headlines(release) -> dict:
    """The findings of Scotland as a table: columns and rows of words."""
    rows = [
        row for table in tables(release) if not table.by and not table.weighted for row in _headline(table)
    ]
    return {
        "caption": f"Findings for Scotland{', simulated' if release.simulated else ''}",
        "columns": ["Finding", "Share", "Between", "Base"],
        "rows": rows,
    }


def _headline(table):
    row = table.rows[0]
    if row.hidden or not table.headline or row.shares.get(YES) is None or table.question in CUT_QUESTIONS:
        return
    label = dict(table.headline)[YES]
    between = f"{row.low[YES]} and {row.high[YES]} %".replace(" ", NO_BREAK)
    yield [label, f"{row.shares[YES]}{NO_BREAK}%", between, f"about {row.base:,}"]


def shown_changes(release) -> dict:
    """Changes across Scotland since the wave before, as a table; None without any."""
    words = {table.question: dict(table.headline)[YES] for table in tables(release) if table.headline}
    rows = [
        [
            words.get(entry["question"], entry["question"]),
            f"{entry['earlier']['share']}{NO_BREAK}%",
            f"{entry['later']['share']}{NO_BREAK}%",
            _verdict(entry),
        ]
        for entry in release.changes
        if not entry["by"]
        and not entry["weighted"]
        and "earlier" in entry
        and entry["question"] not in CUT_QUESTIONS
    ]
    return {
        "caption": "Changes across Scotland",
        "columns": ["Finding", "Before", "Now", "More than chance?"],
        "rows": rows,
    }


def _verdict(entry) -> str:
    if entry["note"]:
        return entry["note"]
    points = f"{entry['difference']:+d} points, between {entry['low']:+d} and {entry['high']:+d}"
    return f"Yes: {points}" if entry["changed"] else f"No: {points}"


def may(user, release) -> dict:
    """Which buttons this person gets."""
    approver = has_permission(user, Permission.RELEASE_APPROVE)
    second = approver and user.pk != release.proposed_by_id
    state = Release.State
    return {
        "audit": release.state == state.PROPOSED and has_permission(user, Permission.RELEASE_PROPOSE),
        "approve": release.state == state.AUDITED and second,
        "wait": release.state == state.AUDITED and not second,
        "publish": release.state == state.FROZEN and approver,
        "withdraw": release.state in (state.FROZEN, state.PUBLISHED) and approver,
        "remove": release.state in (state.PROPOSED, state.AUDITED)
        and has_permission(user, Permission.RELEASE_PROPOSE),
    }
