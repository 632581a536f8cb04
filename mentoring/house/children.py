"""Child processes that end with us, whatever ends us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .checkout import ROOT, Trouble, made_folder, shown

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LOG_LIMIT = 5 * 1024 * 1024
# loaded before any fork: between fork and exec there is no time to look for libraries
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    """One process in a session of its own, writing to one log file."""

    def __init__(self, name, command, *, log, env=None, ends_on=signal.SIGTERM, identity=None):
        self.name, self.command, self.log = name, [str(part) for part in command], log
        self.env, self.ends_on = env or {}, ends_on
        self.identity = identity or {}
        self.process = None
        self.log_began = 0

    def start(self):
        made_folder(self.log.parent)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.log_began = log.tell()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, **self.env},
                start_new_session=True,
                preexec_fn=end_with_parent(self.ends_on) if LIBC else None,  # noqa: PLW1509
                **self.identity,
            )
        return self

    @property
    def pid(self):
        return self.process.pid

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def written(self):
        """What it has written to its log since it was started."""
        with self.log.open("rb") as log:
            log.seek(self.log_began)
            return log.read().decode(errors="replace")

    def wait_until(self, is_ready, *, seconds):
        """Wait for ``is_ready()``; the child ending first, or the time, is trouble."""
        limit = time.monotonic() + seconds
        while not is_ready():
            if not self.is_alive():
                raise Trouble(self.obituary())
            if time.monotonic() > limit:
                raise Trouble(f"The {self.name} was not ready after {seconds} s; see {shown(self.log)}.")
            time.sleep(0.03)

    def obituary(self):
        return (
            f"The {self.name} stopped by itself ({ending(self.process.returncode)}); see {shown(self.log)}."
        )

    def ask_to_stop(self):
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.ends_on)

    def stop(self, *, seconds):
        """Ask it to stop, and after ``seconds`` stop it and all it started."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.kill()

    def kill(self):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def end_with_parent(signum):
    parent = os.getpid()

    def prepare():
        LIBC.prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), signal.SIGKILL)

    return prepare


def adopt_orphans():
    """From now on whoever loses their parent below us becomes our child, so that we can see them off."""
    if LIBC:
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)


def see_off_orphans(*, seconds):
    """Return once no child of this process is left; whoever still is after ``seconds`` is killed.

    Call it when every known child was waited for: what is left then are the children of children, which end
    on their own moments after their parent (a database's helpers, a worker's pool).
    """
    limit = time.monotonic() + seconds
    with contextlib.suppress(ChildProcessError):  # nobody is left
        while True:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
            if time.monotonic() > limit:
                for pid in children_of(os.getpid()):
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def children_of(pid):
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.parent.name))
    return found


def ending(returncode):
    if returncode is not None and returncode < 0:
        return signal.Signals(-returncode).name
    return f"exit code {returncode}"
