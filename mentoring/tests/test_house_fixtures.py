"""What other tests rely on is itself true: their servers, worker, mail server and browser are real."""

import os

import pytest
import redis
from django.conf import settings
from django.db import connection

from mentoring.testing_browser import sign_in_browser
from mentoring.testing_worker import is_running, wait_until
from programs.models import User


@pytest.mark.django_db
def test_the_database_is_postgresql_and_made_for_tests():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_database()")
        version, name = cursor.fetchone()

    assert version >= 150000
    assert name.startswith("test_")


def test_each_process_of_the_tests_has_a_broker_number_of_its_own():
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")
    broker = redis.from_url(settings.REDIS_URL)
    broker.set("who", number)

    assert broker.get("who") == number.encode()
    if number != "-1":
        assert settings.REDIS_URL.endswith(f"/{int(number) + 1}")


@pytest.mark.worker
def test_a_worker_started_by_a_test_works_and_ends_with_it(celery_worker_process, smtp_sink):
    from programs.tasks import deliver_owed

    worker = celery_worker_process(SMTP_URL=smtp_sink.url)
    deliver_owed.apply_async()

    wait_until(lambda: "deliver_owed" in worker.written() and "succeeded" in worker.written())
    assert "raised" not in worker.written()
    worker.kill()
    wait_until(lambda: not is_running(worker.pid))


def test_the_mail_server_keeps_what_it_is_sent_and_refuses_whom_it_is_told_to(smtp_sink):
    from smtplib import SMTP, SMTPRecipientsRefused

    smtp_sink.refuse.add("gone@example.com")
    with SMTP(smtp_sink.host, smtp_sink.port) as client:
        client.sendmail("a@example.com", ["b@example.com"], "Subject: Hello\n\nThere.")
        with pytest.raises(SMTPRecipientsRefused):
            client.sendmail("a@example.com", ["gone@example.com"], "Subject: Lost\n\nThere.")

    assert [(mail["Subject"], mail.recipients) for mail in smtp_sink.wait_for(1)] == [
        ("Hello", ["b@example.com"])
    ]


@pytest.mark.browser
def test_the_browser_runs_scripts_and_axe_finds_what_is_wrong(browser_page, axe):
    browser_page.set_content("<html lang=en><title>A page</title><main><img src=x></main></html>")

    assert browser_page.evaluate("1 + 1") == 2
    assert any(line.startswith("image-alt") for line in axe(browser_page))


@pytest.mark.browser
def test_a_signed_in_browser_is_that_person_to_the_server(browser_page, live_server):
    user = User.objects.create_user(email="ada@example.com", password="a long password of hers")

    before = browser_page.goto("/").url
    sign_in_browser(browser_page, user)
    after = browser_page.goto("/").url

    assert "login" in before
    assert after == live_server.url + "/"
