from datetime import UTC, datetime

import pytest

from programs import guidelines
from programs.lifecycle import move
from programs.models import Application, Guidelines, Notice, Wave
from programs.tests.factories import make_application, make_guidelines, make_program, make_wave

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


def accepted(wave, side="mentor", **facts):
    return make_application(wave=wave, side=side, status=Application.Status.ACCEPTED, **facts).person


def waiting_for(wave, side="mentor"):
    return {application.person for application in guidelines.still_to_accept(wave, side)}


def test_a_draft_is_not_in_force_and_the_newest_published_version_is():
    program = make_program()
    make_guidelines(program, version=1, published_at=NOW)
    second = make_guidelines(program, version=2, published_at=NOW)
    make_guidelines(program, version=3)

    assert guidelines.in_force(program, "mentor") == second
    assert guidelines.in_force(program, "mentee") is None


def test_accepting_twice_keeps_the_first_date():
    wave = make_wave()
    text = make_guidelines(wave.program, published_at=NOW)
    amara = accepted(wave)

    guidelines.accept(text, amara, now=NOW)
    guidelines.accept(text, amara, now=NOW.replace(year=2027))

    assert text.acceptances.get().accepted_at == NOW
    assert waiting_for(wave) == set()


def test_a_new_version_asks_again():
    wave = make_wave(status=Wave.Status.RUNNING)
    text = make_guidelines(wave.program, published_at=NOW)
    amara = accepted(wave)
    guidelines.accept(text, amara, now=NOW)

    opened = guidelines.fingerprint(text.text)
    newer = guidelines.rewrite(wave.program, "mentor", "Listen twice.", opened=opened)
    assert (newer.version, newer.published_at, waiting_for(wave)) == (2, None, set())
    assert guidelines.publish(newer, now=NOW)

    assert waiting_for(wave) == {amara}
    assert [(notice.kind, notice.recipient, notice.occurrence) for notice in Notice.objects.all()] == [
        ("guidelines", amara, "mentor-2")
    ]


def test_publishing_twice_asks_once():
    wave = make_wave(status=Wave.Status.RUNNING)
    text = make_guidelines(wave.program)
    accepted(wave)

    assert guidelines.publish(text, now=NOW)
    assert not guidelines.publish(Guidelines.objects.get(pk=text.pk), now=NOW)

    assert Notice.objects.count() == 1


def test_a_draft_is_changed_in_place_and_the_same_words_make_no_version():
    program = make_program()
    text = make_guidelines(program)
    opened = guidelines.fingerprint(text.text)

    same = guidelines.rewrite(program, "mentor", text.text, opened=opened)
    changed = guidelines.rewrite(program, "mentor", "Ask first.", opened=opened)

    assert (same.pk, changed.pk, changed.version) == (text.pk, text.pk, 1)
    assert Guidelines.objects.get().text == "Ask first."


def test_nobody_overwrites_words_they_have_not_seen():
    program = make_program()
    opened = guidelines.fingerprint(make_guidelines(program).text)
    guidelines.rewrite(program, "mentor", "Hers.", opened=opened)

    with pytest.raises(guidelines.ChangedMeanwhile) as conflict:
        guidelines.rewrite(program, "mentor", "His.", opened=opened)

    assert conflict.value.theirs == "Hers."
    assert Guidelines.objects.get().text == "Hers."


def test_when_a_wave_prepares_both_sides_are_asked_unless_they_have_accepted():
    wave = make_wave(status=Wave.Status.PAIRING)
    for_mentors = make_guidelines(wave.program, "mentor", published_at=NOW)
    make_guidelines(wave.program, "mentee", published_at=NOW)
    mentor, early, mentee = accepted(wave), accepted(wave), accepted(wave, "mentee")
    guidelines.accept(for_mentors, early, now=NOW)
    make_application(wave=wave, status=Application.Status.DECLINED)

    move(wave, Wave.Status.PREPARING, by=mentor)

    asked = Notice.objects.filter(kind="guidelines").values_list("recipient", "occurrence")
    assert set(asked) == {(mentor.pk, "mentor-1"), (mentee.pk, "mentee-1")}


def test_headings_become_sections_and_the_rest_stays_as_it_is():
    text = "First.\n\n## What to do\n\n- Listen\n- Ask\n\n### Where it ends ###\nHere.\n#no heading"

    assert guidelines.sections(text) == [
        ("", "First."),
        ("What to do", "- Listen\n- Ask"),
        ("Where it ends", "Here.\n#no heading"),
    ]
    assert guidelines.sections("") == []
