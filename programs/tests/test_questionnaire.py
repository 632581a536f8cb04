"""Questions of a program in the form, and answers that keep the wording they were given to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.answers import carried, fits
from programs.models import Application, ApplicationAnswer, Question, Wave

from .asking import signed_in
from .factories import make_application, make_mentor_person, make_person, make_question, make_wave

pytestmark = pytest.mark.django_db
WORDS = ["Never", "Now and then", "Every day"]
KINDS = {
    "short": ("A tablet", "A tablet"),
    "long": ("First we look.\r\nThen we try.", "First we look.\nThen we try."),
    "choice": ("Every day", "Every day"),
    "choices": (["Never", "Every day"], ["Never", "Every day"]),
    "scale": ("2", 2),
    "yes_no": ("no", False),
}


@pytest.fixture
def wave():
    return make_wave(status=Wave.Status.RECRUITING)


@pytest.fixture
def person():
    return make_mentor_person(manager=make_person())


def ask(wave, kind="long", **facts):
    choices = WORDS if kind in ("choice", "choices", "scale") else []
    return make_question(wave.program, kind=kind, choices=choices, **facts)


def reword(question, **changes):
    """A new wording, as `questions` makes it: the old row is retired, a new one has its code."""
    now = timezone.now()
    Question.objects.filter(pk=question.pk).update(retired_at=now)
    facts = {
        name: getattr(question, name)
        for name in ("program", "sheet", "code", "number", "kind", "text", "choices", "is_required")
    }
    return Question.objects.create(**facts | changes)


def filled(person, wave, *questions, **changed):
    typed = {f"{each.sheet}_{each.code}": KINDS[each.kind][0] for each in questions}
    mates = [make_person() for _ in range(2)]
    return {
        "version": f"{person.pk}.0.0",
        "asked": ".".join(str(each.pk) for each in questions),
        "topic_0": "2",
        "commits_hours": "on",
        "will_challenge": "on",
        "suitable_hours": ["mon-am"],
        "capacity": "1",
        "manager": person.manager.email,
        "teammate_1": mates[0].email,
        "teammate_2": mates[1].email,
        **typed,
        **changed,
    }


def said(application):
    return {answer.question.pk: answer.value for answer in application.answers.all()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_is_asked_answered_kept_and_read(kind, client, wave, person):
    question = ask(wave, kind, text="How do you explain?")
    url = reverse("apply", args=[wave.pk])

    page = signed_in(client, person).get(url)
    assert "How do you explain?" in page.content.decode()
    client.post(url, filled(person, wave, question, send="1"))

    application = Application.objects.get()
    assert application.status == "submitted"
    stored = application.answers.get()
    value = stored.value.replace("\r\n", "\n") if kind == "long" else stored.value
    assert (stored.question, value) == (question, KINDS[kind][1])
    body = client.get(reverse("my_application", args=[application.pk])).content.decode()
    assert "How do you explain?" in body
    assert {"scale": "Now and then (2 of 3)", "yes_no": "No"}.get(kind, "") in body


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_question_takes_is_refused_at_the_field_and_kept_in_the_draft(kind, client, wave, person):
    question = ask(wave, kind)
    name = f"mentor_application_{question.code}"
    bad = "x" * 4000 if kind in ("short", "long") else "Something else"

    response = signed_in(client, person).post(
        reverse("apply", args=[wave.pk]), filled(person, wave, question, send="1", **{name: bad})
    )

    draft = Application.objects.get()
    assert response.status_code == 422
    assert f'href="#id_{name}' in response.content.decode()
    assert (draft.status, draft.unfinished) == ("draft", {name: [bad]})
    assert not draft.answers.exists()


def test_a_required_question_is_required_when_sending_only(client, wave, person):
    question = ask(wave, text="Why you?")
    name = f"mentor_application_{question.code}"
    typed = filled(person, wave, question, **{name: ""})
    signed_in(client, person)

    sent = client.post(reverse("apply", args=[wave.pk]), {**typed, "send": "1"})
    saved = client.post(
        reverse("apply", args=[wave.pk]), {**typed, "version": sent.context["form"]["version"].value()}
    )

    assert sent.status_code == 422 and "Answer this: Why you?" in sent.content.decode()
    assert saved.status_code == 302


def test_an_optional_question_may_stay_open_and_leaves_no_answer(client, wave, person):
    question = ask(wave, is_required=False)

    signed_in(client, person).post(
        reverse("apply", args=[wave.pk]),
        filled(person, wave, question, send="1", **{f"mentor_application_{question.code}": ""}),
    )

    assert Application.objects.get().status == "submitted"
    assert not ApplicationAnswer.objects.exists()


# --- a questionnaire changed after applications came in -------------------------------------------------


def test_what_was_sent_keeps_the_wording_it_was_given_to(client, wave, person):
    question = ask(wave, text="Why you?")
    application = make_application(wave=wave, person=person)
    ApplicationAnswer.objects.create(application=application, question=question, value="I explain well.")

    new = reword(question, text="What makes you the right one?")

    body = signed_in(client, person).get(reverse("my_application", args=[application.pk])).content.decode()
    assert "Why you?" in body and "I explain well." in body
    assert new.text not in body


def test_a_retired_question_keeps_its_answers(client, wave, person):
    question = ask(wave, text="Why you?")
    application = make_application(wave=wave, person=person)
    ApplicationAnswer.objects.create(application=application, question=question, value="I explain well.")
    Question.objects.update(retired_at=timezone.now())

    body = signed_in(client, person).get(reverse("my_application", args=[application.pk])).content.decode()

    assert "I explain well." in body


def test_a_draft_is_asked_the_new_wording_with_its_old_answer(client, wave, person):
    question = ask(wave, text="Why you?")
    url = reverse("apply", args=[wave.pk])
    signed_in(client, person).post(url, filled(person, wave, question, save="1"))
    new = reword(question, text="What makes you the right one?")

    page = client.get(url)
    body = page.content.decode()
    assert new.text in body and "Why you?" not in body
    assert "Then we try." in body
    client.post(url, filled(person, wave, new, send="1", version=page.context["form"]["version"].value()))

    assert said(Application.objects.get()) == {new.pk: KINDS["long"][0]}


def test_an_answer_that_does_not_fit_any_more_is_shown_beside_the_question(client, wave, person):
    question = ask(wave, text="Why you?")
    url = reverse("apply", args=[wave.pk])
    signed_in(client, person).post(url, filled(person, wave, question, save="1"))
    new = reword(question, kind="scale", choices=WORDS)

    page = client.get(url)
    assert "To an earlier wording you answered: “First we look." in page.content.decode()
    client.post(url, filled(person, wave, new, send="1", version=page.context["form"]["version"].value()))

    assert said(Application.objects.get()) == {new.pk: 2}


def test_nobody_answers_a_wording_they_have_not_read(client, wave, person):
    question = ask(wave, text="Why you?")
    url = reverse("apply", args=[wave.pk])
    typed = filled(person, wave, question, send="1")
    new = reword(question, text="Why not somebody else?")

    response = signed_in(client, person).post(url, typed)

    assert response.status_code == 422
    assert "The questions have changed since you opened this." in response.content.decode()
    assert "Why not somebody else?" in response.content.decode()
    assert "Then we try." in response.content.decode()
    again = {name: response.context["form"][name].value() for name in ("version", "asked")}
    assert client.post(url, typed | again).status_code == 302
    assert list(said(Application.objects.get())) == [new.pk]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("short", "a\nb", False),
        ("long", "a\nb", True),
        ("long", 3, False),
        ("scale", 3, True),
        ("scale", 4, False),
        ("scale", True, False),
        ("choice", "Never", True),
        ("choice", "Always", False),
        ("choices", ["Never", "Always"], False),
        ("choices", "Never", False),
        ("yes_no", 1, False),
        ("yes_no", False, True),
    ],
)
def test_an_answer_is_carried_when_the_kind_fits(kind, value, expected, wave):
    assert fits(ask(wave, kind), value) == expected


def test_the_latest_wording_that_was_answered_is_carried(wave, person):
    first = ask(wave)
    draft = make_application(wave=wave, person=person, status="draft")
    ApplicationAnswer.objects.create(application=draft, question=first, value="first")
    second = reword(first)
    Question.objects.filter(pk=second.pk).update(created_at=first.created_at + timedelta(hours=1))
    ApplicationAnswer.objects.create(application=draft, question=second, value="second")
    third = reword(second)

    assert carried(draft, [third]) == {third.pk: "second"}
