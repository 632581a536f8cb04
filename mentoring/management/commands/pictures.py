"""Make the README's pictures from the demo program that is running."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse

from mentoring.demo import cast
from mentoring.demo.story import NAME
from mentoring.house import browser
from mentoring.house.checkout import Trouble
from programs.models import User, Wave

FOLDER = Path(__file__).resolve().parents[2] / "demo" / "pictures"
PHONE, DESK = (390, 844), (1440, 900)


class Command(BaseCommand):
    help = "Make pictures of the demo program; `manage.py run` must be running beside it."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, default=FOLDER, help="the folder for the pictures")
        parser.add_argument("--dark", action="store_true", help="in the dark theme")

    def handle(self, *, to, dark, **options):
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only developers have it

        waves = {wave.status: wave for wave in Wave.objects.filter(program__name=NAME)}
        if not waves:
            raise CommandError("Load the demo program first: manage.py demo")
        to.mkdir(parents=True, exist_ok=True)
        try:
            chromium = browser.find()
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        cookies = {email: cookie_of(email) for _, email, *_ in shots(waves)}
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=chromium, args=browser.FLAGS)
            for name, email, url, size in shots(waves):
                context = running.new_context(
                    base_url=settings.SITE_URL,
                    viewport={"width": size[0], "height": size[1]},
                    color_scheme="dark" if dark else "light",
                )
                context.add_cookies([cookies[email]])
                page = context.new_page()
                page.goto(url)
                page.screenshot(path=to / f"{name}.png")
                context.close()
                self.stdout.write(f"{name}.png  {url}")
            running.close()


def shots(waves):
    """Name, account, address and size of each picture."""
    running = waves[Wave.Status.RUNNING]
    return [
        ("wave", cast.COORDINATOR, reverse("wave", args=[running.pk]), DESK),
        ("pairing", cast.COORDINATOR, reverse("pairing", args=[running.pk]), DESK),
        ("mentor", cast.MENTOR, reverse("my_pair"), DESK),
        ("mentee", cast.MENTEE, reverse("my_pair"), PHONE),
        ("leaderboard", cast.MENTOR, reverse("leaderboard", args=[running.pk]), DESK),
    ]


def cookie_of(email):
    """A session of one demo account, as the browser carries it."""
    client = Client()
    client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": settings.SITE_URL,
    }
