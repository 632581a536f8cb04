from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs import guidelines
from programs.models import Application, GuidelinesAcceptance, Program, ProgramRole, Wave
from programs.tests.asking import queries_of
from programs.tests.factories import (
    make_application,
    make_guidelines,
    make_person,
    make_program,
    make_role,
    make_wave,
)

pytestmark = pytest.mark.django_db
Role = ProgramRole.Role
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def ines(client):
    """A coordinator, signed in."""
    person = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(person)
    return person


@pytest.fixture
def program(ines):
    return make_program(coordinator=ines, name="Digital Fluency")


# --- the list and the page --------------------------------------------------------------------------------


def test_the_list_shows_programs_one_serves_takes_part_in_or_can_apply_to(client, ines):
    make_program(coordinator=ines, name="Ours")
    make_application(wave=make_wave(program=make_program(name="Joined")), person=ines)
    make_wave(program=make_program(name="Open"), status=Wave.Status.RECRUITING)
    make_wave(program=make_program(name="CANARY-OTHER"), status=Wave.Status.RUNNING)

    response = client.get(reverse("programs"))

    assert [program.name for program in response.context["programs"]] == ["Joined", "Open", "Ours"]
    assert "CANARY-OTHER" not in response.content.decode()


def test_an_open_wave_offers_both_ways_in(client):
    client.force_login(make_person())
    wave = make_wave(status=Wave.Status.RECRUITING)

    body = client.get(reverse("program", args=[wave.program_id])).content.decode()

    assert reverse("apply", args=[wave.pk]) in body
    assert reverse("enrol", args=[wave.pk]) in body


def test_the_list_costs_the_same_for_one_three_and_fifty(client, ines):
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            program = make_program(coordinator=ines)
            make_wave(program=program)
            make_wave(program=program, status=Wave.Status.RECRUITING)
        made = wanted
        costs.append(queries_of(client, reverse("programs")))

    assert costs == [costs[0]] * 3


def test_the_page_costs_the_same_for_one_three_and_fifty(client, program):
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            make_role(program, make_person(), Role.COACH)
            make_wave(program=program)
        made = wanted
        costs.append(queries_of(client, program.get_absolute_url()))

    assert costs == [costs[0]] * 3


def test_a_purpose_is_shown_without_what_could_harm(client, program):
    Program.objects.update(purpose="<script>x</script> [a](javascript:x)")

    body = client.get(program.get_absolute_url()).content.decode()

    assert "<script>x" not in body
    assert 'href="javascript' not in body


# --- starting and changing --------------------------------------------------------------------------------


def filled(**facts):
    return {
        "name": "Inclusion 2027",
        "purpose": "See the company as others meet it.",
        "business_case": "",
        "lens": "own",
        "topics": "Being heard\n\n  being  heard \nCareers",
        "teammates_asked": "2",
        "contact": "",
        "sponsor": "",
        **facts,
    }


def test_a_program_begins_with_the_choice_of_a_template(client, program):
    body = client.get(reverse("program_new")).content.decode()

    assert all(f"?template={key}" in body for key in ("digital_fluency", "inclusion", "blank"))


def test_a_template_fills_the_form_in(client, program):
    response = client.get(reverse("program_new") + "?template=digital_fluency")

    assert response.context["form"]["purpose"].value().startswith("Make our leaders fluent")
    assert "Phone and tablet" in response.context["form"]["topics"].value()


def test_a_program_is_made_from_a_template(client, program, ines):
    ada = make_person(email="ada@northmoor.example")

    response = client.post(
        reverse("program_new") + "?template=inclusion", filled(sponsor="Ada@Northmoor.example")
    )

    made = Program.objects.get(name="Inclusion 2027")
    assert response.url == reverse("setup_purpose", args=[made.pk])
    assert (made.template, made.topics, made.contact) == ("inclusion", ["Being heard", "Careers"], ines)
    assert set(made.roles.values_list("person", "role")) == {(ines.pk, "coordinator"), (ada.pk, "sponsor")}


