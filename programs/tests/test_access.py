"""Who reads what about themself."""

import pytest
from django.urls import reverse

from programs.access import can_decide, can_read_recommendations
from programs.models import Wave

from .factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)

pytestmark = pytest.mark.django_db
SAID = "CANARY-JUDGMENT"


@pytest.fixture
def application():
    """An application with a manager's word that is not all praise."""
    manager = make_person(given_name="Mara", family_name="Canarymanager")
    application = make_application(
        wave=make_wave(program=make_program(), status=Wave.Status.SELECTING),
        person=make_mentor_person(manager=manager),
    )
    make_recommendation(
        application=application,
        referee=manager,
        relation="manager",
        status="received",
        reasons=SAID,
        keeps_confidences=2,
        confirms_hours=False,
    )
    return application


def review_by(client, person, application):
    client.force_login(person)
    return client.get(reverse("application", args=[application.pk]), follow=True)


@pytest.mark.parametrize("role", ["coordinator", "steering"])
def test_nobody_reads_what_was_said_of_them_however_they_serve(client, application, role):
    make_role(application.wave.program, application.person, role)

    response = review_by(client, application.person, application)

    assert response.redirect_chain == [(reverse("my_application", args=[application.pk]), 302)]
    assert not can_read_recommendations(application.person, application)
    assert not can_decide(application.person, application)
    for words in (SAID, "Keeps confidences", "four hours"):
        assert words not in response.content.decode()


@pytest.mark.parametrize("role", ["coordinator", "steering"])
def test_those_who_select_read_it(client, application, role):
    reviewer = make_person()
    make_role(application.wave.program, reviewer, role)

    page = review_by(client, reviewer, application).content.decode()

    for words in (SAID, "Keeps confidences: 2 of 5", "Manager does not agree to four hours"):
        assert words in page
