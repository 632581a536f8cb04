"""Fixtures for delivery: a real worker process and a mail server that keeps what it is sent."""

import os
import signal
import sys
import threading
import time
from email import message_from_bytes, policy
from urllib.parse import urlsplit, urlunsplit

import pytest

from .house.checkout import Trouble, free_port
from .house.children import Child


@pytest.fixture
def celery_worker_process(transactional_db, tmp_path):
    """Start real workers on the test's database and broker: ``worker = celery_worker_process(SMTP_URL=...)``.

    Keyword arguments become environment variables of the worker. Each call starts one more; all are stopped
    at the end. ``worker.written()`` is its log, ``worker.kill()`` is SIGKILL to it and its pool.
    """
    import redis  # noqa: PLC0415  # settings are not read yet when this file is imported
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    redis.from_url(settings.REDIS_URL).flushdb()
    address = urlsplit(os.environ["DATABASE_URL"])
    shared = {
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "mentoring.settings_test",
    }
    workers = []

    def start(*, concurrency=1, **environment):
        name = f"worker{len(workers) + 1}"
        command = [
            sys.executable, "-m", "celery", "-A", "mentoring", "worker", "--loglevel", "INFO",
            "--without-mingle", "--without-gossip", "--concurrency", str(concurrency),
            "--hostname", f"{name}-{os.getpid()}@test",
        ]  # fmt: skip
        worker = Child(name, command, log=tmp_path / f"{name}.log", env={**shared, **environment})
        workers.append(worker)
        worker.start()
        try:
            worker.wait_until(lambda: " ready." in worker.written(), seconds=60)
        except Trouble as trouble:
            pytest.fail(f"{trouble}\n{worker.written()[-3000:]}", pytrace=False)
        return worker

    yield start
    for worker in workers:
        worker.stop(seconds=5)


class Mailbox:
    """What an SMTP server on this machine was handed."""

    def __init__(self):
        self.messages = []
        self.refuse = set()  # addresses answered with 550
        self.arrived = threading.Condition()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        message.recipients = list(envelope.rcpt_tos)
        with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()
        return "250 OK"

    def wait_for(self, count, *, seconds=30):
        """The messages, once there are ``count`` of them."""
        with self.arrived:
            came = self.arrived.wait_for(lambda: len(self.messages) >= count, timeout=seconds)
            assert came, f"{len(self.messages)} of {count} messages came within {seconds} s"
            return list(self.messages)


@pytest.fixture
def smtp_sink():
    """A mail server on loopback: ``smtp_sink.url`` for SMTP_URL, ``smtp_sink.wait_for(2)`` for what came."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415  # only a few tests need it

    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mailbox.host, mailbox.port = controller.hostname, controller.port
    mailbox.url = f"smtp://{mailbox.host}:{mailbox.port}"
    controller.start()
    yield mailbox
    controller.stop()


def wait_until(is_so, *, seconds=20, message="it did not happen in time"):
    """Wait for something another process does."""
    limit = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < limit, message
        time.sleep(0.05)


def is_running(pid):
    """Whether the process is there and is more than an entry that its parent has not read yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def end_hard(pid):
    os.kill(pid, signal.SIGKILL)
