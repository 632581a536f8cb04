"""The virtual environment: when it is made, when it is made anew, and that two starts do not spoil it."""

import threading
import time

import pytest

from mentoring import bootstrap


@pytest.fixture
def root(tmp_path):
    (tmp_path / "requirements.txt").write_text("Django==5\n")
    (tmp_path / "requirements-dev.txt").write_text("pytest==9\n")
    return tmp_path


@pytest.fixture(autouse=True)
def made(monkeypatch):
    """Stands in for what takes half a minute; everything that decides about it is real."""
    deeds = []

    def create(venv):
        deeds.append("create")
        (venv / "bin").mkdir()
        (venv / "bin" / "python").write_text("")
        (venv / "pyvenv.cfg").write_text("version = 3.11.7\n")

    monkeypatch.setattr(bootstrap, "create", create)
    monkeypatch.setattr(
        bootstrap, "install", lambda venv, files: deeds.append(" ".join(file.name for file in files))
    )
    return deeds


def test_a_first_start_makes_the_environment_and_the_second_goes_straight_on(root, made):
    for _ in range(2):
        python = bootstrap.ready_python(root, "run")

    assert python == str(root / ".venv" / "bin" / "python")
    assert made == ["create", "requirements.txt"]


def test_tests_and_checks_need_more_than_running_does(root, made):
    bootstrap.ready_python(root, "run")
    bootstrap.ready_python(root, "test")
    bootstrap.ready_python(root, "lint")
    bootstrap.ready_python(root, "run")

    assert made == ["create", "requirements.txt", "requirements.txt requirements-dev.txt"]


def test_changed_requirements_are_installed_into_the_same_environment(root, made):
    bootstrap.ready_python(root, "run")
    (root / "requirements.txt").write_text("Django==6\n")

    bootstrap.ready_python(root, "run")

    assert made == ["create", "requirements.txt", "requirements.txt"]


def test_an_installation_that_was_interrupted_is_begun_anew(root, made, monkeypatch):
    with monkeypatch.context() as interrupted:
        interrupted.setattr(
            bootstrap, "install", lambda venv, files: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            bootstrap.ready_python(root, "run")
    (root / ".venv" / "half a package").write_text("")

    bootstrap.ready_python(root, "run")

    assert made == ["create", "create", "requirements.txt"]
    assert not (root / ".venv" / "half a package").exists()


def test_an_update_that_was_interrupted_is_not_trusted_either(root, made):
    bootstrap.ready_python(root, "run")
    (root / ".venv" / bootstrap.MARK).write_text("")

    assert bootstrap.state(root / ".venv", [root / "requirements.txt"]) == "half-made"


@pytest.mark.parametrize("spoil", ["bin/python", "pyvenv.cfg"])
def test_an_environment_without_its_interpreter_is_half_made(root, spoil):
    bootstrap.ready_python(root, "run")
    (root / ".venv" / spoil).unlink()

    assert bootstrap.state(root / ".venv", [root / "requirements.txt"]) == "half-made"


def test_an_environment_of_an_older_python_is_made_anew(root):
    bootstrap.ready_python(root, "run")
    (root / ".venv" / "pyvenv.cfg").write_text("version = 3.9.2\n")

    assert bootstrap.state(root / ".venv", [root / "requirements.txt"]) == "half-made"


def test_an_environment_that_somebody_else_made_is_filled_and_kept(root, made):
    (root / ".venv").mkdir()
    bootstrap.create(root / ".venv")
    (root / ".venv" / "kept").write_text("")

    bootstrap.ready_python(root, "run")

    assert made == ["create", "requirements.txt"]
    assert (root / ".venv" / "kept").exists()


def test_two_starts_at_once_make_one_environment(root, made, monkeypatch):
    def slowly(venv, files):
        time.sleep(0.3)
        made.append("installed")

    monkeypatch.setattr(bootstrap, "install", slowly)
    starts = [threading.Thread(target=bootstrap.ready_python, args=(root, "run")) for _ in range(2)]

    for start in starts:
        start.start()
    for start in starts:
        start.join()

    assert made == ["create", "installed"]


def test_a_disk_without_room_is_noticed_before_anything_is_written(root, made, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOM_NEEDED", 1 << 60)

    with pytest.raises(bootstrap.Trouble, match="MB are free here"):
        bootstrap.ready_python(root, "run")

    assert made == []


def test_a_folder_that_cannot_be_written_is_one_sentence(root, monkeypatch):
    def refused(venv):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(bootstrap, "create", refused)

    with pytest.raises(
        bootstrap.Trouble, match=r"^The folder \.venv could not be written: Permission denied\.$"
    ):
        bootstrap.ready_python(root, "run")


def test_packages_of_the_environment_include_this_checkout(root):
    packages = root / ".venv" / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)

    bootstrap.show_checkout(root / ".venv")

    assert (packages / "checkout.pth").read_text() == f"{root}\n"
