"""Which servers this command talks to: those that DATABASE_URL and REDIS_URL name, or this checkout's own."""

import argparse
import os
from contextlib import contextmanager

from .house.broker import Broker
from .house.checkout import Trouble, made_folder, port_is_free, require_room, sole_use, told, var
from .house.postgres import Postgres

__all__ = ["Servers", "Trouble", "environment"]

BRING_THEIR_OWN = {"test", "lint"}
NEED_NONE = {
    "check",
    "collectstatic",
    "findstatic",
    "help",
    "makemigrations",
    "version",
    "--version",
    "--help",
    "-h",
    "match_files",
}
DEFAULT_PORT = 8000


class Servers:
    """The embedded servers of this checkout; None in the place of each that a variable replaces."""

    def __init__(self):
        data, log = var(), var() / "log"
        database = Postgres(data / "postgres", log=log / "database.log")
        broker = Broker(data / "broker", log=log / "broker.log")
        self.database = database if os.environ.get("DATABASE_URL", "") in {"", database.url()} else None
        self.broker = broker if os.environ.get("REDIS_URL", "") in {"", broker.url()} else None

    def name_in_environment(self):
        if self.database:
            os.environ["DATABASE_URL"] = self.database.url()
        if self.broker:
            os.environ["REDIS_URL"] = self.broker.url()

    @contextmanager
    def running(self):
        started = [server for server in (self.database, self.broker) if server]
        try:
            for server in started:
                server.start()
            yield
        finally:
            for server in reversed(started):
                server.stop()


@contextmanager
def environment(command, arguments):
    """Set what the settings will read, and keep the servers up that ``command`` needs.

    Production names its own servers and is left alone. In a checkout without DATABASE_URL every command talks
    to the embedded ones: those of a `run` beside it, or else its own for as long as it takes.
    """
    named = bool(os.environ.get("DATABASE_URL"))
    if command in BRING_THEIR_OWN or command in NEED_NONE or {"-h", "--help"} & set(arguments):
        if command in BRING_THEIR_OWN or not named:
            os.environ.setdefault("VERSO_ENV", "development")
        yield
    elif command == "run":
        with environment_of_run(arguments):
            yield
    elif named or os.environ.get("VERSO_ENV") == "production":
        yield
    else:
        os.environ.setdefault("VERSO_ENV", "development")
        made_folder(var())
        servers = Servers()
        servers.name_in_environment()
        with sole_use(f"manage.py {command}") as held:
            if held is None:
                yield
                return
            with servers.running():
                yield


@contextmanager
def environment_of_run(arguments):
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    port = parser.parse_known_args(arguments)[0].port

    with sole_use("manage.py run") as held:
        if held is None:
            raise Trouble(whose_servers())
        require_room(var())
        if not 0 < port < 65536:
            raise Trouble(f"{port} is not a port; choose one between 1024 and 65535.")
        if not port_is_free(port):
            raise Trouble(
                f"Port {port} is taken or forbidden; choose another with --port, such as --port {port + 1}."
            )
        os.environ.setdefault("VERSO_ENV", "development")
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        servers = Servers()
        if servers.broker and not port_is_free(servers.broker.port):
            servers.broker.choose_address()
        servers.name_in_environment()
        yield


def whose_servers():
    facts = told()
    who = f"`{facts.get('purpose', 'manage.py')}`, process {facts.get('pid', 'unknown')}"
    where = f" at {facts['address']}" if facts.get("address") else ""
    return f"This checkout is already in use{where} ({who}); stop that first, or open its address."
