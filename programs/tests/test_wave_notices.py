from datetime import UTC, date, datetime, timedelta

import pytest

from programs import mail, waves
from programs.links import label_of
from programs.models import Application, Notice, Wave
from programs.tests.factories import (
    make_application,
    make_guidelines,
    make_person,
    make_program,
    make_ready,
    make_wave,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


def notice_for(person, kind, wave, occurrence=""):
    return Notice.objects.create(
        recipient=person, kind=kind, about=label_of(wave), occurrence=occurrence, due_at=NOW
    )


def late_draft(coordinator):
    program = make_ready(make_program(name="Digital Fluency", coordinator=coordinator))
    program.guidelines.update(published_at=None)
    return make_wave(
        program=program,
        number=3,
        status=Wave.Status.DRAFT,
        today=TODAY + timedelta(days=90),
        applications_open_on=TODAY,
    )


def test_the_daily_word_names_what_blocks_and_where_to_mend_it():
    ines = make_person()
    wave = late_draft(ines)

    written = mail.write(notice_for(ines, "wave-blocked", wave, "2026-09-07"), NOW)

    assert written.subject == "Digital Fluency, wave 3: 1 thing in the way of the next step"
    assert '"Open applications"' in written.body
    assert "- Guidelines for mentors and mentees are not published." in written.body
    assert f"/waves/{wave.pk}/setup/step/" in written.body


def test_the_daily_word_is_not_sent_once_nothing_blocks():
    ines = make_person()
    wave = late_draft(ines)
    notice = notice_for(ines, "wave-blocked", wave, "2026-09-07")
    wave.program.guidelines.update(published_at=NOW)

    assert mail.write(notice, NOW) is None


def test_the_daily_word_is_not_sent_to_somebody_who_no_longer_coordinates():
    ines = make_person()
    wave = late_draft(ines)
    notice = notice_for(ines, "wave-blocked", wave, "2026-09-07")
    wave.program.roles.all().delete()

    assert mail.write(notice, NOW) is None


def test_the_daily_word_is_not_sent_when_the_date_was_moved():
    ines = make_person()
    wave = late_draft(ines)
    notice = notice_for(ines, "wave-blocked", wave, "2026-09-07")
    Wave.objects.filter(pk=wave.pk).update(applications_open_on=TODAY + timedelta(days=1))

    assert mail.write(notice, NOW) is None


def test_a_step_by_the_clock_is_told_in_words():
    ines = make_person()
    wave = late_draft(ines)
    wave.status = Wave.Status.RECRUITING
    wave.save()

    written = mail.write(notice_for(ines, "wave-stepped", wave, "recruiting"), NOW)

    assert written.subject == "Digital Fluency, wave 3 is now recruiting"
    assert "Everybody in the directory can apply" in written.body
    assert mail.write(notice_for(ines, "wave-stepped", wave, "draft"), NOW) is None


def test_the_reason_for_a_cancelled_wave_stays_with_those_who_run_it():
    ines, tobias = make_person(), make_person()
    wave = make_wave(
        program=make_program(coordinator=ines, contact=tobias, name="Inclusion"),
        number=2,
        status=Wave.Status.RECRUITING,
    )
    applicant = make_application(wave=wave).person
    waves.cancel_wave(wave, by=tobias, reason="CANARY-REASON")

    to_coordinator = mail.write(Notice.objects.get(recipient=ines), NOW)
    to_applicant = mail.write(Notice.objects.get(recipient=applicant), NOW)

    assert "CANARY-REASON" in to_coordinator.body
    assert "CANARY-REASON" not in to_applicant.body + to_applicant.subject
    assert to_applicant.subject == "Inclusion, wave 2 will not take place"
    assert tobias.email in to_applicant.body


def test_guidelines_are_asked_for_until_they_are_accepted():
    wave = make_wave(status=Wave.Status.PREPARING)
    text = make_guidelines(wave.program, published_at=NOW)
    amara = make_application(wave=wave, status=Application.Status.ACCEPTED).person
    notice = notice_for(amara, "guidelines", wave, "mentor-1")

    assert f"/waves/{wave.pk}/guidelines/" in mail.write(notice, NOW).body
    text.acceptances.create(person=amara, accepted_at=NOW)
    assert mail.write(notice, NOW) is None


def test_guidelines_are_not_asked_for_in_an_old_version():
    wave = make_wave(status=Wave.Status.PREPARING)
    make_guidelines(wave.program, published_at=NOW)
    make_guidelines(wave.program, version=2, published_at=NOW)
    amara = make_application(wave=wave, status=Application.Status.ACCEPTED).person

    assert mail.write(notice_for(amara, "guidelines", wave, "mentor-1"), NOW) is None
    assert mail.write(notice_for(amara, "guidelines", wave, "mentor-2"), NOW).subject == (
        f"The guidelines of {wave.program} have changed"
    )
