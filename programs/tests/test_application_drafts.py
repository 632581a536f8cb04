"""Drafts of applications by version: two tabs, a late save, a lid that closes (FAULTS 69 to 71)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.applications import submit
from programs.lifecycle import NotAllowed
from programs.models import Application, ApplicationAnswer, Notice, StatusChange, Wave

from .asking import signed_in
from .factories import make_application, make_mentor_person, make_person, make_question, make_wave
from .racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return make_wave(status=Wave.Status.RECRUITING)


@pytest.fixture
def person():
    return make_mentor_person(manager=make_person())


def typed(person, wave, version=None, **words):
    return {"version": version or f"{person.pk}.0.0", "capacity": "1", "topic_0": "2", **words}


def keep(client, wave, side="apply", **words):
    return client.post(reverse(f"{side}_draft", args=[wave.pk]), words)


def test_what_is_typed_is_kept_every_few_seconds_and_nobody_hears_of_it(client, wave, person):
    question = make_question(wave.program)
    name = f"mentor_application_{question.code}"
    signed_in(client, person)

    first = keep(client, wave, **typed(person, wave, **{name: "I li"}))
    second = keep(client, wave, **typed(person, wave, first.json()["version"], **{name: "I like"}))

    draft = Application.objects.get()
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["version"] == f"{person.pk}.{draft.pk}.2"
    assert (draft.status, draft.answers.get().value) == ("draft", "I like")
    assert not Notice.objects.exists() and not StatusChange.objects.exists()


def test_a_half_typed_address_is_kept_as_it_is(client, wave, person):
    signed_in(client, person)

    answer = keep(
        client, wave, **typed(person, wave, manager="some", teammate_1="body@", suitable_hours="xy")
    )

    draft = Application.objects.get()
    body = client.get(reverse("apply", args=[wave.pk])).content.decode()
    assert answer.status_code == 200
    assert draft.unfinished == {"manager": ["some"], "teammate_1": ["body@"], "suitable_hours": ["xy"]}
    assert 'value="some"' in body and 'value="body@"' in body


def test_a_second_tab_is_shown_both_texts_and_nothing_is_written(client, wave, person):
    signed_in(client, person)
    keep(client, wave, "enrol", **typed(person, wave, goals="from the first tab"))

    answer = keep(client, wave, "enrol", **typed(person, wave, goals="from the second tab"))

    assert answer.status_code == 409
    assert {
        "label": "What do you want to be able to do?",
        "saved": "from the first tab",
        "typed": "from the second tab",
    } in answer.json()["texts"]
    assert Application.objects.get().goals == "from the first tab"
    again = keep(client, wave, "enrol", **typed(person, wave, answer.json()["version"], goals="from both"))
    assert again.status_code == 200
    assert Application.objects.get().goals == "from both"


def test_a_save_whose_answer_was_lost_comes_again_and_is_no_clash(client, wave, person):
    url = reverse("enrol", args=[wave.pk])
    version = signed_in(client, person).get(url).context["form"]["version"].value()
    keep(client, wave, "enrol", **typed(person, wave, version, goals="one"))

    again = keep(client, wave, "enrol", **typed(person, wave, version, goals="one and a half"))
    other_tab = keep(client, wave, "enrol", **typed(person, wave, f"{version[:-1]}.", goals="other"))

    assert again.status_code == 200
    assert Application.objects.get().goals == "one and a half"
    assert other_tab.status_code == 409


def test_two_tabs_with_the_same_text_do_not_clash(client, wave, person):
    signed_in(client, person)
    words = {"goals": "the same", "familiarity_0": "0"}
    words |= {f"{name}_{number}": "0" for name in ("topic", "familiarity") for number in (1, 2)}
    first = keep(client, wave, "enrol", **typed(person, wave, **words))

    second = keep(client, wave, "enrol", **typed(person, wave, **words))

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["version"] == first.json()["version"]


def test_without_scripts_a_second_tab_sees_both_texts_on_the_page(client, wave, person):
    url = reverse("enrol", args=[wave.pk])
    signed_in(client, person).post(url, typed(person, wave, goals="from the first tab", save="1"))

    answer = client.post(url, typed(person, wave, goals="from the second tab", send="1"))

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "from the first tab" in body and "from the second tab" in body
    assert Application.objects.get().status == "draft"
    version = answer.context["form"]["version"].value()
    assert client.post(url, typed(person, wave, version, goals="both", save="1")).status_code == 302


def test_a_save_that_comes_after_the_sending_is_refused(client, wave, person):
    signed_in(client, person)
    version = keep(client, wave, **typed(person, wave)).json()["version"]
    Application.objects.update(status="submitted")

    answer = keep(client, wave, **typed(person, wave, version, capacity="3"))

    assert answer.status_code == 409
    assert "has been sent" in answer.json()["refused"]
    assert Application.objects.get().capacity == 1


def test_a_save_that_comes_after_the_draft_was_discarded_brings_nothing_back(client, wave, person):
    signed_in(client, person)
    version = keep(client, wave, **typed(person, wave)).json()["version"]
    client.post(reverse("application_withdrawal", args=[Application.objects.get().pk]))

    answer = keep(client, wave, **typed(person, wave, version))

    assert answer.status_code == 409
    assert "discarded" in answer.json()["refused"]
    assert not Application.objects.exists()


def test_the_button_of_a_discarded_draft_loses_nothing_and_begins_a_new_one(client, wave, person):
    url = reverse("enrol", args=[wave.pk])
    version = keep(signed_in(client, person), wave, "enrol", **typed(person, wave)).json()["version"]
    client.post(reverse("application_withdrawal", args=[Application.objects.get().pk]))

    answer = client.post(url, typed(person, wave, version, goals="still here", save="1"))

    assert answer.status_code == 409
    assert "still here" in answer.content.decode()
    version = answer.context["form"]["version"].value()
    client.post(url, typed(person, wave, version, goals="still here", save="1"))
    assert Application.objects.get().goals == "still here"


def test_a_page_left_open_does_not_write_into_the_draft_of_whoever_signs_in_next(client, wave, person):
    other = make_mentor_person()
    page_of_person = typed(person, wave, goals="mine")

    answer = keep(signed_in(client, other), wave, "enrol", **page_of_person)
    sent = client.post(reverse("enrol", args=[wave.pk]), {**page_of_person, "save": "1"})

    assert (answer.status_code, sent.status_code) == (409, 422)
    assert not Application.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "1.2", "9" * 5000, "٣.0.0"])
def test_a_page_without_its_stand_saves_nothing(version, client, wave, person):
    answer = keep(signed_in(client, person), wave, **(typed(person, wave) | {"version": version}))

    assert answer.status_code == 409
    assert not Application.objects.exists()


@pytest.mark.parametrize("status", [status for status in Wave.Status if status != Wave.Status.RECRUITING])
def test_nothing_is_kept_once_a_wave_takes_no_applications(status, client, wave, person):
    make_application(wave=wave, person=person, status="draft")  # so that the wave is known
    Wave.objects.update(status=status)

    answer = keep(signed_in(client, person), wave, **typed(person, wave))

    assert answer.status_code == 409


def test_a_null_character_is_kept_out_and_breaks_nothing(client, wave, person):
    question = make_question(wave.program)
    name = f"mentor_application_{question.code}"

    answer = keep(signed_in(client, person), wave, **typed(person, wave, **{name: "a\0b"}))

    assert answer.status_code == 200
    assert Application.objects.get().unfinished == {name: ["ab"]}


def test_what_is_sent_has_nothing_unfinished(wave, person):
    draft = make_application(wave=wave, person=person, status="draft", unfinished={"manager": ["some"]})

    with pytest.raises(NotAllowed):
        submit(draft, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_saves_at_the_same_moment_one_is_written_and_the_others_are_told(client, wave, person):
    question = make_question(wave.program)
    name = f"mentor_application_{question.code}"
    version = keep(signed_in(client, person), wave, **typed(person, wave)).json()["version"]

    def saving(number):
        mine = signed_in(type(client)(), person)
        return lambda: keep(mine, wave, **typed(person, wave, version, **{name: str(number)})).status_code

    answers = at_once(*[saving(number) for number in range(6)])

    assert sorted(answers) == [200, 409, 409, 409, 409, 409]
    assert ApplicationAnswer.objects.get().value == str(answers.index(200))


@pytest.mark.django_db(transaction=True)
def test_a_save_and_the_sending_at_the_same_moment_never_mix(client, wave, person):
    """Whichever is first: what is sent is whole, and a save that lost changes nothing."""
    boss, mates = person.manager, [make_person(), make_person()]
    whole = {
        "commits_hours": "on",
        "will_challenge": "on",
        "suitable_hours": ["mon-am"],
        "manager": boss.email,
        "teammate_1": mates[0].email,
        "teammate_2": mates[1].email,
        "asked": "",
    }
    for _ in range(5):
        Application.objects.all().delete()
        signed_in(client, person)
        version = keep(client, wave, **typed(person, wave, **whole)).json()["version"]

        def posting(name, version=version, **more):
            mine, url = signed_in(type(client)(), person), reverse(name, args=[wave.pk])
            return lambda: mine.post(url, typed(person, wave, version, **(whole | more))).status_code

        answers = at_once(posting("apply", send="1"), posting("apply_draft", capacity="3"))

        stands = Application.objects.get()
        assert sorted(answers) in ([302, 409], [200, 409])
        assert (stands.status, stands.capacity) in (("submitted", 1), ("draft", 3))
