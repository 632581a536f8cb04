"""Applying, withdrawing, deciding."""

from datetime import UTC, datetime

import pytest

from programs.applications import save_draft, submit, withdraw
from programs.lifecycle import NotAllowed
from programs.models import Application, NoGo, Notice, Recommendation, Wave

from .factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_recommendation,
    make_wave,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 14, tzinfo=UTC)
Status = Application.Status
FACTS = {"goals": "To explain well.", "commits_hours": True, "suitable_hours": ["tue-am"]}


def drafted(*, wave=None, person=None, referees=(), no_gos=((), ()), **facts):
    return save_draft(
        wave or make_wave(status=Wave.Status.RECRUITING),
        person or make_mentor_person(),
        Application.Side.MENTOR,
        now=NOW,
        facts={**FACTS, **facts},
        topics=[("Social media", 3, 0)],
        no_gos=no_gos,
        referees=referees,
    )


def kinds_owed():
    return sorted(Notice.objects.values_list("kind", "recipient__email"))


def test_a_draft_keeps_everything_and_writes_to_nobody():
    manager, foe = make_person(), make_person()

    draft = drafted(referees=[("manager", manager)], no_gos=([foe], ["Legal"]))

    assert [(each.topic, each.level) for each in draft.topics.all()] == [("Social media", 3)]
    assert set(draft.no_gos.values_list("person", "department")) == {(foe.pk, ""), (None, "Legal")}
    assert [each.status for each in draft.recommendations.all()] == ["named"]
    assert kinds_owed() == []


def test_saving_a_draft_again_replaces_what_was_chosen():
    draft = drafted(referees=[("manager", make_person())], no_gos=([make_person()], []))
    other = make_person()

    save_draft(
        draft.wave,
        draft.person,
        "mentor",
        now=NOW,
        facts=FACTS,
        topics=[("Online search", 1, 0)],
        no_gos=([], []),
        referees=[("manager", other)],
    )

    assert [each.topic for each in draft.topics.all()] == ["Online search"]
    assert [each.referee for each in draft.recommendations.all()] == [other]
    assert not NoGo.objects.exists()
    assert Application.objects.count() == 1


def test_sending_asks_every_referee_and_confirms_once():
    manager, teammate = make_person(), make_person()
    draft = drafted(referees=[("manager", manager), ("teammate", teammate)])

    submit(draft, now=NOW)

    draft.refresh_from_db()
    assert (draft.status, draft.submitted_at) == (Status.SUBMITTED, NOW)
    assert list(draft.recommendations.values_list("status", "asked_at")) == [("asked", NOW)] * 2
    assert kinds_owed() == sorted(
        [
            ("application-received", draft.person.email),
            ("recommendation-asked", manager.email),
            ("recommendation-asked", teammate.email),
        ]
    )


def test_an_application_is_sent_once():
    draft = drafted(referees=[("manager", make_person())])
    submit(draft, now=NOW)

    with pytest.raises(NotAllowed):
        submit(draft, now=NOW)

    assert len(kinds_owed()) == 2


def test_what_is_sent_is_not_rewritten_by_another_tab():
    draft = drafted()
    submit(draft, now=NOW)

    with pytest.raises(NotAllowed):
        drafted(wave=draft.wave, person=draft.person, goals="Another tab")

    draft.refresh_from_db()
    assert draft.goals == FACTS["goals"]


@pytest.mark.parametrize("status", [status for status in Wave.Status if status != Wave.Status.RECRUITING])
def test_only_a_recruiting_wave_takes_applications(status):
    draft = drafted()
    Wave.objects.filter(pk=draft.wave_id).update(status=status)

    with pytest.raises(NotAllowed):
        submit(draft, now=NOW)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert kinds_owed() == []


def test_nobody_is_sent_in_without_the_word_that_there_is_time():
    draft = drafted(commits_hours=False)

    with pytest.raises(NotAllowed):
        submit(draft, now=NOW)


def test_withdrawing_ends_the_requests_and_tells_coordinators():
    coordinator = make_person()
    application = make_application(
        wave=make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.RECRUITING)
    )
    make_recommendation(application=application)

    withdraw(application, now=NOW)

    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert kinds_owed() == [("application-withdrawn", coordinator.email)]


def test_a_draft_that_is_discarded_leaves_nothing():
    draft = drafted(referees=[("manager", make_person())])

    withdraw(draft, now=NOW)

    assert not Application.objects.exists()
    assert not Recommendation.objects.exists()
