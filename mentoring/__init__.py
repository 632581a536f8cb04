"""The front door: settings, root urls, Celery app, home pages, demo program, whole-story tests."""

from .celery import app as celery_app

__all__ = ["celery_app"]
