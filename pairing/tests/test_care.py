"""Looking after pairs: a quiet word for the coach alone, endings, agreements, concerns of the night."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pairing.care import (
    WrittenMeanwhile,
    ask_for_a_word,
    latest_agreement,
    settle_word,
    sign_agreement,
    write_agreement,
)
from pairing.concerns import look_again, settle_concern
from pairing.lifecycle import end_pair, pause_pair
from pairing.models import Agreement, Concern, Pair, PairEnding, QuietWord, RuleSetting
from pairing.tests.factories import accept, make_coach, make_pair
from programs.lifecycle import NotAllowed
from programs.models import Notice, ProgramRole, User, Wave
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_role, make_wave

from .test_proposals import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
TEXTS = dict.fromkeys(Agreement.PARTS, "")
PURPOSE = {**TEXTS, "purpose": "Try the claim on a phone."}


@pytest.fixture
def pair():
    return make_pair()


def owed(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


# --- a quiet word -------------------------------------------------------------------------------------


def test_the_coach_alone_is_told(pair, client):
    ask_for_a_word(pair, by=pair.mentor, text="He never shows up.", now=NOW)

    assert owed("pair-word") == {pair.coach_id}
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    for person, sees in ((pair.mentor, True), (pair.coach, True), (pair.mentee, False), (coordinator, False)):
        client.force_login(person)
        body = client.get(pair.get_absolute_url()).content.decode()
        assert ("asks for a word" in body or "You asked for a word" in body) == sees, person
        assert ("He never shows up." in body) == (person == pair.coach)


def test_asking_again_adds_to_the_open_word_and_writes_no_second_mail(pair):
    ask_for_a_word(pair, by=pair.mentor, text="One thing.", now=NOW)
    ask_for_a_word(pair, by=pair.mentor, text="And another.", now=NOW)

    assert QuietWord.objects.get().text == "One thing.\n\nAnd another."
    assert Notice.objects.filter(kind="pair-word").count() == 1
    settle_word(QuietWord.objects.get(), now=NOW)
    ask_for_a_word(pair, by=pair.mentor, text="", now=NOW)
    assert QuietWord.objects.count() == 2 and Notice.objects.filter(kind="pair-word").count() == 2


@pytest.mark.parametrize("end", [end_pair, None])
def test_a_pair_without_a_coach_to_ask_says_so(pair, end):
    if end:
        end(pair, by=None)
    else:
        Pair.objects.filter(pk=pair.pk).update(coach=None, status="proposed")

    with pytest.raises(NotAllowed, match="no coach to ask"):
        ask_for_a_word(pair, by=pair.mentor, text="", now=NOW)


def test_on_the_pages(pair, client):
    client.force_login(pair.mentee)
    said = client.post(reverse("pair_word", args=[pair.pk]), {"text": "x" * 2001}, follow=True)
    assert "2,000 characters at most" in said.content.decode() and not QuietWord.objects.exists()
    client.post(reverse("pair_word", args=[pair.pk]))
    word = QuietWord.objects.get()
    assert (word.by, word.text) == (pair.mentee, "")

    client.force_login(pair.coach)
    assert f"{pair.mentee} would like to talk to you" in client.get(reverse("caseload")).content.decode()
    client.post(reverse("word_settle", args=[word.pk]))

    word.refresh_from_db()
    assert word.settled_at
    client.force_login(make_coach(pair.wave.program))
    assert client.post(reverse("word_settle", args=[word.pk])).status_code == 404


# --- endings ------------------------------------------------------------------------------------------


def test_why_a_pair_ended_stays_with_its_coach(pair, client):
    client.force_login(pair.coach)
    client.post(reverse("pair_ending", args=[pair.pk]), {"category": "fit"})

    assert PairEnding.objects.get().category == "fit"
    assert "Not the right two" in client.get(pair.get_absolute_url()).content.decode()
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    client.force_login(coordinator)
    assert "Not the right two" not in client.get(pair.get_absolute_url()).content.decode()


def test_a_coordinator_gives_no_reason(pair, client):
    coordinator = make_person()
    make_role(pair.wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    client.force_login(coordinator)

    assert "Why, for yourself" not in client.get(reverse("pair_ending", args=[pair.pk])).content.decode()
    client.post(reverse("pair_ending", args=[pair.pk]), {"category": "fit"})

    pair.refresh_from_db()
    assert pair.status == "ended" and not PairEnding.objects.exists()


# --- agreements ---------------------------------------------------------------------------------------


def test_a_new_wording_is_signed_by_its_writer_and_asks_the_other(pair):
    first = write_agreement(pair, PURPOSE, opened=0, by=pair.mentor, now=NOW)
    assert (first.version, bool(first.mentor_signed_at), bool(first.mentee_signed_at)) == (1, True, False)
    assert owed("agreement-written") == {pair.mentee_id}

    sign_agreement(first, by=pair.mentee, now=NOW)
    assert latest_agreement(pair).is_signed

    second = write_agreement(pair, {**PURPOSE, "contact": "Chat"}, opened=1, by=pair.mentee, now=NOW)
    assert (second.version, second.is_signed, bool(second.mentee_signed_at)) == (2, False, True)
    assert Agreement.objects.get(version=1).is_signed, "what was signed stays signed"


def test_saving_the_same_words_signs_them(pair):
    write_agreement(pair, PURPOSE, opened=0, by=pair.mentor, now=NOW)
    write_agreement(pair, PURPOSE, opened=1, by=pair.mentee, now=NOW)

    assert Agreement.objects.get().is_signed


def test_nobody_overwrites_or_signs_what_they_have_not_read(pair, client):
    first = write_agreement(pair, PURPOSE, opened=0, by=pair.mentor, now=NOW)
    with pytest.raises(WrittenMeanwhile):
        write_agreement(pair, {**TEXTS, "purpose": "Mine"}, opened=0, by=pair.mentee, now=NOW)
    write_agreement(pair, {**PURPOSE, "contact": "Chat"}, opened=1, by=pair.mentor, now=NOW)
    with pytest.raises(WrittenMeanwhile):
        sign_agreement(first, by=pair.mentee, now=NOW)

    client.force_login(pair.mentee)
    page = client.post(reverse("agreement", args=[pair.pk]), {**TEXTS, "purpose": "Mine", "opened": 1})

    body = page.content.decode()
    assert "Theirs stands beside yours" in body and ">\nMine" in body and "Chat" in body
    assert (
        client.post(
            reverse("agreement", args=[pair.pk]), {**TEXTS, "purpose": "Mine", "opened": 2}
        ).status_code
        == 302
    )
    assert latest_agreement(pair).purpose == "Mine"


def test_an_empty_agreement_says_what_is_missing(pair, client):
    client.force_login(pair.mentor)

    page = client.post(reverse("agreement", args=[pair.pk]), {**TEXTS, "opened": 0})

    assert page.status_code == 422 and "Write at least one line" in page.content.decode()


def test_after_the_end_it_is_read_and_neither_written_nor_signed(pair, client):
    first = write_agreement(pair, PURPOSE, opened=0, by=pair.mentor, now=NOW)
    end_pair(pair, by=None)

    for deed in (
        lambda: write_agreement(pair, TEXTS, opened=1, by=pair.mentor, now=NOW),
        lambda: sign_agreement(first, by=pair.mentee, now=NOW),
    ):
        with pytest.raises(NotAllowed, match="has concluded"):
            deed()
    client.force_login(pair.mentor)
    body = client.get(reverse("agreement", args=[pair.pk])).content.decode()
    assert "Try the claim" in body and "Save and sign" not in body


def test_an_agreement_waits_on_the_home_of_whoever_has_not_signed(pair, client):
    write_agreement(pair, PURPOSE, opened=0, by=pair.mentor, now=NOW)
    client.force_login(pair.mentee)

    assert "Read and sign what" in client.get(reverse("my_pair")).content.decode()
    sign_agreement(latest_agreement(pair), by=pair.mentee, now=NOW)
    assert "Read and sign what" not in client.get(reverse("my_pair")).content.decode()


# --- concerns -----------------------------------------------------------------------------------------


@pytest.fixture
def running():
    """A pair that keeps every rule, with a coordinator."""
    wave = make_wave(status=Wave.Status.RUNNING)
    coordinator = make_person(grade=4, department="Office", line_of_business="Corporate")
    make_role(wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    pair = make_pair(
        wave=wave,
        mentor=make_mentor_person(function="Analysis"),
        mentee=make_mentee_person(function="Counsel"),
        coach=make_coach(wave.program),
    )
    assert look_again(NOW, TODAY) == 0
    return pair, coordinator


def change(person, **facts):
    User.objects.filter(pk=person.pk).update(**facts)


def test_a_promotion_that_breaks_a_rule_tells_coach_and_coordinators_the_same_day(running):
    pair, coordinator = running
    change(pair.mentor, grade=pair.mentee.grade)

    assert look_again(NOW, TODAY) == 1
    assert look_again(NOW + timedelta(hours=1), TODAY) == 0, "once"

    concern = Concern.objects.get()
    assert (concern.rule, concern.words) == (
        "grade_gap",
        "Both have the same grade; the rule asks for 2.",
    )
    assert owed("pair-concern") == {pair.coach_id, coordinator.pk}


def test_what_is_mended_settles_by_itself_and_comes_back_when_broken_again(running):
    pair, _ = running
    grade = pair.mentor.grade
    change(pair.mentor, grade=pair.mentee.grade)
    look_again(NOW, TODAY)
    change(pair.mentor, grade=grade)
    look_again(NOW, TODAY)
    concern = Concern.objects.get()
    assert concern.settled_at and concern.settled_by is None

    change(pair.mentor, grade=pair.mentee.grade)
    later = NOW + timedelta(days=3)
    assert look_again(later, later.date()) == 1

    concern.refresh_from_db()
    assert concern.settled_at is None and concern.found_at == later


def test_what_somebody_has_looked_at_stays_away_while_it_stays_the_same(running, client):
    pair, coordinator = running
    change(pair.mentor, line_of_business=pair.mentee.line_of_business)
    look_again(NOW, TODAY)
    client.force_login(coordinator)
    assert "breaks a rule" in client.get(reverse("wave", args=[pair.wave_id])).content.decode()

    client.post(reverse("concern_settle", args=[Concern.objects.get().pk]))

    assert look_again(NOW + timedelta(days=1), TODAY) == 0
    assert Concern.objects.get().settled_by == coordinator
    assert settle_concern(Concern.objects.get(), by=coordinator, now=NOW) == 0
    assert "breaks a rule" not in client.get(reverse("wave", args=[pair.wave_id])).content.decode()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [({"is_active": False}, "left"), ({"department": "Coaching"}, "coach")],
)
def test_leavers_and_coaches_who_come_too_near_are_seen(running, facts, rule):
    pair, _ = running
    change(pair.coach, department="Coaching")
    change(pair.mentor, **facts)

    look_again(NOW, TODAY)

    assert rule in set(Concern.objects.values_list("rule", flat=True))


def test_a_rule_that_was_relaxed_is_no_concern_any_more(running):
    pair, _ = running
    change(pair.mentor, grade=pair.mentee.grade)
    look_again(NOW, TODAY)
    RuleSetting.objects.create(program=pair.wave.program, rule="grade_gap", strength="off")

    look_again(NOW, TODAY)

    assert Concern.objects.get().settled_at


def test_pairs_that_are_over_are_left_alone(running):
    pair, _ = running
    change(pair.mentor, grade=pair.mentee.grade)
    end_pair(pair, by=None)

    assert look_again(NOW, TODAY) == 0


def test_a_paused_pair_is_looked_at_too(running):
    pair, _ = running
    pause_pair(pair, by=None)
    change(pair.mentor, grade=pair.mentee.grade)

    assert look_again(NOW, TODAY) == 1


def test_the_task_looks_at_all_waves(running):
    from pairing.tasks import look_at_pairs_again

    pair, _ = running
    change(pair.mentor, grade=pair.mentee.grade)

    look_at_pairs_again()

    assert Concern.objects.count() == 1


def test_someone_accepted_elsewhere_changes_nothing(running):
    accept(make_wave(status=Wave.Status.PAIRING), "mentor")

    assert look_again(NOW, TODAY) == 0
