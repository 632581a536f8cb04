"""The life of a pair when two act at once (FAULTS 65): any two actions, from any state, end in one story."""

from itertools import combinations_with_replacement

import pytest
from django.utils import timezone

from pairing.care import WrittenMeanwhile, ask_for_a_word, write_agreement
from pairing.lifecycle import complete_pairs, end_pair, pause_pair, resume_pair, take_back_name
from pairing.models import Agreement, Pair, QuietWord
from programs import applications
from programs.lifecycle import NotAllowed
from programs.models import Application, Notice
from programs.tests.racing import at_once
from sessions.models import Session

from .racing import assert_one_story, running_pair

pytestmark = pytest.mark.django_db(transaction=True)
Status = Pair.Status


def withdraw(pair):
    applications.withdraw(Application.objects.get(wave=pair.wave, person=pair.mentor), now=timezone.now())


def write(pair):
    texts = dict.fromkeys(Agreement.PARTS, "As we said.")
    write_agreement(pair, texts, opened=0, by=pair.mentor, now=timezone.now())


DEEDS = {
    "pause": lambda pair: pause_pair(pair, by=pair.coach),
    "resume": lambda pair: resume_pair(pair, by=pair.coach),
    "end": lambda pair: end_pair(pair, by=pair.coach, category="time"),
    "complete": lambda pair: complete_pairs(pair.wave),
    "withdraw": withdraw,
    "word": lambda pair: ask_for_a_word(pair, by=pair.mentor, text="", now=timezone.now()),
    "agree": write,
    "hide": lambda pair: take_back_name(pair, pair.mentor),
}


def tried(deed, pk):
    try:
        DEEDS[deed](Pair.objects.select_related("wave", "mentor", "mentee", "coach").get(pk=pk))
    except (NotAllowed, WrittenMeanwhile):
        return False
    return True


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.PAUSED])
@pytest.mark.parametrize("two", list(combinations_with_replacement(DEEDS, 2)), ids="-".join)
def test_any_two_deeds_at_once_end_in_one_legal_state(two, status):
    pair, _ = running_pair(status=status)
    took = at_once(*[lambda deed=deed: tried(deed, pair.pk) for deed in two])

    assert_one_story(pair)
    assert pair.status in (Status.ACTIVE, Status.PAUSED, Status.ENDED, Status.COMPLETED)
    steps = pair.history.count()
    moving = sum(took[at] for at, deed in enumerate(two) if deed in ("pause", "resume", "end"))
    assert steps >= moving
    mails = Notice.objects.filter(kind="pair-ended").count()
    assert mails == (2 if pair.history.filter(current="ended").exists() and "complete" not in two else mails)
    assert mails in (0, 2), "both in the same words, or neither"
    assert QuietWord.objects.count() <= 1 and Agreement.objects.count() <= 1
    if not pair.is_live:
        assert not Session.objects.filter(pair=pair).booked().exists()
    if two in (("pause", "pause"), ("end", "end")) and any(took):
        assert sum(took) == 1


@pytest.mark.parametrize("status", [Status.ENDED, Status.COMPLETED])
@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_over_stays_over(deed, status):
    pair, _ = running_pair(status=status)
    changes = tried(deed, pair.pk)

    pair.refresh_from_db()
    assert pair.status == status
    assert not pair.history.exists()
    assert not QuietWord.objects.exists() and not Agreement.objects.exists()
    assert not Notice.objects.filter(kind__startswith="pair-").exists()
    assert not changes or deed in ("complete", "hide", "withdraw")
