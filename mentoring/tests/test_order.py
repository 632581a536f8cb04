"""The order of the house: programs <- pairing <- sessions <- reports <- mentoring."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ORDER = ["programs", "pairing", "sessions", "reports", "mentoring"]


def modules_of(app):
    return sorted(path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def imported_apps(path):
    """The apps of ours that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        else:
            continue
        for name in names:
            if name.split(".")[0] in ORDER:
                yield name.split(".")[0]


@pytest.mark.parametrize("app", ORDER)
def test_apps_import_from_the_left_only(app):
    allowed = set(ORDER[: ORDER.index(app) + 1])

    strays = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in modules_of(app)
        for other in imported_apps(path)
        if other not in allowed
    }

    assert strays == set()


def test_nothing_imports_tasks():
    strays = set()
    for app in ORDER:
        for path in modules_of(app):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and (
                    (node.module or "").endswith("tasks")
                    or any(alias.name == "tasks" for alias in node.names)
                ):
                    strays.add(str(path.relative_to(ROOT)))

    assert strays == set()


def test_matching_knows_nothing_of_django():
    for path in (ROOT / "pairing" / "matching").rglob("*.py"):
        assert "django" not in path.read_text(), path


def test_only_the_outbox_rings_the_broker():
    callers = [
        str(path.relative_to(ROOT))
        for app in ORDER
        for path in modules_of(app)
        if "tests" not in path.parts
        and any(
            isinstance(node, ast.Attribute) and node.attr in ("delay", "apply_async", "delay_on_commit")
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]

    assert callers == ["programs/outbox.py"]


def test_no_file_outgrows_a_reader():
    long_ones = {
        str(path.relative_to(ROOT)): lines
        for app in ORDER
        for path in modules_of(app)
        if (lines := len(path.read_text().splitlines())) >= 400
    }

    assert long_ones == {}


def test_the_top_level_is_what_the_readme_says():
    shown = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "var"}

    assert shown == {
        *ORDER,
        "CHANGELOG.md",
        "Containerfile",
        "LICENSE",
        "README.md",
        "manage.py",
        "pyproject.toml",
        "pytest.ini",
        "requirements-bench.txt",
        "requirements-dev.txt",
        "requirements-saml.txt",
        "requirements.txt",
        "static",
        "templates",
    }
