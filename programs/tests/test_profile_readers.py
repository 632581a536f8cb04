"""Who reads whose talent profile."""

import pytest

from programs.access import profile_readers
from programs.models import TalentProfile, User
from programs.models import profile as profile_models

from .factories import (
    make_application,
    make_mentee_person,
    make_person,
    make_profile,
    make_program,
    make_role,
    make_wave,
)

pytestmark = pytest.mark.django_db


def test_readers_are_oneself_those_who_select_and_coaches():
    program = make_program()
    wave = make_wave(program=program)
    applicant, stranger = make_mentee_person(), make_person()
    make_application(wave=wave, person=applicant, side="mentee")
    # a draft elsewhere must not hide what was sent here
    make_application(wave=make_wave(), person=applicant, side="mentee", status="draft")
    make_profile(applicant)
    readers = {role: make_person() for role in ("coordinator", "steering", "coach", "sponsor")}
    for role, person in readers.items():
        make_role(program, person, role)

    seen = {
        role: TalentProfile.objects.visible_to(person).exists()
        for role, person in {**readers, "own": applicant, "stranger": stranger}.items()
    }

    assert seen == {
        "coordinator": True,
        "steering": True,
        "coach": True,
        "sponsor": False,
        "own": True,
        "stranger": False,
    }


def test_a_draft_opens_nobodys_profile():
    coordinator, person = make_person(), make_person()
    wave = make_wave(program=make_program(coordinator=coordinator))
    make_application(wave=wave, person=person, status="draft")
    make_profile(person)

    assert not TalentProfile.objects.visible_to(coordinator).exists()


def test_another_app_can_add_readers(monkeypatch):
    monkeypatch.setattr(profile_models, "_readers", [])
    profile, partner = make_profile(make_person()), make_person()

    @profile_readers.register
    def partners(user):
        return (
            User.objects.filter(pk=profile.person_id).values("pk") if user == partner else User.objects.none()
        )

    assert list(TalentProfile.objects.visible_to(partner)) == [profile]
    assert not TalentProfile.objects.visible_to(make_person()).exists()
