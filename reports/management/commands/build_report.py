"""manage.py build_report SLUG --format pdf|docx|html|csv|xlsx|json [--council GSS] --out FILE"""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from branches.models import CouncilArea, User
from branches.models.people import Role
from reports.documents.basis import CannotBuild
from reports.documents.build import RENDERERS, build, rendered
from reports.documents.outlines import OUTLINES
from reports.whole_files import write_whole


class Command(BaseCommand):
    help = "Build one document from the newest published release and the record as SWIG's staff see it."

    def add_arguments(self, parser):
        parser.add_argument("slug", help=", ".join(OUTLINES))
        parser.add_argument("--format", default="pdf", choices=sorted(RENDERERS))
        parser.add_argument(
            "--council", help="GSS code or address name, for documents about one council area"
        )
        parser.add_argument("--wave", help="take this wave's release instead of the newest")
        parser.add_argument(
            "--as", dest="reader", help="email of the person whose view of the record is used"
        )
        parser.add_argument("--out", required=True)

    def handle(self, slug, **options):
        try:
            document = build(
                slug,
                viewer=reader(options["reader"]),
                council=council_named(options["council"]),
                wave=options["wave"],
            )
        except CannotBuild as problem:
            raise CommandError(str(problem)) from problem
        if options["council"] and not document.council:
            self.stderr.write(f"“{slug}” is not about one council area: --council changes nothing in it.")
        data = rendered(document, options["format"])
        write_into_folder(options["out"], data)
        self.stdout.write(f"{options['out']}: {document.full_title}, {len(data):,} bytes")


def write_into_folder(out: str, data: bytes):
    try:
        write_whole(_file_named(out), data)
    except OSError as trouble:
        raise CommandError(f"{out} can't be written: {trouble.strerror}") from None


def _file_named(out: str) -> Path:
    path = Path(out)
    if path.is_dir() or out.endswith(os.sep):
        raise CommandError(f"{out} is a folder. Name a file in it, such as {path / 'report.pdf'}.")
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}. Make it first.")
    return path


def council_named(name):
    """The council area of a GSS code or slug; None for no name."""
    if not name:
        return None
    found = (
        CouncilArea.objects.filter(gss_code=name.upper()).first()
        or CouncilArea.objects.filter(slug=name.lower()).first()
    )
    if found is None:
        raise CommandError(f"There is no council area “{name}”. Use a code such as S12000029.")
    return found


def reader(email):
    """Whose eyes: the named person, else SWIG's first editor, else the public."""
    from django.contrib.auth.models import AnonymousUser

    if email:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody with the address {email} can sign in here.")
        return person
    editors = User.objects.filter(is_active=True, role_grants__role=Role.SWIG_EDITOR).order_by("pk")
    return editors.first() or AnonymousUser()