def test_mistakes_are_named_and_nothing_typed_is_lost(client, program):
    response = client.post(
        reverse("program_new") + "?template=blank",
        filled(name="digital fluency", purpose="", sponsor="nobody@northmoor.example"),
    )

    body = response.content.decode()
    assert response.status_code == 422
    assert "<title>Problem: " in body
    assert response.context["form"].errors == {
        "name": ["There is a program called digital fluency already. Choose another name."],
        "purpose": ["Say what the program is for."],
        "sponsor": ["Nobody in the directory has the address nobody@northmoor.example."],
    }
    assert "being  heard" in body
    assert 'value="nobody@northmoor.example"' in body


def test_only_who_coordinates_something_begins_another(client):
    client.force_login(make_person())

    assert client.get(reverse("program_new")).status_code == 403
    assert client.post(reverse("program_new") + "?template=blank", filled()).status_code == 403


def test_aims_and_topics_are_changed(client, program):
    client.post(reverse("setup_purpose", args=[program.pk]), filled(name="Digital Fluency"))

    program.refresh_from_db()
    assert (program.purpose, program.topics) == (
        "See the company as others meet it.",
        ["Being heard", "Careers"],
    )


def test_a_form_changes_nothing_that_it_does_not_show(client, program):
    client.post(
        reverse("setup_purpose", args=[program.pk]),
        filled(name="Digital Fluency", template="inclusion", created_at="2001-01-01", id="7"),
    )

    program.refresh_from_db()
    assert (program.template, program.created_at.year > 2020, Program.objects.count()) == ("blank", True, 1)


# --- who runs it ------------------------------------------------------------------------------------------


def roles_url(program):
    return reverse("setup_roles", args=[program.pk])


def change_roles(client, program, **data):
    return client.post(reverse("program_roles", args=[program.pk]), data)


def test_people_are_found_by_words_and_added_with_a_role(client, program):
    tobias = make_person(given_name="Tobias", family_name="Reyes")

    found = client.get(roles_url(program) + "?find=tobias+reyes")
    response = change_roles(client, program, person=tobias.pk, role="coach", capacity="4")

    assert found.context["found"] == [tobias]
    assert response.url == roles_url(program)
    assert program.roles.get(person=tobias).capacity == 4


def test_a_search_by_script_is_answered_with_the_people_alone(client, program):
    make_person(given_name="Tobias")

    response = client.get(roles_url(program) + "?find=tobias", headers={"HX-Request": "true"})

    assert "Tobias" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_only_coordinators_search_the_directory(client, program):
    coach = make_role(program, make_person(), Role.COACH).person
    make_person(given_name="CANARY-NAME")
    client.force_login(coach)

    page = client.get(program.get_absolute_url() + "?find=CANARY").content.decode()

    assert client.get(roles_url(program) + "?find=CANARY").status_code == 403
    assert "CANARY-NAME" not in page


def test_a_search_shows_no_more_than_anybody_reads(client, program):
    for _ in range(20):
        make_person(given_name="Tobias")

    response = client.get(roles_url(program) + "?find=tobias")

    assert len(response.context["found"]) == 8
    assert response.context["found_more"]


def test_a_refusal_is_said_on_the_page(client, program):
    amara = make_person(given_name="Amara", family_name="Nwosu")
    make_application(wave=make_wave(program=program, status=Wave.Status.RECRUITING, number=2), person=amara)

    response = change_roles(client, program, person=amara.pk, role="coach", find="amara")

    assert response.status_code == 422
    assert "Amara Nwosu takes part in wave 2 as a mentor" in response.content.decode()
    assert 'value="amara"' in response.content.decode()


def test_the_last_coordinator_cannot_be_removed_and_others_can(client, program, ines):
    refused = change_roles(client, program, remove=program.roles.get().pk)
    second = make_role(program, make_person(), Role.COORDINATOR)
    change_roles(client, program, remove=second.pk)

    assert refused.status_code == 422
    assert "is the last coordinator" in refused.content.decode()
    assert list(program.roles.values_list("person", flat=True)) == [ines.pk]


@pytest.mark.parametrize("remove", ["", "x", "-1", "²", "9" * 30])
def test_nonsense_removes_nobody(client, program, remove):
    assert change_roles(client, program, remove=remove).status_code == 404


