"""Comments after the close: read one by one, released in words that name nobody, coded, quoted by consent of two people."""

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEvent, Role
from surveys import coding, comment_words, comments, keys, mixing, moderating, redaction
from surveys.models import CommentDecision, Quote
from surveys.waves import close_wave
from tests import factories
from tests.surveys import making
from tests.surveys.asking import ask, one, open_wave, questionnaire

pytestmark = pytest.mark.django_db
NAMED = "Jamie Smith in Glasgow City waited for a year, aged 7."


def moderator(name="Reader"):
    return factories.user(name=name, roles=[Role.MODERATOR])


def wave_with(*texts, quotable=True, roles=None):
    """A mixed wave whose comments are the texts; the rest of 60 responses have none."""
    made = open_wave(
        questionnaire(
            one("role", "social_worker", "senior"), ask("more", "text", longest=300, quotable=quotable)
        )
    )
    for number in range(60):
        role = "senior" if roles and number < roles else "social_worker"
        answers = {"role": role} | ({"more": texts[number]} if number < len(texts) else {})
        making.send(made, answers=answers)
    return mixing.mix_wave(close_wave(wave=made, by=None))


def released(wave, text=None, by=None):
    comment = comments.waiting(wave)[0]
    return moderating.release(
        wave=wave, fingerprint=comment.fingerprint, text=text or comment.text, by=by or moderator()
    )


def test_a_comment_tells_its_writers_role_only_where_fifty_share_it():
    wave = wave_with("A senior's words.", *["Words."] * 9, roles=10)
    told = {comment.role for comment in comments.comments_of(wave)}
    assert told == {""}


def test_a_role_that_fifty_share_is_told():
    assert {comment.role for comment in comments.comments_of(wave_with("Words."))} == {"social_worker"}


def test_a_comment_that_nobody_released_stands_in_no_table():
    wave = wave_with("A secret sentence.")
    moderating.hold_back(wave=wave, fingerprint=comments.waiting(wave)[0].fingerprint, by=moderator())
    assert comments.waiting(wave) == []
    held = CommentDecision.objects.get()
    assert (held.text, held.role) == ("", "")
    assert "secret" not in str(list(AuditEvent.objects.values()))


def test_a_fingerprint_stays_the_same_and_equal_texts_have_their_own():
    wave = wave_with("Same.", "Same.")
    first, again = (
        [comment.fingerprint for comment in comments.comments_of(wave)],
        [comment.fingerprint for comment in comments.comments_of(wave)],
    )
    assert first == again
    assert len(set(first)) == 2


def test_a_comment_is_decided_on_once():
    wave, by = wave_with("Words."), moderator()
    fingerprint = comments.waiting(wave)[0].fingerprint
    moderating.hold_back(wave=wave, fingerprint=fingerprint, by=by)
    with pytest.raises(moderating.ModerationError, match="already"):
        moderating.release(wave=wave, fingerprint=fingerprint, text="Words.", by=by)


def test_names_places_ages_and_dates_are_suggested_to_go():
    pieces = redaction.suggestions(NAMED, ["Glasgow City"])
    assert set(pieces) >= {"Jamie Smith", "Glasgow City", "aged 7"}
    assert redaction.redacted(NAMED, pieces) == "[…] in […] waited for a year, […]."
    assert redaction.suggestions("We have no time for families.") == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("We lost Liam to a placement in Kilmarnock.", {"Liam", "Kilmarnock"}),
        ("At the Hearing our Team Manager asked for Kinship care on Monday.", set()),
        ("The Promise is right. Staff are not there. I see it in Scotland.", set()),
        ("Two brothers, twins, 14 years old, born 3 May.", {"twins", "14 years old", "3 May"}),
    ],
)
def test_one_name_or_town_within_a_sentence_is_suggested_and_our_own_words_are_not(text, pieces):
    assert set(redaction.suggestions(text)) == pieces


def test_the_queue_shows_one_comment_with_what_should_go_taken_out(client):
    factories.council("Glasgow City", short_name="Glasgow")
    wave = wave_with(NAMED)
    client.force_login(moderator())
    assert client.get(f"/comments/{wave.slug}/next/").status_code == 302
    client.post(f"/comments/{wave.slug}/open/")
    page = client.get(f"/comments/{wave.slug}/next/").content.decode()
    assert "Jamie Smith in Glasgow City waited" in page
    assert "[…] in […]" in page
    fingerprint = comments.waiting(wave)[0].fingerprint
    client.post(
        f"/comments/{wave.slug}/next/", {"fingerprint": fingerprint, "text": "[…] waited.", "go": "release"}
    )
    assert CommentDecision.objects.get().text == "[…] waited."
    assert "[…] waited." in client.get(f"/comments/{wave.slug}/").content.decode()


def test_while_a_survey_is_open_nobody_reads_a_comment(client):
    wave = open_wave(questionnaire(ask("more", "text")))
    client.force_login(moderator())
    assert client.get(f"/comments/{wave.slug}/").status_code == 404
    assert client.get(f"/comments/{wave.slug}/next/").status_code == 404
    assert comments.comments_of(wave) == ()


def test_without_the_key_the_page_says_so(client):
    wave = wave_with("Words.")
    keys.destroy(wave.key_id, "comments")
    client.force_login(moderator())
    page = client.post(f"/comments/{wave.slug}/open/", follow=True).content.decode()
    assert "can’t be opened any more" in page
    assert client.get("/comments/").status_code == 200


