"""This checkout on this machine: where its data, logs and sockets live, and who is using them."""

import fcntl
import hashlib
import json
import os
import pwd
import shutil
import socket
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOM_NEEDED = 200 * 1024 * 1024
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's own limit is 108


class Trouble(Exception):
    """One sentence for the person at the terminal."""


def var():
    return Path(os.environ.get("VERSO_VAR") or ROOT / "var").resolve()


def shown(path):
    """A path as a person in the checkout would write it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def made_folder(path, mode=0o755):
    """``path`` as a folder we can write into."""
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as trouble:
        raise Trouble(f"The folder {shown(path)} cannot be written: {trouble.strerror}.") from trouble
    return path


def require_room(path):
    free = shutil.disk_usage(path).free
    if free < ROOM_NEEDED:
        needed = f"the servers need {ROOM_NEEDED >> 20} MB"
        raise Trouble(f"Only {free >> 20} MB are free where {shown(path)} lives; {needed}.")


def socket_folder(home):
    """Where the sockets lie of the servers whose data is in ``home``.

    The path of a unix socket may not exceed about 100 bytes, and a checkout may lie deeper than that.
    """
    key = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    name = f"verso-{os.getuid()}-{key}"
    longest = len(os.fsencode(tempfile.gettempdir())) + len(name) + len("//.s.PGSQL.5432")
    return Path("/tmp" if longest > SOCKET_PATH_LIMIT else tempfile.gettempdir()) / name  # noqa: S108


def made_private(folder):
    """``folder``, ours alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    # /tmp is open to everyone: a folder that somebody else laid there must not carry our database
    ours = {os.getuid()} | ({pwd.getpwnam("nobody").pw_uid} if os.getuid() == 0 else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours or stat.S_IMODE(found.st_mode) & 0o077:
        raise Trouble(f"The folder {folder} belongs to somebody else; remove it or set TMPDIR.")
    return folder


@contextmanager
def sole_use(purpose):
    """Hold this checkout's servers alone; yields None where another process already does.

    The lock belongs to the process, so that it is free again however the process ends.
    """
    path = made_folder(var()) / "in-use"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        tell(path, pid=os.getpid(), purpose=purpose)
        yield path
        path.write_text("")


def tell(path, **facts):
    path.write_text(json.dumps({**told(path), **facts}))


def told(path=None):
    """What the process that uses the servers says of itself."""
    try:
        return json.loads((path or var() / "in-use").read_text())
    except (OSError, ValueError):
        return {}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