def test_a_role_of_another_program_cannot_be_removed_here(client, program):
    elsewhere = make_role(make_program(), make_person(), Role.COACH)

    assert change_roles(client, program, remove=elsewhere.pk).status_code == 404
    assert ProgramRole.objects.filter(pk=elsewhere.pk).exists()


# --- guidelines -------------------------------------------------------------------------------------------


@pytest.fixture
def wave(program):
    for audience in ("mentor", "mentee"):
        make_guidelines(program, audience, text=f"## For the {audience}\n\nListen.", published_at=NOW)
    return make_wave(program=program, status=Wave.Status.RUNNING)


def take_part(client, wave, side="mentor"):
    person = make_application(wave=wave, side=side, status=Application.Status.ACCEPTED).person
    client.force_login(person)
    return person


def test_each_side_reads_its_own_guidelines_and_accepts_them_once(client, wave):
    amara = take_part(client, wave)
    url = reverse("guidelines", args=[wave.pk])
    text = guidelines.in_force(wave.program, "mentor")

    page = client.get(url).content.decode()
    for _ in range(2):
        client.post(url, {"version": text.pk})

    assert "For the mentor" in page
    assert "For the mentee" not in page
    assert [(each.person, each.guidelines) for each in GuidelinesAcceptance.objects.all()] == [(amara, text)]
    assert "Accepted" in client.get(url).content.decode()


def test_nobody_accepts_a_version_they_have_not_read(client, wave):
    take_part(client, wave)
    old = guidelines.in_force(wave.program, "mentor")
    make_guidelines(wave.program, "mentor", version=2, text="Newer.", published_at=NOW)

    response = client.post(reverse("guidelines", args=[wave.pk]), {"version": old.pk}, follow=True)

    assert not GuidelinesAcceptance.objects.exists()
    assert "newer version" in response.content.decode()


def test_a_draft_is_not_shown_to_those_who_take_part(client, wave):
    make_guidelines(wave.program, "mentor", version=2, text="CANARY-DRAFT")
    take_part(client, wave)

    assert "CANARY-DRAFT" not in client.get(reverse("guidelines", args=[wave.pk])).content.decode()


def test_coordinators_read_both_and_see_how_many_have_yet_to_accept(client, wave):
    make_application(wave=wave, status=Application.Status.ACCEPTED)

    body = client.get(reverse("guidelines", args=[wave.pk])).content.decode()

    assert "For the mentor" in body
    assert "For the mentee" in body
    assert "1 of 1 have not accepted it" in body
    assert client.post(reverse("guidelines", args=[wave.pk])).status_code == 403


def edit(client, program, text, **data):
    url = reverse("guidelines_edit", args=[program.pk]) + "?for=mentor"
    opened = client.get(url).context["form"]["opened"].value()
    return client.post(url, {"text": text, "opened": opened, **data})


def test_a_new_version_is_drafted_then_published(client, wave):
    edit(client, wave.program, "Listen twice.\r\n", save="1")
    draft = guidelines.latest(wave.program, "mentor")
    edit(client, wave.program, "Listen twice.", publish="1")

    assert (draft.version, draft.text, draft.published_at) == (2, "Listen twice.", None)
    assert guidelines.in_force(wave.program, "mentor").version == 2


def test_two_writers_at_once_lose_neither_text(client, wave):
    url = reverse("guidelines_edit", args=[wave.program_id]) + "?for=mentor"
    opened = client.get(url).context["form"]["opened"].value()
    client.post(url, {"text": "Hers.", "opened": opened, "save": "1"})

    second = client.post(url, {"text": "His.", "opened": opened, "save": "1"})
    body = second.content.decode()

    assert second.status_code == 422
    assert "Hers." in body
    assert "His." in body
    assert guidelines.latest(wave.program, "mentor").text == "Hers."
    client.post(url, {"text": "Both.", "opened": second.context["form"]["opened"].value(), "save": "1"})
    assert guidelines.latest(wave.program, "mentor").text == "Both."
