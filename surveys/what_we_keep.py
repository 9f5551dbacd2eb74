"""What stands in the database about respondents, column by column, in plain words. Compared with the live schema."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

WAVE = _("Which survey it belongs to.")
RANDOM = _("A random number, so that rows have names. It says nothing of order or time.")
TABLES = {
    "surveys_sealedresponse": (
        _("Sealed responses"),
        _("From sending until the survey closes; then deleted."),
        {
            "wave_id": WAVE,
            "id": RANDOM,
            "body": _(
                "Your response, padded to the same size as everybody’s and sealed. Nobody can open it before the close."
            ),
        },
    ),
    "surveys_retrymark": (
        _("Marks against double sending"),
        _("From sending until the survey closes; then deleted."),
        {
            "wave_id": WAVE,
            "key_hash": _("A fingerprint of a random key that only your page held."),
            "body_mac": _(
                "A fingerprint of your response made with that key: without the key it tells nothing."
            ),
        },
    ),
    "surveys_invitation": (
        _("The list of invitation codes"),
        _("Only in surveys by invitation; until the survey’s answers are destroyed."),
        {
            "wave_id": WAVE,
            "code_hash": _("A fingerprint of a code. No name stands beside it."),
            "used": _("Whether the code was used. Not when, and not for which response."),
        },
    ),
    "surveys_withdrawalrequest": (
        _("Requests to delete a response"),
        _("From the request until the survey closes; then deleted."),
        {"wave_id": WAVE, "tag": _("A fingerprint of a deletion code, if you asked for one and used it.")},
    ),
    "surveys_pauseddraft": (
        _("Drafts to come back to"),
        _("Only if you chose to stop and come back; until the survey closes."),
        {
            "wave_id": WAVE,
            "id": RANDOM,
            "code_hash": _("A fingerprint of your return code."),
            "body": _("Your draft, padded and encrypted with that code, which we don’t keep."),
        },
    ),
    "surveys_storeblock": (
        _("Shuffled answers"),
        _("From the close until the date on the start page; then the key is destroyed."),
        {
            "wave_id": WAVE,
            "id": RANDOM,
            "simulated": _("Whether it is a practice survey."),
            "rows": _("How many responses the block holds."),
            "body": _("Up to 1,000 responses, shuffled and encrypted."),
        },
    ),
    "surveys_commentblock": (
        _("Shuffled comments"),
        _("From the close until the date on the start page; then the key is destroyed."),
        {
            "wave_id": WAVE,
            "id": RANDOM,
            "simulated": _("Whether it is a practice survey."),
            "body": _(
                "Comments apart from the answers, shuffled and encrypted, each with its writer’s job at most."
            ),
        },
    ),
}
TABLES |= {
    "surveys_commentdecision": (
        _("Decisions about comments"),
        _(
            "From when a person has read a comment after the close; released words stay with the published figures."
        ),
        {
            "id": _("A running number of the decisions, in the order in which staff made them."),
            "wave_id": WAVE,
            "fingerprint": _(
                "A fingerprint of the comment, made with the key of the comments. Without the key it tells nothing."
            ),
            "state": _("Whether the comment was released or held back."),
            "question": _("The question that the comment answers."),
            "role": _(
                "The writer’s job, only where at least 50 responses share it; empty for one held back."
            ),
            "text": _(
                "The words as a person released them, without names or places; empty for one held back."
            ),
            "quotable": _("Whether its question said that answers may be quoted."),
            "decided_by_id": _("Who of the staff decided."),
        },
    ),
    "surveys_quote": (
        _("Quotes"),
        _("As long as the released comment they are taken from."),
        {
            "id": _("A running number."),
            "comment_id": _("The released comment that the words stand in."),
            "words": _("The words, as they may be printed."),
            "tells_role": _("Whether the writer’s job may stand beside them."),
            "state": _("Proposed, agreed to, or withdrawn."),
            "proposed_by_id": _("Who of the staff proposed it."),
            "approved_by_id": _("Who else of the staff agreed."),
            "reason": _("Why it was withdrawn."),
            "made_at": _("When staff proposed it, long after anybody answered."),
        },
    ),
}
TABLES |= {
    "surveys_commentreading": (
        _("Comments being read"),
        _("While a moderator reads, four hours at most; then deleted."),
        {
            "id": _("A running number."),
            "wave_id": WAVE,
            "reader_id": _("Who of the staff reads."),
            "public_key": _("A key that only seals. What opens lies in the reader’s browser alone."),
            "begun_at": _("When the reader began, long after anybody answered."),
            "body": _("The shuffled comments, sealed for this one reader."),
        },
    ),
    "surveys_sealedimport": (
        _("Answers brought from another tool"),
        _("Until the worker has taken them, less than a minute; then deleted with their key."),
        {
            "id": _("A running number."),
            "wave_id": WAVE,
            "key_id": _("Which key they are sealed to; it serves once."),
            "body": _("The answers, sealed. They never come from this site’s own survey pages."),
            "sent_by_id": _("Who of the staff brought them."),
        },
    ),
}
# What staff write about surveys; no respondent leaves anything in these.
ABOUT_NOBODY = {
    "surveys_questionnaire",
    "surveys_questionnaireversion",
    "surveys_checkedtranslation",
    "surveys_interfacetranslation",
    "surveys_wave",
    "surveys_commenttheme",
    "surveys_coding",
    "surveys_codingdone",
    "surveys_workerkey",
}


def live_columns():
    """Return {table: [column]} of every table of this app, as the database has them now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name LIKE 'surveys\\_%' GROUP BY table_name ORDER BY 1"
        )
        return dict(cursor.fetchall())


def kept():
    """Return what the page shows: each table with its words and its live columns, unknown ones named as such."""
    unknown = _("Not yet described here.")
    shown = []
    live = live_columns()
    for table, columns in sorted(live.items(), key=lambda found: [*TABLES, found[0]].index(found[0])):
        if table not in ABOUT_NOBODY:
            title, how_long, words = TABLES.get(table, (table, "", {}))
            rows = [(column, words.get(column, unknown)) for column in columns]
            shown.append({"table": table, "title": title, "how_long": how_long, "rows": rows})
    return shown
