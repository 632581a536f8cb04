"""Discussions: who reads, writing and mending, gaps, reports to two people."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from programs import discussions
from programs.lifecycle import NotAllowed
from programs.models import Alumnus, Discussion, Notice, Post, PostReport, Wave
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.factories_community import AT, make_discussion, make_post, make_report

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def coordinator():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(coordinator):
    return make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RUNNING)


@pytest.fixture
def amara(wave):
    return make_application(wave=wave, status="accepted").person


@pytest.fixture
def ben(wave):
    return make_application(wave=wave, status="accepted").person


@pytest.fixture
def question(wave, amara):
    return make_discussion(wave.program, by=amara)


# --- who reads --------------------------------------------------------------------------------------------


def test_participants_alumni_and_role_holders_read_and_nobody_else(
    client, wave, coordinator, amara, question
):
    stayed = make_application(wave=make_wave(program=wave.program, status="closed"), status="accepted").person
    Alumnus.objects.create(program=wave.program, person=stayed, joined_at=AT)
    left = make_application(wave=make_wave(program=wave.program, status="closed"), status="accepted").person
    waiting = make_application(wave=make_wave(program=wave.program, status="recruiting")).person
    withdrawn = make_application(wave=wave, status="withdrawn").person
    urls = [question.get_absolute_url(), reverse("discussions", args=[wave.program_id])]

    def answers(*people):
        return {signed_in(client, person).get(url).status_code for person in people for url in urls}

    assert answers(coordinator, amara, stayed) == {200}
    assert answers(left, waiting, withdrawn, make_person()) == {404}


# --- writing ----------------------------------------------------------------------------------------------


def test_a_question_is_asked_and_answered(client, wave, amara, ben):
    signed_in(client, amara)
    asked = client.post(
        reverse("discussion_new", args=[wave.program_id]),
        {"title": "Where to begin?", "text": "**I** wonder."},
    )
    begun = Discussion.objects.get()
    signed_in(client, ben)
    answered = client.post(begun.get_absolute_url(), {"text": "With a phone."})
    body = client.get(begun.get_absolute_url()).content.decode()

    assert asked.url == begun.get_absolute_url()
    assert answered.url.endswith(f"?page=last#post-{Post.objects.latest('pk').pk}")
    assert "<strong>I</strong> wonder." in body and "With a phone." in body


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[a](javascript:alert(1)) ![x](https://evil.example/pixel)",
        "\u202eevil\u202c \u200b e\u0301" + "\u0301" * 300,
        "{{ 7|add:7 }}{% load x %}",
    ],
)
def test_hostile_words_do_no_harm_and_are_kept_exactly(client, amara, question, text):
    signed_in(client, amara).post(question.get_absolute_url(), {"text": text})

    body = client.get(question.get_absolute_url()).content.decode()

    assert Post.objects.latest("pk").text == text
    assert "<script>alert" not in body and "<img src=x" not in body
    assert 'href="javascript' not in body and 'src="https://evil' not in body


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "a\0b"])
def test_words_that_cannot_be_kept_are_refused_at_the_field(client, amara, question, text):
    response = signed_in(client, amara).post(question.get_absolute_url(), {"text": text})

    assert response.status_code == 422
    assert "text" in response.context["form"].errors
    assert Post.objects.count() == 1


def test_a_button_pressed_twice_writes_once(wave, amara, ben, question):
    for seconds in (0, 1):
        discussions.answer(question, by=ben, text="Me too.", now=AT + timedelta(seconds=seconds))
        discussions.begin(
            wave.program, by=ben, title="Who?", text="I ask.", now=AT + timedelta(seconds=seconds)
        )

    assert question.posts.count() == 2
    assert Discussion.objects.count() == 2


def test_one_person_writes_so_much_in_an_hour(client, amara, ben, question):
    for minute in range(discussions.MOST_IN_AN_HOUR):
        discussions.answer(question, by=ben, text=f"And {minute}", now=AT + minute * A_MINUTE)

    with time_machine.travel(AT + 59 * A_MINUTE, tick=False):
        refused = signed_in(client, ben).post(question.get_absolute_url(), {"text": "Kept words"})
        others = signed_in(client, amara).post(question.get_absolute_url(), {"text": "Mine"})
    discussions.answer(question, by=ben, text="More", now=AT + 61 * A_MINUTE)

    assert refused.status_code == 422 and "Kept words" in refused.content.decode()
    assert others.status_code == 302


def test_a_closed_discussion_is_read_and_not_added_to(client, coordinator, ben, question):
    signed_in(client, coordinator).post(reverse("discussion_closure", args=[question.pk]))

    answered = signed_in(client, ben).post(question.get_absolute_url(), {"text": "Late"})
    assert answered.status_code == 422 and "closed" in answered.content.decode()

    signed_in(client, coordinator).post(reverse("discussion_closure", args=[question.pk]), {"reopen": 1})
    assert signed_in(client, ben).post(question.get_absolute_url(), {"text": "In time"}).status_code == 302


# --- mending and removing ---------------------------------------------------------------------------------


def test_words_can_be_mended_for_a_quarter_of_an_hour(ben, amara, question):
    post = question.posts.get()
    discussions.mend(post, by=amara, text="Better", now=AT + 14 * A_MINUTE)
    post.refresh_from_db()
    assert (post.text, post.edited_at) == ("Better", AT + 14 * A_MINUTE)

    for person, at in ((amara, AT + 15 * A_MINUTE), (ben, AT + A_MINUTE)):
        with pytest.raises(NotAllowed):
            discussions.mend(post, by=person, text="Worse", now=at)
    post.refresh_from_db()
    assert post.text == "Better"


def test_what_is_removed_leaves_a_gap_without_words(client, coordinator, amara, ben, question):
    answer = make_post(question, by=ben, text="CANARY-WORDS")

    refused = signed_in(client, amara).post(reverse("post_removal", args=[answer.pk]))
    signed_in(client, ben).post(reverse("post_removal", args=[answer.pk]))
    body = client.get(question.get_absolute_url()).content.decode()

    assert refused.status_code == 403
    assert Post.objects.get(pk=answer.pk).text == ""
    assert "This contribution was removed" in body and "CANARY-WORDS" not in body


def test_with_the_opening_contribution_its_question_goes(client, coordinator, question):
    signed_in(client, coordinator).post(reverse("post_removal", args=[question.posts.get().pk]))

    question.refresh_from_db()

    assert question.title == discussions.REMOVED


# --- being told -------------------------------------------------------------------------------------------


def test_those_who_wrote_before_are_owed_one_word_a_day(amara, ben, question):
    third = make_person()
    discussions.answer(question, by=ben, text="One", now=AT)
    discussions.answer(question, by=third, text="Two", now=AT + A_MINUTE)
    discussions.answer(question, by=third, text="Three", now=AT + 2 * A_MINUTE)

    owed = Notice.objects.filter(kind="discussion-answer").order_by("recipient")

    assert sorted(owed.values_list("recipient", flat=True)) == sorted([amara.pk, ben.pk])


# --- reporting --------------------------------------------------------------------------------------------


def test_a_passage_is_told_to_the_contact_and_a_coordinator(client, wave, coordinator, amara, ben, question):
    contact = make_person()
    wave.program.contact = contact
    wave.program.save()
    post = make_post(question, by=amara, text="Fine words. CANARY-BAD words. More fine words.")

    page = signed_in(client, ben).get(reverse("post_report_new", args=[post.pk])).content.decode()
    client.post(
        reverse("post_report_new", args=[post.pk]), {"passage": "CANARY-BAD words.", "reason": "It hurts."}
    )
    report = PostReport.objects.get()
    told = {
        person: signed_in(client, person).get(report.get_absolute_url()) for person in (contact, coordinator)
    }

    assert contact.email in page and coordinator.email in page
    assert set(report.told_to.all()) == {contact, coordinator}
    for answer in told.values():
        assert "CANARY-BAD words." in answer.content.decode()
        assert "More fine words" not in answer.content.decode()
    for person in (amara, ben, make_person()):
        assert signed_in(client, person).get(report.get_absolute_url()).status_code == 404
    assert Notice.objects.filter(kind="passage-reported").count() == 2


def test_neither_writer_nor_reporter_is_among_those_told(wave, coordinator, ben, question):
    other, third = make_person(), make_person()
    for person in (other, third):
        make_role(wave.program, person, "coordinator")
    wave.program.contact = coordinator
    wave.program.save()
    post = make_post(question, by=coordinator)
    post.discussion = question
    question.program = wave.program

    coach = make_person()
    make_role(wave.program, coach, "coach")
    assert discussions.told_about(post, other) == [third, coach]
    assert discussions.told_about(post, ben) == [other, third]


def test_only_words_that_stand_there_can_be_reported(client, ben, question):
    url = reverse("post_report_new", args=[question.posts.get().pk])

    response = signed_in(client, ben).post(url, {"passage": "He said worse.", "reason": "x"})

    assert response.status_code == 422 and "passage" in response.context["form"].errors


def test_reports_are_bounded_and_one_for_each(wave, coordinator, ben, question):
    posts = [make_post(question) for _ in range(discussions.MOST_REPORTS_IN_A_DAY + 1)]
    for post in posts[:-1]:
        discussions.report(post, by=ben, passage=post.text, reason="", now=AT)

    with pytest.raises(discussions.TooMuch):
        discussions.report(posts[-1], by=ben, passage="x", reason="", now=AT + timedelta(hours=23))
    with pytest.raises(NotAllowed):
        discussions.report(posts[0], by=ben, passage="x", reason="", now=AT + timedelta(hours=25))


def test_a_report_is_dealt_with_once(client, coordinator, ben, question):
    report = make_report(question.posts.get(), by=ben, told=[coordinator])
    signed_in(client, coordinator).post(report.get_absolute_url())
    report.refresh_from_db()
    settled_at = report.settled_at
    client.post(report.get_absolute_url())
    report.refresh_from_db()

    assert report.settled_by == coordinator and report.settled_at == settled_at


# --- what it costs ----------------------------------------------------------------------------------------


def test_pages_cost_the_same_for_one_three_and_fifty(client, wave, amara, ben, question):
    signed_in(client, amara)
    for url, more in (
        (reverse("discussions", args=[wave.program_id]), lambda: make_discussion(wave.program, by=ben)),
        (question.get_absolute_url(), lambda: make_post(question, by=ben)),
    ):
        costs, made = [], 1
        for wanted in (1, 3, 24):
            for _ in range(wanted - made):
                more()
            made = wanted
            costs.append(queries_of(client, url))

        assert costs == [costs[0]] * 3, url