@pytest.mark.parametrize("who", [factories.alice, factories.approver, factories.admin])
@pytest.mark.parametrize("address", ["/comments/", "/comments/tiny/", "/comments/tiny/next/", "/quotes/"])
def test_only_moderators_read_comments(client, who, address):
    client.force_login(who())
    assert client.get(address).status_code in (403, 404)


def test_a_quote_needs_the_consent_that_its_question_asked_for():
    comment = released(wave_with("Never quoted.", quotable=False))
    with pytest.raises(moderating.ModerationError, match="never be quoted"):
        moderating.propose_quote(comment=comment, words="Never quoted.", tells_role=False, by=moderator())


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("We have no time", True),
        ("We have … for families.", True),
        ("for families … We have", False),
        ("We have ample time", False),
        ("…", False),
    ],
)
def test_a_quote_stands_in_the_comment_word_for_word(words, fits):
    comment = released(wave_with("We have no time for families."))
    try:
        moderating.propose_quote(comment=comment, words=words, tells_role=False, by=moderator())
        assert fits
    except moderating.ModerationError:
        assert not fits


def quote(by, text="We have no time."):
    comment = released(wave_with(text), by=by)
    return moderating.propose_quote(comment=comment, words=text, tells_role=True, by=by)


def test_nobody_agrees_to_a_quote_of_their_own_not_even_in_the_database():
    by = moderator()
    made = quote(by)
    with pytest.raises(moderating.ModerationError, match="somebody else"):
        moderating.approve_quote(quote=made, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=made.pk).update(state="approved", approved_by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=made.pk).update(state="approved")


def test_only_agreed_quotes_leave_and_a_withdrawn_one_is_flagged():
    made = quote(moderator())
    assert comments.quotes_for() == ()
    moderating.approve_quote(quote=made, by=moderator("Second"))
    (banked,) = comments.quotes_for(wave="tiny", question="more")
    assert (banked.words, banked.role, banked.wave_title) == (made.words, "Social worker", "Tiny survey")
    assert comments.withdrawn_among([made.pk]) == frozenset()
    moderating.withdraw_quote(quote=made, reason="A colleague knew the story.", by=moderator("Third"))
    assert comments.quotes_for() == ()
    assert comments.withdrawn_among([made.pk, 999]) == {made.pk, 999}


def test_a_comment_whose_quote_may_be_printed_is_not_taken_back():
    made = quote(moderator())
    with pytest.raises(moderating.ModerationError, match="Withdraw the quote"):
        moderating.take_back(decision=made.comment, by=moderator())
    moderating.withdraw_quote(quote=made, reason="No.", by=moderator())
    moderating.take_back(decision=made.comment, by=moderator())
    assert len(comments.waiting(made.comment.wave)) == 1


def test_the_words_many_use_and_near_duplicates_come_from_released_comments():
    texts = [
        "We need more time with families",
        "We need more time with the families",
        "We need time, and staff",
    ]
    wave, by = wave_with(*texts), moderator()
    for _ in texts:
        released(wave, by=by)
    assert dict(comment_words.common_words(wave)) == {"need": 3, "time": 3}
    ((first, second, alike),) = comment_words.near_duplicates(wave)
    assert alike > 0.7
    assert {first, second} < set(CommentDecision.objects.values_list("pk", flat=True))


def test_two_coders_keep_their_own_codings():
    comment, themes = released(wave_with("Words.")), []
    for name in ("Time", "Staff"):
        themes.append(moderating.add_theme(name=name, meaning="x", by=moderator()))
    one_coder, another = moderator(), moderator("Another")
    coding.code(comment=comment, themes=themes, by=one_coder)
    coding.code(comment=comment, themes=themes[:1], by=another)
    coding.code(comment=comment, themes=themes[1:], by=one_coder)
    assert {(c.theme.name, c.coder.name) for c in comment.codings.all()} == {
        ("Staff", "Reader"),
        ("Time", "Another"),
    }


def test_the_whole_way_from_comment_to_quote_by_its_pages(client):
    wave, first, second = wave_with("We have no time."), moderator(), moderator("Second")
    comment = released(wave, by=first)
    client.force_login(first)
    client.post("/comments/codebook/", {"name": "Time", "meaning": "Hours with families"})
    theme = comment.codings.model.theme.get_queryset().get()
    address = f"/comments/{wave.slug}/{comment.pk}/"
    client.post(address, {"themes": [theme.pk]})
    assert (
        "Waiting for a second person"
        in client.post(
            f"{address}quote/", {"words": "We have no time.", "tells_role": "on"}, follow=True
        ).content.decode()
    )
    made = Quote.objects.get()
    client.post(f"/quotes/{made.pk}/agree/")
    assert comments.quotes_for() == ()
    client.force_login(second)
    client.post(f"/quotes/{made.pk}/agree/")
    assert comments.quotes_for(theme="Time")[0].words == "We have no time."
    assert "Why is it withdrawn?" in client.get(f"/quotes/{made.pk}/withdraw/").content.decode()
    client.post(f"/quotes/{made.pk}/withdraw/", {"reason": "It named a team."})
    assert "It named a team." in client.get("/quotes/").content.decode()
