"""The pytest plugin of this house: real servers, a real worker, a real browser, a real mail server.

Without DATABASE_URL or REDIS_URL the process that pytest was started in starts both servers in a folder that
lives as long as the tests do; xdist's workers find the addresses in their environment, each with a database
and a broker number of its own.
"""

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from .house.broker import Broker
from .house.checkout import Trouble
from .house.postgres import IN_A_HURRY, Postgres

pytest_plugins = ["mentoring.testing_browser", "mentoring.testing_worker"]
LEFT_OUT = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption(
        "--without-browser", action="store_true", help="leave out the tests that drive a real browser"
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Before Django reads its settings, which pytest-django lets it do in this hook."""
    asked = early_config.known_args_namespace
    if not (asked.help or asked.version):
        # importing this package names the ordinary settings, and pytest-django believes the environment first
        os.environ["DJANGO_SETTINGS_MODULE"] = "mentoring.settings_test"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in the test's thread
        if number_of_worker() is None:
            try:
                start_servers(early_config)
            except Trouble as trouble:
                raise pytest.UsageError(str(trouble)) from trouble
        else:
            take_own_share(number_of_worker())
        Path(os.environ["VERSO_VAR"], "static").mkdir(parents=True, exist_ok=True)
    return (yield)


def number_of_worker():
    """Which of xdist's workers this process is; None in the process that pytest was started in."""
    name = os.environ.get("PYTEST_XDIST_WORKER")
    return int(name.removeprefix("gw")) if name else None


def start_servers(config):
    place = Path(tempfile.mkdtemp(prefix="verso-test-"))
    place.chmod(0o711)  # where root has to run the database as `nobody`, its folder must be within reach
    config.add_cleanup(lambda: shutil.rmtree(place, ignore_errors=True))
    os.environ["VERSO_VAR"] = str(place / "var")
    if not os.environ.get("DATABASE_URL"):
        database = Postgres(place / "postgres", log=place / "database.log", settings=IN_A_HURRY)
        config.add_cleanup(lambda: shutil.rmtree(database.sockets, ignore_errors=True))
        config.add_cleanup(database.stop)
        os.environ["DATABASE_URL"] = database.start().url()
        config.add_cleanup(lambda: os.environ.pop("DATABASE_URL", None))
    if not os.environ.get("REDIS_URL"):
        broker = Broker(place / "broker", log=place / "broker.log")
        config.add_cleanup(broker.stop)
        os.environ["REDIS_URL"] = broker.start().url()
        config.add_cleanup(lambda: os.environ.pop("REDIS_URL", None))


def take_own_share(number):
    """A broker number and a folder for files; pytest-django gives every worker a database."""
    os.environ["VERSO_VAR"] = str(Path(os.environ["VERSO_VAR"]) / f"gw{number}")
    address = urlsplit(os.environ["REDIS_URL"])
    if address.scheme in {"redis", "rediss"}:
        first = int(address.path.strip("/") or 0)
        os.environ["REDIS_URL"] = urlunsplit(address._replace(path=f"/{first + number + 1}"))


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--without-browser"):
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = len(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption("--without-browser"):
        count = config.stash.get(LEFT_OUT, 0)
        terminalreporter.write_line(
            f"--without-browser: {count} tests that drive a real browser were left out; "
            "nobody looked at the pages."
        )
