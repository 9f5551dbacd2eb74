import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from branches.mail import OutsideTransaction, enqueue, send_due_mails, sent_mails
from branches.models import OutgoingMail
from branches.models.mail import MOST_ATTEMPTS

pytestmark = pytest.mark.django_db


class Away(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("secret words of the server")


class Refuses(BaseEmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({})


def write(key="key", **values):
    values = {"to": "a@example.org", "subject": "Hello", "template": "emails/plain.txt", **values}
    return enqueue(context={"body": "Text & <b>"}, effect_key=key, **values)


def test_a_mail_leaves_once():
    write()
    assert send_due_mails() == 1
    assert send_due_mails() == 0
    [message] = outbox.outbox
    assert (message.to, message.subject, message.body) == (["a@example.org"], "Hello", "Text & <b>")


def test_the_same_effect_writes_one_mail():
    assert write() == write(subject="Again")
    assert OutgoingMail.objects.get().subject == "Hello"


@pytest.mark.django_db(transaction=True)
def test_a_mail_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        write()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_mail():
    with pytest.raises(ValueError, match="the act failed"), transaction.atomic():
        write()
        raise ValueError("the act failed")
    assert not OutgoingMail.objects.exists()


def test_a_mail_for_later_waits():
    write(due_at=timezone.now() + timedelta(hours=1))
    assert send_due_mails() == 0


def test_a_server_that_is_away_is_tried_again_later(settings):
    write()
    settings.EMAIL_BACKEND = "tests.branches.test_mail.Away"
    assert send_due_mails() == 0
    mail = OutgoingMail.objects.get()
    assert (mail.attempts, mail.failure, mail.sent_at) == (1, "SMTPServerDisconnected", None)
    assert mail.due_at > timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingMail.objects.update(due_at=timezone.now())
    assert send_due_mails() == 1
    assert len(outbox.outbox) == 1


def test_an_address_that_is_refused_is_not_tried_again(settings):
    write()
    settings.EMAIL_BACKEND = "tests.branches.test_mail.Refuses"
    send_due_mails()
    OutgoingMail.objects.update(due_at=timezone.now())
    assert OutgoingMail.objects.get().attempts == MOST_ATTEMPTS
    assert OutgoingMail.objects.still_to_send().count() == 0


def test_one_bad_mail_does_not_stop_the_others():
    write("one", to="no address at all\nBcc: x@example.org")
    write("two")
    assert send_due_mails() == 1
    assert OutgoingMail.objects.get(effect_key="one").failure == "BadHeaderError"


def test_a_confidential_mail_loses_its_body_when_it_has_left():
    write(confidential=True)
    send_due_mails()
    assert OutgoingMail.objects.get().body == ""


def test_the_demo_keeps_confidential_mails_to_show_them(settings):
    settings.DEMO_MODE = True
    write(confidential=True)
    send_due_mails()
    assert [mail.body for mail in sent_mails()] == ["Text & <b>"]


def test_a_repeated_mail_has_the_same_message_id():
    write()
    send_due_mails()
    OutgoingMail.objects.update(sent_at=None)  # as if the worker had died before its commit
    send_due_mails()
    first, second = outbox.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_another_worker_has_in_hand_is_left_to_it():
    with transaction.atomic():
        mail = write()
    taken, done = threading.Event(), threading.Event()

    def other_worker():
        with transaction.atomic():
            OutgoingMail.objects.select_for_update().get(pk=mail.pk)
            taken.set()
            done.wait(10)
        connection.close()

    worker = threading.Thread(target=other_worker)
    worker.start()
    try:
        assert taken.wait(10)
        assert send_due_mails() == 0
    finally:
        done.set()
        worker.join()
    assert send_due_mails() == 1
