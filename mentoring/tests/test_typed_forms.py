"""A session that ends while somebody writes: nothing typed is lost, and nobody else sees it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.models import Application, Preferences, TypedForm, Wave
from programs.tasks import forget_typed_forms
from programs.tests.factories import make_application, make_mentee_person, make_person, make_wave
from programs.typed_forms import MOST_KEPT, MOST_TYPED, keep

from .entering import sign_in

pytestmark = pytest.mark.django_db
IDLE = timedelta(seconds=settings.SESSION_IDLE_AGE + 60)


@pytest.fixture
def person():
    return make_mentee_person()


@pytest.fixture
def wave():
    return make_wave(status=Wave.Status.RECRUITING)


def enrolment(person, **words):
    return {
        "version": f"{person.pk}.0.0",
        "asked": "",
        "goals": "CANARY-GOALS",
        "topic_0": "2",
        "suitable_hours": ["tue-am", "wed-pm"],
        "will_challenge": "on",
        "commits_hours": "on",
        "send": "1",
        **words,
    }


def send_too_late(client, person, path, data):
    """Signed in, away for too long, then the button."""
    sign_in(client, person.email)
    client.get(path)
    with time_machine.travel(timezone.now() + IDLE, tick=False):
        return client.post(path, data)


def inputs_of(page):
    """What the page that is shown would send again."""
    body = page.content.decode()
    found = {}
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', body, re.S):
        found.setdefault(name, []).append(value)
    return found


def test_what_was_sent_too_late_comes_back_after_signing_in_and_is_sent_whole(client, person, wave):
    path = reverse("enrol", args=[wave.pk])

    answer = send_too_late(client, person, path, enrolment(person))
    assert answer.url == f"{reverse('account_login')}?next={path}"
    assert not Application.objects.exists()

    assert sign_in(client, person.email).status_code == 302
    shown = client.get(path, follow=True)
    assert shown.redirect_chain[-1][0] == reverse("typed_form", args=[TypedForm.objects.get().pk])
    assert "CANARY-GOALS" in shown.content.decode()
    client.post(path, inputs_of(shown))

    application = Application.objects.get()
    assert (application.status, application.goals) == ("submitted", "CANARY-GOALS")
    assert application.suitable_hours == ["tue-am", "wed-pm"]
    assert not TypedForm.objects.exists()


def test_a_mistake_in_it_is_named_at_its_field_like_any_other(client, person, wave):
    path = reverse("enrol", args=[wave.pk])
    send_too_late(client, person, path, enrolment(person, assistant="nobody@nowhere.example"))
    sign_in(client, person.email)

    answer = client.post(path, inputs_of(client.get(path, follow=True)))

    assert answer.status_code == 422
    assert "CANARY-GOALS" in answer.content.decode()


def test_a_button_without_a_page_of_its_own_waits_as_well(client, person, wave):
    application = make_application(wave=wave, person=person, side="mentee")
    path = reverse("application_withdrawal", args=[application.pk])
    send_too_late(client, person, path, {"sure": "yes"})
    sign_in(client, person.email)

    shown = client.get(path, follow=True)
    client.post(path, inputs_of(shown))

    application.refresh_from_db()
    assert shown.status_code == 200 and application.status == "withdrawn"


def test_somebody_else_at_the_same_machine_sees_nothing_of_it(client, person, wave):
    path, other = reverse("enrol", args=[wave.pk]), make_person()
    send_too_late(client, person, path, enrolment(person))
    kept = TypedForm.objects.get()
    sign_in(client, other.email)

    shown = client.get(path, follow=True)

    assert "CANARY-GOALS" not in shown.content.decode() and shown.redirect_chain == []
    assert client.get(reverse("typed_form", args=[kept.pk])).status_code == 404
    assert client.post(reverse("typed_form", args=[kept.pk])).status_code == 404
    assert TypedForm.objects.filter(pk=kept.pk).exists()


def test_it_can_be_let_go(client, person, wave):
    path = reverse("enrol", args=[wave.pk])
    send_too_late(client, person, path, enrolment(person))
    sign_in(client, person.email)

    client.post(reverse("typed_form", args=[TypedForm.objects.get().pk]))

    assert not TypedForm.objects.exists()
    assert client.get(path).status_code == 200


def test_nothing_is_kept_of_a_stranger_of_a_password_or_of_a_script(client, person, wave):
    path = reverse("enrol", args=[wave.pk])
    Client().post(path, enrolment(person))
    stranger = Client()
    stranger.cookies["writer"] = f"{person.pk}:forged"
    stranger.post(path, enrolment(person))
    send_too_late(client, person, reverse("account_change_password"), {"password1": "CANARY"})
    client.post(path, enrolment(person), headers={"accept": "application/json"})
    client.post(path, enrolment(person), headers={"hx-request": "true"})

    assert not TypedForm.objects.exists()


def test_signing_out_by_hand_leaves_no_name_behind(client, person, wave):
    sign_in(client, person.email)
    client.get(reverse("help"))
    assert client.cookies["writer"].value

    client.post(reverse("account_logout"))
    client.post(reverse("enrol", args=[wave.pk]), enrolment(person))

    assert client.cookies["writer"].value == ""
    assert not TypedForm.objects.exists()


def test_a_former_colleague_leaves_nothing(client, person, wave):
    sign_in(client, person.email)
    client.get(reverse("help"))
    type(person).objects.update(is_active=False)

    client.post(reverse("enrol", args=[wave.pk]), enrolment(person))

    assert not TypedForm.objects.exists()


def test_neither_cookie_nor_session_holds_a_word_of_it(client, person, wave):
    send_too_late(client, person, reverse("enrol", args=[wave.pk]), enrolment(person))

    held = str([session.get_decoded() for session in Session.objects.all()]) + str(client.cookies)
    assert "CANARY" not in held
    assert client.cookies["writer"]["httponly"] and client.cookies["writer"]["samesite"] == "Lax"


def test_without_the_token_nothing_is_kept(person, wave):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    client.get(reverse("help"))
    Session.objects.all().delete()

    answer = client.post(reverse("enrol", args=[wave.pk]), enrolment(person))

    assert answer.status_code == 403
    assert not TypedForm.objects.exists()


def test_an_ordinary_form_is_kept_as_well(client, person):
    send_too_late(client, person, reverse("settings"), {"delivery": "digest", "theme": "dark"})
    sign_in(client, person.email)

    client.post(reverse("settings"), inputs_of(client.get(reverse("settings"), follow=True)))

    assert Preferences.objects.get(person=person).theme == "dark"


def test_the_oldest_give_way_and_what_is_too_much_is_not_kept(person):
    now = timezone.now()
    for number in range(MOST_KEPT + 2):
        keep(person.pk, f"/{number}/", [("a", "b\0c")], had_files=False, now=now + timedelta(minutes=number))

    assert keep(person.pk, "/x/", [("a", "x" * MOST_TYPED)], had_files=False, now=now) is None
    assert sorted(TypedForm.objects.values_list("path", flat=True)) == [
        f"/{number}/" for number in range(2, MOST_KEPT + 2)
    ]
    assert TypedForm.objects.first().fields == [["a", "bc"]]


@pytest.mark.parametrize(("hours", "is_gone"), [(47, False), (48, True), (49, True)])
def test_what_nobody_comes_back_for_goes_after_two_days(hours, is_gone, person):
    now = timezone.now()
    keep(person.pk, "/x/", [("a", "b")], had_files=False, now=now)

    with time_machine.travel(now + timedelta(hours=hours), tick=False):
        for _ in range(2):
            forget_typed_forms()

    assert TypedForm.objects.exists() != is_gone
