"""Runs the whole house in the foreground: database, broker, web server, worker and beat, in this order.

The database must answer before migrations, and migrations be done before anybody asks for a page. What is
started here ends with this process, however it ends.
"""

import http.client
import logging
import os
import re
import signal
import socket
import sys
import time

from .embedded import Servers
from .house.checkout import Trouble, made_folder, shown, tell, var
from .house.children import Child, adopt_orphans, see_off_orphans

CELERY = [sys.executable, "-m", "celery", "-A", "mentoring"]
ALARMING = re.compile(r"\b(ERROR|CRITICAL|FATAL|PANIC)\b")
QUIETER = ["--without-mingle", "--without-gossip"]  # ready a second sooner; one worker has nobody to ask
LOOK_EVERY = 0.2
PATIENCE = 120  # seconds for one part to be ready, on a machine that is busy with other things
WIDTH = 160


class Runner:
    """One run, from the first server to the last."""

    def __init__(self, *, port, say):
        self.port, self.say = port, say
        self.servers = Servers()
        self.address = os.environ.get("SITE_URL", f"http://localhost:{port}")
        log = made_folder(var() / "log")
        self.web = Child("web server", web_command(port), log=log / "web.log")
        self.worker = Child("worker", worker_command(), log=log / "worker.log")
        self.beat = Child("beat", beat_command(), log=log / "beat.log")

    def run(self, *, prepare, ready):
        """Start everything, keep it up, stop it when asked; ``prepare`` runs once the database answers."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:  # nohup means to stay
                signal.signal(signum, signal.default_int_handler)
        adopt_orphans()
        began = time.monotonic()
        try:
            self.start_servers()
            prepare()
            self.start_application()
            tell(var() / "in-use", address=self.address)
            ready(time.monotonic() - began)
            self.watch()
        except KeyboardInterrupt:
            self.say("Stopping.")
        finally:
            self.stop()

    def start_servers(self):
        if self.servers.database:
            self.servers.database.start()
        self.say(
            "database   "
            + (
                "PostgreSQL, data in " + str(shown(var() / "postgres"))
                if self.servers.database
                else "from DATABASE_URL"
            )
        )
        if self.servers.broker:
            self.servers.broker.start()
        self.say("broker     " + ("Valkey" if self.servers.broker else "from REDIS_URL"))

    def start_application(self):
        for child in (self.web, self.worker, self.beat):
            child.start()
        self.web.wait_until(self.web_answers, seconds=PATIENCE)
        self.say("web        answers")
        self.worker.wait_until(lambda: " ready." in self.worker.written(), seconds=PATIENCE)
        self.say("worker     ready")
        self.beat.wait_until(lambda: "beat: Starting" in self.beat.written(), seconds=PATIENCE)
        self.say("beat       ready")

    def web_answers(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Trouble(f"The first page failed with status {status}; see {shown(self.web.log)}.")
        return True

    def watch(self):
        """Until somebody asks to stop, or one of them ends: half a house helps nobody."""
        servers = [server.child for server in (self.servers.database, self.servers.broker) if server]
        children = [*servers, self.web, self.worker, self.beat]
        read_to = {child.name: child.log.stat().st_size for child in children}
        while True:
            for child in children:
                read_to[child.name] = self.pass_on_alarms(child, read_to[child.name])
                if not child.is_alive():
                    raise Trouble(child.obituary() + " Everything else was stopped.")
            time.sleep(LOOK_EVERY)

    def pass_on_alarms(self, child, offset):
        size = child.log.stat().st_size
        if size <= offset:
            return size
        with child.log.open("rb") as log:
            log.seek(offset)
            new = log.read()
        whole = new[: new.rfind(b"\n") + 1]
        for line in whole.decode(errors="replace").splitlines():
            if ALARMING.search(line):
                self.say(f"{child.name:<10} | {line}"[:WIDTH])
        return offset + len(whole)

    def stop(self):
        """Who works first, then who serves, then what both stand on; a second Ctrl-C changes nothing."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        self.beat.ask_to_stop()
        self.worker.stop(seconds=1.5)
        self.beat.stop(seconds=0.2)
        self.web.stop(seconds=0.8)
        if self.servers.broker:
            self.servers.broker.stop(seconds=0.5)
        if self.servers.database:
            self.servers.database.stop(seconds=5)  # killed before its last checkpoint it starts more slowly
        see_off_orphans(seconds=1)


def web_command(port):
    binds = [f"127.0.0.1:{port}", *([f"[::1]:{port}"] if second_loopback(port) else [])]
    return [
        sys.executable, "-m", "gunicorn", "mentoring.wsgi", "--worker-class", "gthread", "--workers", "2",
        "--threads", "4", "--graceful-timeout", "1", "--access-logfile", "-", "--no-control-socket",
        "--logger-class", "mentoring.web_log.WebLog",
        *(part for bind in binds for part in ("--bind", bind)),
    ]  # fmt: skip


def second_loopback(port):
    """Whether `localhost` may also mean ::1 here."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
    except OSError:
        return False
    return True


def worker_command():
    return [*CELERY, "worker", "--loglevel", "INFO", "--concurrency", "2", "--hostname", "verso@%h", *QUIETER]


def beat_command():
    schedule = made_folder(var() / "beat") / "schedule"
    return [*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile", ""]


def log_trouble(message):
    """Keep the whole story of a failure that the terminal tells in one sentence."""
    handler = logging.FileHandler(var() / "log" / "run.log")
    logger = logging.getLogger("mentoring.runner")
    logger.propagate = False
    logger.addHandler(handler)
    logger.exception(message)
    logger.removeHandler(handler)
    handler.close()
    return shown(var() / "log" / "run.log")
