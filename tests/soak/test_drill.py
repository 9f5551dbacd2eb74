"""The drill: a populated site is backed up, its machine is lost, an empty machine gives back every published figure."""

import gzip
import os
import subprocess
import sys

import psycopg2
import pytest
from nacl.public import PrivateKey

from promise_tracker import backups, embedded
from promise_tracker.programs import programs
from tests import site

pytestmark = pytest.mark.slow
DUMPS = site.BASE / "tests/dumps"
FILE = b"a stored paper " * 100_000


class Machine:
    """A cluster and a folder of files of its own, as on a machine with nothing else on it."""

    def __init__(self, folder, **environment):
        self.folder, self.cluster = folder, embedded.cluster_at(folder)
        own = {"VAR_DIR": str(folder), "DEMO_MODE": "true", "TESTING": "false"}
        self.environment = site.INHERITED | own | environment
        embedded.ensure_started(self.cluster)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=site.BASE, env=self.environment, capture_output=True, text=True)

    def fill(self):
        """With the newest kept dump of a populated demo, and a stored file."""
        dump = gzip.decompress(max(DUMPS.glob("*.sql.gz")).read_bytes())
        place = {"PGHOST": str(self.cluster.clients_folder), "PGUSER": embedded.ROLE}
        place |= {"PGDATABASE": embedded.DATABASE}
        arguments = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        done = programs().run("psql", *arguments, environment=place, input=dump, text=False)
        assert done.returncode == 0, done.stderr.decode()
        assert self.manage("migrate", "-v", "0").returncode == 0
        (self.folder / "media/papers").mkdir(parents=True)
        (self.folder / "media/papers/paper.pdf").write_bytes(FILE)

    def figures(self):
        made = psycopg2.connect(
            host=str(self.cluster.clients_folder), user=embedded.ROLE, dbname=embedded.DATABASE
        )
        try:
            with made.cursor() as cursor:
                return backups.figures(cursor, [table for table, _ in backups.FIGURES])
        finally:
            made.close()


def test_an_empty_machine_gives_back_every_published_figure(tmp_path):
    key, kept = PrivateKey.generate(), tmp_path / "kept-elsewhere"
    private = tmp_path / "in-a-safe"
    private.write_text(bytes(key).hex())
    lost = Machine(tmp_path / "lost", BACKUP_PUBLIC_KEY=bytes(key.public_key).hex())
    try:
        lost.fill()
        figures = lost.figures()
        assert len(figures) > 2
        done = lost.manage("backup", kept)
        assert done.returncode == 0, done.stderr
    finally:
        site.discard(lost.cluster)
    new = Machine(tmp_path / "new", BACKUP_PRIVATE_KEY_FILE=str(private))
    try:
        done = new.manage("restore", kept)
        assert done.returncode == 0, done.stderr
        assert f"{len(figures)} sets of published figures are the same" in done.stdout
        assert new.figures() == figures
        assert (new.folder / "media/papers/paper.pdf").read_bytes() == FILE
        print(f"{len(figures)} sets of figures and {os.path.getsize(backups.newest(kept)):,} bytes came back")
    finally:
        site.discard(new.cluster)
