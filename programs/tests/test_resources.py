"""Resources: found by topic and words, kept by coordinators, read by everybody in the program."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs.models import Alumnus, ProgramRole, Resource, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.factories_community import make_resource

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def coordinator():
    return make_person()


@pytest.fixture
def program(coordinator):
    return make_program(coordinator=coordinator)


def listed(client, program, **query):
    response = client.get(reverse("resources", args=[program.pk]), query)
    return [resource.title for resource in response.context["page_obj"]]


def test_topic_and_words_find_what_they_name(client, program, coordinator):
    make_resource(program, title="How customers complain", topic="Social media")
    make_resource(program, title="A phone in a day", topic="Phone and tablet", text="With a claim in it.")
    make_resource(make_program(), title="Elsewhere")
    signed_in(client, coordinator)

    assert listed(client, program) == ["A phone in a day", "How customers complain"]
    assert listed(client, program, topic="Social media") == ["How customers complain"]
    assert listed(client, program, q="CLAIM phone") == ["A phone in a day"]
    assert listed(client, program, q="claim", topic="Social media") == []


def test_everybody_in_the_program_reads_them_also_after_their_wave(client, program):
    resource = make_resource(program)
    running = make_wave(program=program, status=Wave.Status.RUNNING)
    recruiting = make_wave(program=program, status=Wave.Status.RECRUITING)
    closed = make_wave(program=program, status=Wave.Status.CLOSED)
    coach = make_person()
    make_role(program, coach, ProgramRole.Role.COACH)
    stayed = make_application(wave=closed, status="accepted").person
    Alumnus.objects.create(program=program, person=stayed, joined_at=NOW)
    readers = [make_application(wave=running, status="accepted").person, coach, stayed]
    strangers = [
        make_application(wave=running, status="declined").person,
        make_application(wave=recruiting, status="submitted").person,
        make_application(wave=recruiting, status="accepted").person,
        make_application(wave=closed, status="accepted").person,
        make_person(),
    ]

    def answers(people):
        urls = (resource.get_absolute_url(), reverse("resources", args=[program.pk]))
        return {signed_in(client, person).get(url).status_code for person in people for url in urls}

    assert answers(readers) == {200}
    assert answers(strangers) == {404}


def test_a_resource_leads_somewhere_or_says_something(client, program, coordinator):
    signed_in(client, coordinator)
    url = reverse("resource_new", args=[program.pk])

    nothing = client.post(url, {"title": "Empty", "topic": "", "url": "", "text": "", "minutes": ""})
    wrong = client.post(url, {"title": "Kept", "url": "javascript:alert(1)", "text": "", "minutes": "0"})
    right = client.post(url, {"title": "Kept", "url": "", "text": "**Read** this.", "minutes": "4"})

    assert nothing.status_code == 422 and "Say where it leads" in nothing.content.decode()
    assert set(wrong.context["form"].errors) == {"url", "minutes"}
    assert right.url == reverse("resources", args=[program.pk])
    assert Resource.objects.get().by == coordinator


def test_a_topic_that_the_program_dropped_stays_with_what_has_it(client, program, coordinator):
    resource = make_resource(program, topic="Fax")
    signed_in(client, coordinator)
    form = client.get(reverse("resource_edit", args=[resource.pk])).context["form"]

    assert ("Fax", "Fax") in form.fields["topic"].choices


def test_coordinators_remove_a_resource(client, program, coordinator):
    resource = make_resource(program)

    signed_in(client, coordinator).post(reverse("resource_removal", args=[resource.pk]))

    assert not Resource.objects.exists()


def test_the_list_costs_the_same_for_one_three_and_fifty(client, program, coordinator):
    signed_in(client, coordinator)
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            make_resource(program)
        made = wanted
        costs.append(queries_of(client, reverse("resources", args=[program.pk])))

    assert costs == [costs[0]] * 3
