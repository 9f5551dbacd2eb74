"""Invites a person from the shell: how the first administrator of a new installation comes in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from branches.actions.people import invite_person
from branches.mail import send_mail_now
from branches.models import Branch, OutgoingMail, Role


class Command(BaseCommand):
    help = "Mail somebody a one-time link to a role, or to a branch's seat."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        offer = parser.add_mutually_exclusive_group(required=True)
        offer.add_argument("--role", choices=Role.values)
        offer.add_argument("--branch", help="the branch's slug, such as south-lanarkshire")

    def handle(self, *, email, name, role, branch, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is no email address.") from None
        seat = Branch.objects.filter(slug=branch).first() if branch else None
        if branch and seat is None:
            raise CommandError(f"There is no branch “{branch}”. Has load_reference been run?")
        invitation = invite_person(email=email, name=name, role=role or "", branch=seat, by=None)
        mail = OutgoingMail.objects.get(effect_key=f"invitation:{invitation.pk}")
        sent = send_mail_now(mail.pk)
        word = "A link was mailed" if sent else "The mail server is away; a link will be mailed"
        self.stdout.write(f"{word} to {invitation.email}: {invitation.offer}")
