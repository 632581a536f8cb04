"""`manage.py run` from start to end: everything is up, everything ends, however it ends."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from mentoring.house.checkout import ROOT, free_port, socket_folder
from mentoring.house.children import children_of
from mentoring.testing_worker import is_running, wait_until

from .test_house import NAMED, manage, said

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """One folder for all runs of this module: the first fills it, the others find their data there."""
    return tmp_path_factory.mktemp("house")


class House:
    """A `manage.py run` that says it is ready."""

    def __init__(self, var):
        self.port = free_port()
        self.output = Path(var) / f"output-{self.port}"
        kept = {name: value for name, value in os.environ.items() if name not in NAMED}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "run", "--no-demo", "--port", str(self.port)],
                env={**kept, "VERSO_NO_VENV": "1", "VERSO_VAR": str(var)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: "is ready after" in self.said() or self.process.poll() is not None, seconds=240)
        assert self.process.poll() is None, self.said()
        self.family = family_of(self.process.pid)

    def said(self):
        return self.output.read_text()

    def left_over(self):
        return [pid for pid in self.family if is_running(pid)]


@pytest.fixture
def house(var):
    found = House(var)
    yield found
    if found.process.poll() is None:
        found.process.kill()
        found.process.wait()
    wait_until(lambda: found.left_over() == [])


def family_of(pid):
    """The process and all it has started, and what those have started."""
    found = [pid]
    for member in found:
        found += children_of(member)
    return found


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def test_run_brings_everything_up_and_ctrl_c_takes_everything_down(house, var):
    commands = " ".join(command_of(pid) for pid in house.family)
    for part in ("postgres", "valkey-server", "gunicorn", "worker", "beat"):
        assert part in commands
    with urllib.request.urlopen(f"http://localhost:{house.port}/") as page:
        assert page.status == 200
    assert house.said().strip().endswith(f"http://localhost:{house.port}")

    refused = said(manage("run", "--port", str(free_port()), var=var))
    assert refused.startswith(
        f"This checkout is already in use at http://localhost:{house.port} (`manage.py run`"
    )

    beside = manage("shell", "-c", "from programs.models import User; print(User.objects.count())", var=var)
    assert beside.stdout.strip().endswith("0"), beside.stderr

    house.process.send_signal(signal.SIGINT)
    assert house.process.wait(20) == 0
    assert not socket_folder(var / "postgres").exists()
    assert house.left_over() == []
    assert "Traceback" not in house.said()


def test_nothing_stays_behind_when_the_runner_is_killed_and_the_next_run_starts(house, var):
    house.process.kill()
    house.process.wait()

    wait_until(lambda: house.left_over() == [], seconds=15, message="something outlived its runner")
    following = House(var)
    following.process.send_signal(signal.SIGTERM)

    assert following.process.wait(20) == 0
    assert following.left_over() == []


@pytest.mark.parametrize(
    ("part", "name"),
    [("celery -A mentoring worker", "worker"), ("postgres", "database")],
)
def test_a_part_that_dies_takes_the_others_along_and_is_named_with_its_log(house, part, name):
    victim = next(pid for pid in house.family if part in command_of(pid))

    os.kill(victim, signal.SIGKILL)

    assert house.process.wait(30) == 1
    assert house.left_over() == []
    assert re.search(
        rf"The {name} stopped by itself \(SIGKILL\); see \S+/log/{name}\.log\. Everything else was stopped\.",
        house.said(),
    )
    assert "Traceback" not in house.said()


def test_a_command_without_a_run_brings_its_own_servers_for_as_long_as_it_takes(var):
    finished = manage(
        "shell", "-c", "from django.db import connection as c; c.ensure_connection(); print('met')", var=var
    )

    assert finished.stdout.strip().endswith("met"), finished.stderr
    assert not (var / "postgres" / "data" / "postmaster.pid").exists()
