"""What stands between a wave and preparing: pairs, coaches, rules."""

from django.urls import reverse
from django.utils import timezone

from programs.blockers import Blocker, register
from programs.models import Wave
from programs.words import counted

from .matching import BadPool, BadSettings
from .review import broken_pairs, live_without_coach


def at(wave):
    return reverse("pairing", args=[wave.pk])


@register(Wave.Status.PREPARING)
def no_pairs_published(wave, now):
    if not wave.pairs.published().exists():
        return Blocker("No pairs are published.", at(wave), is_hard=True)
    return None


@register(Wave.Status.PREPARING)
def draft_unpublished(wave, now):
    if wave.proposals.filter(status="draft").exists():
        return Blocker("A draft of pairs is not published.", at(wave))
    return None


@register(Wave.Status.PREPARING)
def suggestions_still_open(wave, now):
    if wave.proposals.filter(status="consulting").exists():
        return Blocker("People are still asked about suggested pairs.", at(wave), is_hard=True)
    return None


@register(Wave.Status.PREPARING)
def pairs_without_a_coach(wave, now):
    missing = live_without_coach(wave)
    if missing:
        return Blocker(f"{counted(missing, 'pair')} without a coach.", at(wave), is_hard=True)
    return None


@register(Wave.Status.PREPARING)
def pairs_that_break_a_rule(wave, now):
    try:
        broken = broken_pairs(wave, today=timezone.localdate(now))
    except (BadPool, BadSettings) as trouble:
        return Blocker(str(trouble), at(wave), is_hard=True)
    if broken:
        return Blocker(" ".join(broken[:3]), reverse("pairs", args=[wave.pk]), is_hard=True)
    return None
