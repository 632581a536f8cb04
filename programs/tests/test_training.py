"""Training: what is taught to whom, walking through cards, what counts as completed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from programs import home_cards, training
from programs.lifecycle import move
from programs.models import Notice, TrainingCompletion, TrainingModule, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_wave,
)
from programs.tests.factories_community import CARDS, make_module

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def wave():
    return make_wave(program=make_program(coordinator=make_person()), status=Wave.Status.PREPARING)


def take_part(wave, side="mentor"):
    return make_application(wave=wave, side=side, status="accepted").person


# --- walking through cards (no database) ------------------------------------------------------------------


def test_each_answer_leads_to_its_card_and_its_reply_is_kept():
    begun, after = training.walk(CARDS, ""), training.walk(CARDS, "0")

    assert begun.card["key"] == "start" and begun.said == ()
    assert [text for _, text in begun.ways_on] == ["Go on as planned", "Stop and ask"]
    assert after.card["key"] == "after"
    assert after.said[0].reply == "The hour passes. Nothing stays."
    assert after.ways_on == [("0.0", "Name it")]


def test_a_walk_is_over_where_an_answer_leads_nowhere():
    assert training.walk(CARDS, "1").is_over
    assert training.walk(CARDS, "0.0").is_over
    assert not training.walk(CARDS, "0").is_over


@pytest.mark.parametrize("path", ["x", "9", "-1", "²", "1.1.1.1", "9" * 5000, "\0", "..", "0.x"])
def test_nonsense_in_a_path_ends_the_walk_where_it_begins(path):
    walked = training.walk(CARDS, path)

    assert walked.path in ("", "0", "1")
    assert len(walked.said) == (len(walked.path.split(".")) if walked.path else 0)


def test_cards_that_lead_back_do_not_lead_on_for_ever():
    circle = [{"key": "a", "text": "Again?", "answers": [{"text": "Yes", "reply": "", "to": "a"}]}]

    assert len(training.walk(circle, ".".join("0" * 500)).said) == training.MOST_STEPS


def test_a_module_without_cards_is_over_at_once():
    assert training.walk([], "0.1").is_over


# --- what is taught to whom -------------------------------------------------------------------------------


def test_each_side_is_taught_its_own_modules_once_the_selection_is_over(wave):
    make_module(wave.program, audience="mentor", title="Upwards")
    make_module(wave.program, audience="mentee", title="Being challenged")
    mentor, mentee = take_part(wave), take_part(wave, "mentee")

    assert [module.title for module in training.modules_for(mentor)] == ["Upwards"]
    assert [module.title for module in training.modules_for(mentee)] == ["Being challenged"]

    Wave.objects.update(status=Wave.Status.SELECTING)

    assert not training.modules_for(mentor).exists()


def test_a_module_is_completed_once_and_stays_so_when_it_is_rewritten(wave):
    module, mentor = make_module(wave.program, is_required=True), take_part(wave)
    for _ in range(2):
        training.complete(module, mentor, now=NOW)
    assert TrainingCompletion.objects.count() == 1

    TrainingModule.objects.filter(pk=module.pk).update(retired_at=NOW)
    make_module(wave.program, code=module.code, title="In other words", is_required=True)

    assert [(each.title, each.is_done) for each in training.modules_for(mentor)] == [("In other words", True)]
    assert not training.still_to_train(wave).exists()


def test_those_are_still_to_train_who_lack_what_is_required_of_their_side(wave):
    required = make_module(wave.program, is_required=True)
    other = make_module(wave.program, is_required=True)
    make_module(wave.program, is_required=False)
    make_module(wave.program, audience="mentee", is_required=False)
    make_module(make_program(), is_required=True)
    done, half, none = (take_part(wave) for _ in range(3))
    take_part(wave, "mentee")
    gone = make_application(wave=wave, person=make_mentor_person(is_active=False), status="accepted")
    make_application(wave=wave, status="declined")
    for module in (required, other):
        training.complete(module, done, now=NOW)
    training.complete(required, half, now=NOW)

    waiting = set(training.still_to_train(wave).values_list("person", flat=True))

    assert waiting == {half.pk, none.pk}
    assert gone.person_id not in waiting


def test_finding_who_is_still_to_train_takes_one_statement(wave, django_assert_num_queries):
    for _ in range(5):
        make_module(wave.program, is_required=True)
        take_part(wave)

    with django_assert_num_queries(1):
        assert len(training.still_to_train(wave)) == 5


# --- the pages --------------------------------------------------------------------------------------------


def test_a_text_is_shown_safely_and_completed_by_its_button(client, wave):
    module = make_module(wave.program, text="## Begin\n\n**Listen.** <script>x</script>")
    mentor = take_part(wave)

    body = signed_in(client, mentor).get(module.get_absolute_url()).content.decode()
    answer = client.post(module.get_absolute_url())

    assert "<strong>Listen.</strong>" in body and "<script>x" not in body
    assert answer.url == reverse("training")
    assert TrainingCompletion.objects.get().person == mentor


def test_a_scenario_is_completed_at_its_end_and_not_before(client, wave):
    module = make_module(wave.program, kind="scenario", text="", cards=CARDS)
    signed_in(client, take_part(wave))
    url = module.get_absolute_url()

    first = client.get(url).content.decode()
    reply = client.get(url, {"path": "0"}).content.decode()
    early = client.post(url, {"path": "0"})
    assert not TrainingCompletion.objects.exists()
    end = client.get(url, {"path": "0.0"}).content.decode()
    client.post(url, {"path": "0.0"})

    assert 'href="?path=1"' in first and "Complete it" not in first
    assert "The hour passes. Nothing stays." in reply and "Next time the laptop" in reply
    assert early.url == f"{url}?path=0"
    assert "It was needed." in end and "Go on as planned" in end and "Complete it" in end
    assert TrainingCompletion.objects.count() == 1


def test_a_link_to_a_former_wording_leads_to_the_one_in_force(client, wave):
    former = make_module(wave.program, retired_at=NOW)
    newer = make_module(wave.program, code=former.code)
    signed_in(client, take_part(wave))

    assert client.get(former.get_absolute_url()).url == newer.get_absolute_url()


def test_the_other_side_and_other_programs_do_not_find_a_module(client, wave):
    module = make_module(wave.program, audience="mentor")
    elsewhere = make_wave(status=Wave.Status.RUNNING)
    for person in (take_part(wave, "mentee"), take_part(elsewhere)):
        assert signed_in(client, person).get(module.get_absolute_url()).status_code == 404


def test_the_list_costs_the_same_for_one_three_and_fifty(client, wave):
    signed_in(client, take_part(wave))
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            make_module(wave.program)
        made = wanted
        costs.append(queries_of(client, reverse("training")))

    assert costs == [costs[0]] * 3


def test_the_coordinators_list_costs_the_same_for_one_three_and_fifty(client, wave):
    signed_in(client, wave.program.roles.get().person)
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            make_module(wave.program, is_required=True)
            take_part(wave)
        made = wanted
        costs.append(queries_of(client, reverse("wave_training", args=[wave.pk])))

    assert costs == [costs[0]] * 3


def test_modules_say_how_many_of_their_side_completed_them(client, wave):
    module = make_module(wave.program, is_required=True)
    done, _ = take_part(wave), take_part(wave)
    take_part(wave, "mentee")
    training.complete(module, done, now=NOW)
    training.complete(module, make_person(), now=NOW)  # somebody of another wave
    signed_in(client, wave.program.roles.get().person)

    found = client.get(reverse("wave_training", args=[wave.pk])).context["modules"].get()

    assert (found.done, found.people) == (1, 2)


# --- being told -------------------------------------------------------------------------------------------


def test_home_shows_one_card_for_all_that_is_required(wave):
    mentor = take_part(wave)
    make_module(wave.program, is_required=False)
    first = make_module(wave.program, is_required=True, minutes=7)
    assert [card.title for card in home_cards.cards_for(mentor, NOW)] == [first.title]

    make_module(wave.program, is_required=True, minutes=5)

    (card,) = training.training_card(mentor, NOW)
    assert (card.title, card.time, card.url) == (
        "Two things to learn before you meet",
        "12 min",
        reverse("training"),
    )


def test_a_wave_that_prepares_owes_a_mail_to_those_with_something_to_learn():
    wave = make_wave(status=Wave.Status.PAIRING)
    make_module(wave.program, is_required=True)
    mentor = take_part(wave)
    take_part(wave, "mentee")

    move(wave, Wave.Status.PREPARING)

    assert list(Notice.objects.filter(kind="training").values_list("recipient", flat=True)) == [mentor.pk]


def test_a_coordinator_reminds_once_a_day(client, wave):
    make_module(wave.program, is_required=True)
    take_part(wave)
    signed_in(client, wave.program.roles.get().person)
    for _ in range(2):
        client.post(reverse("wave_training", args=[wave.pk]))

    assert Notice.objects.filter(kind="training").count() == 1
