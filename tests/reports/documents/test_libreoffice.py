"""The Word and PowerPoint files open in a real office program, and what it prints of them is what the release says."""

import io
import os
import shutil
import subprocess

import pytest
from pypdf import PdfReader

from reports.documents.build import rendered
from reports.documents.outlines import OUTLINES
from tests.reports.documents.reading import bases_in, figures_in
from tests.reports.documents.test_build import (  # noqa: F401
    SCALE,
    bases_of,
    figures_of,
    ground,
    made,
    nothing_kept,
    staff,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]


def printed(folder, paths):
    """The words that LibreOffice prints of each file."""
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", str(folder / "printed"), *map(str, paths)],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )
    found = {}
    for path in paths:
        reader = PdfReader(io.BytesIO((folder / "printed" / f"{path.stem}.pdf").read_bytes()))
        found[path.stem] = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return found


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_every_document_opens_and_shows_the_release_s_figures_and_no_other(kind, ground, staff, tmp_path):  # noqa: F811
    documents = {slug: made(slug, staff) for slug in OUTLINES}
    paths = [tmp_path / f"{slug}.{kind}" for slug in documents]
    for path, document in zip(paths, documents.values(), strict=True):
        path.write_bytes(rendered(document, kind))
    for slug, words in printed(tmp_path, paths).items():
        assert "Simulated" in words
        assert documents[slug].rests_on in words
        assert figures_in(words) - SCALE <= figures_of(ground), slug
        assert bases_in(words) <= bases_of(ground), slug
        for section in documents[slug].sections() if kind == "docx" else ():
            assert section in words, slug
