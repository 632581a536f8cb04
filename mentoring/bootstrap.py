"""Makes this checkout's virtual environment, with nothing but the standard library.

manage.py loads this file by its path, since importing the package would import Celery. A stamp written last
says what .venv holds; a mark written first says that somebody began. The mark without an end means that a
package may lie there by half, so the whole folder is made anew.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

UV = "uv==0.13.9"
OLDEST_PYTHON = (3, 11)
NEEDS_DEVELOPMENT = {"test", "lint", "bench"}
ROOM_NEEDED = 900 * 1024 * 1024
STAMP = "requirements.stamp"
MARK = "unfinished"


class Trouble(Exception):
    """One sentence for the person at the terminal."""


def ready_python(root, command):
    """The interpreter to go on with, or None when this one already is the right one."""
    root = Path(root)
    venv = root / ".venv"
    # `run` asks for the application alone: it starts about a third sooner on a fresh machine, and who only
    # wants to see the application never pays for browser drivers, type checkers and linters.
    files = requirements(root, development=command in NEEDS_DEVELOPMENT)
    if state(venv, files) != "ready":
        with only_one(root):
            found = state(venv, files)  # somebody else may have finished it while we waited
            if found != "ready":
                make(venv, files, found)
    if Path(sys.prefix).resolve() == venv.resolve():
        return None
    return str(venv / "bin" / "python")


def requirements(root, *, development):
    names = ["requirements.txt", "requirements-dev.txt"] if development else ["requirements.txt"]
    return [root / name for name in names]


def state(venv, files):
    """What stands at ``venv``: missing, half-made, outdated or ready."""
    if not venv.is_dir():
        return "missing"
    python = venv / "bin" / "python"
    if (venv / MARK).exists() or not python.exists() or not (venv / "pyvenv.cfg").exists():
        return "half-made"
    if version_of(venv) < OLDEST_PYTHON:
        return "half-made"
    return "ready" if fingerprints(files).items() <= stamp_of(venv).items() else "outdated"


def version_of(venv):
    """The Python that pyvenv.cfg names, as (3, 11); () when it names none."""
    for line in (venv / "pyvenv.cfg").read_text().splitlines():
        name, _, value = line.partition("=")
        if name.strip() in {"version", "version_info"}:
            return tuple(int(part) for part in value.strip().split(".")[:2])
    return ()


def stamp_of(venv):
    try:
        stamp = json.loads((venv / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def fingerprints(files):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@contextlib.contextmanager
def only_one(root):
    """Let two starts at once make one environment: the second waits and finds it ready."""
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is preparing .venv; waiting for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def make(venv, files, found):
    began = time.monotonic()
    wanted = " and ".join(file.name for file in files)
    say({
        "missing": f"Preparing .venv with what {wanted} names; the first time takes about half a minute.",
        "half-made": f"The .venv here is half-made; making it anew with what {wanted} names.",
        "outdated": f"Bringing .venv up to date with {wanted}.",
    }[found])  # fmt: skip
    try:
        fill(venv, files, found)
    except OSError as trouble:
        raise Trouble(f"The folder .venv could not be written: {trouble.strerror or trouble}.") from trouble
    say(f"Ready after {time.monotonic() - began:.0f} s.")


def fill(venv, files, found):
    if found != "outdated":
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        elif venv.exists():
            shutil.rmtree(venv)
        if shutil.disk_usage(venv.parent).free < ROOM_NEEDED:
            raise Trouble(f"Less than {ROOM_NEEDED >> 20} MB are free here, which the requirements need.")
        venv.mkdir()
    (venv / MARK).write_text("")
    if found != "outdated":
        create(venv)
    install(venv, files)
    show_checkout(venv)
    stamp = {**(stamp_of(venv) if found == "outdated" else {}), **fingerprints(files)}
    temporary = venv / f"{STAMP}.new"
    temporary.write_text(json.dumps(stamp, indent=1))
    temporary.replace(venv / STAMP)
    (venv / MARK).unlink()


def create(venv):
    """An empty environment with pip in it, also where Debian's python3-venv is missing."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    made = quietly([python, "-m", "venv", str(venv)])
    if made.returncode == 0:
        return
    with tempfile.TemporaryDirectory() as folder:
        got = quietly([python, "-m", "pip", "install", "-q", "--target", folder, "virtualenv"])
        if got.returncode == 0:
            mark = venv / MARK
            made = quietly(
                [python, "-m", "virtualenv", "--quiet", str(venv)], env={**os.environ, "PYTHONPATH": folder}
            )
            mark.write_text("")
            if made.returncode == 0:
                return
    raise Trouble(
        f"{python} cannot make a virtual environment: install python3-venv or python3-pip "
        f"({last_line(made) or 'no reason given'})."
    )


def install(venv, files):
    """Install with uv, which takes half the time, or with plain pip where uv cannot be had."""
    python = str(venv / "bin" / "python")
    named = [argument for file in files for argument in ("-r", str(file))]
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    if quietly([*pip, UV]).returncode == 0:
        uv = [str(venv / "bin" / "uv"), "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
        if quietly([*uv, *named], env={**os.environ, **uv_settings(python)}).returncode == 0:
            return
    plain = quietly([*pip, *named])
    if plain.returncode != 0:
        raise Trouble(f"The requirements could not be installed: {last_line(plain)}")


def show_checkout(venv):
    """Let plain `pytest` inside .venv import the apps, wherever it is started."""
    for packages in venv.glob("lib/python*/site-packages"):
        (packages / "checkout.pth").write_text(f"{venv.parent}\n")


def uv_settings(python):
    """What pip's own settings say about where packages come from, in uv's words."""
    asked = quietly([python, "-m", "pip", "config", "list"])
    settings = {}
    for line in asked.stdout.splitlines():
        name, _, value = line.partition("=")
        settings[name.split(".")[-1].replace("_", "-")] = value.strip().strip("'").replace("\\n", " ")
    known = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    found = {uv: settings[pip] for pip, uv in known.items() if settings.get(pip)}
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = ",".join(found["UV_FIND_LINKS"].split())
    if "UV_INDEX" in found:
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip does it
    return found


def quietly(command, env=None):
    return subprocess.run(
        command, capture_output=True, text=True, env=env, check=False, stdin=subprocess.DEVNULL
    )


def last_line(finished):
    lines = (finished.stderr.strip() or finished.stdout.strip()).splitlines()
    return lines[-1].strip() if lines else ""


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)
