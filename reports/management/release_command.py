"""The common part of commands about releases: known errors become a sentence and exit 1."""

from django.core.management.base import BaseCommand, CommandError

from branches.models import User
from reports import access
from reports.models import Release
from surveys.models import Wave


def wave_named(slug) -> Wave:
    found = Wave.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no wave called “{slug}”.")
    return found


def person(email) -> User:
    found = User.objects.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active user with the email {email}.")
    return found


class ReleaseCommand(BaseCommand):
    """A command whose first argument is a release's id such as autumn-2025/1; subclasses write `act`."""

    def add_arguments(self, parser):
        parser.add_argument("release", help="The id, such as autumn-2025/1.")

    def handle(self, *, release, **options):
        try:
            found = access.release_named(release)
        except Release.DoesNotExist:
            raise CommandError(f"There is no release “{release}”.") from None
        self.act(found, options)

    def act(self, release, options):
        raise NotImplementedError
