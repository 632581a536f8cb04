#!/usr/bin/env python3
"""The one command of this checkout: run, test, lint, and every Django command.

Any Python may start it. It sees to a virtual environment of its own (.venv), then runs itself again inside.
Up to that point only the standard library is at hand, and this file must parse on Pythons we do not support,
so that they get a sentence instead of a syntax error.
"""

import importlib.util
import os
import sys

OLDEST_PYTHON = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120


def main():
    if tuple(sys.version_info[:2]) < OLDEST_PYTHON:
        return "This needs Python 3.11 or newer, and {} is Python {}.{}.".format(  # noqa: UP032
            sys.executable or "this one", sys.version_info[0], sys.version_info[1]
        )
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if os.environ.get("VERSO_NO_VENV") != "1":
        trouble = inside_virtual_environment(command)
        if trouble:
            return trouble
    return carry_out(command)


def inside_virtual_environment(command):
    """Go on inside this checkout's .venv, made or brought up to date first; the trouble if that fails."""
    # by file path: importing the package would import Celery, which is not installed yet
    place = os.path.join(ROOT, "mentoring", "bootstrap.py")  # noqa: PTH118
    spec = importlib.util.spec_from_file_location("bootstrap", place)
    bootstrap = importlib.util.module_from_spec(spec)
    sys.modules["bootstrap"] = bootstrap
    spec.loader.exec_module(bootstrap)
    try:
        python = bootstrap.ready_python(ROOT, command)
    except bootstrap.Trouble as trouble:
        return str(trouble)
    if python is not None:
        os.execv(python, [python, os.path.join(ROOT, "manage.py")] + sys.argv[1:])  # noqa: S606, PTH118, RUF005
    return None


def carry_out(command):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from mentoring import embedded  # noqa: PLC0415

    try:
        with embedded.environment(command, sys.argv[2:]):
            execute_from_command_line(sys.argv)
    except embedded.Trouble as trouble:
        return str(trouble)
    return None


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
