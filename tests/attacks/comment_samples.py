"""Objects for the addresses of comments and quotes: a mixed wave with one released comment, one of its quotes."""

from branches.models import Role
from surveys import comments, mixing, moderating
from surveys.models import Quote
from surveys.waves import close_wave
from tests import factories
from tests.surveys import making


def _comment():
    made = making.opened()
    for number in range(25):
        making.send(made, answers=making.answers(number, more=f"Words {number}"))
    mixed = mixing.mix_wave(close_wave(wave=made, by=None))
    by = factories.user(roles=[Role.MODERATOR])
    first = comments.waiting(mixed)[0]
    return moderating.release(wave=mixed, fingerprint=first.fingerprint, text=first.text, by=by)


def mixed_wave():
    return {"slug": _comment().wave.slug}


def comment():
    made = _comment()
    return {"slug": made.wave.slug, "pk": made.pk}


def quote():
    made = _comment()
    return {"pk": Quote.objects.create(comment=made, words="Words", proposed_by=made.decided_by).pk}


def questionnaire_codebook():
    return {"slug": making.version().questionnaire.slug, "form": "csv"}


def questionnaire_version():
    made = making.version()
    return {"slug": made.questionnaire.slug, "number": made.number}


SAMPLES = {
    "questionnaire version": questionnaire_version,
    "questionnaire codebook": questionnaire_codebook,
    "mixed wave": mixed_wave,
    "comment": comment,
    "quote": quote,
}
