"""What a person at the terminal is told, and what the servers do when their folders are not in order."""

import ast
import os
import pwd
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.core.management import call_command

from mentoring.house import browser, checkout
from mentoring.house import postgres as postgres_module
from mentoring.house.broker import Broker
from mentoring.house.checkout import ROOT, Trouble, free_port
from mentoring.house.postgres import IN_A_HURRY, Postgres
from mentoring.management.commands import lint


def manage(*arguments, var, **environment):
    """Run manage.py as from a terminal, with no servers named unless ``environment`` does."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMED}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**kept, "VERSO_NO_VENV": "1", "VERSO_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


NAMED = {
    "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "VERSO_ENV", "SITE_URL", "SECRET_KEY",
    "PYTEST_XDIST_WORKER",
}  # fmt: skip


def said(finished):
    """The one sentence that a refused command leaves behind."""
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
    return finished.stderr.strip().splitlines()[-1]


@pytest.fixture
def server(tmp_path):
    """A database server that was started once and stopped, so that its folder can be spoiled."""
    for folder in list(tmp_path.parents)[: -len(Path("/tmp").parts)]:
        folder.chmod(folder.stat().st_mode | 0o011)
    found = Postgres(tmp_path / "postgres", log=tmp_path / "database.log", settings=IN_A_HURRY)
    found.start()
    found.stop()
    yield found
    found.stop()
    shutil.rmtree(found.sockets, ignore_errors=True)


def test_a_python_that_is_too_old_is_told_so_in_one_sentence():
    pretence = (
        "import sys, runpy; sys.version_info = (3, 8, 10); runpy.run_path('manage.py', run_name='__main__')"
    )

    refused = subprocess.run(
        [sys.executable, "-c", pretence], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert said(refused) == f"This needs Python 3.11 or newer, and {sys.executable} is Python 3.8."


def test_manage_py_can_be_read_by_a_python_that_is_too_old():
    assert ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 6))


def test_a_port_that_is_taken_is_named_together_with_the_way_out(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        sentence = said(manage("run", "--port", str(port), var=tmp_path))

    assert sentence == (
        f"Port {port} is taken or forbidden; choose another with --port, such as --port {port + 1}."
    )


def test_a_number_that_is_no_port_is_refused(tmp_path):
    assert said(manage("run", "--port", "70000", var=tmp_path)).startswith("70000 is not a port")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    sentence = said(manage("run", "--port", str(free_port()), var=tmp_path / "file" / "var"))

    assert sentence == f"The folder {tmp_path}/file/var cannot be written: Not a directory."


def test_a_full_disk_is_noticed_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(
        checkout.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 90, 10 << 20)
    )

    with pytest.raises(Trouble, match="Only 10 MB are free"):
        checkout.require_room(tmp_path)


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        (
            {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
            "The server that DATABASE_URL names does not answer",
        ),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "The server that REDIS_URL names does not answer"),
    ],
)
def test_a_named_server_that_is_away_is_named(tmp_path, named, sentence):
    assert said(manage("run", "--port", str(free_port()), var=tmp_path, **named)).startswith(sentence)


def test_a_database_folder_that_is_not_whole_is_left_alone(tmp_path):
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "precious").write_text("")

    sentence = said(manage("run", "--port", str(free_port()), var=tmp_path))

    assert sentence == f"{data} is not a whole database folder; move it away, or restore it from a backup."
    assert (data / "precious").exists()


def test_a_database_folder_of_another_version_is_left_alone(server):
    (server.home / "data" / "PG_VERSION").write_text("9\n")

    with pytest.raises(Trouble, match="was made by PostgreSQL 9, and this is"):
        server.start()


def test_a_broken_database_says_why_it_did_not_start(server):
    (server.home / "data" / "global" / "pg_control").unlink()

    with pytest.raises(
        Trouble, match=r"PostgreSQL did not start: could not find the database system; see .*database\.log"
    ):
        server.start()


def test_a_first_start_that_was_interrupted_is_begun_anew(tmp_path, server):
    (server.home / "data").rename(server.home / "data.new")

    server.start()

    assert server.answers()


def test_a_number_left_by_a_dead_server_does_not_keep_the_next_from_starting(server):
    (server.home / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{server.home / 'data'}\n")

    server.start()

    assert server.answers()


def test_a_server_that_outlived_its_runner_is_ended_before_the_next(server):
    server.start()
    orphan = server.child
    following = Postgres(server.home, log=server.log, settings=IN_A_HURRY)

    following.start()

    assert orphan.process.wait(5) == 0
    assert following.answers()
    following.stop()


def test_data_outlives_the_server(server):
    server.start()
    with psycopg2.connect(server.url()) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    connection.close()
    server.stop()

    server.start()

    connection = psycopg2.connect(server.url())
    with connection.cursor() as cursor:
        cursor.execute("SELECT seven FROM kept")
        assert cursor.fetchone() == (7,)
    connection.close()


@pytest.mark.skipif(os.getuid() != 0, reason="only root has to become somebody else")
def test_root_runs_the_database_as_nobody_where_namespaces_are_forbidden(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres_module, "namespaces_allowed", lambda: False)
    for folder in list(tmp_path.parents)[: -len(Path("/tmp").parts)]:
        folder.chmod(folder.stat().st_mode | 0o011)
    found = Postgres(tmp_path / "postgres", log=tmp_path / "database.log", settings=IN_A_HURRY)

    found.start()

    owner = Path(f"/proc/{found.child.pid}").stat().st_uid
    assert (owner, found.answers()) == (pwd.getpwnam("nobody").pw_uid, True)
    found.stop()
    shutil.rmtree(found.sockets, ignore_errors=True)


def test_sockets_lie_on_a_short_path_however_deep_the_checkout(tmp_path):
    folder = checkout.made_private(checkout.socket_folder(tmp_path / ("deep/" * 60)))

    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 100
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


def test_a_socket_folder_that_others_can_enter_is_refused(tmp_path):
    folder = checkout.made_private(tmp_path / "sockets")
    folder.chmod(0o777)

    with pytest.raises(Trouble, match="belongs to somebody else"):
        checkout.made_private(folder)


def test_the_broker_answers_only_to_its_password(tmp_path):
    broker = Broker(tmp_path / "broker", log=tmp_path / "broker.log").start()
    with socket.create_connection(("127.0.0.1", broker.port)) as stranger:
        stranger.sendall(b"PING\r\n")
        answer = stranger.recv(100)
    broker.stop()

    assert answer.startswith(b"-NOAUTH")
    assert (broker.home / "address").stat().st_mode & 0o077 == 0
    assert (broker.home / "valkey.conf").stat().st_mode & 0o077 == 0


def test_a_browser_that_is_named_and_does_not_start_fails_the_command_with_the_remedy(tmp_path):
    sentence = said(manage("test", var=tmp_path, CHROMIUM="/bin/false"))

    assert sentence.startswith("The variable CHROMIUM names /bin/false, which does not start as a browser.")
    assert "--without-browser" in sentence


def test_without_any_browser_every_reason_is_told(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)

    def no_network(command, **options):
        raise subprocess.CalledProcessError(1, command, stderr="host not found")

    monkeypatch.setattr(browser, "run", no_network)

    with pytest.raises(Trouble) as trouble:
        browser.find()

    for part in (
        "on path: none",
        "from debian: needs",
        "from npm: ",
        "from playwright: host not found",
        "apt-get",
    ):
        assert part in str(trouble.value)


def test_leaving_out_the_browser_says_so_in_words(tmp_path):
    arguments = ["--without-browser", "-k", "browser", "mentoring/tests/test_house_fixtures.py"]
    servers = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}

    finished = manage("test", "-n", "1", *arguments, var=tmp_path, **servers)

    assert "--without-browser: 2 tests that drive a real browser were left out" in finished.stdout


def test_lint_fails_when_one_of_its_checks_does(monkeypatch, capsys):
    monkeypatch.setattr(lint, "CHECKS", {"first": ["true"], "second": ["false"]})

    with pytest.raises(SystemExit, match="1"):
        call_command("lint")

    assert capsys.readouterr().out.split() == ["first", "ok", "second", "failed"]


def test_every_static_file_that_is_referred_to_exists(tmp_path):
    finished = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **lint.production(),
            "VERSO_NO_VENV": "1",
            "VERSO_VAR": str(tmp_path),
            "STATIC_ROOT": str(tmp_path / "static"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()
